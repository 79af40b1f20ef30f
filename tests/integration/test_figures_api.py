"""Figures for other systems: what a token's scope covers and nothing else, and no name."""

import json

import pytest

from leye.apps.accounts import actions as accounts
from leye.apps.duties.models import Delivery
from leye.core.scope import Department, Role
from leye.gateways import clock
from leye.trips.ledger.admitting import token_digest
from tests.functional.conftest import account
from tests.integration.test_boards import county
from tests.made import HELINGEER, LEAGUE, QINGSHUIHE, REGION, at

pytestmark = pytest.mark.django_db
__all__ = ["county"]


@pytest.fixture
def ask(client):
    """ask(path, unit=…): an answer to a program that holds a token of a new account."""
    held: dict[tuple, str] = {}

    def call(path, unit=QINGSHUIHE, role=Role.READER, department=Department.HRSS, body=None):
        who = (unit, role, department)
        with at("2020-06-05", 10):
            if who not in held:
                held[who] = f"key-{len(held)}"
                row = account(f"machine{len(held)}", unit, role=role, department=department)
                accounts.issue_token(
                    by="test", account=row, digest=token_digest(held[who]), purpose="测试", at=clock.now()
                )  # fmt: skip
            said = {"HTTP_AUTHORIZATION": f"Bearer {held[who]}"}
            if body is not None:
                return client.post(f"/api/v1{path}", json.dumps(body), "application/json", **said)
            return client.get(f"/api/v1{path}", **said)

    return call


def test_annexes_and_cells_come_with_their_day_and_entry(county, ask):
    told = ask("/annexes/1?month=2020-05").json()
    assert (told["on"], told["lines"][0]["figures"]["employed"]) == ("2020-05-31", 2)
    assert told["columns"]["workshop"] == "扶贫车间吸纳人数"
    one = ask("/annexes/1/cell?column=employed").json()
    assert (one["value"], one["seq"]) == (2, told["seq"])
    assert "已就业人数" in one["what"]
    early = ask("/annexes/1?month=2020-05&known=2020-04-21").json()
    assert early["seq"] < told["seq"]
    assert ask("/annexes/3/cell?column=labour&site=999").status_code == 404


def test_boards_returns_and_duties_say_what_the_pages_say(county, ask):
    board = ask("/boards").json()
    assert (board["total"]["employed"], board["total"]["idle_homes"]) == (2, 1)
    assert {line["group"] for line in board["lines"]} == {"人数少，不比较"}
    assert {"returns", "duties", "workshops", "vacancies"} <= set(board["gauges"])
    states = ask("/returns", LEAGUE).json()
    assert [(one["name"], one["is_missing"]) for one in states if one["unit"] == QINGSHUIHE] == [
        ("清水河县", True)
    ]
    assert {one["standing"] for one in ask("/duties").json()} == {"逾期未交"}


def test_a_department_brings_by_its_own_token_once(county, ask):
    said = {"month": "2020-05", "what": "42个岗位", "many": 42}
    own = {"role": Role.CLERK, "department": Department.INDUSTRY}
    assert ask("/duties/vacancies", **own, body=said).status_code == 201
    assert ask("/duties/vacancies", **own, body=said).status_code == 200
    assert Delivery.objects.count() == 1
    assert ask("/duties/roster", **own, body=said).status_code == 404
    assert ask("/duties/vacancies", **own, body={**said, "what": " "}).status_code == 422
    assert ask("/duties/vacancies", **own, body={**said, "month": "2020-13"}).status_code == 422
    assert ask("/duties/vacancies", body=said).status_code == 404  # a reader's


@pytest.mark.parametrize(
    "path", ["/annexes/1?", "/annexes/3/cell?column=labour&", "/boards?", "/returns?", "/duties?"]
)
def test_another_unit_is_not_there_and_neither_is_a_month_to_come(county, ask, path):
    assert ask(f"{path}unit={QINGSHUIHE}", HELINGEER).status_code == 404
    assert ask(f"{path}unit={REGION}", HELINGEER).status_code == 404
    assert ask(f"{path}month=2020-06").status_code == 422
    assert ask(f"{path}month=2020-13").status_code == 422


def test_no_token_no_figure_and_no_name_in_any_answer(county, ask, client):
    paths = ("/annexes/1", "/annexes/1/cell?column=labour", "/boards", "/returns", "/duties")
    for path in paths:
        assert client.get(f"/api/v1{path}").status_code == 401
        assert "王英" not in ask(path, role=Role.CLERK).content.decode()
    described = client.get("/api/v1/openapi.json").json()["paths"]
    assert {"/api/v1/boards", "/api/v1/annexes/{key}", "/api/v1/duties/{key}"} <= set(described)
