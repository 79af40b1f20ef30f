"""The demo's list of another department: who is insured, as the insurance office writes it, with its errors."""

import datetime as dt
import random
from collections.abc import Sequence
from pathlib import Path

from leye.demo.people import Home, Member
from leye.gateways.sheets.cells import Value
from leye.gateways.sheets.write import write_rows

COLUMNS = (
    "序号",
    "参保人姓名",
    "社会保障号码",
    "性别",
    "联系电话",
    "参保单位",
    "参保时间",
    "工作地点",
)
NEWS, LEFT_OUT, STRANGERS = 0.12, 0.1, 0.3  # of those without work, of those at work, of all rows
ODD_NUMBER, ODD_NAME = 0.12, 0.04


def insured(path: Path, county: str, homes: Sequence[Home], seed: int, on: dt.date) -> int:
    """Write the list as of a day; returns its rows. Some of it the ledger knows, some it does not."""
    rng = random.Random(f"{seed}:{county}:insured")  # noqa: S311
    rows: list[list[Value]] = []
    for member in (m for home in homes for m in home.members):
        spell = next(
            (
                s
                for s in member.spells
                if s.started_on <= on and not (s.ended_on and s.ended_on <= on)
            ),
            None,
        )
        if spell is not None and spell.kind == "外出务工" and rng.random() > LEFT_OUT:
            rows.append(_row(rng, member, spell.employer, spell.started_on, spell.place))
        elif spell is None and not member.in_school and member.wants_work and rng.random() < NEWS:
            started = on - dt.timedelta(days=rng.randrange(20, 90))
            rows.append(_row(rng, member, "北疆农牧产品公司", started, "呼和浩特市赛罕区"))
    for number in range(int(len(rows) * STRANGERS)):
        born = dt.date(1970, 1, 1) + dt.timedelta(days=rng.randrange(11_000))
        own = f"1501{rng.randrange(2, 6):02d}{born:%Y%m%d}{rng.randrange(100, 999)}0"
        rows.append(
            [f"路人{number}", own, "男", None, "市区商贸公司", "2019-01-01", "呼和浩特市新城区"]
        )
    rng.shuffle(rows)
    grid: list[Sequence[Value]] = [["城镇职工基本养老保险参保人员名单"], list(COLUMNS)]
    grid += [[str(number), *row] for number, row in enumerate(rows, start=1)]
    write_rows(path, {"参保人员": list(enumerate(grid, start=1))}, {})
    return len(rows)


def _row(
    rng: random.Random, member: Member, employer: str, started: dt.date, place: str
) -> list[Value]:
    number, name = member.id_no, member.name
    if rng.random() < ODD_NUMBER:
        number = rng.choice(
            [
                "",
                number[:6] + "********" + number[14:],
                number.lower(),
                number[:15] + "000",
                _slip(rng, number),
            ]
        )
    if rng.random() < ODD_NAME and len(name) > 2:
        name = name[:-1]
    phone = member.phone or None
    return [name, number or None, member.sex, phone, employer, started.isoformat(), place]


def _slip(rng: random.Random, number: str) -> str:
    """One digit wrong."""
    at = rng.randrange(6, 17)
    return number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]
