"""统计上报, a return from desk to desk: prepared and sent, sent back with remarks, accepted by another, locked."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings

from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.apps.reports import actions
from leye.apps.reports import selectors as reports
from leye.apps.reports.actions import Noted, NotPossible
from leye.apps.reports.models import Return, Version
from leye.core.periods import Month
from leye.core.places.tree import Tree
from leye.core.problems import Problem, Severity
from leye.core.reports.returns import Phase, State, Window, above, below, figures_digest, window
from leye.core.reports.tables import Table
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.gateways.seals import sealing, vault
from leye.gateways.seals.keyring import Keyring
from leye.gateways.sheets.forms import Signed, return_workbook, writer
from leye.notices.loader import load_notice
from leye.notices.returns import load_days
from leye.trips.annexes.reporting import NotYet
from leye.trips.returns.freezing import Made, Piece, basis_now, documents, frozen_tables, make
from leye.trips.returns.rerunning import PHONE, compared
from leye.trips.returns.return_checks import (
    Check,
    about_parts,
    checks,
    signature_problems,
    unexplained,
)
from leye.trips.returns.return_checks_beside import beside
from leye.trips.returns.site_standing import Place, about_sites, county_places
from leye.trips.rosters.intake import NOTICE


@dataclass(frozen=True, slots=True)
class Prepared:
    """A return as it would be sent now. report None: nothing was sent yet; parts: unit below → version, None from the ledger."""

    month: Month
    unit: str
    name: str
    window: Window
    phase: Phase
    report: Return | None
    turn: int
    made: Made
    seq: int
    known_at: dt.datetime
    checks: tuple[Check, ...]
    sites: tuple[Place, ...] = ()  # of a county: where each site's share stands

    @property
    def figures(self) -> str:
        """The digest of the figures: the page gives it back, so that what was looked at is what is sent."""
        return figures_digest(self.made.tables)

    @property
    def needs_reason(self) -> bool:
        """A late first version and every version that follows one that counts say why."""
        return must_say_why(self.report, self.phase)


class Blocked(Exception):
    """What keeps a return from being sent, each with the way to put it right."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{x.code} {x.message}" for x in problems))
        self.problems = tuple(problems)


def must_say_why(report: Return | None, phase: Phase) -> bool:
    if phase is Phase.VIEW_ONLY:
        return True
    return report is not None and (report.standing is not None or report.state == State.SENT.value)


def window_of(month: Month, tree: Tree, unit: str) -> Window:
    """The instants of a month for a unit: a county's own day comes before that of who collates it."""
    apart = load_notice(NOTICE).apart(month.last_day)
    is_county = not below(tree, unit, apart) and unit not in apart
    return window(month, load_days(NOTICE, month.last_day), is_county)


def prepare(scope: Scope, month: Month, unit: str, *, proves: bool = False) -> Prepared:
    """What a unit would send now, with everything that its checks say. Raises NotYet, OutOfScope.

    proves: with the digest of the facts, as it is sent; whoever only looks does without.
    """
    scope = scope.narrowed(unit)
    if scope.site is not None:
        raise OutOfScope(unit)
    on, now = month.last_day, clock.now()
    if on >= clock.today():
        raise NotYet(month)
    known_at = people.known_until(scope, now)
    seq = people.seq_at(scope, known_at)
    basis = basis_now(scope, NOTICE, on, unit)
    children = below(basis.tree, unit, basis.apart)
    found = reports.returns(scope, NOTICE, str(month))
    made = make(
        scope, basis, unit, seq, lambda child: piece_of(scope, found.get(child)), proves=proves
    )
    states = {c: found[c].state for c in children if c in found}
    waiting = [c for c, state in states.items() if state == State.SENT.value]
    back = [c for c, state in states.items() if state == State.RETURNED.value]
    before = _before(scope, month, unit)
    pending = [
        *about_parts(basis.tree, made.parts, waiting, back),
        *(() if children else beside(scope, made.tables)),
    ]
    places_of = () if children else county_places(scope, month, unit, made.tables)
    pending.extend(about_sites(places_of, unit, basis.tree.name(unit)))
    told = checks(scope, basis, made.tables, before, pending)
    win = window_of(month, basis.tree, unit)
    report = found.get(unit)
    return Prepared(
        month, unit, basis.tree.path(unit), win, win.phase(now), report, report.turn if report else 0,
        made, seq, known_at, tuple(told), places_of,
    )  # fmt: skip


