"""Where a roster's row says other than the ledger about the same person: row and facts in, differences out."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from leye.core.cases.vocabulary import Section
from leye.core.identity import names
from leye.core.ledger import facts as f
from leye.core.ledger.additions import Addition, Held
from leye.core.problems import Severity
from leye.core.query.model import Scalar
from leye.core.rosters.changes import Links, changes, current
from leye.core.rosters.values import CapacityCells, PlaceCells, RosterRow

# The table of a section's facts, and what the codes of unreadable cells begin with.
TABLES = {
    Section.STANDING: (f.STANDING.table, "capacity."),
    Section.EMPLOYMENT: (f.EMPLOYMENT.table, "job."),
    Section.DEATH: (f.DEATH.table, "place.died_on"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One section in which row and ledger disagree.

    additions: the facts that would make the ledger say what the row says; held: what it says now.
    """

    section: Section
    held: tuple[Held, ...]
    additions: tuple[Addition, ...]


def differences(
    row: RosterRow,
    held: Sequence[Held],
    links: Links,
    as_of: dt.date,
    tells: Collection[Section],
) -> tuple[Difference, ...]:
    """The sections of `tells` in which the row says other than the ledger; cells nobody can read say nothing."""
    found = [_identity(row, held, links)] if Section.IDENTITY in tells else []
    unread = [p.code for p in row.problems if p.severity is Severity.REFUSED]
    told = replace(
        row,
        place=PlaceCells(died_on=row.place.died_on),
        capacity=CapacityCells(row.capacity.standing, row.capacity.monitoring),
    )
    added = changes(told, held, links, as_of)
    for section, (table, cells) in TABLES.items():
        own = tuple(fact for fact in added if fact.table == table)
        is_read = not any(code.startswith(cells) for code in unread)
        if section in tells and own and is_read:
            found.append(Difference(section, _standing(held, table, as_of), own))
    return tuple(one for one in found if one is not None)


def _standing(held: Sequence[Held], table: str, on: dt.date) -> tuple[Held, ...]:
    now = current(held, table, on)
    return (now,) if now is not None else ()


def _identity(row: RosterRow, held: Sequence[Held], links: Links) -> Difference | None:
    """Name, sex, birth date and number, as far as the row tells them; what it does not tell stays."""
    known = next((fact for fact in held if fact.table == f.IDENTITY.table), None)
    if known is None:
        return None
    person = row.person
    told: dict[str, Scalar | None] = {}
    if person.name and names.key(person.name) != known.values["name_key"]:
        told |= {
            "name": person.name,
            "name_key": names.key(person.name),
            "initials": names.initials(person.name),
        }
    if person.sex is not None and person.sex.value != known.values["sex"]:
        told["sex"] = person.sex.value
    if person.birth_date is not None and person.birth_date != known.values["birth_date"]:
        told["birth_date"] = person.birth_date
    if person.id_no:
        own = links.identity()
        if own["id_index"] != known.values["id_index"]:
            numbers = ("id_kind", "id_cipher", "id_index", "tail_index")
            told |= {name: own[name] for name in numbers}
    if not told:
        return None
    start = person.birth_date or known.valid_from
    values = {**known.values, **told}
    addition = Addition(f.IDENTITY.table, links.person_id, start, values, corrects=known.id)
    return Difference(Section.IDENTITY, (known,), (addition,))
