"""走访 without a network: once by its key, dated by the right clock, in the ledger with its notice; contradictions wait."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from openpyxl import load_workbook

from leye.apps.audit.models import AuditEvent
from leye.apps.journeys import under_way
from leye.apps.people import selectors as people
from leye.apps.people.models import Entry, Person, WishFact
from leye.apps.places.models import Site
from leye.apps.visits.actions import Judged
from leye.apps.visits.models import Contradiction, Visit
from leye.core.rosters.changes import current
from leye.core.scope import OutOfScope, Role, Scope
from leye.trips import overview
from leye.trips.visits import offline, service_due, visit_cases, visit_sheets, visiting
from leye.trips.visits.visit_cases import Ruling
from tests.integration.journeys import booked, going_county
from tests.integration.vacancies import TODAY, willing_county
from tests.made import (
    HELINGEER,
    LEAGUE,
    QINGSHUIHE,
    ROSTER,
    a_county,
    at,
    clerk,
    keys,
    mover,
    take_in,
    write,
)

pytestmark = pytest.mark.django_db
OTHER = Scope("other-clerk", QINGSHUIHE, Role.CLERK)


@pytest.fixture
def people_there(tmp_path):
    """Three people of working age whom nobody has asked anything."""
    a_county()
    rows = [mover(11, "王英一"), mover(13, "王英二"), mover(15, "王英三")]
    take_in(write(tmp_path / "r.xlsx", ROSTER, rows), "2020-05-31")
    return list(Person.objects.order_by("pk").values_list("pk", flat=True))


def item(
    person, key=None, device="2020-06-01T09:30:00+08:00", offset=None, outcome="done", **answers
):
    return {"uuid": str(key or uuid.uuid4()), "person": person, "form": 1, "outcome": outcome, "device_at": device, "offset": offset, "answers": answers}  # fmt: skip


def bring(*items, scope=None, device_now="2020-06-01T15:00:00+08:00", day=TODAY, hour=15):
    with at(day, hour):
        told = offline.bring(
            scope or clerk(), list(items), dt.datetime.fromisoformat(device_now), keys()
        )
    return [one.state for one in told]


def test_an_answer_becomes_a_fact_of_its_day_by_the_survey_with_the_number_of_the_notice_text(
    people_there,
):
    assert bring(item(people_there[0], wants_work="yes", wants_training="yes", training_trade="电工")) == ["taken"]  # fmt: skip
    wish = WishFact.objects.get(person_id=people_there[0])
    assert (wish.valid_from, wish.wants_work, wish.training_trade) == (dt.date(2020, 6, 1), "yes", "电工")  # fmt: skip
    assert wish.entry.source == "survey"
    assert "告知书1" in wish.entry.reason
    assert Visit.objects.get().notice == 1


def test_the_same_visit_sent_three_times_counts_once(people_there):
    """A phone that lost the answer to its sending sends again."""
    one = item(people_there[0], wants_work="yes")
    assert bring(one, one) == ["taken", "known"]
    assert bring(one) == ["known"]
    assert WishFact.objects.count() == 1
    assert Entry.objects.filter(source="survey").count() == 1


def test_a_phone_whose_clock_is_a_year_wrong_brings_facts_of_the_right_day_and_is_flagged(
    people_there,
):
    states = bring(
        item(people_there[0], device="2021-06-01T09:30:00+08:00", wants_work="yes"),
        device_now="2021-06-01T15:00:00+08:00",
    )
    assert states == ["taken"]
    row = Visit.objects.get()
    assert row.is_clock_off
    assert row.device_at.year == 2021
    assert row.answered_at == dt.datetime(2020, 6, 1, 1, 30, tzinfo=dt.UTC)
    assert WishFact.objects.get().valid_from == dt.date(2020, 6, 1)


def test_an_answer_of_a_month_s_last_evening_that_comes_in_the_next_month_belongs_to_the_month_of_the_visit(
    people_there,
):
    """The clock change of a month's end: the phone was ten minutes ahead and showed the first already."""
    late = item(people_there[0], device="2020-07-01T00:05:00+08:00", offset=-600, wants_work="yes")
    assert bring(late, device_now="2020-07-03T09:10:00+08:00", day="2020-07-03", hour=9) == ["taken"]  # fmt: skip
    assert WishFact.objects.get().valid_from == dt.date(2020, 6, 30)


