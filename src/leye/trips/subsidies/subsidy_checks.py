"""What speaks against paying: an application held against all others of its persons and accounts and against the ledger."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.conf import settings

from leye.apps.employers.models import Employer
from leye.apps.people import selectors as people
from leye.apps.places import selectors as divisions
from leye.apps.subsidies import selectors
from leye.apps.subsidies.models import Application, Claim
from leye.apps.subsidies.selectors import Touching
from leye.core.identity import phones
from leye.core.ledger.facts import IDENTITY
from leye.core.payments.steps import State
from leye.core.scope import Scope
from leye.core.subsidies import claims as core
from leye.core.subsidies.checks import found
from leye.core.subsidies.claims import FirmKnown, Found, Gravity, Ground, Side, WorkshopKnown
from leye.core.vacancies.sameness import folded
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.notices.subsidies import load_checks
from leye.trips.identities import PHONE_CONTEXT
from leye.trips.keys import keys_of
from leye.trips.rosters.intake import NOTICE
from leye.trips.subsidies.subsidy_drafts import kind_of
from leye.trips.subsidies.subsidy_findings import Judged, courses_of, region_of
from leye.trips.subsidies.subsidy_people import CONTACT, known_of, last_text, phones_of
from leye.trips.subsidies.subsidy_places import Place, places
from leye.trips.subsidies.subsidy_rules import book, is_course
from leye.trips.vacancies.vacancy_recording import PHONE_CONTEXT as FIRM_PHONE

Lines = tuple[tuple[str, str], ...]
PLACES = frozenset({"付款旗县", "就业地"})


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that was found of a claim. here, there: (label, value) of the two rows; there is empty of one row only.

    stops: not to be paid as it is; else a word is needed. Both can be recorded with a reason, and go to the level above.
    """

    claim_id: int
    title: str
    here: Lines
    there: Lines = ()
    words: str = ""
    gravity: str = ""
    stops: bool = True
    article: str = ""
    remedy: str = ""


def concerns(scope: Scope, row: Application, judged: Sequence[Judged]) -> list[Concern]:
    """What is found against the claims of an application, by claim; rows of other counties without their names."""
    own = [one.claim for one in judged]
    others = selectors.others_of(scope, _touching(scope, row, own), row)
    # The application itself is what its claims belong to: no query a claim.
    told = [(one, row) for one in own] + [(one, one.application) for one in others]
    region = region_of(scope)
    ground, claims = _ground(region, told)
    return [
        _concern(scope, one, told)
        for one in found(claims, ground, load_checks(NOTICE), {one.pk for one in own})
    ]


def _touching(scope: Scope, row: Application, own: Sequence[Claim]) -> Touching:
    ids = [one.person_id for one in own]
    told = set(phones_of(scope, ids).values())
    papers = selectors.papers_of(scope, [row.pk]).get(row.pk, frozenset())
    accounts = {_account(one, row) for one in own}
    return Touching(ids, accounts, told, papers)


def _ground(
    region: Scope, told: Sequence[tuple[Claim, Application]]
) -> tuple[Ground, list[core.Claim]]:
    ids = sorted({one.person_id for one, _ in told})
    held = people.held(region, ids)
    homes = {line.person_id: line.county for line in people.lines(region, ids)}
    start, end = min(row.start for _, row in told), max(row.end for _, row in told)
    placed = places(region, ids, start, end)
    papers = selectors.papers_of(region, {row.pk for _, row in told})
    trades = _trades(region, told)
    claims = [
        replace(
            _claim(one, row, placed.get(one.person_id, [])),
            number=last_text(held.get(one.person_id, []), IDENTITY.table, "id_index"),
            phone=last_text(held.get(one.person_id, []), CONTACT, "phone_index"),
            papers=papers.get(row.pk, frozenset()), trade=trades.get(one.pk, row.trade),
        )
        for one, row in told
    ]  # fmt: skip
    ground = Ground(
        book(),
        {pk: known_of(held[pk], homes[pk]) for pk in ids if pk in homes},
        _firms(row for _, row in told),
        {
            one.workshop_id: WorkshopKnown(one.workshop.recognised or (), one.workshop.ran or frozenset())
            for many in placed.values()
            for one in many
            if one.workshop_id is not None
        },
    )  # fmt: skip
    return ground, claims


