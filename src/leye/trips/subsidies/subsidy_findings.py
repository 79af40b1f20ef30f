"""The case of each person of an application: what application, ledger, employer and earlier payments know, for the rules."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from leye.apps.local_jobs import selectors as local_jobs
from leye.apps.pairing import selectors as pairing
from leye.apps.people import selectors as people
from leye.apps.subsidies import selectors
from leye.apps.subsidies.models import Application, Claim
from leye.apps.subsidies.selectors import Touching
from leye.apps.training import selectors as training
from leye.core.ledger import facts as f
from leye.core.ledger.additions import Held
from leye.core.local_jobs.spells import Span
from leye.core.local_jobs.vocabulary import KeyKind
from leye.core.periods import Month
from leye.core.places.tree import REGION
from leye.core.rules.findings import Finding
from leye.core.rules.rules import finding
from leye.core.scope import Role, Scope
from leye.core.subsidies.values import Case, Course, Firm, Had, Job, Journey, Post, Workshop
from leye.core.training.vocabulary import EnrolmentState
from leye.core.vacancies.sameness import folded
from leye.gateways import clock
from leye.trips.subsidies.subsidy_people import of_table, person_of, text
from leye.trips.subsidies.subsidy_places import Place, places
from leye.trips.subsidies.subsidy_rules import book

KEY_KINDS = {KeyKind.LEADING.value, KeyKind.EPIDEMIC.value}


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim with its finding; died_on: of a person who is dead by the ledger."""

    claim: Claim
    finding: Finding
    died_on: dt.date | None


def judged(scope: Scope, row: Application, claims: Sequence[Claim]) -> list[Judged]:
    """Each claim judged by the rules of its kind, with the numbers of its day.

    What a firm may have in a year is used up claim by claim: a cap can be reached in the middle of the list.
    """
    told, cases = book(), cases_of(scope, row, claims)
    found: list[Judged] = []
    used = 0
    for one in claims:
        case = cases[one.pk]
        had = replace(case.had, fen_firm_year=(case.had.fen_firm_year or 0) + used)
        own = finding(told.rules[row.kind], told.parameters, replace(case, had=had))
        if one.is_counted:
            used += own.amount_fen or 0
        found.append(Judged(one, own, case.person.died_on))
    return found


def region_of(scope: Scope) -> Scope:
    """The same actor, asking what of the whole region bears on the money; what is shown of it is decided later."""
    return Scope(scope.actor, REGION, Role.CLERK)


def cases_of(scope: Scope, row: Application, claims: Sequence[Claim]) -> Mapping[int, Case]:
    """Claim → case. The scope covers the application; of its persons all that the ledger believes is looked at."""
    ids = [one.person_id for one in claims]
    region = region_of(scope)
    held = people.held(region, ids)
    homes = {line.person_id: line.county for line in people.lines(region, ids)}
    placed = places(region, ids, row.start, row.end)
    had = _had(scope, row, claims)
    papers = frozenset(one.kind for one in selectors.evidence(scope, row.pk))
    firm, courses = _firm(region, row), courses_of(region, row, claims)
    found = {}
    for one in claims:
        own = held.get(one.person_id, [])
        place = _place(row, placed.get(one.person_id, []))
        found[one.pk] = Case(
            kind=row.kind, county=row.county, applied_on=row.submitted_on or clock.today(), start=row.start,
            end=row.end, person=person_of(own, homes.get(one.person_id)), job=_job(row, one, own, place), firm=firm,
            workshop=place.workshop if place else Workshop(), post=place.post if place else Post(),
            course=courses.get(one.person_id) or _told_course(row, one), journey=_journey(row, one, own),
            had=had[one.pk], evidence=papers,
        )  # fmt: skip
    return found


def courses_of(region: Scope, row: Application, claims: Sequence[Claim]) -> dict[int, Course]:
    """Person → the course that ended in the months claimed or the last before, as the training room kept it.

    The day on which it was reported to the office that pays is what the application says of itself; a course
    that the training room does not know, too.
    """
    asked = {one.person_id: one.asked_fen for one in claims}
    ended = training.ended(region, asked)
    days = training.days_attended(region, [one.pk for one in ended])
    found: dict[int, Course] = {}
    for one in ended:
        if one.course.starts_on >= row.end:
            continue
        is_done = one.state == EnrolmentState.COMPLETED.value
        found[one.person_id] = Course(
            trade=one.course.trade, hours=one.course.hours, started_on=one.course.starts_on,
            ended_on=one.course.ends_on, days_attended=days.get(one.pk), is_certified=is_done and bool(one.certificate),
            certificate_on=one.ended_on if is_done and one.certificate else None, cost_fen=asked[one.person_id],
            reported_on=row.reported_on,
        )  # fmt: skip
    return found


