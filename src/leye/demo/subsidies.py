"""The demo's money: budgets, an employer's and approvers' accounts, and an application in every state there is."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from leye.apps.accounts import actions as accounts
from leye.apps.people import selectors as people
from leye.apps.subsidies import selectors
from leye.apps.vacancies import selectors as vacancies
from leye.core.payments.money import plain_yuan
from leye.core.periods import SHANGHAI
from leye.core.scope import Department, Role, Scope
from leye.demo.stage import BY, Stage
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.gateways.sheets.write import write_table
from leye.trips.keys import keys_of
from leye.trips.subsidies import (
    budgets,
    paying,
    publicity,
    reconciling,
    subsidy_applying,
    subsidy_drafts,
    subsidy_papers,
    subsidy_reviewing,
    subsidy_sampling,
)
from leye.trips.subsidies.subsidy_drafts import Asked, Paper, Person

COUNTY, LEAGUE = "150124", "150100"
PASSWORD = "leye-demo-2020"  # noqa: S105 (made-up people only; printed on purpose)
HIRED, CONTRACT_TO = dt.date(2020, 5, 28), dt.date(2021, 5, 28)
CLERK = Scope("county", COUNTY, Role.CLERK)
APPROVER = Scope("league-approver", LEAGUE, Role.APPROVER)
PEOPLE_EACH = 3
PAPER = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def _submit(pk: int) -> None:
    subsidy_applying.submit(CLERK, pk)


def _accept(pk: int) -> None:
    subsidy_reviewing.accept(CLERK, pk)


def _review(pk: int) -> None:
    subsidy_reviewing.review(CLERK, pk, "示范：部分条件台账不明，已到单位核实，请上级复核")


def _approve(pk: int) -> None:
    subsidy_reviewing.approve(APPROVER, pk)


def _publish(pk: int) -> None:
    publicity.publish(CLERK, pk)


# Usernames with their words; `leye demo` prints them.
ACCOUNTS = (
    ("firm", "用人单位自己的账号，申请补贴"), ("approver", "清水河县人社局审核"),
    ("league-approver", "呼和浩特市人社局审核"),
)  # fmt: skip
STEPS: tuple[Callable[[int], None], ...] = (_submit, _accept, _review, _approve, _publish)


def play(stage: Stage) -> None:
    """Applications of the county's employers, one in each state."""
    keys = keys_of(settings.HOME)
    if not any(plan.code == COUNTY for plan in stage.plans):
        return
    with _on(dt.date(2020, 5, 6)):
        for line in ("employment", "poverty"):
            budgets.set_total(
                Scope(BY, COUNTY, Role.APPROVER), COUNTY, line, 2020, 50_000_000, "示范：呼财社〔2020〕1号"
            )  # fmt: skip
    firms = {
        row.employer_id: row.employer.name
        for row in vacancies.search(CLERK, vacancies.Wanted(own=True), 200)
    }
    persons = people.search(CLERK, limit=400)
    if not firms or len(persons) < PEOPLE_EACH:
        return
    office = Office(list(firms.items()), persons, keys)
    office.late()
    office.early()
    _accounts(next(iter(firms.items())))


@contextmanager
def _on(day: dt.date) -> Iterator[None]:
    with clock.fixed(dt.datetime.combine(day, dt.time(11), SHANGHAI)):
        yield


