"""培训: offered to everyone who wants it, brought within a month, never more in a class than seats, ended with a result."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError, transaction
from openpyxl import load_workbook

from leye.apps import loading
from leye.apps.audit.models import AuditEvent
from leye.apps.people.models import Person
from leye.apps.training import actions
from leye.apps.training.actions import NewCourse, NoSeatLeft, NotPossible
from leye.apps.training.models import Attendance, Course, Enrolment, Offer
from leye.core.periods import SHANGHAI
from leye.core.scope import OutOfScope, Role
from leye.core.training.vocabulary import CourseState, EnrolmentState, Mode, Presence
from leye.trips.outreach import promising
from leye.trips.training import learning, training, training_files, training_pages
from tests.integration.vacancies import TODAY
from tests.made import (
    HELINGEER,
    LEAGUE,
    QINGSHUIHE,
    ROSTER,
    a_county,
    at,
    clerk,
    id_no,
    keys,
    mover,
    take_in,
    write,
)

pytestmark = pytest.mark.django_db
NAMES = {11: "王英一", 13: "王英二", 15: "王英三"}
WISHES = ("姓名", "身份证号码", "劳动技能", "培训意愿", "意向培训工种")


@pytest.fixture
def wanting(tmp_path):
    """Three people; two want training since 31 May, one of them as an electrician."""
    a_county()
    rows = [mover(n, name) for n, name in NAMES.items()]
    take_in(write(tmp_path / "r.xlsx", ROSTER, rows), "2020-05-30")
    said = [
        [NAMES[n], id_no(n), "普通劳动力", wants, trade]
        for n, wants, trade in ((11, "有", "电工"), (13, "有", ""), (15, "无", ""))
    ]
    take_in(write(tmp_path / "w.xlsx", WISHES, said), "2020-05-31")
    return list(Person.objects.order_by("pk").values_list("pk", flat=True))


def course(scope=None, **said):
    values = {
        "title": "低压电工班", "trade": "电工", "mode": Mode.IN_CLASS, "hours": 40, "provider": "清水河县职业技术学校",
        "place": "县城", "starts_on": dt.date(2020, 6, 8), "ends_on": dt.date(2020, 6, 12), "seats": 2,
    }  # fmt: skip
    with at(TODAY):
        return training.open_course(scope or clerk(), NewCourse(**{**values, **said}))[0]


def stands(on):
    with at("2020-12-01"):
        found = promising.stands(clerk(), dt.date.fromisoformat(on), promising.TRAINING)
    return sorted(one.clock.state.value for one in found.values())


def test_everyone_who_wants_training_is_offered_a_course_and_nobody_else(wanting):
    course()
    with at(TODAY):
        assert training.match(clerk()) == 2
        assert training.match(clerk()) == 0  # asked twice, offered once
    told = {row.person_id: row.reasons for row in Offer.objects.all()}
    assert told.keys() == set(wanting[:2])
    assert told[wanting[0]].startswith("想学电工")


def test_the_promise_of_a_month_is_kept_by_what_was_brought_and_broken_the_day_after(wanting):
    """The month is a calendar month: who wanted it on 31 May is due on 30 June."""
    which = course()
    with at(TODAY):
        training.match(clerk())
    assert stands("2020-06-30") == ["running", "running"]  # offered is not yet brought
    first = Offer.objects.order_by("pk").first()
    with at("2020-06-20"):
        assert training.inform(clerk(), [first.pk], dt.date(2020, 6, 20)) == 1
        assert training.inform(clerk(), [first.pk], dt.date(2020, 6, 20)) == 0
        with pytest.raises(NotPossible, match="还没有到"):
            training.inform(clerk(), [first.pk], dt.date(2020, 6, 21))
        assert training.inform(clerk(HELINGEER), [first.pk + 1], dt.date(2020, 6, 20)) == 0
    assert stands("2020-06-19") == ["running", "running"]
    assert stands("2020-06-30") == ["kept", "running"]
    assert stands("2020-07-01") == ["broken", "kept"]
    assert training_pages.course(clerk(), which).left == 2  # an offer takes no seat


def test_a_course_with_no_seats_left_takes_nobody_and_says_so(wanting):
    which = course(seats=1)
    with at("2020-06-02"):
        training.enrol(clerk(), which, wanting[0], dt.date(2020, 6, 2))
        training.enrol(clerk(), which, wanting[0], dt.date(2020, 6, 2))  # twice is once
        with pytest.raises(NoSeatLeft, match="1 个名额已经报满。现在没有别的班还有名额"):
            training.enrol(clerk(), which, wanting[1], dt.date(2020, 6, 2))
        assert training.match(clerk()) == 0  # what is full is offered to nobody
        seat = Enrolment.objects.get()
        training.end(clerk(), seat.pk, EnrolmentState.LEFT, dt.date(2020, 6, 2))
        training.enrol(clerk(), which, wanting[1], dt.date(2020, 6, 2))
        other = course(title="焊工班", trade="焊工")
        with pytest.raises(NoSeatLeft, match="还有名额的班：焊工班（2020-06-08 开班，还有2个）"):
            training.enrol(clerk(), which, wanting[2], dt.date(2020, 6, 2))
        with pytest.raises(NotPossible, match="已经有 1 人报名"):
            training.change_seats(clerk(), which, 0)
        training.change_seats(clerk(), which, 2)
        training.enrol(clerk(), which, wanting[2], dt.date(2020, 6, 2))
        with pytest.raises(OutOfScope):
            training.change_seats(clerk(HELINGEER), other, 9)
        training.end_course(clerk(), other, CourseState.CANCELLED)
        with pytest.raises(NoSeatLeft, match="已取消，不再报名"):
            training.enrol(clerk(), other, wanting[2], dt.date(2020, 6, 2))
    assert Course.objects.get(pk=which).taken == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        Course.objects.update(taken=9)


def test_a_class_is_attended_and_ended_with_a_certificate_once(wanting):
    which = course()
    with at("2020-06-02"):
        one, two = (training.enrol(clerk(), which, p, dt.date(2020, 6, 2)) for p in wanting[:2])
    with at("2020-06-09"):
        told = {one: Presence.PRESENT, two: Presence.ABSENT}
        assert training.attend(clerk(), which, told, dt.date(2020, 6, 9)) == 2
        assert training.attend(clerk(), which, told, dt.date(2020, 6, 9)) == 0
        training.attend(clerk(), which, {two: Presence.LATE}, dt.date(2020, 6, 9))  # corrected
        with pytest.raises(NotPossible, match="不是开班的日子"):
            training.attend(clerk(), which, told, dt.date(2020, 6, 7))
    with at("2020-06-13"):
        on = dt.date(2020, 6, 12)
        training.end(clerk(), one, EnrolmentState.COMPLETED, on, 88, "DG-001")
        training.end(clerk(), one, EnrolmentState.COMPLETED, on, 88, "DG-001")
        with pytest.raises(NotPossible, match="不能改记"):
            training.end(clerk(), one, EnrolmentState.FAILED, on)
        with pytest.raises(NotPossible, match="证书编号"):
            training.end(clerk(), two, EnrolmentState.COMPLETED, on, 60, "DG-001")
        seats = training_pages.seated(clerk(), which, keys())
        assert [(s.present, s.absent, s.certificate) for s in seats] == [(1, 0, "DG-001"), (1, 0, "")]  # fmt: skip


def test_the_class_roster_has_what_a_subsidy_asks_for_and_taking_it_is_told(wanting, tmp_path):
    which = course()
    with at("2020-06-02"):
        training.enrol(clerk(), which, wanting[0], dt.date(2020, 6, 2))
        path = tmp_path / "roster.xlsx"
        path.write_bytes(training_files.roster(clerk(), which, keys()))
        with pytest.raises(OutOfScope):
            training_files.roster(clerk(role=Role.READER), which, keys())
    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    assert rows[0][:5] == ("序号", "姓名", "性别", "身份证号码", "联系电话")
    assert rows[1][3] == id_no(11)
    assert AuditEvent.objects.filter(action="training.roster").count() == 1


def statement(key, learner, verb="passed", activity="urn:course:dg"):
    return {
        "id": key, "actor": {"account": {"name": learner}}, "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"},
        "object": {"id": activity}, "timestamp": "2020-06-10T08:00:00Z", "result": {"score": {"scaled": 0.9}},
    }  # fmt: skip


def test_completions_of_another_platform_count_once_and_the_rest_is_told_by_number(wanting):
    which = course(activity="urn:course:dg")
    with at("2020-06-02"):
        one, two = (training.enrol(clerk(), which, p, dt.date(2020, 6, 2)) for p in wanting[:2])
    told = [
        statement("a", f"leye-{one}"), statement("b", id_no(13), "failed"), statement("c", "nobody"),
        statement("d", "x", "launched"), statement("e", f"leye-{one}", activity="urn:other"),
    ]  # fmt: skip
    with at("2020-06-11"):
        found = training_files.bring(clerk(), json.dumps({"statements": told}), keys())
        assert (found.read, found.taken, found.known, found.other) == (5, 2, 0, 1)
        assert [problem[:4] for problem in found.problems] == ["第3条：", "第5条："]
        again = training_files.bring(clerk(), "\n".join(json.dumps(s) for s in told), keys())
        assert (again.taken, again.known) == (0, 2)
        with pytest.raises(NotPossible, match="JSON"):
            training_files.bring(clerk(), "姓名,成绩", keys())
    states = dict(Enrolment.objects.values_list("pk", "state"))
    assert states == {one: "completed", two: "failed"}
    assert Enrolment.objects.get(pk=one).points == 90


def test_a_shelf_is_learnt_lesson_by_lesson_and_the_answers_are_checked_here(wanting):
    which = course(mode=Mode.ONLINE)
    asked = "停电检修前先做什么\n*验电\n直接动手\n\n触电先做什么\n用手拉开\n*切断电源"
    with at("2020-06-02"):
        first = learning.add_lesson(clerk(), which, "安全用电", "先停电、再验电。", "", asked)
        second = learning.add_lesson(clerk(), which, "接线", "", "jiexian.mp4", "")
        with pytest.raises(NotPossible, match="以\\*开头"):
            learning.add_lesson(clerk(), which, "坏题", "文", "", "问\n甲\n乙")
        seat = training.enrol(clerk(), which, wanting[0], dt.date(2020, 6, 2))
        own = learning.learner(QINGSHUIHE, wanting[0])
        page = learning.lesson(own, wanting[0], seat, first)
        keys_of_questions = [one.id for one in page.questions]
        wrong = learning.answer(own, wanting[0], seat, first, dict.fromkeys(keys_of_questions, 0))
        assert wrong == (keys_of_questions[1],)
        assert learning.answer(own, wanting[0], seat, first, dict(zip(keys_of_questions, (0, 1), strict=True))) == ()  # fmt: skip
        assert learning.answer(own, wanting[0], seat, second, {}) == ()
        shelf = learning.shelves(own, wanting[0])[0]
        assert (shelf.done, shelf.many, shelf.state) == (2, 2, "合格结业")
        with pytest.raises(OutOfScope):
            learning.answer(own, wanting[1], seat, first, {})


def test_another_county_sees_nothing_and_a_league_s_course_is_open_to_its_counties(wanting):
    own, league = course(), course(clerk(LEAGUE), title="市级电工班")
    with at("2020-06-02"):
        assert [one.title for one in training_pages.courses(clerk(HELINGEER))] == ["市级电工班"]
        with pytest.raises(OutOfScope):
            training_pages.course(clerk(HELINGEER), own)
        with pytest.raises(OutOfScope):
            training.end_course(clerk(), league, CourseState.CLOSED)
        with pytest.raises(OutOfScope):
            training.enrol(clerk(HELINGEER), league, wanting[0], dt.date(2020, 6, 2))
        training.enrol(clerk(), league, wanting[0], dt.date(2020, 6, 2))
        assert training_pages.seated(clerk(HELINGEER), league, keys()) == []


def test_what_is_no_course_is_refused_with_words_and_the_same_course_is_opened_once(wanting):
    assert course() == course()
    with pytest.raises(NotPossible, match="早于开班日期"):
        course(title="倒着开", ends_on=dt.date(2020, 6, 1))
    with pytest.raises(NotPossible, match="名额"):
        course(title="没有座", seats=0)


def test_rows_in_bulk_may_have_a_column_that_is_a_word_of_sql(wanting):
    """`on`, as in attendance and desk entries; both in and changed, on either database."""
    which = course()
    with at("2020-06-02"):
        seat = training.enrol(clerk(), which, wanting[0], dt.date(2020, 6, 2))
    row = {"enrolment_id": seat, "on": dt.date(2020, 6, 9), "presence": "late", "noted_by": "a"}
    assert loading.insert(Attendance, [row]) == 1
    kept = Attendance.objects.get()
    loading.update(Attendance, ["on", "presence"], [(dt.date(2020, 6, 10), "present", kept.pk)])
    kept.refresh_from_db()
    assert (kept.on, kept.presence) == (dt.date(2020, 6, 10), "present")


def test_a_word_of_a_day_before_the_offer_was_made_keeps_no_promise(wanting):
    """A promise is kept by what happened, not by a date that somebody writes on the slip."""
    course(starts_on=dt.date(2020, 8, 1), ends_on=dt.date(2020, 8, 9))
    with at("2020-07-25"):
        training.match(clerk())
        ids = list(Offer.objects.order_by("pk").values_list("pk", flat=True))
        with pytest.raises(NotPossible, match="2020-07-25 才推荐，2020-06-01 还不可能告知本人"):
            training.inform(clerk(), ids, dt.date(2020, 6, 1))
        assert actions.inform(by="test", offer_ids=ids, on=dt.date(2020, 7, 24)) == 0
        assert not Offer.objects.exclude(told_on=None).exists()
        one = Offer.objects.filter(pk=ids[0])
        for hour, day, is_refused in ((0, 24, True), (0, 25, False), (23, 25, False), (23, 24, True)):  # fmt: skip
            made_at = dt.datetime(2020, 7, 25, hour, 30, tzinfo=SHANGHAI)
            said = {"made_at": made_at, "told_on": dt.date(2020, 7, day), "told_by": "somebody"}
            with transaction.atomic():
                if is_refused:  # the database says it, whoever asks
                    with pytest.raises(IntegrityError, match="offer_told_after_it_was_made"):
                        one.update(**said)
                    transaction.set_rollback(True)
                else:
                    assert one.update(**said)
                    one.update(told_on=None, told_by="")
        assert training.inform(clerk(), ids, dt.date(2020, 7, 25)) == len(ids)


def test_a_result_is_corrected_with_a_reason_and_the_seat_goes_the_same_way(wanting):
    which = course(seats=1)
    with at("2020-06-02"):
        one = training.enrol(clerk(), which, wanting[0], dt.date(2020, 6, 2))
    with at("2020-06-13"):
        on = dt.date(2020, 6, 12)
        with pytest.raises(NotPossible, match="还没有结果"):
            training.correct(clerk(), one, EnrolmentState.FAILED, on, why="错了")
        training.end(clerk(), one, EnrolmentState.COMPLETED, on, 88, "DG-001")
        with pytest.raises(NotPossible, match="更正的原因"):
            training.correct(clerk(), one, EnrolmentState.FAILED, on, why=" ")
        with pytest.raises(NotPossible, match="超过100"):
            training.correct(clerk(), one, EnrolmentState.FAILED, on, 101, why="错了")
        training.correct(clerk(), one, EnrolmentState.LEFT, on, why="点错了人")
        assert training_pages.course(clerk(), which).left == 1
        training.correct(clerk(), one, EnrolmentState.LEFT, dt.date(2020, 6, 11), why="日子错了")
        assert training_pages.course(clerk(), which).left == 1
        training.correct(clerk(), one, EnrolmentState.ENROLLED, on, why="没有退学")
    row = Enrolment.objects.get()
    assert (row.state, row.ended_on, row.points, row.certificate) == ("enrolled", None, None, "")
    assert training_pages.course(clerk(), which).left == 0


def test_a_result_before_the_last_day_of_the_course_asks_for_a_word(wanting):
    which = course()
    with at("2020-06-10"):
        one = training.enrol(clerk(), which, wanting[0], dt.date(2020, 6, 2))
        on = dt.date(2020, 6, 10)
        with pytest.raises(NotPossible, match="课程还没有结束：最后一天是 2020-06-12"):
            training.end(clerk(), one, EnrolmentState.COMPLETED, on)
        training.end(clerk(), one, EnrolmentState.COMPLETED, on, why="提前考完")
        seat = training_pages.seated(clerk(), which, keys())[0]
    assert (seat.is_early, seat.why) == (True, "提前考完")