def _trades(region: Scope, told: Sequence[tuple[Claim, Application]]) -> dict[int, str]:
    """Claim → the trade of the course that it is for, where the training room knows it."""
    of_row: dict[int, tuple[Application, list[Claim]]] = {}
    for one, row in told:
        if is_course(row.kind):
            of_row.setdefault(row.pk, (row, []))[1].append(one)
    found: dict[int, str] = {}
    for row, claims in of_row.values():
        courses = courses_of(region, row, claims)
        found |= {
            one.pk: courses[one.person_id].trade or row.trade for one in claims if one.person_id in courses
        }  # fmt: skip
    return found


def _claim(one: Claim, row: Application, placed: Sequence[Place]) -> core.Claim:
    applicant = row.agent or row.employer
    place = next((x for x in reversed(placed) if x.employer_id == row.employer_id), None)
    return core.Claim(
        key=one.pk, application=row.pk, kind=row.kind, county=row.county, person=one.person_id,
        applied_on=row.submitted_on or clock.today(), start=row.start, end=row.end,
        firm=folded(applicant.name) if applicant else "",
        employer=folded(row.employer.name) if row.employer else "",
        hired_on=one.hired_on or one.contract_from, contract_from=one.contract_from,
        account=_account(one, row), workshop=place.workshop_id if place else None,
        days=place.days if place else {},
    )  # fmt: skip


def _account(one: Claim, row: Application) -> str:
    """Where the money of a claim goes: to the person, or to who applies though the list may name a card, too."""
    return one.account_index if kind_of(row.kind).pays_person else row.account_index


def _firms(rows: Iterable[Application]) -> dict[str, FirmKnown]:
    """The account that each applicant is paid on, and the telephone of each firm as a person's is kept."""
    accounts: dict[str, str] = {}
    firms: dict[str, Employer] = {}
    for row in rows:
        firms |= {folded(one.name): one for one in (row.agent, row.employer) if one is not None}
        applicant = row.agent or row.employer
        if applicant is not None and row.account_index:
            accounts.setdefault(folded(applicant.name), row.account_index)
    keys = keys_of(settings.HOME)
    return {
        firm: FirmKnown(accounts.get(firm, ""), _phone(one, keys)) for firm, one in firms.items()
    }


def _phone(firm: Employer, keys: Keyring) -> str:
    if not firm.phone_cipher:
        return ""
    told = phones.read(sealing.unseal(keys, firm.phone_cipher, FIRM_PHONE), "").number
    return sealing.index(keys, told, PHONE_CONTEXT) if told else ""


def _concern(scope: Scope, one: Found, told: Sequence[tuple[Claim, Application]]) -> Concern:
    rows = {claim.pk: row for claim, row in told}
    there: Lines = ()
    if one.theirs is not None:
        there = (("来自", one.theirs.title), *_told(scope, one.theirs, rows))
    return Concern(
        one.claim, one.check.title, _told(scope, one.mine, rows), there, one.words, one.check.gravity.label,
        one.check.gravity is Gravity.STOPS, one.check.article, one.check.remedy,
    )  # fmt: skip


def _told(scope: Scope, side: Side, rows: dict[int, Application]) -> Lines:
    """A row with its number, firm and state where the scope covers it; else only that there is one."""
    lines = _placed(scope, side.lines)
    if side.key is None:
        return lines
    row = rows[side.key]
    if not scope.covers(row.county):
        return (("申请", "在别的旗县，请向上级核实"), *lines)
    firm = row.employer.name if row.employer else row.agent.name if row.agent else "本人"
    return (
        ("申请", f"第{row.pk}号"), ("单位", firm), ("状态", State(row.state).label), *lines,
    )  # fmt: skip


def _placed(scope: Scope, lines: Lines) -> Lines:
    """Counties by their names, not by their codes."""
    tree = divisions.tree(scope, clock.today())
    return tuple(
        (
            label,
            tree.name(value) if label in PLACES and value.isdigit() and len(value) == 6 else value,
        )
        for label, value in lines
    )
