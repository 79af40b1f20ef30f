"""信息比对, from a roster of others to cases that are judged and judgements that are taken back."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from leye.apps.comparisons.actions import AlreadyJudged
from leye.apps.comparisons.models import Case, Comparison, Judgement, Pair
from leye.apps.comparisons.selectors import Wanted
from leye.core.cases.vocabulary import CaseOutcome, MatchClass
from leye.core.scope import Department, OutOfScope
from leye.trips.comparisons import case_judging, case_pages, compare_files, comparing
from leye.trips.comparisons.case_judging import NotPossible
from leye.trips.comparisons.comparing import Asked
from leye.trips.ledger import timelines
from leye.trips.overview import overview
from leye.trips.working import work_once
from tests.made import (
    HELINGEER,
    QINGSHUIHE,
    ROSTER,
    a_county,
    at,
    clerk,
    figures,
    id_no,
    keys,
    mover,
    take_in,
    write,
)

pytestmark = pytest.mark.django_db
INSURED = ("姓名", "社会保障号码", "性别", "联系电话", "参保单位", "参保时间", "工作地点")
TODAY = "2020-05-20"
PEOPLE = ("王秀英", "包乌云其其格", "李建军", "赵玉兰", "陈永福", "张桂芝")
CONFIRMED, CORRECTED = CaseOutcome.CONFIRMED, CaseOutcome.CORRECTED


@pytest.fixture
def county(tmp_path):
    """Six people of a county, nobody at work."""
    a_county()
    rows = [mover(2 * n + 2, name) for n, name in enumerate(PEOPLE)]
    take_in(write(tmp_path / "movers.xlsx", ROSTER, rows), "2020-04-30")


def insured(n: int, name: str | None = None, number: str | None = None, **said: object):
    row = {
        "姓名": PEOPLE[n] if name is None else name,
        "社会保障号码": id_no(2 * n + 2) if number is None else number,
        "参保单位": "青山食品厂",
        "参保时间": "2020-03-01",
        "工作地点": "北京市朝阳区",
    }
    return [{**row, **said}.get(column) for column in INSURED]


def compared(
    path: Path, kind: str = "insurance", unit: str = QINGSHUIHE, **said: object
) -> Comparison:
    """Bring a roster and let the worker compare it."""
    asked = Asked(
        unit,
        dt.date(2020, 5, 15),
        "employment",
        path,
        path.name,
        kind,
        "县社保中心",
        "84号文三(一)",
    )
    with at(TODAY):
        row, is_new = comparing.receive(clerk(unit), replace(asked, **said), keys())
        assert is_new
        assert work_once(keys())
    row.refresh_from_db()
    return row


def cases(row: Comparison) -> list[Case]:
    return list(Case.objects.filter(comparison=row).order_by("pk"))


def judge(case: Case, outcome: CaseOutcome, reason: str = "电话核实") -> None:
    with at("2020-05-21"):
        case_judging.judge(clerk(), case.pk, outcome, reason, keys())


def employed() -> int | None:
    return figures("1", "2020-05")["清水河县"]["employed"]


def test_a_roster_that_says_the_same_makes_no_case(county, tmp_path):
    rows = [[PEOPLE[n], id_no(2 * n + 2)] for n in range(6)]
    row = compared(write(tmp_path / "t.xlsx", INSURED[:2], rows), "training")
    assert (row.state, cases(row)) == ("done", [])
    assert Pair.objects.filter(match_class="一致").count() == 6


def test_an_insured_person_whom_the_ledger_has_without_work_is_a_case_and_its_outcome_a_fact(
    county, tmp_path
):
    row = compared(write(tmp_path / "i.xlsx", INSURED, [insured(0)]))
    (case,) = cases(row)
    assert (case.match_class, case.sections, case.proposal) == (
        "differs",
        "employment",
        "corrected",
    )
    assert (case.county, case.due_on) == (QINGSHUIHE, dt.date(2020, 5, 30))
    assert employed() == 0
    judge(case, CORRECTED)
    assert employed() == 1
    case.refresh_from_db()
    assert (case.is_open, case.outcome) == (False, "corrected")


def test_a_judgement_taken_back_leaves_the_ledger_as_it_was_and_the_case_open(county, tmp_path):
    row = compared(write(tmp_path / "i.xlsx", INSURED, [insured(0)]))
    (case,) = cases(row)
    judge(case, CORRECTED)
    with at("2020-05-22"):
        case_judging.take_back(clerk(), case.pk, "认错了人")
    assert employed() == 0
    case.refresh_from_db()
    assert (case.is_open, case.outcome) == (True, "")
    assert Judgement.objects.filter(case=case).count() == 2
    judge(case, CORRECTED)
    assert employed() == 1


def test_what_was_corrected_since_cannot_be_taken_back_by_itself(county, tmp_path):
    row = compared(write(tmp_path / "i.xlsx", INSURED, [insured(0)]))
    (case,) = cases(row)
    judge(case, CORRECTED)
    later = compared(write(tmp_path / "j.xlsx", INSURED, [insured(0, 参保单位="绿洲制衣厂")]))
    (other,) = cases(later)
    judge(other, CORRECTED)
    with at("2020-05-23"), pytest.raises(NotPossible, match="又被更正过"):
        case_judging.take_back(clerk(), case.pk, "认错了人")


def test_a_case_is_judged_once_with_a_reason_and_by_its_own_county(county, tmp_path):
    row = compared(write(tmp_path / "i.xlsx", INSURED, [insured(0)]))
    (case,) = cases(row)
    with pytest.raises(ValueError, match="reason"):
        judge(case, CONFIRMED, " ")
    with pytest.raises(OutOfScope):
        case_judging.judge(clerk(HELINGEER), case.pk, CONFIRMED, "核实", keys())
    judge(case, CONFIRMED)
    with pytest.raises(AlreadyJudged):
        judge(case, CORRECTED)


def test_who_should_stand_in_a_roster_and_does_not_is_a_finding(county, tmp_path):
    first = compared(write(tmp_path / "i.xlsx", INSURED, [insured(0), insured(1)]))
    for case in cases(first):
        judge(case, CORRECTED)
    later = compared(write(tmp_path / "k.xlsx", INSURED, [insured(1)]))
    (case,) = cases(later)
    assert (case.match_class, case.proposal) == ("only_ledger", "confirmed")
    judge(case, CORRECTED)
    assert employed() == 1


def test_a_damaged_number_is_found_by_the_rest_and_a_stranger_is_nobody(county, tmp_path):
    masked = id_no(4)[:6] + "********" + id_no(4)[14:]
    rows = [
        insured(1, "包乌云琪琪格", masked, 性别="女"),
        insured(2, "李建军", "", 性别="女", 联系电话=None),
        ["孙不识", id_no(777, "19700101"), "男", None, None, None, None],
    ]
    row = compared(write(tmp_path / "i.xlsx", INSURED, rows))
    found = {pair.row_no: pair for pair in Pair.objects.filter(comparison=row)}
    assert 4 not in found
    assert all(case.match_class in ("differs", "doubtful") for case in cases(row))


def test_the_same_person_twice_is_merged_and_split_again(county, tmp_path):
    # The same head of the same home once more, under a number that was typed wrongly and still fits.
    again = mover(40, 户编号="h2")
    take_in(write(tmp_path / "again.xlsx", ROSTER, [again]), "2020-04-30")
    assert people_of_may() == 7
    with at(TODAY):
        asked = Asked(QINGSHUIHE, dt.date(2020, 5, 15), "employment")
        row, _ = comparing.receive(clerk(), asked, keys())
        assert work_once(keys())
    (case,) = cases(row)
    assert (case.match_class, case.other_id is None) == ("twice", False)
    judge(case, CORRECTED, "入户核实，是同一人")
    assert people_of_may() == 6
    with at("2020-05-22"):
        case_judging.take_back(clerk(), case.pk, "是两个人")
    assert people_of_may() == 7


def people_of_may() -> int | None:
    return figures("1", "2020-05")["清水河县"]["people"]


def test_a_borrowed_number_is_the_household_members_case(county, tmp_path):
    pair = [mover(50, "郝福生", 户编号="h9"), mover(52, "郝小云", 户编号="h9", 与户主关系="之女")]
    take_in(write(tmp_path / "two.xlsx", ROSTER, pair), "2020-04-30")
    row = compared(write(tmp_path / "i.xlsx", INSURED, [insured(0, "郝小云", id_no(50))]))
    (found,) = Pair.objects.filter(comparison=row)
    assert (found.rule, found.match_class) == ("borrowed number", "有差异")
    (case,) = cases(row)
    with at(TODAY):
        view = case_pages.case(clerk(), case.pk, keys())
    assert view.line.name == "郝小云"
    assert {one.field: one.word for one in view.verdicts}["name"] == "相同"


def test_what_others_got_wrong_goes_back_to_them_as_a_ticket(county, tmp_path):
    row = compared(write(tmp_path / "i.xlsx", INSURED, [insured(0), insured(1)]))
    one, other = cases(row)
    judge(one, CONFIRMED, "本人未在该单位工作")
    judge(other, CORRECTED)
    with at(TODAY):
        many = compare_files.ticket(clerk(), row.pk, keys(), tmp_path / "ticket.xlsx")
    lines = list(
        openpyxl.load_workbook(tmp_path / "ticket.xlsx").active.iter_rows(values_only=True)
    )
    assert many == 1
    assert lines[1][:2] == ("Sheet1", 2)
    assert "青山食品厂" in lines[1][5]
    assert lines[1][7] == "本人未在该单位工作"


def test_rows_that_fit_nobody_can_be_taken_home(county, tmp_path):
    stranger = ["孙不识", id_no(777, "19700101"), "男", None, "某厂", "2020-01-01", "北京市"]
    row = compared(write(tmp_path / "i.xlsx", INSURED, [insured(0), stranger]))
    with at(TODAY):
        many = compare_files.only_in_roster(clerk(), row.pk, keys(), tmp_path / "only.xlsx")
    lines = list(openpyxl.load_workbook(tmp_path / "only.xlsx").active.iter_rows(values_only=True))
    assert (many, lines[1][:3]) == (1, ("Sheet1", 3, "孙不识"))


def test_when_its_retention_ends_a_roster_is_cleared_and_judgements_stay(
    county, tmp_path, settings
):
    row = compared(
        write(tmp_path / "i.xlsx", INSURED, [insured(0), insured(1)]),
        retain_until=dt.date(2020, 6, 1),
    )
    one, other = cases(row)
    judge(one, CORRECTED)
    with at("2020-06-01"):
        assert compare_files.clear_expired(clerk()) == 0
    with at("2020-06-02"):
        assert compare_files.clear_expired(clerk()) == 1
        assert compare_files.clear_expired(clerk()) == 0
        view = case_pages.case(clerk(), one.pk, keys())
        with pytest.raises(NotPossible, match="保存期"):
            case_judging.judge(clerk(), other.pk, CORRECTED, "核实", keys())
    assert view.is_cleared
    assert [told[0] for told in view.judgements] == ["名册属实，更正台账"]
    assert not (Path(settings.UPLOADS) / f"{row.digest}.sealed").exists()
    assert not Pair.objects.filter(comparison=row).exists()


def test_data_for_one_purpose_is_not_open_to_a_department_of_another(county, tmp_path):
    row = compared(write(tmp_path / "i.xlsx", INSURED, [insured(0)]), purpose="subsidy")
    poverty = replace(clerk(), department=Department.POVERTY)
    with at(TODAY):
        assert case_pages.comparisons(poverty) == []
        with pytest.raises(OutOfScope):
            case_pages.comparison(poverty, row.pk)
        assert case_pages.queue(poverty, Wanted(), keys()) == []
        assert len(case_pages.queue(clerk(), Wanted(), keys())) == 1


@pytest.mark.parametrize(
    ("said", "missing"),
    [({"purpose": "other"}, "purpose"), ({"kind": "list"}, "kind"), ({"supplier": " "}, "ground"), ({"legal_basis": ""}, "ground")],
)  # fmt: skip
def test_kind_purpose_supplier_and_ground_must_be_told(county, tmp_path, said, missing):
    path = write(tmp_path / "i.xlsx", INSURED, [insured(0)])
    with pytest.raises(ValueError, match=missing):
        compared(path, **said)


def test_many_are_decided_at_once_only_where_that_is_safe(county, tmp_path):
    row = compared(write(tmp_path / "i.xlsx", INSURED, [insured(0), insured(1), insured(2)]))
    first, *rest = cases(row)
    Case.objects.filter(pk=first.pk).update(match_class=MatchClass.DOUBTFUL.value)
    with at("2020-05-21"):
        marked = [case.pk for case in (first, *rest)]
        assert case_judging.judge_many(clerk(), marked, CORRECTED, "核对参保", keys()) == (2, 1)
    assert employed() == 2


def test_a_broken_off_comparison_starts_again_and_finds_the_same(county, tmp_path, monkeypatch):
    path = write(tmp_path / "i.xlsx", INSURED, [insured(0), insured(1)])
    asked = Asked(
        QINGSHUIHE, dt.date(2020, 5, 15), "employment", path, "i.xlsx", "insurance", "社保", "文"
    )
    with at(TODAY):
        row, _ = comparing.receive(clerk(), asked, keys())
        monkeypatch.setattr("leye.trips.comparisons.comparing.holds", lambda *_: 1 / 0)
        assert work_once(keys())
        assert case_pages.queue(clerk(), Wanted(), keys()) == []
    monkeypatch.undo()
    with at(TODAY, 10):
        assert work_once(keys())
    row.refresh_from_db()
    assert (row.state, len(cases(row))) == ("done", 2)


def test_who_works_in_another_county_is_that_countys_case_and_seen_by_both(county, tmp_path):
    first = compared(write(tmp_path / "i.xlsx", INSURED, [insured(0, 工作地点="和林格尔县")]))
    judge(*cases(first), CORRECTED)
    later = compared(write(tmp_path / "j.xlsx", INSURED, [insured(0, 参保单位="绿洲制衣厂")]))
    (case,) = cases(later)
    assert case.county == HELINGEER
    with at("2020-05-23"):
        view = case_pages.case(clerk(), case.pk, keys())
        assert not view.can_judge
        assert case_judging.judge_many(clerk(), [case.pk], CONFIRMED, "核实", keys()) == (0, 1)
        with pytest.raises(OutOfScope):
            case_judging.judge(clerk(), case.pk, CONFIRMED, "核实", keys())
        case_judging.judge(clerk(HELINGEER), case.pk, CONFIRMED, "核实", keys())
        assert case_pages.case(clerk(), case.pk, keys()).line.outcome == "台账属实，退回名册更正"


def test_a_number_of_somebody_else_is_given_to_nobody_even_by_a_believed_source(county, tmp_path):
    pair = [mover(50, "郝福生", 户编号="h9"), mover(52, "郝小云", 户编号="h9", 与户主关系="之女")]
    take_in(write(tmp_path / "two.xlsx", ROSTER, pair), "2020-04-30")
    row = compared(
        write(tmp_path / "r.xlsx", ("姓名", "公民身份证号"), [["郝小云", id_no(50)]]), "residents"
    )
    (case,) = cases(row)
    assert (case.match_class, case.proposal) == ("differs", "confirmed")
    with pytest.raises(NotPossible, match="另一个人"):
        judge(case, CORRECTED)
    case.refresh_from_db()
    assert case.is_open


def test_a_comparison_counts_as_the_same_only_what_makes_no_case(county, tmp_path):
    row = compared(write(tmp_path / "i.xlsx", INSURED, [insured(0), insured(1)]))
    assert json.loads(row.notes)["pairs"] == {"一致": 0, "有差异": 2, "疑似": 0}


def test_a_fact_tells_in_words_that_it_came_from_a_comparison(county, tmp_path):
    row = compared(write(tmp_path / "i.xlsx", INSURED, [insured(0)]))
    (case,) = cases(row)
    judge(case, CORRECTED)
    with at("2020-05-22"):
        page = timelines.person(clerk(), case.person_id, keys())
    assert [x.source for x in page.facts if x.what == "就业"] == [f"比对{row.pk} 第2行"]


def test_the_start_page_counts_the_cases_that_wait_for_the_own_county(county, tmp_path):
    compared(write(tmp_path / "i.xlsx", INSURED, [insured(0), insured(1)]))
    with at(TODAY):
        assert overview(clerk()).cases == 2
        assert overview(clerk(HELINGEER)).cases == 0
