"""走访名单 and 走访核实: an empty list says why; what came on paper is taken back as what came by phone."""

import datetime as dt

import pytest
from openpyxl import load_workbook

from leye.apps.people import selectors as people
from leye.apps.places.models import Site
from leye.apps.visits.models import Visit
from leye.core.rosters.changes import current
from leye.core.scope import OutOfScope
from leye.trips.visits import visit_cases, visit_sheets, visiting
from leye.trips.visits.visit_cases import Ruling
from tests.integration.test_visits import OTHER, bring, item, people_there, wish_on
from tests.integration.vacancies import TODAY
from tests.made import HELINGEER, a_county, at, clerk, keys, take_in

__all__ = ["people_there"]
pytestmark = pytest.mark.django_db


def test_a_list_with_nobody_on_it_says_why(people_there):
    site, empty = Site.objects.get().pk, a_county("新村", "空村")[-1]
    with at(TODAY):
        assert visiting.why_nobody(clerk(), site) == ""
        assert "没有劳动力" in visiting.why_nobody(clerk(), empty)
        with pytest.raises(OutOfScope):
            visiting.why_nobody(clerk(HELINGEER), site)
    for person in people_there:
        bring(item(person, outcome="not_home"))
    with at("2020-06-02"):
        assert not visiting.to_visit(clerk(), site, keys())
        words = visiting.why_nobody(clerk(), site)
        assert words == "该走访的 3 人都走访过了，还没到再次走访的日子，最早 6月4日再列入。"
    for person in people_there:
        bring(item(person, wants_work="yes", phone=f"1390000{person:04d}"))
    with at("2020-06-02"):
        words = visiting.why_nobody(clerk(), site)
        assert words.startswith("这里的 3 名劳动力都不需要走访：没有人属于“没有问过就业意愿”")


@pytest.mark.parametrize("ruling", [Ruling.SECOND, Ruling.AGAIN])
def test_a_first_visit_that_came_on_paper_is_taken_back_when_it_is_judged_wrong_and_nobody_else_s(
    people_there, tmp_path, ruling
):
    """What the sheet said of the others stays."""
    person, other = people_there[:2]
    site = Site.objects.get().pk
    with at(TODAY):
        content = visit_sheets.survey_sheet(clerk(), site, keys())
    (tmp_path / "survey.xlsx").write_bytes(content)
    book = load_workbook(tmp_path / "survey.xlsx")
    sheet = book["调查表"]
    columns = [cell.value for cell in sheet[1]]
    for row, trade in ((2, "电工"), (3, "焊工")):
        sheet.cell(row, columns.index("就业意愿") + 1).value = "有"
        sheet.cell(row, columns.index("培训意愿") + 1).value = "有"
        sheet.cell(row, columns.index("意向培训工种") + 1).value = trade
    book.save(tmp_path / "survey.xlsx")
    assert take_in(tmp_path / "survey.xlsx", "2020-06-01")[1] == {"changed": 2, "same": 1}
    assert Visit.objects.exclude(entry_id=None).count() == 2
    told = item(person, wants_work="no", wants_training="no")
    assert bring(told, scope=OTHER, day="2020-06-03") == ["waits"]
    with at("2020-06-03"):
        (case,) = visit_cases.waiting(clerk(), keys())
        visit_cases.judge(clerk(), case.id, ruling, "电话核实", keys())
    on = dt.date(2020, 6, 4)
    assert wish_on(person, on) == ("no" if ruling is Ruling.SECOND else "nothing")
    held = people.held(clerk(), [person, other])
    mine = current(held[person], "ledger_wish", on)
    if mine is not None:
        assert mine.values["wants_training"] == "no"
    assert current(held[other], "ledger_wish", on).values["training_trade"] == "焊工"