def piece_of(scope: Scope, report: Return | None) -> Piece | None:
    """What a collated table takes of a unit below: the version that was accepted; None where there is none."""
    if report is None or report.standing is None:
        return None
    version = reports.version(scope, report.standing.pk)
    return Piece(frozen_tables(scope, version), version.facts, version.pk)


def _before(scope: Scope, month: Month, unit: str) -> tuple[Table, ...]:
    report = reports.find(scope, NOTICE, str(month.shifted(-1)), unit)
    if report is None or report.newest is None:
        return ()
    return frozen_tables(scope, reports.version(scope, (report.standing or report.newest).pk))


@dataclass(frozen=True, slots=True)
class Form:
    """What the clerk wrote: who fills in, the telephone, a word for each check by its ref, why late or again.

    seen: the digest of the figures that he looked at; "" where no page showed them.
    """

    filler: str
    phone: str
    words: Mapping[str, str]
    reason: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """is_new False: the very same had been sent already, and nothing was added."""

    version: Version
    is_new: bool


def send(scope: Scope, month: Month, unit: str, form: Form, keys: Keyring) -> Sent:
    """Send a unit's return up. Sent again without anything new it is the same return.

    Raises Blocked, NotPossible, NotYet, OutOfScope.
    """
    if scope.unit != unit or not scope.may(Capability.PREPARE_RETURN):
        raise OutOfScope(unit)
    reason = form.reason.strip()
    if there := _there(reports.find(scope, NOTICE, str(month), unit), form):
        return there  # before anything is counted
    ready = prepare(scope, month, unit, proves=True)
    report = ready.report
    if there := _there(report, form):
        return there
    if ready.phase is Phase.CLOSED:
        raise NotYet(month)
    if ready.phase is Phase.VIEW_ONLY and not reason:
        raise NotPossible(
            f"{month} 的补报期已经结束，只能查看。确需补报或更正的，请写明原因后报送。"
        )
    _ask_for_all(ready, form)
    figures = ready.figures
    if form.seen not in ("", figures):
        raise NotPossible(
            "打开本页以后台账有了新的记录，数字已经变化，没有上报。下面是现在的数字，请核对后再报。"
        )
    if must_say_why(report, ready.phase) and not reason:
        raise NotPossible("这期报表已经报过，这次是更正。请写明更正的原因后再报。")
    again = report.newest if report and report.state != State.RETURNED.value else None
    if again is not None and again.figures == figures:
        raise NotPossible("数字与上次报送的完全一样，没有需要更正的内容。")
    return _freeze(scope, ready, form, figures, keys)


def _there(report: Return | None, form: Form) -> Sent | None:
    """What was sent already and is sent again without a word: the same click twice. Raises NotPossible where it is locked.

    Whoever looked at other figures than those that were sent means a correction.
    """
    if report is None or report.newest is None or form.reason.strip():
        return None
    if report.state in (State.SENT.value, State.ACCEPTED.value):
        is_same = form.seen in ("", report.newest.figures)
        return Sent(report.newest, False) if is_same else None
    if report.state == State.LOCKED.value:
        raise NotPossible("这期报表已经锁定，不能再报。确需更正的，请写明原因，作为更正报送。")
    return None


def _ask_for_all(ready: Prepared, form: Form) -> None:
    """Everything that keeps it from being sent, told at once. Raises Blocked."""
    problems = [
        Problem(f"return.{x.check}", Severity.REFUSED, x.message, x.remedy)
        for x in signature_problems(form.filler, form.phone)
    ]
    problems += [
        Problem(f"return.{x.found.check}", Severity.REFUSED, f"{x.where}：{x.found.message}", x.found.remedy)
        for x in ready.checks
        if x.blocks
    ]  # fmt: skip
    problems += [
        Problem(
            f"return.{x.found.check}", Severity.STRANGE, f"{x.where}：{x.found.message}",
            "请写一句说明，随报表上报。",
        )
        for x in unexplained(ready.checks, form.words)
    ]  # fmt: skip
    if problems:
        raise Blocked(problems)


