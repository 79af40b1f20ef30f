"""人岗对接, from people who want work and vacancies to three each, the reason why not, and what became of it."""

import datetime as dt
import json

import pytest

from leye.apps.audit.selectors import verify
from leye.apps.matching.actions import NotPossible
from leye.apps.matching.models import Proposal, ProposalStep, Run, Shortfall
from leye.apps.people.models import EmploymentFact
from leye.apps.vacancies.actions import NoOpeningLeft
from leye.apps.vacancies.models import Vacancy
from leye.core.scope import OutOfScope, Role
from leye.core.vacancies.vocabulary import Step
from leye.trips.journeys import going_out
from leye.trips.matching import matching_live, matching_pages, matching_run
from leye.trips.matching.matching_run import Supposed
from leye.trips.vacancies import proposals, vacancy_keeping
from leye.trips.working import work_once
from tests.integration.vacancies import TODAY, answers, bring, offer, willing_county
from tests.made import (
    HELINGEER,
    LEAGUE,
    QINGSHUIHE,
    REGION,
    ROSTER,
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
TITLES = ("餐厅服务员", "保洁员", "缝纫工", "保安员", "护林员")


def matched(unit=QINGSHUIHE, supposed=None, day=TODAY) -> Run:
    """Ask for a run and let the worker do it."""
    with at(day, 10):
        row, is_new = matching_run.ask(clerk(unit), unit, supposed)
        assert is_new
        while work_once(keys()):
            pass
    row.refresh_from_db()
    return row


def follow(day=TODAY) -> None:
    with at(day, 12):
        while matching_live.follow():
            pass


def standing(person=None):
    rows = Proposal.objects.filter(is_standing=True)
    return rows.filter(person_id=person) if person else rows


def each():
    """How many stand for each person."""
    found: dict[int, int] = {}
    for person in standing().values_list("person_id", flat=True):
        found[person] = found.get(person, 0) + 1
    return found


@pytest.fixture
def county(tmp_path):
    """Four people who want work, five vacancies of two openings each in their county."""
    willing_county(tmp_path, 4)
    bring(tmp_path / "v.xlsx", [offer(title) for title in TITLES])


def test_everybody_willing_gets_three_that_suit_with_reasons(county):
    run = matched()
    told = json.loads(run.told)
    assert (run.state, told["people"], told["served"], told["short"]) == ("done", 4, 4, 0)
    assert set(each().values()) == {3}
    assert all("在本旗县" in one.reasons and "3000元" in one.reasons for one in standing())
    assert verify().holds


def test_who_falls_short_is_told_why_and_what_would_help(county, tmp_path):
    answers(tmp_path, range(1), "2020-05-20", 就业意愿="有", 就业意向地="省外")
    run = matched()
    short = Shortfall.objects.get(run=run)
    assert (short.rule, short.has, short.opens) == ("area", 0, 5)
    with at(TODAY):
        view = matching_pages.run(clerk(), run.pk)
        line = matching_pages.shortfalls(clerk(), run.pk, keys())[0]
    assert [(code, many) for code, _, many, _ in view.rules] == [("area", 1)]
    assert line.person.name == "王英一"
    assert "放宽" in line.remedy


def test_a_person_without_a_survey_is_not_matched_and_not_counted(tmp_path):
    willing_county(tmp_path, 2)
    take_in(write(tmp_path / "more.xlsx", ROSTER, [mover(90, "赵玉兰")]), "2020-05-20")
    bring(tmp_path / "v.xlsx", [offer(title) for title in TITLES])
    assert json.loads(matched().told)["people"] == 2


def test_without_vacancies_everybody_falls_short_and_without_people_nobody(tmp_path):
    willing_county(tmp_path, 2)
    told = json.loads(matched().told)
    assert (told["served"], told["short"], told["slots_missing"]) == (0, 2, 6)
    told = json.loads(matched(HELINGEER).told)
    assert (told["people"], told["short"]) == (0, 0)


def test_public_posts_are_for_the_poor_whom_the_market_cannot_serve(tmp_path):
    willing_county(tmp_path, 2)
    bring(
        tmp_path / "v.xlsx",
        [offer("护林员", 岗位性质="公益性岗位"), offer("保洁员", 工作地点="北京市朝阳区")],
    )
    run = matched()
    assert set(Shortfall.objects.filter(run=run).values_list("for_public_post", flat=True)) == {
        True
    }
    posts = standing().filter(vacancy__post="public_post")
    assert posts.count() == 2
    assert all(one.reasons.startswith("公益性岗位托底") for one in posts)


def test_what_if_puts_nothing_forward_and_says_who_would_be_served(tmp_path):
    willing_county(tmp_path, 2)
    bring(tmp_path / "v.xlsx", [offer(title) for title in TITLES[:2]])
    before = matched()
    assert json.loads(before.told)["served"] == 0
    supposed = matched(supposed=Supposed(QINGSHUIHE, 40, 3500))
    assert json.loads(supposed.told)["served"] == 2
    assert set(each().values()) == {2}
    with at(TODAY):
        assert "如果清水河县来了40个名额" in matching_pages.run(clerk(), supposed.pk).supposed


def test_a_run_killed_in_the_middle_publishes_nothing_and_is_done_again(county, monkeypatch):
    matched()
    before = set(standing().values_list("pk", flat=True))
    real = matching_run.actions.finish
    with monkeypatch.context() as broken:
        broken.setattr(matching_run.actions, "finish", lambda **_: 1 / 0)
        with at(TODAY, 11):
            row, _ = matching_run.ask(clerk(), QINGSHUIHE)
            work_once(keys())
    row.refresh_from_db()
    assert row.state == "matching"
    assert set(standing().values_list("pk", flat=True)) == before
    assert Proposal.objects.filter(run=row).count() == 12  # written, seen by nobody
    assert matching_run.actions.finish is real
    with at(TODAY, 14):
        while work_once(keys()):
            pass
    row.refresh_from_db()
    assert row.state == "done"
    assert set(each().values()) == {3}
    assert standing().count() == 12


def test_the_same_run_is_not_asked_for_twice_and_not_beside_the_own_unit(county):
    with at(TODAY):
        _, first = matching_run.ask(clerk(), QINGSHUIHE)
        _, second = matching_run.ask(clerk(), QINGSHUIHE)
        assert (first, second) == (True, False)
        with pytest.raises(OutOfScope):
            matching_run.ask(clerk(), HELINGEER)
        with pytest.raises(OutOfScope):
            matching_run.ask(clerk(role=Role.READER), QINGSHUIHE)


def test_a_run_of_the_region_takes_the_place_of_what_stood(county):
    matched()
    matched(REGION)
    assert standing().count() == 12
    assert set(standing().values_list("run__unit", flat=True)) == {REGION}


def test_a_new_vacancy_finds_its_people(tmp_path):
    willing_county(tmp_path, 2)
    bring(tmp_path / "v.xlsx", [offer(title) for title in TITLES[:2]])
    matched()
    assert set(each().values()) == {2}
    bring(tmp_path / "more.xlsx", [offer("电焊工", 工作地点="呼和浩特市赛罕区")], hour=11)
    follow()
    assert set(each().values()) == {3}
    assert set(standing().filter(run=None).values_list("vacancy__title", flat=True)) == {"电焊工"}
    follow()
    assert standing().count() == 6


def test_a_closed_vacancy_finds_those_who_fell_below_three(county):
    matched()
    vacancy = standing().first().vacancy_id
    with at(TODAY, 11):
        vacancy_keeping.close(clerk(), vacancy)
    follow()
    assert not standing().filter(vacancy_id=vacancy).exists()
    assert set(each().values()) == {3}


def test_a_changed_wish_finds_other_vacancies_and_no_wish_ends_them(county, tmp_path):
    bring(tmp_path / "away.xlsx", [offer(f"普工{n}", 工作地点="北京市朝阳区") for n in "甲乙丙"])
    matched()
    answers(tmp_path, range(1), "2020-06-02", 就业意愿="有", 就业意向地="省外")
    answers(tmp_path, range(1, 2), "2020-06-02", 就业意愿="无")
    follow("2020-06-04")
    first, second = sorted(Proposal.objects.values_list("person_id", flat=True).distinct())[:2]
    assert set(standing(first).values_list("vacancy__place", flat=True)) == {"110105"}
    assert standing(first).count() == 3
    assert standing(second).count() == 0


def test_what_became_of_a_vacancy_is_noted_and_being_taken_on_makes_a_spell_of_work(county):
    matched()
    one = standing().order_by("pk").first()
    with at("2020-06-05"):
        note(one, Step.SHOWN, "2020-06-01")
        note(one, Step.INTERESTED, "2020-06-02")
        note(one, Step.INTERVIEW, "2020-06-03")
        note(one, Step.HIRED, "2020-06-05")
        note(one, Step.HIRED, "2020-06-05")  # twice is once
    fact = EmploymentFact.objects.get(person_id=one.person_id)
    assert (fact.employer, fact.job_place, fact.job_kind) == (
        "清水河县惠民餐饮有限公司",
        QINGSHUIHE,
        "unit",
    )
    assert (fact.valid_from, fact.entry.source_ref) == (dt.date(2020, 6, 5), f"proposal:{one.pk}")
    assert Vacancy.objects.get(pk=one.vacancy_id).filled == 1
    assert figures("1", "2020-06")["清水河县"]["employed"] == 1
    assert ProposalStep.objects.filter(proposal=one).count() == 4
    assert verify().holds


def note(one, step, on, why=""):
    proposals.note(clerk(), one.pk, step, dt.date.fromisoformat(on), why)


def test_staying_is_asked_after_one_three_and_six_months_and_leaving_ends_the_spell(county):
    matched()
    one = standing().order_by("pk").first()
    with at("2020-06-02"):
        note(one, Step.HIRED, "2020-06-02")
        assert proposals.follow_ups(clerk(), keys()) == []
    with at("2020-07-02"):
        assert [line.id for line in proposals.follow_ups(clerk(), keys())] == [one.pk]
        with pytest.raises(NotPossible, match="才满3个月"):
            note(one, Step.STAYED_3, "2020-07-02")
        note(one, Step.STAYED_1, "2020-07-02")
        assert proposals.follow_ups(clerk(), keys()) == []
    with at("2020-09-10"):
        note(one, Step.LEFT, "2020-09-01")
    assert figures("1", "2020-08")["清水河县"]["employed"] == 1
    assert figures("1", "2020-09")["清水河县"]["employed"] == 0


def test_what_somebody_did_not_want_is_not_put_forward_again(county):
    matched()
    one = standing().order_by("pk").first()
    with at(TODAY):
        with pytest.raises(NotPossible, match="原因"):
            note(one, Step.REFUSED, TODAY)
        note(one, Step.REFUSED, TODAY, "far")
    matched(day="2020-06-02")
    again = standing(one.person_id).exclude(step="refused")
    assert one.vacancy_id not in set(again.values_list("vacancy_id", flat=True))
    assert again.count() == 3


def test_steps_that_contradict_one_another_are_refused(county):
    matched()
    one = standing().order_by("pk").first()
    with at(TODAY):
        with pytest.raises(NotPossible, match="不能改记"):
            note(one, Step.STAYED_1, TODAY)
        with pytest.raises(NotPossible, match="还没有到"):
            note(one, Step.SHOWN, "2020-06-09")
        with pytest.raises(OutOfScope):
            proposals.note(clerk(HELINGEER), one.pk, Step.SHOWN, dt.date(2020, 6, 1))


def test_nobody_is_taken_on_where_no_opening_is_left(county):
    matched()
    vacancy = standing().first().vacancy_id
    lines = list(standing().filter(vacancy_id=vacancy))
    Vacancy.objects.filter(pk=vacancy).update(wanted=1)
    with at(TODAY):
        note(lines[0], Step.HIRED, TODAY)
        with pytest.raises(NoOpeningLeft):
            note(lines[1], Step.HIRED, TODAY)
    assert EmploymentFact.objects.count() == 1


def test_nobody_under_sixteen_is_put_forward_or_taken_on(tmp_path):
    willing_county(tmp_path, 1)
    young = mover(80, "王小明", 身份证号码=id_no(80, "20050101"))
    take_in(write(tmp_path / "young.xlsx", ROSTER, [young]), "2020-05-10")
    bring(tmp_path / "v.xlsx", [offer(title) for title in TITLES])
    assert json.loads(matched().told)["people"] == 1


def test_why_a_vacancy_is_not_put_forward_is_said_in_words(county, tmp_path):
    bring(tmp_path / "away.xlsx", [offer("普工", 工作地点="北京市朝阳区", 年龄要求="40-60")])
    answers(tmp_path, range(1), "2020-05-20", 就业意愿="有", 就业意向地="县内")
    matched()
    person = Proposal.objects.order_by("person_id").first().person_id
    away, near = Vacancy.objects.get(title="普工").pk, Vacancy.objects.get(title="保洁员").pk
    with at(TODAY):
        assert proposals.why_not(clerk(), person, away) == ("年龄不合要求", "不在期望的地方")
        assert "符合要求" in proposals.why_not(clerk(), person, near)[0]
        with pytest.raises(OutOfScope):
            proposals.why_not(clerk(HELINGEER), person, near)


def test_the_board_counts_groups_and_the_going_out_list_stands_beside_vacancies_away(
    county, tmp_path
):
    bring(tmp_path / "away.xlsx", [offer("普工", 工作地点="北京市朝阳区")])
    answers(tmp_path, range(2), "2020-05-20", 就业意愿="有", 就业意向地="省外")
    matched()
    with at(TODAY):
        board = matching_pages.standing(clerk())
        going = going_out.listed(clerk(), keys())
    assert (board.people, board.served, board.short) == (4, 2, 2)
    assert {group.label: group.people for group in board.groups}["建档立卡"] == 4
    assert (going.many, [one.has for one in going.people]) == (2, [1, 1])
    assert [view.title for view in going.vacancies] == ["普工"]


def test_a_vacancy_closed_in_the_middle_of_a_run_is_taken_back_afterwards(county, monkeypatch):
    real = matching_run.share
    closed = []

    def share(instance):
        vacancy = Vacancy.objects.order_by("pk").first()
        vacancy_keeping.close(clerk(), vacancy.pk)
        closed.append(vacancy.pk)
        return real(instance)

    monkeypatch.setattr(matching_run, "share", share)
    matched()
    follow()
    assert not standing().filter(vacancy_id=closed[0]).exists()
    assert set(each().values()) == {3}


def test_a_league_sees_its_counties_and_a_county_only_its_own(county):
    matched(LEAGUE)
    with at(TODAY):
        assert matching_pages.standing(clerk(LEAGUE)).people == 4
        assert matching_pages.standing(clerk(HELINGEER)).people == 0
        run = Run.objects.get()
        assert [one[0] for one in matching_pages.run(clerk(), run.pk).counties] == [QINGSHUIHE]
        assert matching_pages.run(clerk(HELINGEER), run.pk).counties == ()
        with pytest.raises(OutOfScope):
            matching_pages.run(clerk("150200"), run.pk)


def test_following_comes_to_an_end_when_the_clock_was_set_back(tmp_path):
    """K14: a vacancy that was changed later than now is looked at once, not for ever."""
    willing_county(tmp_path, 2)
    bring(tmp_path / "v.xlsx", [offer(title) for title in TITLES[:2]])
    matched()
    bring(tmp_path / "more.xlsx", [offer("电焊工", 工作地点="呼和浩特市赛罕区")], hour=20)
    with at(TODAY, 12):
        assert matching_live.follow() == 2  # the vacancy, and what it was looked at for
        assert matching_live.follow() == 0
    assert set(each().values()) == {3}
