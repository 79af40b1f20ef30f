"""The demo region: made, written as the clerks' files, and imported through the same intake as theirs."""

import datetime as dt
import multiprocessing
import random
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from leye.apps.accounts import actions as accounts
from leye.apps.accounts.models import Account
from leye.apps.places import actions as places
from leye.apps.places import selectors as tree_of
from leye.apps.stations import actions as stations
from leye.core.periods import SHANGHAI
from leye.core.places.sites import SiteFigures
from leye.core.places.tree import Tree
from leye.core.scope import Department, Role, Scope
from leye.core.vocabulary import StationState
from leye.demo import (
    boards,
    journeys,
    local_jobs,
    outreach,
    pairing,
    returns,
    stories,
    subsidies,
    training,
)
from leye.demo import vacancies as listed
from leye.demo.counties import ROUNDS, SMALLEST, Plan, Written, write
from leye.demo.stage import Stage
from leye.gateways import clock
from leye.trips.comparisons.comparing import Asked, receive, run
from leye.trips.keys import keys_of
from leye.trips.matching.matching_run import ask as ask_matching
from leye.trips.matching.matching_run import run as run_matching
from leye.trips.receiving import check, record_now
from leye.trips.rosters.intake import Roster
from leye.trips.vacancies.vacancy_intake import VACANCIES as VACANCY_LIST

BY, REGION = "demo", "150000"
PASSWORD = "leye-demo-2020"  # noqa: S105 (made-up people only; printed on purpose)
# The notice's printed sites: name, households, people, poor households, poor people.
PRINTED = {
    "150124": (
        ("益民小区", 524, 1263), ("紫竹苑", 67, 211), ("南岸名筑", 61, 152), ("爱心家园", 103, 181),
        ("聚宝庄", 9, 24), ("尚善庄", 32, 71), ("李山沟", 8, 14), ("天井康泰小区", 17, 43),
        ("韭菜庄互助院", 8, 15), ("白旗窑移民新村", 26, 58), ("八晌地湾", 13, 25),
    ),
    "150123": (("新店子镇新店子幸福互助院", 18, 31), ("盛乐移民新村", 28, 57)),
}  # fmt: skip
VACANCIES = 20_000  # at full size
SITES, HOUSEHOLDS_A_SITE = 1140, 38  # of the lognormal below; its mean comes to 57,570 in all
ROLES = (
    ("region", "自治区人社厅", Role.CLERK, Department.HRSS, REGION),
    ("league", "呼和浩特市人社局", Role.CLERK, Department.HRSS, "150100"),
    ("county", "清水河县人社局", Role.CLERK, Department.HRSS, "150124"),
    ("chief", "清水河县审核", Role.APPROVER, Department.HRSS, "150124"),
    ("ndrc", "清水河县发展改革局", Role.CLERK, Department.NDRC, "150124"),
    ("reader", "发展改革委查阅", Role.READER, Department.NDRC, REGION),
    ("auditor", "审计人员", Role.AUDITOR, Department.HRSS, REGION),
    ("admin", "系统管理员", Role.ADMINISTRATOR, Department.HRSS, REGION),
)


# What each room shows of itself once rosters, vacancies and a sharing-out are there.
PARTS: tuple[Callable[[Stage], None], ...] = (
    outreach.play,
    local_jobs.play,
    pairing.play,
    training.play,
    returns.play,
    stories.play,
    journeys.play,
    subsidies.play,
    boards.play,  # last: it counts what the others did
)


@dataclass(frozen=True, slots=True)
class Made:
    """What the demo made; `lines` is said to the user."""

    people: int
    rows: int
    files: int
    lines: tuple[str, ...]


def prepare(home: Path, scale: float, seed: int) -> Made:
    """Make the region once; a second call finds it and only says so."""
    call_command("migrate", verbosity=0)
    folder = home / "rosters"
    if Account.objects.exists():
        return _told(folder, 0, 0)
    places.load_divisions(by=BY)
    folder.mkdir(parents=True, exist_ok=True)
    tree = tree_of.tree(Scope(BY, REGION, Role.CLERK), dt.date(2020, 5, 31))
    plans = _plans(tree, scale, seed, folder)
    written: list[Written] = []
    rows = 0
    # A second process writes files while this one takes them in, oldest day first.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as writer:
        for one in writer.map(write, plans):
            _sites(one)
            rows += _import(one, 0)
            written.append(one)
    for round_no in range(1, len(ROUNDS) + 1):
        rows += sum(_import(one, round_no) for one in written)
    for one in written:
        _compare(one)
    _vacancies(tree, [one.plan for one in written], scale, seed, home)
    _match()
    stage = Stage(home, tree, tuple(one.plan for one in written), scale, seed)
    for play in PARTS:
        play(stage)
    for username, name, role, department, unit in ROLES:
        accounts.open_account(
            by=BY, username=username, display_name=name, password=PASSWORD,
            role=role, department=department, unit=unit,
        )  # fmt: skip
    return _told(folder, sum(one.people for one in written), rows)


