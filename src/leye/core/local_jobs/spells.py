"""A placement's truth in the ledger: the stretches that it should have in, the facts that bring them about out.

A workshop's worker counts as one in a workshop only while the workshop is recognised; before and after, the
same work is a job with a unit (DOMAIN 2.3, annex 1 column G).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from leye.core.ledger.additions import Addition, Held
from leye.core.ledger.facts import EMPLOYMENT
from leye.core.query.model import Scalar
from leye.core.vacancies.sameness import folded
from leye.core.vocabulary import EmploymentKind

FAR = dt.date(9999, 1, 1)


@dataclass(frozen=True, slots=True)
class Span:
    """The days [start, end); end None: open."""

    start: dt.date
    end: dt.date | None = None

    @property
    def last(self) -> dt.date:
        return self.end or FAR

    def covers(self, on: dt.date) -> bool:
        return self.start <= on < self.last

    def meets(self, other: "Span") -> bool:
        return self.start < other.last and other.start < self.last


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days of one kind of work."""

    span: Span
    kind: EmploymentKind


def workshop_stretches(work: Span, recognised: Sequence[Span]) -> tuple[Stretch, ...]:
    """The stretches of a worker's time in a workshop, split where its recognition begins or ends."""
    cuts = {work.start, work.last}
    for span in recognised:
        cuts |= {day for day in (span.start, span.last) if work.start < day < work.last}
    found: list[Stretch] = []
    for start, end in pairwise(sorted(cuts)):
        is_recognised = any(span.covers(start) for span in recognised)
        kind = EmploymentKind.WORKSHOP if is_recognised else EmploymentKind.UNIT
        first = found.pop().span.start if found and found[-1].kind is kind else start
        found.append(Stretch(Span(first, None if end == FAR else end), kind))
    return tuple(found)


def known_by(spans: Sequence[Span], today: dt.date) -> list[Span]:
    """The spans without their ends that lie ahead: nothing is written into the ledger for days to come."""
    return [Span(one.start, one.end if one.last <= today else None) for one in spans]


def settled(
    held: Sequence[Held],
    person_id: int,
    wanted: Sequence[Stretch],
    values: Mapping[str, Scalar | None],
    work: Span,
    origin: str,
) -> tuple[Addition, ...]:
    """The facts that make the ledger say what a placement says, none where it does already.

    held: what is believed of the person. wanted: none for a placement that never was. values: the employer and
    further columns of the spell. work: the days of the placement, wide enough for what was said before.
    An open primary spell of other work that began earlier ends where this begins; where the days are taken
    otherwise, this is a side job. A spell of the same work that the ledger knows from an earlier day keeps it.
    """
    spells = [one for one in held if one.table == EMPLOYMENT.table]
    mine = _mine(spells, wanted, str(values.get("employer") or ""), work)
    added: list[Addition] = []
    told = list(wanted)
    if mine and mine[0].valid_from < work.start:  # known from elsewhere, and from earlier on
        if told and mine[0].values["job_kind"] == told[0].kind.value:
            told[0] = Stretch(Span(mine[0].valid_from, told[0].span.end), told[0].kind)
        else:
            mine = mine[1:]
    taken: list[Span] = []
    for other in spells:
        if other in mine or not other.values["is_primary"]:
            continue
        cut = _cut(other, told)
        if cut is not None:
            added.append(_correction(other, Span(other.valid_from, cut), other.values, ""))
        taken.append(Span(other.valid_from, cut or other.valid_to))
    new = [
        (one.span, {**values, "job_kind": one.kind.value, "is_primary": not _meets(one.span, taken)})
        for one in told
    ]  # fmt: skip
    if len(mine) == len(new) and not any(
        _differs(known, span, own) for known, (span, own) in zip(mine, new, strict=True)
    ):
        return tuple(added)
    if len(mine) == 1 and new:
        span, own = new.pop(0)
        known = mine.pop()
        added.append(_correction(known, span, {**known.values, **_said(own)}, origin))
    added.extend(_void(one, origin) for one in mine)
    added.extend(
        Addition(EMPLOYMENT.table, person_id, span.start, own, span.end, None, False, origin)
        for span, own in new
    )
    return tuple(sorted(added, key=lambda one: (not one.is_void, one.corrects is None)))