def test_two_workers_who_met_the_same_person_are_a_case_and_neither_is_lost(people_there):
    first, second = item(people_there[0], wants_work="yes"), item(people_there[0], wants_work="no")
    assert bring(first) == ["taken"]
    assert bring(second, scope=OTHER) == ["waits"]
    assert WishFact.objects.count() == 1
    assert Visit.objects.count() == 2
    assert bring(second, scope=OTHER) == ["known"]
    with at(TODAY, 16):
        waiting = visit_cases.waiting(clerk(), keys())
        assert [(side.question, side.first, side.second) for side in waiting[0].sides if side.is_unlike] == [("现在想不想找工作", "想", "不想")]  # fmt: skip
        assert visit_cases.waiting(clerk(HELINGEER), keys()) == []
        assert [one.many for one in overview.overview(clerk()).awaiting if one.route == "visits"] == [1]  # fmt: skip
        with pytest.raises(ValueError, match="reason"):
            visit_cases.judge(clerk(), waiting[0].id, Ruling.SECOND, " ", keys())
        with pytest.raises(OutOfScope):
            visit_cases.judge(clerk(HELINGEER), waiting[0].id, Ruling.SECOND, "电话核实", keys())
        visit_cases.judge(clerk(), waiting[0].id, Ruling.SECOND, "电话核实", keys())
        with pytest.raises(Judged):
            visit_cases.judge(clerk(), waiting[0].id, Ruling.FIRST, "电话核实", keys())
    held = people.held(clerk(), [people_there[0]])[people_there[0]]
    assert [fact.values["wants_work"] for fact in held if fact.table == "ledger_wish"] == ["no"]


def test_a_case_judged_for_the_first_leaves_the_ledger_as_it_is(people_there):
    bring(item(people_there[0], wants_work="yes"))
    bring(item(people_there[0], wants_work="no"), scope=OTHER)
    with at(TODAY, 16):
        visit_cases.judge(clerk(), Contradiction.objects.get().pk, Ruling.FIRST, "复核", keys())
    assert WishFact.objects.count() == 1


def test_a_telephone_told_at_the_door_is_sealed_and_found(people_there):
    bring(item(people_there[0], phone="13900001111"))
    with at(TODAY, 16):
        assert people.phones(clerk(), people_there).keys() == {people_there[0]}
    assert "13900001111" not in Visit.objects.get().told
    assert not any("13900001111" in event.detail for event in AuditEvent.objects.all())


def test_what_cannot_be_read_or_is_another_s_is_refused_alone_and_the_rest_is_taken(people_there):
    stranger, wrong = item(999, wants_work="yes"), item(people_there[1], wants_work="perhaps")
    good = item(people_there[0], wants_work="yes")
    assert bring(stranger, wrong, good) == ["refused", "refused", "taken"]
    assert bring(item(people_there[1], wants_work="no"), scope=clerk(HELINGEER)) == ["refused"]
    with pytest.raises(OutOfScope):
        bring(good, scope=clerk(role=Role.READER))


def test_the_list_says_why_and_whoever_was_visited_is_off_it_until_the_declared_days_are_over(
    people_there,
):
    site = Site.objects.get().pk
    with at(TODAY):
        due = visiting.to_visit(clerk(), site, keys())
        assert next((one.name, one.why) for one in due) == ("王英一", ("没有问过就业意愿", "没有联系电话"))  # fmt: skip
        assert len(due[0].tail) == 4
        with pytest.raises(OutOfScope):
            visiting.to_visit(clerk(HELINGEER), site, keys())
    bring(item(people_there[0], wants_work="yes", phone="13900001111"))
    bring(item(people_there[1], outcome="not_home"))
    with at("2020-06-02"):
        assert [one.name for one in visiting.to_visit(clerk(), site, keys())] == ["王英三"]
    with at("2020-06-05"):
        names = [one.name for one in visiting.to_visit(clerk(), site, keys())]
        assert names == ["王英二", "王英三"]