def _freeze(scope: Scope, ready: Prepared, form: Form, figures: str, keys: Keyring) -> Sent:
    made, unit = ready.made, ready.unit
    filler, phone = form.filler.strip(), form.phone.strip()
    content = return_workbook(made.tables, ready.name, Signed(filler, phone))
    digest = vault.keep(settings.RETURNS, content, keys)  # before anybody can see the version
    counted = [unit] if not made.parts else [u for u, part in made.parts.items() if part is None]
    apart = made.basis.apart
    frozen = actions.Frozen(
        made.tables, documents(made.basis, _counties(made.basis.tree, counted, apart)), made.facts,
        figures, digest, writer(), ready.seq, ready.known_at, made.parts,
    )  # fmt: skip
    tree = made.basis.tree
    version, is_new = actions.send(
        by=scope.actor,
        at=clock.now(),
        which=actions.Which(NOTICE, str(ready.month), unit, above(tree, unit, apart)),
        turn=ready.turn,
        frozen=frozen,
        signed=actions.Signature(filler, sealing.seal(keys, phone, PHONE), form.reason.strip()),
        explained=[
            actions.Explained(
                x.found.check, x.annex, x.found.key, x.found.place, x.found.message, form.words[x.ref].strip()[:500]
            )
            for x in ready.checks
        ],
    )  # fmt: skip
    return Sent(version, is_new)


def _counties(tree: Tree, units: Iterable[str], apart: frozenset[str]) -> list[str]:
    """The counties whose sites were counted from the ledger for this version."""
    return [code for unit in units for code in below(tree, unit, apart) or (unit,)]


def _answering(scope: Scope, return_id: int) -> Return:
    """A return that the actor's own unit receives. Raises OutOfScope."""
    report = reports.one(scope, return_id)
    may = scope.may(Capability.PREPARE_RETURN) or scope.may(Capability.APPROVE)
    if report.above != scope.unit or not may:
        raise OutOfScope(return_id)
    return report


def send_back(scope: Scope, return_id: int, turn: int, remarks: Sequence[Noted]) -> None:
    """Send a return back with what must be looked at, cell by cell. Raises NotPossible, OutOfScope."""
    report = _answering(scope, return_id)
    told = [one for one in remarks if one.words.strip()]
    if not told:
        raise NotPossible("没有写退回意见。请写明哪一格要核对什么。")
    actions.send_back(
        by=scope.actor,
        at=clock.now(),
        return_id=report.pk,
        turn=turn,
        unit=scope.unit,
        remarks=told,
    )


def accept(scope: Scope, return_id: int, turn: int, keys: Keyring) -> None:
    """Accept a return, once it was made again from the ledger and came out the same (V12).

    Raises NotPossible, OutOfScope.
    """
    report = _answering(scope, return_id)
    if report.newest is None:
        raise NotPossible("这期报表还没有上报。")
    if unequal := compared(scope, reports.version(scope, report.newest.pk), keys, {}).told:
        raise NotPossible(
            f"按台账重新计算与所报不符（{unequal[0][1]}）。请告知管理员，先不要接收。"
        )
    actions.accept(by=scope.actor, at=clock.now(), return_id=return_id, turn=turn, unit=scope.unit)


def lock(scope: Scope, month: Month) -> int:
    """Lock every accepted return of a month, for the whole region. Raises OutOfScope."""
    tree = places.tree(scope, month.last_day)
    if scope.unit != above(tree, scope.unit, frozenset()) or not (
        scope.may(Capability.PREPARE_RETURN) or scope.may(Capability.APPROVE)
    ):
        raise OutOfScope(scope.unit)
    return actions.lock(
        by=scope.actor, at=clock.now(), notice=NOTICE, month=str(month), unit=scope.unit
    )