def paid_month(
    held: Sequence[Held],
    person_id: int,
    month: Span,
    values: Mapping[str, Scalar | None],
    origin: str,
) -> tuple[tuple[Addition, ...], bool]:
    """What a month on a project's pay list adds to the ledger, and whether it is a side job.

    A month next to a spell of the same work makes that spell longer; days on which the person has other work
    make it a side job.
    """
    spells = [one for one in held if one.table == EMPLOYMENT.table]
    name = folded(str(values["employer"]))
    mine, taken = [], []
    for one in spells:
        span = Span(one.valid_from, one.valid_to)
        own = folded(str(one.values.get("employer") or ""))
        if own == name and one.values["job_kind"] == values["job_kind"]:
            mine.append((span, one))
        elif one.values["is_primary"]:
            taken.append(span)
    if any(span.start <= month.start and month.last <= span.last for span, _ in mine):
        return (), False
    is_side_job = _meets(month, taken)
    for span, one in mine:
        is_next = span.end == month.start or month.end == span.start
        if is_next and not is_side_job and one.values["is_primary"]:
            start, end = min(span.start, month.start), max(span.last, month.last)
            return (
                _correction(one, Span(start, None if end == FAR else end), one.values, origin),
            ), False
    is_side_job = is_side_job or _meets(month, [span for span, _ in mine])
    own_values = {**_said(values), "is_primary": not is_side_job}
    return (
        Addition(EMPLOYMENT.table, person_id, month.start, own_values, month.end, None, False, origin),
    ), is_side_job  # fmt: skip


def unpaid_month(
    held: Sequence[Held], month: Span, values: Mapping[str, Scalar | None], origin: str
) -> tuple[Addition, ...]:
    """What takes a month that a pay list had added out of the ledger again: its spell ends before, begins behind,
    is split or is void."""
    name = folded(str(values["employer"]))
    for one in held:
        span = Span(one.valid_from, one.valid_to)
        own = folded(str(one.values.get("employer") or ""))
        if one.table != EMPLOYMENT.table or not span.meets(month):
            continue
        if own != name or one.values["job_kind"] != values["job_kind"]:
            continue
        first = Span(span.start, month.start) if span.start < month.start else None
        rest = Span(month.last, span.end) if month.last < span.last else None
        if first is None and rest is None:
            return (_void(one, origin),)
        found = [_correction(one, first or rest or span, one.values, origin)]
        if first and rest:
            found.append(
                Addition(
                    EMPLOYMENT.table, one.person_id, rest.start, _said(one.values), rest.end, None, False, origin
                )
            )  # fmt: skip
        return tuple(found)
    return ()


def _mine(
    spells: Sequence[Held], wanted: Sequence[Stretch], employer: str, work: Span
) -> list[Held]:
    """The spells that tell of this very work: of the same employer on its days, or of its kind and no employer's."""
    kinds = {one.kind.value for one in wanted}
    found = []
    for one in spells:
        own = folded(str(one.values.get("employer") or ""))
        is_same = own == folded(employer) if own else one.values["job_kind"] in kinds
        if is_same and work.meets(Span(one.valid_from, one.valid_to)):
            found.append(one)
    return sorted(found, key=lambda one: (one.valid_from, one.id))


def _cut(other: Held, wanted: Sequence[Stretch]) -> dt.date | None:
    """Where an earlier open spell ends because this work begins; None where it stays as it is."""
    if not wanted or other.valid_to is not None or wanted[-1].span.end is not None:
        return None
    start = wanted[0].span.start
    return start if other.valid_from < start else None


def _meets(span: Span, taken: Sequence[Span]) -> bool:
    return any(span.meets(one) for one in taken)


def _differs(known: Held, span: Span, own: Mapping[str, Scalar | None]) -> bool:
    if (known.valid_from, known.valid_to) != (span.start, span.end):
        return True
    return any(known.values.get(name) != value for name, value in _said(own).items())


def _said(values: Mapping[str, Scalar | None]) -> dict[str, Scalar | None]:
    return {name: value for name, value in values.items() if value is not None}


def _correction(
    known: Held, span: Span, values: Mapping[str, Scalar | None], origin: str
) -> Addition:
    return Addition(
        EMPLOYMENT.table, known.person_id, span.start, _said(values), span.end, known.id, False, origin
    )  # fmt: skip


def _void(known: Held, origin: str) -> Addition:
    return Addition(
        EMPLOYMENT.table, known.person_id, known.valid_from, _said(known.values), known.valid_to, known.id,
        True, origin,
    )  # fmt: skip
