"""Made-up people and rosters for tests: plain values in, files and a ledger out. Nobody is real."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from leye.apps.places import actions as places
from leye.apps.rosters.models import Upload
from leye.core.identity.id_number import check_digit
from leye.core.periods import SHANGHAI, Month
from leye.core.places.sites import SiteFigures
from leye.core.scope import Department, Role, Scope
from leye.gateways import clock
from leye.gateways.sheets.write import write_rows
from leye.trips.annexes.reporting import Ask, annex_table
from leye.trips.keys import keys_of
from leye.trips.receiving import check, record_now
from leye.trips.rosters.intake import Roster

REGION, LEAGUE, QINGSHUIHE, HELINGEER = "150000", "150100", "150124", "150123"
ROSTER = ("姓名", "身份证号码", "户编号", "与户主关系", "安置点名称", "脱贫属性", "劳动技能", "搬迁入住时间")  # fmt: skip
WORK = ("姓名", "证件号码", "就业形式", "务工所在地", "务工企业名称", "务工开始时间", "务工结束时间", "就业意愿")  # fmt: skip
SITE = "益民小区"


def clerk(unit: str = QINGSHUIHE, site: int | None = None, role: Role = Role.CLERK) -> Scope:
    return Scope("county-clerk", unit, role, Department.HRSS, site)


def id_no(order: int, born: str = "19850312", county: str = QINGSHUIHE) -> str:
    """A number with a right check digit; an odd order is a man's."""
    first = f"{county}{born}{order:03d}"
    return first + check_digit(first)


def write(path: Path, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    write_rows(path, {"Sheet1": list(enumerate([columns, *rows], start=1))}, {})
    return path


def mover(order: int, name: str = "王秀英", **said: object) -> list[object]:
    """A row of the relocation roster, with what matters to a test said by column."""
    row: dict[str, object] = {
        "姓名": name,
        "身份证号码": id_no(order),
        "户编号": f"h{order}",
        "与户主关系": "户主",
        "安置点名称": SITE,
        "脱贫属性": "建档立卡户",
        "劳动技能": "普通劳动力",
        "搬迁入住时间": "2018-10-01",
    }
    row.update(said)
    return [row[column] for column in ROSTER]


def worker(order: int, name: str = "王秀英", **said: object) -> list[object]:
    """A row of the employment export; nothing is said of a column that the test leaves out."""
    row: dict[str, object] = {"姓名": name, "证件号码": id_no(order), **said}
    return [row.get(column) for column in WORK]


def keys():
    return keys_of(Path(settings.HOME))


@contextmanager
def at(day: str, hour: int = 9, minute: int = 0) -> Iterator[None]:
    """The clock stands at an instant of a day."""
    instant = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(hour, minute), SHANGHAI)
    with clock.fixed(instant):
        yield


def a_county(*names: str, county: str = QINGSHUIHE) -> list[int]:
    """Divisions, and sites of a county; returns the sites' ids."""
    places.load_divisions(by="test")
    return [
        places.add_site(by="test", name=name, county=county, valid_from=dt.date(2018, 1, 1))
        for name in names or (SITE,)
    ]


def listed(site_id: int, *figures: int) -> None:
    """The region's locked list of one site: households, people, poor households, poor people."""
    places.lock_site_figures(
        by="test",
        figures=[SiteFigures(site_id, *figures)],
        valid_from=dt.date(2018, 1, 1),
        document="名单",
    )


def take_in(
    path: Path, as_of: str, unit: str = QINGSHUIHE, scope: Scope | None = None
) -> tuple[Upload, dict[str, int]]:
    """Check and record a file on the day after its own; returns the upload and its counts."""
    scope = scope or clerk(unit)
    day = dt.date.fromisoformat(as_of)
    with at((day + dt.timedelta(days=1)).isoformat()):
        upload = check(scope, Roster(path, path.name, unit, day), keys())
        counts = record_now(scope, upload.pk, keys())
    return upload, {outcome: many for outcome, many in counts.items() if many}


def figures(annex: str, month: str, unit: str = QINGSHUIHE, scope: Scope | None = None, **ask):
    """The figures of each row of an annex, by the row's name, asked after the demo years."""
    with at("2020-12-01"):
        wanted = Ask(annex, Month.parse(month), unit, **ask)
        table, _ = annex_table(scope or clerk(unit), wanted)
    return {line.texts.get("site") or line.name: line.figures for line in table.lines}
