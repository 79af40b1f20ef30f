"""The case of each person of an application: what application, ledger, employer and earlier payments know, for the rules."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from leye.apps.people import selectors as people
from leye.apps.subsidies import selectors
from leye.apps.subsidies.models import Application, Claim
from leye.core.ledger import facts as f
from leye.core.ledger.additions import Held
from leye.core.local_jobs.spells import Span
from leye.core.periods import Month
from leye.core.places.tree import REGION
from leye.core.rules.findings import Finding
from leye.core.rules.rules import finding
from leye.core.scope import Role, Scope
from leye.core.subsidies.values import Case, Firm, Had, Job, Journey, Person, Standing, Worked
from leye.core.vacancies.sameness import folded
from leye.gateways import clock
from leye.notices.subsidies import load_book
from leye.trips.intake import NOTICE


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim with its finding; died_on: of a person who is dead by the ledger."""

    claim: Claim
    finding: Finding
    died_on: dt.date | None


def judged(scope: Scope, row: Application, claims: Sequence[Claim]) -> list[Judged]:
    """Each claim judged by the rules of its kind, with the numbers of its day."""
    book = load_book(NOTICE)
    cases = cases_of(scope, row, claims)
    return [
        Judged(
            one,
            finding(book.rules[row.kind], book.parameters, cases[one.pk]),
            cases[one.pk].person.died_on,
        )
        for one in claims
    ]


def cases_of(scope: Scope, row: Application, claims: Sequence[Claim]) -> Mapping[int, Case]:
    """Claim → case. The scope covers the application; of its persons all that the ledger believes is looked at."""
    ids = [one.person_id for one in claims]
    held = people.held(scope, ids)
    region = Scope(scope.actor, REGION, Role.CLERK)
    homes = {line.person_id: line.county for line in people.lines(region, ids)}
    had = _had(scope, row, claims)
    papers = {one.kind for one in selectors.evidence(scope, row.pk)} | {"form"}
    firm = _firm(row)
    return {
        one.pk: Case(
            kind=row.kind, county=row.county, applied_on=row.submitted_on or clock.today(),
            start=row.start, end=row.end, person=_person(held.get(one.person_id, []), homes.get(one.person_id)),
            job=_job(row, one), firm=firm, journey=_journey(row, one, held.get(one.person_id, [])),
            had=had[one.pk],
            evidence=frozenset(papers | ({"account"} if one.account_cipher else set())),
        )
        for one in claims
    }  # fmt: skip


def _of(held: Sequence[Held], kind: f.Kind) -> list[Held]:
    return sorted((x for x in held if x.table == kind.table), key=lambda x: (x.valid_from, x.id))


def _person(held: Sequence[Held], county: str | None) -> Person:
    identity, deaths, able = _of(held, f.IDENTITY), _of(held, f.DEATH), _of(held, f.CAPACITY)
    told = identity[-1].values if identity else {}
    capacity = able[-1].values if able else {}
    schooling = capacity.get("schooling")
    born = told.get("birth_date")
    skill = capacity.get("labour_skill")
    return Person(
        birth_date=born if isinstance(born, dt.date) else None,
        sex=str(told["sex"]) if told.get("sex") else None,
        died_on=deaths[-1].valid_from if deaths else None,
        standings=tuple(
            Standing(str(x.values["standing"]), Span(x.valid_from, x.valid_to))
            for x in _of(held, f.STANDING)
        ),
        settled=tuple(Span(x.valid_from, x.valid_to) for x in _of(held, f.RESIDENCE)),
        county=county,
        labour_skill=str(skill) if skill else None,
        is_in_school=None if schooling is None else str(schooling) != "none",
        worked=tuple(
            Worked(
                folded(str(x.values["employer"] or "")), Span(x.valid_from, x.valid_to),
                str(x.values["job_kind"]), _text(x.values.get("job_place")),
            )
            for x in _of(held, f.EMPLOYMENT)
        ),
    )  # fmt: skip


def _job(row: Application, claim: Claim) -> Job:
    months = None
    if claim.contract_from and claim.contract_to:
        first, last = Month.of(claim.contract_from), Month.of(claim.contract_to)
        whole = (last.year - first.year) * 12 + last.number - first.number
        months = whole - (claim.contract_to.day < claim.contract_from.day)
    return Job(
        firm=folded(row.employer.name) if row.employer else "",
        hired_on=claim.hired_on or claim.contract_from,
        contract_from=claim.contract_from,
        contract_months=months,
        monthly_pay_fen=claim.monthly_pay_fen,
    )


def _journey(row: Application, claim: Claim, held: Sequence[Held]) -> Journey:
    """Going out: where the ledger says that the person worked when the span began."""
    spells = [x for x in _of(held, f.EMPLOYMENT) if x.valid_from < row.end]
    place = _text(spells[-1].values.get("job_place")) if spells else None
    left = spells[-1].valid_from if spells else None
    return Journey(left_on=claim.hired_on or left, place=place, fare_fen=claim.asked_fen)


def _firm(row: Application) -> Firm:
    if row.agent is not None:
        return Firm(kind=row.agent.kind, licence=row.agent.licence)
    if row.employer is None:
        return Firm()
    return Firm(kind=row.employer.kind, licence=row.employer.licence)


def _had(scope: Scope, row: Application, claims: Sequence[Claim]) -> dict[int, Had]:
    """What was paid or is claimed of the kind already, anywhere, this application left out."""
    others = selectors.others_of(scope, [one.person_id for one in claims], [], row.pk)
    own = [x for x in others if x.application.kind == row.kind]
    year = row.start.year
    firm = 0
    if row.employer_id is not None:
        firm = selectors.paid_in_year(scope, row.employer_id, row.kind, clock.today().year)
        firm -= row.fen or 0
    found = {}
    for one in claims:
        same = [x for x in own if x.person_id == one.person_id]
        in_year = [x for x in same if x.application.start.year == year]
        found[one.pk] = Had(
            months=sum(_months(x.application) for x in same), times=len(same), times_year=len(in_year),
            fen_year=sum(x.fen or 0 for x in in_year), fen_firm_year=max(firm, 0),
        )  # fmt: skip
        firm += one.fen or 0
    return found


def _months(row: Application) -> int:
    last = row.end - dt.timedelta(days=1)
    return (last.year - row.start.year) * 12 + last.month - row.start.month + 1


def _text(value: object) -> str | None:
    return str(value) if value else None
