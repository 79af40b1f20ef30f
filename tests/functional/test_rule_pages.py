"""补贴政策 as pages: the kinds, one kind with its numbers over time, its examples run live."""

import pytest

from leye.core.scope import Role
from leye.notices.subsidies import load_book
from tests.functional.test_figure_pages import text
from tests.made import QINGSHUIHE, a_county, at

pytestmark = pytest.mark.django_db
KINDS = sorted(load_book("nm_2020_84").rules)
OWN = """
parameters:
  absorption.amount:
    - {at: 150100, from: 2020-06-01, value: 1200, cite: 某市就字〔2020〕1号, by: 某市人社局}
"""


@pytest.fixture(autouse=True)
def today(db):
    a_county()
    with at("2020-06-15"):
        yield


def test_the_list_shows_every_kind_with_what_it_comes_to(as_user):
    page = text(as_user(role=Role.READER).get("/subsidies/rules/"))
    assert "一次性吸纳就业补贴" in page
    assert "每人1,000元" in page
    assert "每人每月500元，最多6个月" in page


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_of_a_kind_runs_its_examples_live(as_user, kind):
    page = text(as_user().get(f"/subsidies/rules/{kind}/"))
    assert "看判断过程" in page
    assert "与示例写明的结果不一致" not in page


def test_a_kind_that_is_not_declared_is_not_there(as_user):
    assert as_user().get("/subsidies/rules/wealth/").status_code == 404


def test_the_page_says_whose_number_holds_here_and_since_when(as_user, settings, tmp_path):
    settings.HOME = tmp_path
    (tmp_path / "declarations").mkdir()
    (tmp_path / "declarations/subsidies.yaml").write_text(OWN, encoding="utf-8")
    client = as_user(unit=QINGSHUIHE)
    page = text(client.get("/subsidies/rules/absorption/"))
    assert "每人1,200元" in page
    assert "某市就字〔2020〕1号" in page
    assert "某市人社局" in page
    before = text(client.get("/subsidies/rules/absorption/?on=2020-05-31"))
    assert "每人1,000元" in before
    assert "与示例写明的结果不一致" not in page


def test_a_day_before_the_policy_is_told(as_user):
    assert "当日不在有效期" in text(as_user().get("/subsidies/rules/?on=2017-01-01"))