def _told_course(row: Application, claim: Claim) -> Course:
    """What the application itself says of its course."""
    return Course(
        started_on=row.start, cost_fen=claim.asked_fen, trade=row.trade or None, reported_on=row.reported_on
    )  # fmt: skip


def _place(row: Application, told: Sequence[Place]) -> Place | None:
    """The placement with the firm that applies, else the only one there is."""
    own = [one for one in told if one.employer_id == row.employer_id]
    return own[-1] if own else None


def _spell(row: Application, held: Sequence[Held]) -> Held | None:
    """The spell of work that the application is about: with its firm, else the last that began before its end."""
    spells = [x for x in of_table(held, f.EMPLOYMENT) if x.valid_from < row.end]
    firm = folded(row.employer.name) if row.employer else ""
    own = [x for x in spells if firm and folded(str(x.values["employer"] or "")) == firm]
    if own:
        return own[-1]
    return spells[-1] if spells and not firm else None


def _job(row: Application, claim: Claim, held: Sequence[Held], place: Place | None) -> Job:
    """What the claim says; where it is silent, what the placement or the ledger says."""
    spell = _spell(row, held)
    values = spell.values if spell else {}
    pay = claim.monthly_pay_fen
    months = _contract_months(claim)
    hired = claim.hired_on or claim.contract_from
    if place is not None:
        own = place.placement
        months = months if months is not None else own.contract_months
        pay = pay if pay is not None or own.monthly_pay is None else own.monthly_pay * 100
        hired = hired or own.valid_from
    if pay is None and values.get("monthly_pay") is not None:
        pay = int(str(values["monthly_pay"])) * 100
    insured = values.get("is_insured")
    return Job(
        firm=folded(row.employer.name) if row.employer else "",
        hired_on=hired or (spell.valid_from if spell else None),
        left_on=spell.valid_to if spell else None,
        contract_from=claim.contract_from,
        contract_months=months,
        monthly_pay_fen=pay,
        insured=None if spell is None or insured is None
        else (Span(spell.valid_from, spell.valid_to),) if insured else (),
        place=text(values.get("job_place")),
        channel=text(values.get("job_channel")),
        days=place.days if place and place.days else None,
        insurance_fen=claim.asked_fen,
    )  # fmt: skip


def _contract_months(claim: Claim) -> int | None:
    if not (claim.contract_from and claim.contract_to):
        return None
    first, last = Month.of(claim.contract_from), Month.of(claim.contract_to)
    whole = (last.year - first.year) * 12 + last.number - first.number
    return whole - (claim.contract_to.day < claim.contract_from.day)


def _journey(row: Application, claim: Claim, held: Sequence[Held]) -> Journey:
    """Going out: since when and where, by the claim and the ledger."""
    spell = _spell(row, held)
    return Journey(
        left_on=claim.hired_on or (spell.valid_from if spell else None),
        place=text(spell.values.get("job_place")) if spell else None,
        fare_fen=claim.asked_fen,
    )


def _firm(region: Scope, row: Application) -> Firm:
    if row.agent is not None:
        on = row.submitted_on or clock.today()
        licence = row.agent.licence or pairing.licence_of_firm(region, row.agent.pk, on)
        return Firm(kind=row.agent.kind, licence=licence)
    if row.employer is None:
        return Firm()
    key = tuple(
        Span(one.valid_from, one.valid_to)
        for one in local_jobs.key_enterprises(region, row.start)
        if one.employer_id == row.employer_id and one.kind in KEY_KINDS
    )
    return Firm(kind=row.employer.kind, key=key, licence=row.employer.licence)


def _had(scope: Scope, row: Application, claims: Sequence[Claim]) -> dict[int, Had]:
    """What was paid or is claimed of the kind already, anywhere, this application left out."""
    others = selectors.others_of(scope, Touching([one.person_id for one in claims]), row)
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
    return found


def _months(row: Application) -> int:
    last = row.end - dt.timedelta(days=1)
    return (last.year - row.start.year) * 12 + last.month - row.start.month + 1
