"""重点建设项目 and 以工代赈: funds, pay lists, the share that is paid as labour pay, and the sheet that hangs there."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from leye.apps.local_jobs import actions, selectors
from leye.apps.local_jobs.actions import AlreadyThere
from leye.apps.local_jobs.models import PayList, PayRow, Project
from leye.apps.people import projection
from leye.apps.places import selectors as places
from leye.apps.rosters.models import Upload
from leye.apps.vacancies.models import Vacancy
from leye.core.identity.masking import mask_id, mask_name
from leye.core.local_jobs.terms import Share
from leye.core.local_jobs.vocabulary import ProjectKind
from leye.core.payments.money import yuan
from leye.core.periods import Month
from leye.core.scope import Capability, OutOfScope, Scope
from leye.core.vacancies.vocabulary import EmployerKind
from leye.gateways import clock
from leye.gateways.documents.typeset import pdf
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.notices.local_jobs import board_days, pay_share
from leye.trips import receiving
from leye.trips.identities import ID_CONTEXT
from leye.trips.local_jobs import local_jobs_places as where_of
from leye.trips.local_jobs.local_jobs_pay import (
    LABOUR_PAY,
    NAME_CONTEXT,
    SENDER,
    month_of,
    take_out,
)
from leye.trips.local_jobs.local_jobs_places import NotPossible
from leye.trips.rosters.intake import NOTICE, Roster

PAGE = 100


@dataclass(frozen=True, slots=True)
class Given:
    """What a form tells of a project; last_day: of the works."""

    county: str
    kind: ProjectKind
    name: str
    employer: str
    plan_year: int
    central_fen: int
    start: dt.date
    last_day: dt.date | None = None
    code: str = ""
    place_text: str = ""
    places: int = 0
    document: str = ""


def register(scope: Scope, given: Given) -> int:
    """Register a project; returns it. Raises OutOfScope, NotPossible."""
    where_of.may_edit(scope, given.county)
    if not given.name.strip():
        raise NotPossible("没有填写项目名称。请写批复文件上的名称。")
    if not 2000 <= given.plan_year <= 2100:
        raise NotPossible("计划年度要写四位年份，如 2020。")
    if given.last_day is not None and given.last_day < given.start:
        raise NotPossible("完工日期早于开工日期。请核对。")
    if given.kind is ProjectKind.RELIEF and not given.central_fen:
        raise NotPossible("以工代赈项目要填写中央资金，用来核对劳务报酬比例。")
    with transaction.atomic():
        employer = where_of.employer_of(
            scope, given.county, given.employer, given.code, EmployerKind.PROJECT
        )
        row = Project(
            county=given.county, kind=given.kind.value, name=given.name.strip()[:100], employer_id=employer,
            place_text=given.place_text.strip()[:200], plan_year=given.plan_year,
            central_fen=given.central_fen, starts_on=given.start, places=given.places,
            ends_on=given.last_day + dt.timedelta(days=1) if given.last_day else None,
            document=given.document.strip()[:200],
        )  # fmt: skip
        try:
            return actions.register(by=scope.actor, at=clock.now(), row=row)
        except AlreadyThere:
            raise NotPossible("本旗县这一年度已有同名项目，没有再登记一个。") from None


@dataclass(frozen=True, slots=True)
class Line:
    """A project in the list; share: None where no central money says anything."""

    row: Project
    county: str
    share: Share | None
    cite: str

    @property
    def label(self) -> str:
        return ProjectKind(self.row.kind).label


def _line(row: Project, county: str, paid: int) -> Line:
    least, cite = pay_share(NOTICE, row.plan_year)
    is_relief = row.kind == ProjectKind.RELIEF.value
    share = Share(paid, row.central_fen, least) if is_relief else None
    return Line(row, county, share, cite)


def listed(scope: Scope, after: int = 0) -> list[Line]:
    """The projects of the scope, by id."""
    rows = selectors.projects(scope, after, PAGE)
    paid = selectors.paid(scope, [row.pk for row in rows])
    tree = places.tree(scope, clock.today())
    return [_line(row, tree.name(row.county), paid.get(row.pk, 0)) for row in rows]


@dataclass(frozen=True, slots=True)
class ListLine:
    """A pay list: its rows, how many of them are people of the ledger, and the pay in fen."""

    row: PayList
    month: Month
    many: int
    known: int
    paid: int


@dataclass(frozen=True, slots=True)
class Page:
    """Everything of one project."""

    line: Line
    lists: tuple[ListLine, ...]
    asking: tuple[Vacancy, ...]
    last_day: dt.date | None
    paid: int


def page(scope: Scope, project_id: int) -> Page:
    """One project. Raises OutOfScope."""
    row = selectors.project(scope, project_id)
    lists = tuple(
        ListLine(one, Month.of(one.month), many, known, paid)
        for one, many, known, paid in selectors.pay_lists(scope, row.pk)
    )
    paid = sum(one.paid for one in lists)
    name = places.tree(scope, clock.today()).path(row.county)
    last_day = row.ends_on - dt.timedelta(days=1) if row.ends_on else None
    return Page(
        _line(row, name, paid), lists, tuple(where_of.asking(scope, "project", row.pk)), last_day, paid
    )  # fmt: skip


def bring_list(
    scope: Scope, project_id: int, month: Month, path: Path, name: str, keys: Keyring
) -> Upload:
    """Receive a month's pay list; it is read like every list. Raises OutOfScope, NotPossible."""
    row = selectors.project(scope, project_id)
    where_of.may_edit(scope, row.county)
    if month_of(row, month) is None:
        raise NotPossible(f"{month} 项目没有施工。请核对月份和项目的开工、完工日期。")
    if month.first_day > clock.today():
        raise NotPossible("这个月还没有到。")
    if any(one.month == month.first_day for one, *_ in selectors.pay_lists(scope, row.pk)):
        raise NotPossible(f"{month} 的发放表已经有一份。先作废原来的，再上传。")
    roster = Roster(path, name, row.county, month.first_day, LABOUR_PAY, f"{SENDER}{row.pk}")
    return receiving.receive(scope, roster, keys)