def _told(folder: Path, people: int, rows: int) -> Made:
    roles = [(role[0], role[1]) for role in ROLES]
    names = "、".join(f"{username}（{words}）" for username, words in (*roles, *subsidies.ACCOUNTS))
    made = sorted(folder.glob("*.xlsx")) + sorted(folder.parent.glob("vacancies/*.xlsx"))
    return Made(
        people,
        rows,
        len(made),
        (
            f"示范地区已就绪：新造 {people} 人，导入 {rows} 行（再次运行不会重复）。"
            if people
            else "示范地区已经在了，没有重复导入。",
            f"名册和岗位清单 {len(made)} 份：{folder.parent}",
            "网页：http://127.0.0.1:8000/",
            f"示范账号：{names}；密码都是 {PASSWORD}",
        ),
    )


def _plans(tree: Tree, scale: float, seed: int, folder: Path) -> list[Plan]:
    """Each county with its sites; 1,140 sites at full size."""
    rng = random.Random(seed)  # noqa: S311
    counties = [
        c for league in tree.leagues() for c in tree.counties(league) if tree.kind(c) != "unit"
    ]
    sites = {c: [(n, max(SMALLEST, round(h * scale))) for n, h, _ in PRINTED[c]] for c in PRINTED}
    wanted = max(round(SITES * scale), 30) - sum(len(own) for own in sites.values())
    for number in range(wanted):
        county = counties[(number * 7 + rng.randrange(3)) % len(counties)]
        many = max(SMALLEST, min(400, round(rng.lognormvariate(0, 0.8) * HOUSEHOLDS_A_SITE)))
        own = sites.setdefault(county, [])
        own.append((f"{tree.name(county)[:-1]}新村{len(own) + 1}号安置点", many))
    plans = []
    for county, own in sites.items():
        siblings = [c for c in tree.counties(tree.league_of(county)) if c != county]
        neighbour = tree.path(siblings[0]) if siblings else "北京市朝阳区"
        name, path = tree.name(county), tree.path(county)
        plans.append(Plan(county, name, path, neighbour, tuple(own), seed, folder))
    return plans


def _sites(one: Written) -> None:
    """Add the county's sites, the region's figures of them, and a station at most."""
    county, since = one.plan.code, dt.date(2018, 1, 1)
    figures = []
    for number, (name, *counts) in enumerate(one.sites):
        site_id = places.add_site(by=BY, name=name, county=county, valid_from=since)
        figures.append(SiteFigures(site_id, *counts))
        state = (StationState.BUILT, StationState.BUILT, StationState.BUILDING)[number % 3]
        stations.record_station(
            by=BY, site_id=site_id, unit=county, valid_from=dt.date(2020, 5, 1), state=state,
            kind="就业服务站", place=f"{name}党群服务中心", staff=1 + number % 3,
        )  # fmt: skip
    places.lock_site_figures(by=BY, figures=figures, valid_from=since, document="示范：安置点名单")


def _compare(one: Written) -> None:
    """Compare the insurance office's list of a county with its ledger, a day after the last roster."""
    if one.insured is None:
        return
    as_of = one.files[-1][1]
    asked = Asked(
        one.plan.code, as_of, "employment", one.insured, one.insured.name, "insurance",
        f"{one.plan.name}社会保险事业服务中心", "内人社办发〔2020〕84号 三(一)",
    )  # fmt: skip
    keys = keys_of(Path(settings.HOME))
    scope = Scope(BY, one.plan.code, Role.CLERK)
    with clock.fixed(dt.datetime.combine(as_of + dt.timedelta(days=1), dt.time(10), SHANGHAI)):
        comparison, is_new = receive(scope, asked, keys)
        if is_new:
            run(scope, comparison, keys)


def _vacancies(tree: Tree, plans: list[Plan], scale: float, seed: int, home: Path) -> None:
    """Each county's list of vacancies, imported as its clerk would."""
    folder = home / "vacancies"
    folder.mkdir(parents=True, exist_ok=True)
    as_of = dt.date(2020, 5, 31)
    each = max(round(VACANCIES * scale / len(plans)), 12)
    for plan in plans:
        path = folder / f"{plan.code}_{plan.name}_岗位清单.xlsx"
        league = tree.path(tree.league_of(plan.code))
        listed.write(path, listed.made(seed, plan.code, plan.name, plan.path, league, each))
        _take_in(plan.code, path, as_of, VACANCY_LIST)


def _match() -> None:
    """Share the vacancies out to everybody willing in the region."""
    scope = Scope(BY, REGION, Role.CLERK)
    with clock.fixed(dt.datetime.combine(dt.date(2020, 6, 1), dt.time(10), SHANGHAI)):
        row, is_new = ask_matching(scope, REGION)
        if is_new:
            run_matching(scope, row)


def _import(one: Written, file_no: int) -> int:
    """Take one of the county's files in, a day after the day it tells of; returns its rows."""
    path, as_of = one.files[file_no]
    return _take_in(one.plan.code, path, as_of)


def _take_in(county: str, path: Path, as_of: dt.date, kind: str | None = None) -> int:
    instant = dt.datetime.combine(as_of + dt.timedelta(days=1), dt.time(9), SHANGHAI)
    keys = keys_of(Path(settings.HOME))
    scope = Scope(BY, county, Role.CLERK)
    with clock.fixed(instant):
        upload = check(scope, Roster(path, path.name, county, as_of, kind), keys)
        return sum(record_now(scope, upload.pk, keys).values())
