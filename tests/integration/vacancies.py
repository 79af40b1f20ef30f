"""A county with people who want work and a list of vacancies, for the tests of both."""

import datetime as dt
from pathlib import Path

from leye.trips.receiving import check, record_now
from leye.trips.rosters.intake import Roster
from tests.made import (
    QINGSHUIHE,
    ROSTER,
    WORK,
    a_county,
    at,
    clerk,
    id_no,
    keys,
    mover,
    take_in,
    write,
)

LIST = (
    "单位名称", "统一社会信用代码", "单位类型", "岗位名称", "岗位性质", "招聘人数", "工作内容", "招聘条件", "工作地点", "月薪",
    "年龄要求", "是否适合弱劳动力", "有效期至", "岗位编号", "发布范围",
)  # fmt: skip
CODE, OTHER_CODE = "91150124MA0N0UMC75", "91150124MA0N0UMC88"
TODAY = "2020-06-01"


def offer(title: str = "餐厅服务员", **said: object) -> list[object]:
    """A row of a list of vacancies."""
    row: dict[str, object] = {
        "单位名称": "清水河县惠民餐饮有限公司", "统一社会信用代码": CODE, "单位类型": "企业", "岗位名称": title, "招聘人数": "2",
        "工作内容": "负责餐厅摆台和清洁", "招聘条件": "不限", "工作地点": "清水河县", "月薪": "3000-3500", "有效期至": "2020-12-31",
    }  # fmt: skip
    row.update(said)
    return [row.get(column) for column in LIST]


def bring(
    path: Path,
    rows: list[list[object]],
    unit: str = QINGSHUIHE,
    sender: str = "",
    day: str = TODAY,
    hour: int = 9,
) -> dict[str, int]:
    """Check and record a list of vacancies; returns the counts of its rows that are not 0."""
    return bring_file(write(path, LIST, rows), unit, sender, day, hour)


def bring_file(
    path: Path, unit: str = QINGSHUIHE, sender: str = "", day: str = TODAY, hour: int = 9
) -> dict[str, int]:
    scope = clerk(unit)
    with at(day, hour):
        roster = Roster(path, path.name, unit, dt.date.fromisoformat(day), "vacancies", sender)
        upload = check(scope, roster, keys())
        counts = record_now(scope, upload.pk, keys())
    return {outcome: many for outcome, many in counts.items() if many}


def willing_county(folder: Path, many: int, **said: object) -> None:
    """A county's site with so many people out of work who want some."""
    a_county()
    rows = [mover(2 * n + 2, name(n)) for n in range(many)]
    take_in(write(folder / "movers.xlsx", ROSTER, rows), "2020-04-30")
    answers(folder, range(many), 就业意愿="有", **said)


def name(n: int) -> str:
    return "王" + "英兰芳玲霞红梅凤琴丽"[n % 10] + "一二三四五六七八九十"[n // 10]


def answers(folder: Path, orders: range, day: str = "2020-05-15", **said: object) -> None:
    """What people answered to the survey; columns beside those of the employment export are added."""
    columns = (*WORK, *(column for column in said if column not in WORK))
    rows = []
    for n in orders:
        row = {"姓名": name(n), "证件号码": id_no(2 * n + 2), **said}
        rows.append([row.get(column) for column in columns])
    take_in(write(folder / f"answers-{day}-{len(rows)}.xlsx", columns, rows), day)