def test_whose_promise_is_overdue_is_on_the_list(tmp_path):
    willing_county(tmp_path, 1)
    site = Site.objects.get().pk
    with at("2020-07-15"):
        why = visiting.to_visit(clerk(), site, keys())[0].why
    assert "岗位推送已经逾期" in why


def test_a_league_walks_no_rounds(people_there):
    with at(TODAY):
        assert visiting.own_sites(clerk(LEAGUE)) == []
        assert [one.name for one in visiting.own_sites(clerk())] == ["益民小区"]


def test_the_survey_goes_out_as_a_workbook_and_comes_back_through_the_intake(
    people_there, tmp_path
):
    site = Site.objects.get().pk
    with at(TODAY):
        content = visit_sheets.survey_sheet(clerk(), site, keys())
        with pytest.raises(OutOfScope):
            visit_sheets.survey_sheet(clerk(role=Role.APPROVER), site, keys())
    path = tmp_path / "survey.xlsx"
    path.write_bytes(content)
    book = load_workbook(path)
    sheet = book["调查表"]
    columns = [cell.value for cell in sheet[1]]
    sheet.cell(2, columns.index("就业意愿") + 1).value = "有"
    sheet.cell(2, columns.index("培训意愿") + 1).value = "有"
    sheet.cell(2, columns.index("意向培训工种") + 1).value = "电工"
    book.save(path)
    _, counts = take_in(path, "2020-06-03")
    assert counts == {"changed": 1, "same": 2}
    assert WishFact.objects.get().training_trade == "电工"
    assert AuditEvent.objects.filter(action="survey.sheet").count() == 1


def sheet_back(folder, person: int, **answers) -> dict[str, int]:
    """The site's survey sheet with one person's answers in, brought back on the next day."""
    site = Site.objects.get().pk
    with at(TODAY):
        content = visit_sheets.survey_sheet(clerk(), site, keys())
    path = folder / "survey.xlsx"
    path.write_bytes(content)
    book = load_workbook(path)
    sheet = book["调查表"]
    columns = [cell.value for cell in sheet[1]]
    for name, value in answers.items():
        sheet.cell(person + 2, columns.index(name) + 1).value = value
    book.save(path)
    return take_in(path, "2020-06-01")[1]


@pytest.mark.parametrize("order", ["phone first", "sheet first"])
def test_a_survey_on_paper_and_a_visit_by_phone_that_differ_are_a_case_whichever_came_first(
    people_there, tmp_path, order
):
    """As two phones: both answers are kept, the one that came later waits for a judgement, the rest is recorded."""
    if order == "phone first":
        assert bring(item(people_there[0], wants_work="no"), scope=OTHER) == ["taken"]
        assert sheet_back(tmp_path, 0, 就业意愿="有", 培训意愿="有") == {"same": 2, "waiting": 1}
    else:
        assert sheet_back(tmp_path, 0, 就业意愿="有", 培训意愿="有") == {"same": 2, "changed": 1}
        assert bring(item(people_there[0], wants_work="no"), scope=OTHER, day="2020-06-03") == ["waits"]  # fmt: skip
    assert Visit.objects.count() == 2
    with at("2020-06-03"):
        (case,) = visit_cases.waiting(clerk(), keys())
        bringers = [case.first_by, case.second_by]
        sheet, phone = "county-clerk（调查表）", "other-clerk"
        assert bringers == ([phone, sheet] if order == "phone first" else [sheet, phone])
        assert [one.question for one in case.sides if one.is_unlike] == ["现在想不想找工作"]
        visit_cases.judge(clerk(), case.id, Ruling.SECOND, "电话核实", keys())
    last = WishFact.objects.filter(person_id=people_there[0]).order_by("pk").last()
    assert last.wants_work == ("yes" if order == "phone first" else "no")


