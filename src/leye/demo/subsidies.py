"""The demo's money: budgets, an employer's and an approver's account, and applications at every step of the way."""

import datetime as dt
from collections.abc import Callable

from django.conf import settings

from leye.apps.accounts import actions as accounts
from leye.apps.people import selectors as people
from leye.apps.vacancies import selectors as vacancies
from leye.core.periods import SHANGHAI
from leye.core.scope import Department, Role, Scope
from leye.demo.stage import BY, Stage
from leye.gateways import clock
from leye.trips.keys import keys_of
from leye.trips.subsidies import (
    budgets,
    publicity,
    subsidy_applying,
    subsidy_drafts,
    subsidy_papers,
    subsidy_reviewing,
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


STEPS: tuple[Callable[[int], None], ...] = (_submit, _accept, _review, _approve, _publish)


def play(stage: Stage) -> None:
    """Six applications of the county's employers, each a step further than the one before."""
    keys = keys_of(settings.HOME)
    if not any(plan.code == COUNTY for plan in stage.plans):
        return
    with clock.fixed(dt.datetime.combine(dt.date(2020, 6, 1), dt.time(11), SHANGHAI)):
        for line in ("employment", "poverty"):
            budgets.set_total(
                Scope(BY, COUNTY, Role.APPROVER), COUNTY, line, 2020, 50_000_000, "示范：呼财社〔2020〕1号"
            )  # fmt: skip
        wanted = vacancies.Wanted(own=True)
        firms = {row.employer_id: row.employer.name for row in vacancies.search(CLERK, wanted, 200)}
        persons = people.search(CLERK, limit=400)
        chosen = list(firms.items())[: len(STEPS) + 1]
        for number, (firm, name) in enumerate(chosen):
            own = persons[number * PEOPLE_EACH : (number + 1) * PEOPLE_EACH]
            if not own:
                break
            asked = Asked(
                "absorption", COUNTY, HIRED, CONTRACT_TO, BY, f"demo:{number}", firm,
                papers=tuple(Paper(kind, "示范：纸质材料已收") for kind in ("roster", "pay")),
            )  # fmt: skip
            told = [Person(one, HIRED, HIRED, CONTRACT_TO, 300_000) for one in own]
            pk = subsidy_drafts.draft(CLERK, asked, told, keys)
            subsidy_papers.bring(CLERK, pk, "contract", PAPER, keys)
            subsidy_applying.set_account(
                CLERK, pk, name, "中国农业银行清水河县支行", f"0541230104{number:07d}", keys
            )
            for step in STEPS[:number]:
                step(pk)
        if chosen:
            _accounts(chosen[0])


def _accounts(firm: tuple[int, str]) -> None:
    accounts.open_account(
        by=BY, username="firm", display_name=firm[1][:60], password=PASSWORD, role=Role.EMPLOYER,
        department=Department.HRSS, unit=COUNTY, employer_id=firm[0],
    )  # fmt: skip
    for username, unit, name in (
        ("approver", COUNTY, "清水河县人社局审核"), (APPROVER.actor, LEAGUE, "呼和浩特市人社局审核"),
    ):  # fmt: skip
        accounts.open_account(
            by=BY, username=username, display_name=name, password=PASSWORD, role=Role.APPROVER,
            department=Department.HRSS, unit=unit,
        )  # fmt: skip
