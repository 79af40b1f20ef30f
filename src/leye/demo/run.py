"""The demo region: made, written as the clerks' files, and imported through the same intake as theirs."""

import datetime as dt
import random
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from leye.apps.accounts import actions as accounts
from leye.apps.accounts.models import Account
from leye.apps.places import actions as places
from leye.apps.places import selectors as tree_of
from leye.core.periods import SHANGHAI
from leye.core.places.sites import SiteFigures
from leye.core.places.tree import Tree
from leye.core.scope import Department, Role, Scope
from leye.demo import files
from leye.demo.people import Home, Maker
from leye.gateways import clock
from leye.trips.intake import Roster
from leye.trips.keys import keys_of
from leye.trips.receiving import check, record_now

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
SITES, PEOPLE_A_HOUSEHOLD = 1140, 2.35
ROUNDS = ((dt.date(2019, 6, 30), dt.date(2018, 1, 1)), (dt.date(2019, 12, 31), dt.date(2019, 7, 1)),
          (dt.date(2020, 5, 31), dt.date(2020, 1, 1)))  # fmt: skip
ROLES = (
    ("region", "自治区人社厅", Role.CLERK, Department.HRSS, REGION),
    ("league", "呼和浩特市人社局", Role.CLERK, Department.HRSS, "150100"),
    ("county", "清水河县人社局", Role.CLERK, Department.HRSS, "150124"),
    ("reader", "发展改革委查阅", Role.READER, Department.NDRC, REGION),
    ("auditor", "审计人员", Role.AUDITOR, Department.HRSS, REGION),
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
    scope = Scope(BY, REGION, Role.CLERK)
    places.load_divisions(by=BY)
    folder.mkdir(parents=True, exist_ok=True)
    tree = tree_of.tree(scope, dt.date(2020, 5, 31))
    people = rows = 0
    for county, sites in _plan(tree, scale, seed).items():
        homes = _county(tree, county, sites, seed)
        rows += _import(scope, county, tree.name(county), homes, folder)
        people += sum(len(home.members) for home in homes)
    for username, name, role, department, unit in ROLES:
        accounts.open_account(
            by=BY, username=username, display_name=name, password=PASSWORD,
            role=role, department=department, unit=unit,
        )  # fmt: skip
    return _told(folder, people, rows)


def _told(folder: Path, people: int, rows: int) -> Made:
    names = "、".join(role[0] for role in ROLES)
    made = sorted(folder.glob("*.xlsx"))
    return Made(
        people,
        rows,
        len(made),
        (
            f"示范地区已就绪：新造 {people} 人，导入 {rows} 行（再次运行不会重复）。"
            if people
            else "示范地区已经在了，没有重复导入。",
            f"名册文件 {len(made)} 份：{folder}",
            "网页：http://127.0.0.1:8000/",
            f"示范账号：{names}；密码都是 {PASSWORD}",
        ),
    )


def _plan(tree: Tree, scale: float, seed: int) -> dict[str, list[tuple[str, int]]]:
    """County → its sites with how many households each; 1,140 sites at full size."""
    rng = random.Random(seed)  # noqa: S311
    counties = [c for league in tree.leagues() for c in tree.counties(league)]
    plan = {c: [(n, max(2, round(h * scale))) for n, h, _ in PRINTED[c]] for c in PRINTED}
    wanted = max(round(SITES * scale), 30) - sum(len(sites) for sites in plan.values())
    average = 57_570 / SITES
    for number in range(wanted):
        county = counties[(number * 7 + rng.randrange(3)) % len(counties)]
        many = max(6, min(400, round(rng.lognormvariate(0, 0.8) * average * 0.75)))
        sites = plan.setdefault(county, [])
        sites.append((f"{tree.name(county)[:-1]}新村{len(sites) + 1}号安置点", many))
    return plan


def _county(tree: Tree, county: str, sites: list[tuple[str, int]], seed: int) -> list[Home]:
    siblings = [c for c in tree.counties(tree.league_of(county)) if c != county]
    neighbour = tree.path(siblings[0]) if siblings else "北京市朝阳区"
    maker = Maker(seed, county, tree.path(county), neighbour)
    homes: list[Home] = []
    figures: list[SiteFigures] = []
    for name, many in sites:
        site_id = places.add_site(by=BY, name=name, county=county, valid_from=dt.date(2018, 1, 1))
        own = []
        for number in range(many):
            size = maker.rng.choices((1, 2, 3, 4, 5), (22, 40, 22, 12, 4))[0]
            is_poor = number < 6 or maker.rng.random() < 0.68
            own.append(maker.home(len(homes) + number + 1, name, is_poor, size))
        poor = [home for home in own if home.is_poor]
        figures.append(
            SiteFigures(
                site_id,
                len(own),
                sum(len(h.members) for h in own),
                len(poor),
                sum(len(h.members) for h in poor),
            )
        )
        homes.extend(own)
    places.lock_site_figures(
        by=BY, figures=figures, valid_from=dt.date(2018, 1, 1), document="示范：安置点名单"
    )
    return homes


def _import(scope: Scope, county: str, name: str, homes: list[Home], folder: Path) -> int:
    """Write the county's files, each as its clerk would, and import each a day after its date."""
    base = folder / f"{county}_{name}_花名册.xlsx"
    files.roster(base, name, homes, shape=int(county) % 2)
    todo = [(base, dt.date(2018, 12, 31))]
    for on, since in ROUNDS:
        path = folder / f"{county}_{name}_务工_{on:%Y%m}.xlsx"
        files.work(path, homes, on, since)
        todo.append((path, on))
    rows = 0
    keys = keys_of(Path(settings.HOME))
    for path, as_of in todo:
        instant = dt.datetime.combine(as_of + dt.timedelta(days=1), dt.time(9), SHANGHAI)
        with clock.fixed(instant):
            upload = check(scope, Roster(path, path.name, county, as_of), keys)
            rows += sum(record_now(scope, upload.pk, keys).values())
    return rows