def test_a_survey_on_paper_that_says_what_the_phone_said_is_recorded_and_no_case(
    people_there, tmp_path
):
    assert bring(item(people_there[0], wants_work="yes"), scope=OTHER) == ["taken"]
    assert sheet_back(tmp_path, 0, 就业意愿="有", 培训意愿="有") == {"same": 2, "changed": 1}
    assert not Contradiction.objects.exists()
    assert WishFact.objects.order_by("pk").last().wants_training == "yes"


def test_two_workers_who_met_the_same_family_become_one_case_and_all_four_visits_are_kept(tmp_path):
    """Whole trip: lists taken along, both offline, sent in turns, waiting at the desk, judged, in the ledger.

    A phone whose clock is a year ahead is one of the two; its order is explained beside both answers.
    """
    a_county()
    family = [mover(11, "王英一", 户编号="h1"), mover(12, "王英二", 户编号="h1", 与户主关系="配偶")]
    take_in(write(tmp_path / "r.xlsx", ROSTER, family), "2020-05-31")
    head, spouse = Person.objects.order_by("pk").values_list("pk", flat=True)
    with at(TODAY, 8):
        due = [[one.person_id for one in visiting.to_visit(who, Site.objects.get().pk, keys())] for who in (clerk(), OTHER)]  # fmt: skip
    assert due == [[head, spouse], [head, spouse]]
    first = [item(head, wants_work="yes", only_local=True), item(spouse, wants_work="no")]
    ahead = "2021-06-01T11:30:00+08:00"
    second = [item(head, device=ahead, wants_work="yes"), item(spouse, device=ahead, wants_work="yes", wants_training="yes")]  # fmt: skip
    assert bring(*first) == ["taken", "taken"]
    assert bring(*second, scope=OTHER, device_now="2021-06-01T15:00:00+08:00") == ["taken", "waits"]
    assert Visit.objects.count() == 4
    with at(TODAY, 16):
        assert [one.many for one in service_due.awaiting(clerk()) if one.title == "走访不一致"] == [
            1
        ]
        case = visit_cases.waiting(clerk(), keys())[0]
        assert (case.person.name, case.first_by, case.second_by) == (
            "王英二",
            "county-clerk",
            "other-clerk",
        )
        assert "快365天" in case.second_at
        assert "2020-06-01 11:30" in case.second_at
        visit_cases.judge(clerk(), case.id, Ruling.SECOND, "电话核实", keys())
        assert visit_cases.waiting(clerk(), keys()) == []
    wishes = dict(WishFact.objects.order_by("pk").values_list("person_id", "wants_training"))
    assert wishes[spouse] == "yes"
    with at("2020-06-02"):
        due = visiting.to_visit(clerk(), Site.objects.get().pk, keys())
    assert due == []


def test_who_came_home_early_is_on_the_list_even_if_he_was_visited_before_he_left(tmp_path):
    going_county(tmp_path, 2)
    one = booked()[0]
    where = clerk()
    bring(item(one.person_id, wants_work="yes", phone="13900001111"))
    site = Site.objects.get().pk
    with at("2020-06-08"):
        under_way.start(by="test", booking_id=one.pk, on=dt.date(2020, 6, 8))
    with at("2020-06-20"):
        assert one.person_id not in {
            due.person_id for due in visiting.to_visit(where, site, keys())
        }
        under_way.come_home(by="test", booking_id=one.pk, on=dt.date(2020, 6, 20))
        due = {due.person_id: due.why for due in visiting.to_visit(where, site, keys())}
        assert "提前返乡" in due[one.person_id]
    late = "2020-06-21T09:30:00+08:00"
    assert bring(item(one.person_id, device=late, wants_work="yes"), device_now="2020-06-21T15:00:00+08:00", day="2020-06-21") == ["taken"]  # fmt: skip
    with at("2020-06-22"):
        assert one.person_id not in {
            due.person_id for due in visiting.to_visit(where, site, keys())
        }


