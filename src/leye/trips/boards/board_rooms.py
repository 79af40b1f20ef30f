"""What the other rooms put on a board: a figure each, with what it is a part of, and the page that it opens to."""

import datetime as dt
from collections.abc import Callable
from dataclasses import asdict, dataclass

from leye.apps.journeys import selectors as journeys
from leye.apps.places import selectors as places
from leye.apps.reports import selectors as reports
from leye.apps.subsidies import money_selectors as subsidies
from leye.apps.training import selectors as training
from leye.apps.vacancies import selectors as vacancies
from leye.core.journeys.vocabulary import Intent
from leye.core.payments.money import yuan
from leye.core.periods import Month
from leye.core.places.tree import REGION
from leye.core.reports.returns import State
from leye.core.scope import Scope
from leye.trips.boards import duties
from leye.trips.local_jobs import local_jobs_gauges
from leye.trips.rosters.intake import NOTICE


@dataclass(frozen=True, slots=True)
class Gauge:
    """A figure of a room. of: the whole that it is a part of, None where it is none; route: where it opens."""

    key: str
    label: str
    value: int
    unit: str
    note: str = ""
    of: int | None = None
    route: str = ""
    query: str = ""  # of the address, after the question mark; {unit} stands for the board's unit
    is_money: bool = False  # then value and of are fen
    is_tile: bool = True  # else it is there for the report only

    @property
    def shown(self) -> str:
        """The figure and what it is a part of, as a page writes them."""
        write = yuan if self.is_money else "{:,}".format
        return write(self.value) + ("" if self.of is None else f"/{write(self.of)}")

    @property
    def text(self) -> str:
        """The figure alone, as a document writes it."""
        return yuan(self.value).removesuffix(".00") if self.is_money else str(self.value)


def gauges(scope: Scope, on: dt.date) -> list[dict[str, object]]:
    """The figures of all rooms for a scope on a day, as plain values."""
    return [asdict(gauge) for room in ROOMS for gauge in room(scope, on)]


def _vacancies(scope: Scope, on: dt.date) -> list[Gauge]:
    posts, openings = vacancies.open_sum(scope)
    return [
        Gauge("vacancies", "在招岗位", openings, "人", f"{posts:,} 个岗位，尚缺人数合计", None, "vacancies")
    ]  # fmt: skip


def _local_jobs(scope: Scope, on: dt.date) -> list[Gauge]:
    found = local_jobs_gauges.gauges(scope, on).values()
    shops, workers = sum(one.workshops for one in found), sum(one.workers for one in found)
    held, places = sum(one.post_holders for one in found), sum(one.post_places for one in found)
    return [
        Gauge(
            "workshops", "认定的扶贫车间", shops, "个", f"在岗 {workers:,} 人", None, "workshops"
        ),
        Gauge("posts", "公益性岗位在岗", held, "人", "占已开发的岗位", places, "posts"),
        Gauge(
            "projects",
            "在建项目和以工代赈",
            sum(one.projects for one in found),
            "个",
            "",
            None,
            "projects",
        ),
    ]


def _training(scope: Scope, on: dt.date) -> list[Gauge]:
    told, entered, completed = training.counts_on(scope, on)
    note = f"本年告知 {told:,} 人，参加 {entered:,} 人"
    return [
        Gauge("trained", "培训合格结业", completed, "人", note, None, "training"),
        Gauge("told_of_training", "已告知培训信息", told, "人", is_tile=False),
    ]


def _money(scope: Scope, on: dt.date) -> list[Gauge]:
    total, paid, people = subsidies.year_sums(scope, on.year)
    note = f"惠及 {people:,} 人，{on.year}年预算 {yuan(total)} 元"
    return [
        Gauge("paid", "补贴资金已发放", paid, "元", note, None, "budgets", is_money=True),
        Gauge("paid_people", "已领补贴的群众", people, "人", is_tile=False),
    ]


def _journeys(scope: Scope, on: dt.date) -> list[Gauge]:
    many = journeys.booking_counts(scope)
    ended = sum(many.get(one.value, 0) for one in (Intent.STARTED, Intent.RETURNED))
    return [
        Gauge(
            "journeys",
            "有组织外出并已上岗",
            ended,
            "人",
            f"在册安排 {sum(many.values()):,} 人",
            None,
            "journeys",
        )
    ]


def _returns(scope: Scope, on: dt.date) -> list[Gauge]:
    """How many of the units just below have sent the month's return; a county: whether it has sent its own."""
    month = Month.of(on).shifted(-1)
    tree = places.tree(scope, on)
    counties = {tree.canonical(site.county) for site in places.sites(scope, on)}
    if scope.unit == REGION:
        due = {tree.league_of(county) for county in counties}
    else:
        due = counties if scope.unit.endswith("00") else {scope.unit}
    found = reports.returns(scope, NOTICE, str(month))
    states = [found[unit].state for unit in due if unit in found]
    sent = sum(state != State.DRAFT.value for state in states)
    done = sum(state in (State.ACCEPTED.value, State.LOCKED.value) for state in states)
    note = f"{month.number}月报表，已接收 {done}"
    return [Gauge("returns", "已上报的单位", sent, "个", note, len(due), "returns")]


def _duties(scope: Scope, on: dt.date) -> list[Gauge]:
    many = duties.board(scope, scope.unit, Month.of(on).shifted(-1)).many
    brought = many["brought"] + many["late"]
    note = f"逾期未交 {many['overdue']:,}"
    query = "unit={unit}"
    return [
        Gauge("duties", "部门任务已提供", brought, "项", note, sum(many.values()), "duties", query)
    ]


ROOMS: tuple[Callable[[Scope, dt.date], list[Gauge]], ...] = (
    _vacancies, _local_jobs, _training, _money, _journeys, _returns, _duties,
)  # fmt: skip
