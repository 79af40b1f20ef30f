"""What a roster's row changes in the ledger: the row and what is held in, facts to add out."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from leye.core.identity import names
from leye.core.ledger import facts as f
from leye.core.ledger.additions import Addition, Held
from leye.core.periods import covers
from leye.core.query.model import Scalar
from leye.core.rosters.values import RosterRow
from leye.core.vocabulary import Answer, EmploymentKind, Settlement

CONTACT = "ledger_contact"
Values = Mapping[str, Scalar | None]


@dataclass(frozen=True, slots=True)
class Links:
    """What the row's words mean in the ledger: ids, and how to seal identity and telephone if need be."""

    person_id: int
    identity: Callable[[], Values]
    contact: Callable[[], Values]
    phone_index: str | None = None
    household_id: int | None = None
    site_id: int | None = None


def changes(
    row: RosterRow, held: Sequence[Held], links: Links, as_of: dt.date
) -> tuple[Addition, ...]:
    """The facts that the row adds, none when it says what is known already."""
    made = [
        *_identity(row, held, links, as_of),
        *_residence(row, held, links, as_of),
        *_condition(row, held, links, as_of),
        *_employment(row, held, links, as_of),
        *_wish(row, held, links, as_of),
        *_contact(held, links, as_of),
        *_death(row, held, links),
    ]
    return tuple(replace(fact, origin=f"row:{row.row_no}") for fact in made)


def current(held: Sequence[Held], table: str, on: dt.date) -> Held | None:
    """The fact of a table that stands on a day."""
    standing = [
        fact
        for fact in held
        if fact.table == table
        and covers(fact.valid_from, fact.valid_to, on)
        and fact.values.get("is_primary", True)
    ]
    return max(standing, key=lambda fact: (fact.valid_from, fact.seq, fact.id), default=None)


def _codes(**values: object) -> dict[str, Scalar | None]:
    """Columns that the row tells of; a category is kept as its code."""
    return {
        name: str(value) if isinstance(value, str) else value  # type: ignore[misc]
        for name, value in values.items()
        if value is not None and value != ""
    }


def _identity(
    row: RosterRow, held: Sequence[Held], links: Links, as_of: dt.date
) -> Iterator[Addition]:
    known = next((fact for fact in held if fact.table == f.IDENTITY.table), None)
    start = row.person.birth_date or as_of
    told = {
        "name_key": names.key(row.person.name),
        "birth_date": row.person.birth_date,
        "sex": row.person.sex.value if row.person.sex else None,
    }
    if known is None:
        yield Addition(f.IDENTITY.table, links.person_id, start, links.identity())
    elif any(known.values[name] != value for name, value in told.items()):
        yield Addition(
            f.IDENTITY.table, links.person_id, start, links.identity(), corrects=known.id
        )


def _residence(
    row: RosterRow, held: Sequence[Held], links: Links, as_of: dt.date
) -> Iterator[Addition]:
    place = row.place
    known = current(held, f.RESIDENCE.table, as_of)
    if links.household_id is None or place.county is None:
        return
    told = _codes(
        household_id=links.household_id,
        county=place.county,
        town=place.town,
        site_id=links.site_id,
        settlement=place.settlement
        or (Settlement.CONCENTRATED if links.site_id else Settlement.DISPERSED),
        relation=place.relation,
        reason_in=place.reason_in,
    )
    if known is None:
        start = place.moved_on or as_of
        is_stay = place.left_on is None or place.left_on > start
        if is_stay and not _is_recorded(held, told, start, place.left_on):
            yield Addition(f.RESIDENCE.table, links.person_id, start, told, place.left_on)
        return
    if any(known.values[n] != told.get(n) for n in ("county", "site_id")):
        start = place.moved_on if place.moved_on and place.moved_on > known.valid_from else as_of
        if place.left_on is not None and place.left_on <= start:
            return
        if known.valid_from < start:
            yield ended(known, start)
        corrects = known.id if known.valid_from == start else None
        yield Addition(f.RESIDENCE.table, links.person_id, start, told, place.left_on, corrects)
    elif place.left_on and known.valid_to is None and place.left_on > known.valid_from:
        values = {**known.values, **_codes(reason_out=place.reason_out)}
        yield Addition(
            f.RESIDENCE.table, links.person_id, known.valid_from, values, place.left_on, known.id
        )
    elif place.household_no and known.values["household_id"] != links.household_id:
        yield from _other_household(known, links, as_of)


def _other_household(known: Held, links: Links, as_of: dt.date) -> Iterator[Addition]:
    """The same home under another number: a household that split or joined another, as of the roster's day.

    Only a number that the roster gives says so; one that was derived from the head would change with the
    roster's form.
    """
    values = {**known.values, "household_id": links.household_id}
    start = known.valid_from
    if start < as_of:
        yield ended(known, as_of)
        start = as_of
    corrects = known.id if start == known.valid_from else None
    yield Addition(f.RESIDENCE.table, links.person_id, start, values, known.valid_to, corrects)


def _is_recorded(
    held: Sequence[Held], told: Values, start: dt.date, left_on: dt.date | None
) -> bool:
    """Whether a stay that is over by the roster's day is in the ledger already."""
    return any(
        fact.table == f.RESIDENCE.table
        and (fact.valid_from, fact.valid_to) == (start, left_on)
        and all(fact.values[name] == told.get(name) for name in ("county", "site_id"))
        for fact in held
    )