@pytest.mark.parametrize(("minutes", "is_off"), [(5, False), (6, True)])
def test_a_clock_within_the_declared_five_minutes_is_right_and_one_beyond_is_told(
    people_there, minutes, is_off
):
    """survey.yaml declares five minutes from 2020-05-28, which is ours."""
    now = dt.datetime.fromisoformat("2020-06-01T15:00:00+08:00") + dt.timedelta(minutes=minutes)
    bring(item(people_there[0], wants_work="yes"), device_now=now.isoformat())
    assert Visit.objects.get().is_clock_off is is_off


@pytest.mark.parametrize(("day", "states"), [("2020-06-15", "waits"), ("2020-06-16", "taken")])
def test_unlike_answers_within_the_declared_fourteen_days_wait_and_later_ones_are_news(
    people_there, day, states
):
    """survey.yaml declares fourteen days from 2020-05-28, which is ours."""
    bring(item(people_there[0], wants_work="yes"))
    later = item(people_there[0], device=f"{day}T09:30:00+08:00", wants_work="no")
    now = f"{day}T15:00:00+08:00"
    assert bring(later, scope=OTHER, device_now=now, day=day) == [states]


def test_the_database_refuses_a_visit_of_the_future_and_a_judgement_without_its_author(
    people_there,
):
    bring(item(people_there[0], wants_work="yes"))
    bring(item(people_there[0], wants_work="no"), scope=OTHER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.update(answered_at=dt.datetime(2030, 1, 1, tzinfo=dt.UTC))
    with pytest.raises(IntegrityError), transaction.atomic():
        Contradiction.objects.update(judged="first")


def wish_on(person: int, on: dt.date) -> str:
    with at(on.isoformat()):
        fact = current(people.held(clerk(), [person])[person], "ledger_wish", on)
    return fact.values["wants_work"] if fact else "nothing"


def judged(ruling: Ruling) -> None:
    with at("2020-06-02", 16):
        visit_cases.judge(clerk(), Contradiction.objects.get().pk, ruling, "电话核实", keys())


@pytest.mark.parametrize("second", ["2020-05-31", "2020-06-02"])
def test_the_ledger_says_what_was_judged_right_also_where_that_visit_was_the_earlier_one(
    people_there, second
):
    """What only the other one asked stays."""
    person = people_there[0]
    bring(item(person, wants_work="no", wants_training="yes", device="2020-06-01T09:30:00+08:00"))
    later = item(person, wants_work="yes", device=f"{second}T09:30:00+08:00")
    assert bring(later, scope=OTHER, day="2020-06-02") == ["waits"]
    judged(Ruling.SECOND)
    for day in (max(dt.date(2020, 6, 1), dt.date.fromisoformat(second)), dt.date(2020, 6, 3)):
        assert wish_on(person, day) == "yes"
    held = people.held(clerk(), [person])[person]
    assert current(held, "ledger_wish", dt.date(2020, 6, 3)).values["wants_training"] == "yes"


def test_where_neither_is_held_right_the_ledger_says_neither_and_the_person_is_visited_again(
    people_there,
):
    person, site = people_there[0], Site.objects.get().pk
    bring(item(person, wants_work="no"))
    bring(item(person, wants_work="yes"), scope=OTHER)
    with at("2020-06-02", 12):
        assert person not in [one.person_id for one in visiting.to_visit(clerk(), site, keys())]
    judged(Ruling.AGAIN)
    assert wish_on(person, dt.date(2020, 6, 3)) == "nothing"
    with at("2020-06-03", 12):
        assert person in [one.person_id for one in visiting.to_visit(clerk(), site, keys())]
    again = item(person, wants_work="yes", device="2020-06-03T09:30:00+08:00")
    assert bring(again, scope=OTHER, day="2020-06-03", device_now="2020-06-03T15:00:00+08:00") == ["taken"]  # fmt: skip
    assert wish_on(person, dt.date(2020, 6, 4)) == "yes"
