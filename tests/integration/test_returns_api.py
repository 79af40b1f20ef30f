"""Returns for other systems: versions, late changes and explanations, within the token's scope and without a name."""

import json

import pytest

from leye.apps.reports.actions import Noted
from leye.apps.reports.models import Return
from leye.trips.returns import returning
from tests.integration.test_explaining import a_ledger, two_months
from tests.integration.test_figures_api import ask
from tests.integration.test_returns import MAY, scope
from tests.made import HELINGEER, LEAGUE, QINGSHUIHE

pytestmark = pytest.mark.django_db
__all__ = ["a_ledger", "ask", "two_months"]
NAMES = ("王秀英", "李秀兰", "张桂英", "刘玉梅", "陈淑珍", "赵红霞", "张三", "0471-1234567")


def test_versions_changes_and_explanations_say_what_the_pages_say(two_months, ask):
    row = Return.objects.get(month="2020-06")
    cell = Noted("请核对外出", "1", QINGSHUIHE, "away")
    returning.send_back(scope("lg", LEAGUE), row.pk, row.turn, [cell])
    path = f"/returns/versions/{row.newest_id}"
    told = ask(path).json()
    assert (told["month"], told["number"], told["state"]) == ("2020-06", 1, "已退回")
    county = next(x for x in told["annexes"]["1"] if x["code"] == QINGSHUIHE)
    assert (county["figures"]["employed"], county["figures"]["people"]) == (3, 5)
    assert told["remarks"][0]["where"] == "附件1 清水河县 外出就业人数"
    assert [x["step"] for x in told["steps"]] == ["已上报", "已退回"]
    assert told["facts"] == row.newest.facts
    assert all(x["explanation"] for x in told["findings"])
    changed = ask("/returns/changes?month=2020-05").json()
    assert {"row": "附件1 清水河县", "column": "已就业人数", "sent": 1, "now": 2} in changed[0][
        "cells"
    ]
    assert changed[0]["broken"] == []
    found = ask("/explanations?annex=1").json()
    assert found["left_over"] == 0
    one = next(x for x in found["cells"] if (x["row"], x["column"]) == (QINGSHUIHE, "employed"))
    assert (one["before"], one["after"], one["remainder"]) == (1, 3, 0)
    assert sum(part["many"] for part in one["parts"]) == 2
    assert {"step": "账面变动", "reason": "迟录", "many": 1} in one["parts"]
    everything = json.dumps([told, changed, found], ensure_ascii=False)
    assert not [name for name in NAMES if name in everything]


def test_a_token_of_another_unit_gets_nothing_and_a_strange_question_is_told(two_months, ask):
    version = Return.objects.get(month=str(MAY)).newest_id
    for path in (f"/returns/versions/{version}", f"/returns/changes?unit={QINGSHUIHE}", f"/explanations?unit={QINGSHUIHE}"):  # fmt: skip
        assert ask(path, HELINGEER).status_code == 404
        assert ask(path, LEAGUE).status_code == 200
    assert ask(f"/explanations?before=v{version}", HELINGEER).status_code == 404
    assert ask("/explanations?before=nonsense").status_code == 422
    assert ask("/explanations?before=2020-06-30&after=2020-05-31").status_code == 422
    assert ask("/returns/changes?month=2029-01").status_code == 422


def test_the_description_names_every_address_of_returns(client, ask):
    paths = ask("/openapi.json").json()["paths"]
    assert {"/api/v1/returns", "/api/v1/returns/versions/{version_id}", "/api/v1/returns/changes", "/api/v1/explanations"} <= set(paths)  # fmt: skip