def _condition(
    row: RosterRow, held: Sequence[Held], links: Links, as_of: dt.date
) -> Iterator[Addition]:
    cells = row.capacity
    standing = _codes(standing=cells.standing, monitoring=cells.monitoring)
    capacity = _codes(
        labour_skill=cells.labour_skill,
        schooling=cells.schooling,
        health=cells.health,
        education=cells.education,
        licences=cells.licences,
        languages=cells.languages,
        has_health_certificate=cells.has_health_certificate,
    )
    for table, told in ((f.STANDING.table, standing), (f.CAPACITY.table, capacity)):
        known = current(held, table, as_of)
        if not told or (table == f.STANDING.table and "standing" not in told and known is None):
            continue
        if known is None:
            start = min(row.place.moved_on or as_of, as_of)
            yield Addition(table, links.person_id, start, told)
        elif any(known.values[name] != value for name, value in told.items()):
            yield Addition(table, links.person_id, as_of, {**known.values, **told})


def _employment(
    row: RosterRow, held: Sequence[Held], links: Links, as_of: dt.date
) -> Iterator[Addition]:
    job = row.job
    spells = [fact for fact in held if fact.table == f.EMPLOYMENT.table]
    if job.is_employed is False and job.started_on is None:
        known = current(held, f.EMPLOYMENT.table, as_of)
        if known is not None and known.valid_from < as_of:
            yield ended(known, as_of)
        return
    if job.is_employed is None and job.kind is None:
        return
    told = _codes(
        job_kind=job.kind or EmploymentKind.UNIT,
        job_channel=job.channel,
        job_place=job.place,
        job_place_text=job.place_text,
        employer=job.employer,
        trade=job.trade,
        monthly_pay=job.monthly_pay,
        has_contract=job.has_contract,
        is_insured=job.is_insured,
    )
    ended_on = job.ended_on
    if job.is_employed is False and ended_on is None:
        ended_on = as_of
    known = _same_spell(spells, told, job.started_on, as_of)
    if known is not None:
        values = {**known.values, **told}
        new_end = ended_on or known.valid_to
        is_news = values != dict(known.values) or new_end != known.valid_to
        if is_news and (new_end is None or new_end > known.valid_from):
            yield Addition(
                f.EMPLOYMENT.table, links.person_id, known.valid_from, values, new_end, known.id
            )
        return
    start = job.started_on or as_of
    if ended_on is not None and ended_on <= start:
        return
    yield from new_spell(spells, told, links.person_id, start, ended_on)


def _same_spell(
    spells: Sequence[Held], told: Values, started_on: dt.date | None, as_of: dt.date
) -> Held | None:
    """The spell that the row tells of: the same start; without a start, the same work on the day."""
    for spell in spells:
        if started_on is not None and spell.valid_from == started_on:
            return spell
        is_alike = all(
            spell.values.get(name) == told.get(name, spell.values.get(name))
            for name in ("job_kind", "job_place", "employer")
        )
        if started_on is None and is_alike and covers(spell.valid_from, spell.valid_to, as_of):
            return spell
    return None


def new_spell(
    spells: Sequence[Held],
    told: Values,
    person_id: int,
    start: dt.date,
    ended_on: dt.date | None,
) -> Iterator[Addition]:
    """A spell that was not known: an open one before it ends where it starts, and it ends itself where the
    next one starts unless the roster says when; if days are taken, a side job."""
    is_primary = True
    if ended_on is None:
        later = [s.valid_from for s in spells if s.values["is_primary"] and s.valid_from > start]
        ended_on = min(later, default=None)
    for spell in spells:
        overlaps = (spell.valid_to is None or spell.valid_to > start) and (
            ended_on is None or spell.valid_from < ended_on
        )
        if not overlaps or not spell.values["is_primary"]:
            continue
        if spell.valid_from < start and spell.valid_to is None:
            yield ended(spell, start)
        else:
            is_primary = False
    values = {**told, "is_primary": is_primary}
    yield Addition(f.EMPLOYMENT.table, person_id, start, values, ended_on)


def ended(spell: Held, on: dt.date) -> Addition:
    """The same fact, over from a day on."""
    return Addition(
        spell.table, spell.person_id, spell.valid_from, spell.values, on, corrects=spell.id
    )


def _wish(row: RosterRow, held: Sequence[Held], links: Links, as_of: dt.date) -> Iterator[Addition]:
    wish = row.wish
    told = _codes(
        wants_work=wish.wants_work,
        wants_training=wish.wants_training,
        wish_area=wish.area,
        wish_trade=wish.trade,
        wish_pay=wish.pay,
        training_trade=wish.training_trade,
        only_local=wish.only_local,
        wish_term=wish.term,
    )
    if not told:
        return
    asked_on = wish.asked_on or as_of
    known = current(held, f.WISH.table, asked_on)
    if known is None:
        first = {"wants_work": str(Answer.NOT_ASKED), **told}
        yield Addition(f.WISH.table, links.person_id, asked_on, first)
    elif any(known.values[name] != value for name, value in told.items()):
        yield Addition(f.WISH.table, links.person_id, asked_on, {**known.values, **told})


def _contact(held: Sequence[Held], links: Links, as_of: dt.date) -> Iterator[Addition]:
    if links.phone_index is None:
        return
    known = current(held, CONTACT, as_of)
    if known is None or known.values["phone_index"] != links.phone_index:
        yield Addition(CONTACT, links.person_id, as_of, links.contact())


def _death(row: RosterRow, held: Sequence[Held], links: Links) -> Iterator[Addition]:
    if row.place.died_on and not any(fact.table == f.DEATH.table for fact in held):
        yield Addition(f.DEATH.table, links.person_id, row.place.died_on, {})