def withdraw(scope: Scope, list_id: int) -> int:
    """A pay list was wrong: what it brought into the ledger is taken out. Returns its project. Raises OutOfScope."""
    row = selectors.pay_list(scope, list_id)
    where_of.may_edit(scope, row.project.county)
    take_out(scope, row)
    projection.follow(by=scope.actor)
    return row.project_id


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A worker as the sheet at the project shows him: masked."""

    number: int
    name: str
    id_no: str
    days: Decimal
    pay_fen: int
    person_id: int | None
    is_side_job: bool


@dataclass(frozen=True, slots=True)
class Board:
    """公示: a month's pay, to hang at the project."""

    row: PayList
    project: Line
    month: Month
    rows: tuple[BoardRow, ...]
    until: dt.date | None

    @property
    def days(self) -> Decimal:
        return sum((one.days for one in self.rows), Decimal(0))

    @property
    def paid(self) -> int:
        return sum(one.pay_fen for one in self.rows)


def board(scope: Scope, list_id: int, keys: Keyring) -> Board:
    """The sheet of a pay list. Raises OutOfScope, also for who may not see people."""
    row = selectors.pay_list(scope, list_id)
    if not scope.may(Capability.READ_PEOPLE):
        raise OutOfScope(list_id)
    told = selectors.pay_rows(scope, list_id)
    rows = tuple(_board_row(number, one, keys) for number, one in enumerate(told, start=1))
    county = places.tree(scope, row.month).path(row.project.county)
    paid = selectors.paid(scope, [row.project_id]).get(row.project_id, 0)
    hangs = board_days(NOTICE, row.month)
    until = row.posted_on + dt.timedelta(days=hangs) if row.posted_on else None
    return Board(row, _line(row.project, county, paid), Month.of(row.month), rows, until)


def board_pdf(scope: Scope, list_id: int, keys: Keyring) -> bytes:
    """The sheet as a PDF to hang there. Raises OutOfScope, NoFonts."""
    told = board(scope, list_id, keys)
    row, share = told.project.row, told.project.share
    lines = [f"{told.project.county}　{row.employer.name}"]
    if share is not None:
        lines.append(
            f"中央资金 {yuan(row.central_fen)} 元，累计已发劳务报酬 {yuan(share.paid)} 元（{share.percent}%，应不低于 {share.wanted}%）"
        )
    if told.until is not None:
        lines.append(
            f"公示 {told.row.posted_on} 至 {told.until}，有异议的请向本旗县发展改革、人力资源社会保障部门反映。"
        )
    data = {
        "title": f"{row.name}{told.month.year}年{told.month.number}月劳务报酬发放公示",
        "lines": lines,
        "rows": [
            [str(one.number), one.name, one.id_no, f"{one.days.normalize():f}", yuan(one.pay_fen)]
            for one in told.rows
        ],
        "sum": ["", "合计", f"{len(told.rows)} 人", f"{told.days.normalize():f}", yuan(told.paid)],
    }  # fmt: skip
    return pdf("pay_board", data, clock.now())


def _board_row(number: int, one: PayRow, keys: Keyring) -> BoardRow:
    name = sealing.unseal(keys, one.name_cipher, NAME_CONTEXT)
    id_no = sealing.unseal(keys, one.id_cipher, ID_CONTEXT)
    return BoardRow(
        number, mask_name(name), mask_id(id_no), one.days, one.pay_fen, one.person_id, one.is_side_job
    )  # fmt: skip


def post_board(scope: Scope, list_id: int) -> bool:
    """The sheet hangs from today on; False where it did before. Raises OutOfScope."""
    row = selectors.pay_list(scope, list_id)
    where_of.may_edit(scope, row.project.county)
    return actions.post_pay_list(by=scope.actor, pay_list=row, on=clock.today())
