"""A county with workers, an employer and its money, for the tests of 补贴."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

from leye.apps.employers import actions as employers
from leye.apps.employers.actions import Told
from leye.core.scope import Department, Role, Scope
from leye.core.vacancies.sameness import folded
from leye.trips.subsidies import (
    budgets,
    paying,
    publicity,
    subsidy_applying,
    subsidy_drafts,
    subsidy_papers,
    subsidy_reviewing,
    subsidy_rosters,
)
from leye.trips.subsidies.subsidy_applying import Started
from leye.trips.subsidies.subsidy_drafts import Asked, Paper, Person
from tests.made import LEAGUE, QINGSHUIHE, ROSTER, a_county, at, id_no, keys, mover, take_in, write

TODAY = "2020-07-01"
PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
WORKERS = ("姓名", "身份证号码", "入职时间", "合同起始日期", "合同终止日期", "月工资", "银行卡号")
FIRM = "清水河县惠民餐饮有限公司"
CLERK = Scope("county-clerk", QINGSHUIHE, Role.CLERK)
APPROVER = Scope("county-approver", QINGSHUIHE, Role.APPROVER)
LEAGUE_APPROVER = Scope("league-approver", LEAGUE, Role.APPROVER)
START, END = dt.date(2020, 6, 1), dt.date(2021, 6, 1)


def name(n: int) -> str:
    return "王" + "英兰芳玲霞红梅凤琴丽"[n % 10]


def employed_county(folder: Path, many: int = 3, county: str = QINGSHUIHE) -> int:
    """A county's site with so many people, and an employer; returns the employer's id."""
    a_county(county=county)
    rows = [mover(2 * n + 2, name(n)) for n in range(many)]
    take_in(write(folder / "movers.xlsx", ROSTER, rows), "2020-04-30", county)
    return firm()


def firm(told: str = FIRM) -> int:
    found = employers.note(by="test", unit=QINGSHUIHE, told=[Told(told, folded(told))])
    return next(iter(found.values()))


def owner(employer: int) -> Scope:
    return Scope("firm-account", QINGSHUIHE, Role.EMPLOYER, Department.HRSS, None, employer)


def worker(n: int, **said: object) -> list[object]:
    row: dict[str, object] = {
        "姓名": name(n), "身份证号码": id_no(2 * n + 2), "入职时间": "2020-06-01", "合同起始日期": "2020-06-01",
        "合同终止日期": "2021-05-31", "月工资": "3000", "银行卡号": f"622848{n:012d}",
    }  # fmt: skip
    row.update(said)
    return [row[column] for column in WORKERS]


def money(fen: int = 10_000_000, county: str = QINGSHUIHE, line: str = "employment") -> None:
    scope = replace(APPROVER, unit=county)
    budgets.set_total(scope, county, line, 2020, fen, "呼财社〔2020〕12号")


def applied(
    folder: Path, scope: Scope, rows: list[list[object]], kind: str = "absorption", key: str = "k1",
    employer: int | None = None, papers: tuple[str, ...] = ("contract", "pay"),
) -> int:  # fmt: skip
    """An application with a roster, papers and an account, handed in; returns its id."""
    pk = subsidy_applying.start(scope, Started(kind, START, END, key, QINGSHUIHE, employer), keys())
    path = write(folder / f"workers-{key}.xlsx", WORKERS, rows)
    subsidy_rosters.bring_roster(scope, pk, path, keys())
    subsidy_applying.set_account(
        scope, pk, FIRM, "中国农业银行清水河县支行", "05412301040009999", keys()
    )
    for paper in papers:
        subsidy_papers.bring(scope, pk, paper, PDF + paper.encode() + b"\n%%EOF", keys())
    subsidy_applying.submit(scope, pk)
    return pk


def drafted(
    person: int, ref: str, employer: int, county: str = QINGSHUIHE, scope: Scope = CLERK
) -> int:
    """A draft of one person that fulfils the rules, as another room brings it."""
    asked = Asked(
        "absorption", county, START, END, "test", ref, employer,
        papers=tuple(Paper(kind, f"test:{kind}") for kind in ("roster", "contract", "pay")),
    )  # fmt: skip
    one = Person(person, START, START, END, 300_000)
    pk = subsidy_drafts.draft(replace(scope, unit=county), asked, [one], keys())
    subsidy_applying.set_account(
        replace(scope, unit=county), pk, FIRM, "农行", "05412301040009999", keys()
    )
    return pk


def reviewed(pk: int, explained: str = "", clerk: Scope = CLERK) -> None:
    subsidy_reviewing.accept(clerk, pk)
    subsidy_reviewing.review(clerk, pk, explained)


def published(pk: int) -> dt.date:
    subsidy_reviewing.approve(APPROVER, pk)
    return publicity.publish(CLERK, pk)


def listed(pk: int) -> int:
    """From handed in to a signed list, the notice having hung; returns the list's id."""
    with at(TODAY):
        reviewed(pk)
        last = published(pk)
    with at((last + dt.timedelta(days=1)).isoformat()):
        publicity.take_down_due(CLERK)
        list_id = paying.prepare(CLERK, QINGSHUIHE, "employment", keys())
        paying.sign(APPROVER, list_id, keys())
    return list_id
