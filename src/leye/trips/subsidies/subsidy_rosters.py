"""The list of workers of an application: Excel or CSV in, persons of the ledger on the draft, every row told of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from leye.apps.people import selectors as people
from leye.apps.subsidies import actions, selectors
from leye.core.identity.masking import mask_found
from leye.core.payments.roster_rows import WorkerReader, WorkerRow
from leye.core.places.tree import REGION
from leye.core.problems import Problem, Severity, worst
from leye.core.scope import Capability, OutOfScope, Role, Scope
from leye.gateways import clock
from leye.gateways.seals import sealing, vault
from leye.gateways.seals.keyring import Keyring
from leye.gateways.sheets.limits import DEFAULT
from leye.gateways.sheets.refusals import FileRefused
from leye.notices.rosters import load_columns
from leye.trips.identities import ID_CONTEXT
from leye.trips.rosters.found_sheets import found_sheets
from leye.trips.rosters.intake import NOTICE
from leye.trips.rosters.list_intake import too_large
from leye.trips.subsidies.subsidy_drafts import NotAccepted, Person, claim_of

ROSTER = "subsidy_roster"
COLUMNS = load_columns(NOTICE, "subsidy_rosters")
MOST_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class RowTold:
    """What is said of a row: taken or not, and in words; numbers are masked."""

    sheet: str
    row_no: int
    name: str
    is_taken: bool
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of a list: rows read = taken + refused. told: the rows of which something is said."""

    rows: int
    new: int
    again: int
    told: tuple[RowTold, ...]

    @property
    def refused(self) -> int:
        return self.rows - self.new - self.again


def bring_roster(scope: Scope, application_id: int, path: Path, keys: Keyring) -> Brought:
    """Put the persons of a list on a draft. Raises OutOfScope, NotAccepted, actions.NotPossible."""
    row = selectors.application(scope, application_id)
    if not scope.may(Capability.APPLY_FOR_SUBSIDY):
        raise OutOfScope(application_id)
    if path.stat().st_size > DEFAULT.upload_bytes:
        raise NotAccepted(_said(too_large(path)))
    try:
        read = list(_rows(path))
    except FileRefused as refused:
        raise NotAccepted(_said(refused.problem)) from None
    who = _known(scope, [one for _, one in read], keys)
    counties = _counties(set(who.values()))
    claims: dict[int, dict[str, object]] = {}
    told: list[RowTold] = []
    for sheet, one in read:
        person = who.get(one.id_no or "")
        words = [mask_found(_said(problem)) for problem in one.problems]
        refusal = _refusal(one, person, counties, row.county, claims)
        if refusal:
            words.append(refusal)
        elif person is not None:
            claims[person] = claim_of(keys, _person(person, one))
        if words:
            told.append(RowTold(sheet, one.row_no, one.name, not refusal, tuple(words)))
    new, again = actions.add_claims(by=scope.actor, application=row, claims=list(claims.values()))
    content = path.read_bytes()
    digest = vault.keep(Path(settings.UPLOADS) / "papers", content, keys)
    actions.add_evidence(
        by=scope.actor, at=clock.now(), application=row, kind="roster", digest=digest, medium="sheet",
        size=len(content),
    )  # fmt: skip
    return Brought(len(read), new, again, tuple(told))


def _rows(path: Path) -> Iterator[tuple[str, WorkerRow]]:
    many = 0
    for sheet in found_sheets(path, COLUMNS, ROSTER):
        reader = WorkerReader(sheet.header, clock.today())
        for batch in sheet.batches:
            for row_no, values in batch:
                if row_no <= sheet.header.last_row:
                    continue
                row = reader.read(row_no, values)
                if row is None:
                    continue
                many += 1
                if many > MOST_ROWS:
                    raise NotAccepted(f"花名册超过 {MOST_ROWS} 行。请分成几份申请。")
                yield sheet.name, row


def _known(scope: Scope, rows: list[WorkerRow], keys: Keyring) -> dict[str, int]:
    """Number → the person of the ledger who bears it."""
    indexes = {sealing.index(keys, row.id_no, ID_CONTEXT): row.id_no for row in rows if row.id_no}
    found = people.persons_by_id_index(scope, list(indexes))
    return {indexes[index]: persons[0] for index, persons in found.items() if persons}


def _counties(persons: set[int]) -> Mapping[int, str]:
    """Where the persons are settled, anywhere in the region."""
    region = Scope("roster", REGION, Role.CLERK)
    return {line.person_id: line.county for line in people.lines(region, list(persons))}


def _refusal(
    row: WorkerRow, person: int | None, counties: Mapping[int, str], county: str, claims: Mapping[int, object]
) -> str:  # fmt: skip
    if worst(list(row.problems)) is Severity.REFUSED:
        return "这一行没有读入。"
    if person is None:
        return "台账里没有这个人，不属于易地扶贫搬迁人口。请核对号码；确属搬迁人口的，请安置点登记后再申请。"
    if counties.get(person) != county:
        return "这个人不在本旗县的台账里。请到他安置地的旗县申请，或从花名册里去掉。"
    if person in claims:
        return "同一个人在花名册里出现了两次，只算一次。请核对。"
    return ""


def _person(person: int, row: WorkerRow) -> Person:
    return Person(
        person, row.hired_on, row.contract_from, row.contract_to, row.monthly_pay_fen, row.asked_fen,
        row.account,
    )  # fmt: skip


def _said(problem: Problem) -> str:
    column = f"“{problem.column}”" if problem.column else ""
    found = f"找到的是“{problem.found}”。" if problem.found else ""
    return f"{column}{problem.message}{found}{problem.remedy}"
