"""What the ledger believes of a person, as rules and checks read it: facts in, plain values out."""

import datetime as dt
from collections.abc import Sequence

from leye.apps.people import selectors as people
from leye.core.ledger import facts as f
from leye.core.ledger.additions import Held
from leye.core.local_jobs.spells import Span
from leye.core.places.tree import REGION
from leye.core.scope import Role, Scope
from leye.core.subsidies.claims import Known
from leye.core.subsidies.values import Person, Standing, Worked
from leye.core.vacancies.sameness import folded
from leye.core.vocabulary import Schooling

CONTACT = "ledger_contact"


def of_table(held: Sequence[Held], kind: f.Kind) -> list[Held]:
    """The facts of a kind, the oldest first."""
    return sorted((x for x in held if x.table == kind.table), key=lambda x: (x.valid_from, x.id))


def text(value: object) -> str | None:
    return str(value) if value else None


def person_of(held: Sequence[Held], county: str | None) -> Person:
    """For a rule; whoever has no fact of a kind is not known in it."""
    told, able = _last(held, f.IDENTITY), _last(held, f.CAPACITY)
    schooling = able.get("schooling")
    standings = of_table(held, f.STANDING)
    return Person(
        birth_date=_day(told.get("birth_date")),
        sex=text(told.get("sex")),
        died_on=died_on(held),
        standings=tuple(Standing(str(x.values["standing"]), _span(x)) for x in standings) or None,
        settled=tuple(_span(x) for x in of_table(held, f.RESIDENCE)) or None,
        county=county,
        labour_skill=text(able.get("labour_skill")),
        is_in_school=None if schooling is None else schooling == Schooling.IN_SCHOOL.value,
        worked=worked(held),
    )


def known_of(held: Sequence[Held], county: str) -> Known:
    """For the checks."""
    told, home = _last(held, f.IDENTITY), _last(held, f.RESIDENCE)
    return Known(
        household=int(str(home.get("household_id") or 0)),
        county=county,
        birth_date=_day(told.get("birth_date")),
        sex=text(told.get("sex")),
        died_on=died_on(held),
        settled=tuple(_span(x) for x in of_table(held, f.RESIDENCE)) or None,
        worked=worked(held),
    )


def worked(held: Sequence[Held]) -> tuple[Worked, ...]:
    """Every spell of work, primary or not, by the folded name of the employer."""
    return tuple(
        Worked(
            folded(str(x.values["employer"] or "")), _span(x), str(x.values["job_kind"]),
            text(x.values.get("job_place")), _answer(x.values.get("is_insured")),
        )
        for x in of_table(held, f.EMPLOYMENT)
    )  # fmt: skip


def died_on(held: Sequence[Held]) -> dt.date | None:
    deaths = of_table(held, f.DEATH)
    return deaths[-1].valid_from if deaths else None


def phones_of(scope: Scope, person_ids: Sequence[int]) -> dict[int, str]:
    """Person → the keyed digest of the last telephone, asked of the whole region."""
    held = people.held(Scope(scope.actor, REGION, Role.CLERK), person_ids)
    return {person: last_text(facts, CONTACT, "phone_index") for person, facts in held.items()}


def last_text(held: Sequence[Held], table: str, column: str) -> str:
    """A column of the last fact of a table, "" where there is none."""
    rows = sorted((x for x in held if x.table == table), key=lambda x: (x.valid_from, x.id))
    return str(rows[-1].values.get(column) or "") if rows else ""


def _last(held: Sequence[Held], kind: f.Kind) -> dict[str, object]:
    rows = of_table(held, kind)
    return dict(rows[-1].values) if rows else {}


def _span(fact: Held) -> Span:
    return Span(fact.valid_from, fact.valid_to)


def _day(value: object) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value if isinstance(value, dt.date) else None  # fmt: skip


def _answer(value: object) -> bool | None:
    return None if value is None else bool(value)