class Office:
    """Employers and people who apply; each application takes the next of them."""

    def __init__(self, firms: list[tuple[int, str]], persons: list[int], keys: Keyring) -> None:
        self.firms, self.persons, self.keys = firms, persons, keys
        self.made = 0

    def draft(self, kind: str, start: dt.date, end: dt.date, papers: tuple[str, ...]) -> int:
        number, self.made = self.made, self.made + 1
        firm, name = self.firms[number % len(self.firms)]
        first = number * PEOPLE_EACH % (len(self.persons) - PEOPLE_EACH + 1)
        asked = Asked(
            kind, COUNTY, start, end, BY, f"demo:{number}", firm,
            papers=tuple(Paper(one, "示范：纸质材料已收") for one in papers),
        )  # fmt: skip
        told = [
            Person(one, start, start, dt.date(2021, 5, 28), 300_000)
            for one in self.persons[first : first + PEOPLE_EACH]
        ]
        pk = subsidy_drafts.draft(CLERK, asked, told, self.keys)
        subsidy_papers.bring(CLERK, pk, "other", PAPER + f"{number}".encode() + b"%%EOF", self.keys)
        subsidy_applying.set_account(
            CLERK, pk, name, "中国农业银行清水河县支行", f"0541230104{number:07d}", self.keys
        )
        return pk

    def early(self) -> None:
        """New ones of the notice's own kind: drafts up to public notice, sent back, refused, taken back."""
        with _on(dt.date(2020, 6, 1)):
            for number in range(len(STEPS) + 1):
                pk = self.draft("absorption", HIRED, CONTRACT_TO, ("roster", "contract", "pay"))
                for step in STEPS[:number]:
                    step(pk)
            for end in (_give_back, _refuse, _withdraw):
                pk = self.draft("absorption", HIRED, CONTRACT_TO, ("roster", "contract", "pay"))
                _submit(pk)
                end(pk)

    def late(self) -> None:
        """Of two months of training on the job: stopped, waiting for a list, with the bank, paid, sent back, asked back."""
        with _on(dt.date(2020, 5, 6)):
            pks = [self._trained() for _ in range(6)]
        with _on(dt.date(2020, 5, 15)):
            publicity.take_down_due(CLERK)
            subsidy_reviewing.stop(CLERK, pks[5], "示范：有人反映没有在岗，先核实")
            list_id = paying.prepare(CLERK, COUNTY, "employment", self.keys)
            paying.sign(APPROVER, list_id, self.keys)
        with _on(dt.date(2020, 5, 20)):
            self._answered(list_id)
            for pk in pks[2:4]:
                subsidy_sampling.recover(APPROVER, pk, 50_000, "示范：抽查发现一人没有在岗")
            subsidy_sampling.repaid(CLERK, pks[3])
            self._trained()
        with _on(dt.date(2020, 5, 28)):
            publicity.take_down_due(CLERK)

    def _trained(self) -> int:
        pk = self.draft(
            "on_job_training", dt.date(2020, 3, 1), dt.date(2020, 5, 1), ("roster", "pay", "pledge")
        )
        _submit(pk)
        _accept(pk)
        by_hand = {one.pk: 100_000 for one in selectors.claims(CLERK, pk)}
        subsidy_reviewing.review(CLERK, pk, "示范：台账没有出勤，已到单位核对考勤表", by_hand)
        _approve(pk)
        _publish(pk)
        return pk

    def _answered(self, list_id: int) -> None:
        """The bank: of the first payment nothing, of the second a no, the others are paid."""
        lines = paying.view(CLERK, list_id, self.keys).lines
        rows: list[tuple[object, ...]] = [
            ("序号", "收款户名", "金额（元）", "处理结果", "失败原因")
        ]
        rows += [
            (one.no, one.payee, plain_yuan(one.fen), "失败" if one.no == 2 else "成功", "账号户名不符" if one.no == 2 else "")
            for one in lines[1:]
        ]  # fmt: skip
        with TemporaryDirectory(prefix="leye-") as folder:
            path = Path(folder) / "answer.xlsx"
            write_table(path, {"回单": rows})  # type: ignore[dict-item]
            reconciling.bring(CLERK, list_id, path, self.keys)


def _give_back(pk: int) -> None:
    subsidy_reviewing.give_back(CLERK, pk, "示范：合同没有盖章，请补盖后再提交")


def _refuse(pk: int) -> None:
    subsidy_reviewing.refuse(CLERK, pk, "示范：招用前已在本单位")


def _withdraw(pk: int) -> None:
    subsidy_applying.withdraw(CLERK, pk, "示范：单位填错了期间")


def _accounts(firm: tuple[int, str]) -> None:
    accounts.open_account(
        by=BY, username="firm", display_name=firm[1][:60], password=PASSWORD, role=Role.EMPLOYER,
        department=Department.HRSS, unit=COUNTY, employer_id=firm[0],
    )  # fmt: skip
    for (username, name), unit in zip(ACCOUNTS[1:], (COUNTY, LEAGUE), strict=True):
        accounts.open_account(
            by=BY, username=username, display_name=name, password=PASSWORD, role=Role.APPROVER,
            department=Department.HRSS, unit=unit,
        )  # fmt: skip
