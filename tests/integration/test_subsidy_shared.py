"""What applications share and should not, held against the database: papers, telephones, accounts, courses, agents."""

import datetime as dt
import re

import pytest

from leye.apps.employers import actions as employer_actions
from leye.apps.employers.actions import Told
from leye.apps.subsidies.models import Application, Claim, Slot
from leye.apps.training import actions as training
from leye.apps.training.actions import NewCourse
from leye.apps.training.results import Ended, end
from leye.core.payments.periods import Once, spans
from leye.core.rules.findings import Verdict
from leye.core.training.vocabulary import EnrolmentState, Mode
from leye.core.vacancies.sameness import folded
from leye.gateways.seals import sealing
from leye.trips.subsidies import publicity, subsidy_applying, subsidy_papers, subsidy_reviewing
from leye.trips.subsidies.subsidy_applying import Started
from leye.trips.subsidies.subsidy_drafts import NotAccepted, Person
from leye.trips.vacancies.vacancy_recording import PHONE_CONTEXT
from tests.functional.conftest import account
from tests.integration.subsidies import (
    CLERK,
    FIRM,
    LEAGUE_APPROVER,
    PDF,
    TODAY,
    applied,
    firm,
    money,
    name,
    worker,
)
from tests.made import QINGSHUIHE, ROSTER, a_county, at, id_no, keys, mover, take_in, write

pytestmark = pytest.mark.django_db
PHONE = "13800000001"
OTHER = "清水河县某某人力资源有限公司"


@pytest.fixture
def employer(tmp_path):
    """Eight people who all gave one telephone."""
    a_county()
    rows = [[*mover(2 * n + 2, name(n)), PHONE] for n in range(8)]
    take_in(write(tmp_path / "movers.xlsx", (*ROSTER, "联系电话"), rows), "2020-04-30")
    with at(TODAY):
        money()
    return firm()


def with_phone(told: str, phone: str) -> int:
    cipher = sealing.seal(keys(), phone, PHONE_CONTEXT)
    row = Told(told, folded(told), phone_cipher=cipher)
    return next(iter(employer_actions.note(by="test", unit=QINGSHUIHE, told=[row]).values()))


def found(pk: int) -> dict[str, object]:
    seen = subsidy_reviewing.weighed(CLERK, Application.objects.get(pk=pk))
    return {one.title: one for one in seen.concerns}


def test_one_paper_that_two_firms_bring_is_told_with_both_rows_on_the_page(employer, tmp_path, client):  # fmt: skip
    """The same digest of evidence twice."""
    with at(TODAY):
        other = firm(OTHER)
        first = applied(tmp_path, CLERK, [worker(0)], employer=employer)
        second = applied(tmp_path, CLERK, [worker(1)], employer=other, key="k2")
        told = found(second)["同一份材料交了两次"]
        assert told.stops
        assert ("单位", OTHER) in told.here
        assert ("申请", f"第{first}号") in told.there
        client.force_login(
            account("reviewer", QINGSHUIHE), "django.contrib.auth.backends.ModelBackend"
        )
        shown = client.get(f"/subsidies/{second}/").content.decode()
    table = re.search(r"同一份材料交了两次.*?<table.*?</table>", shown, re.S)[0]
    assert "这一份" in table
    assert "另一份" in table
    assert f"第{first}号" in table
    assert OTHER in table


def test_papers_of_one_application_or_of_one_firm_are_its_own(employer, tmp_path):
    with at(TODAY):
        pk = applied(tmp_path, CLERK, [worker(0), worker(1)], employer=employer)
        assert "同一份材料交了两次" not in found(pk)
        again = applied(tmp_path, CLERK, [worker(2)], employer=employer, key="k2")
        assert "同一份材料交了两次" not in found(again)


def test_many_people_with_one_telephone_and_the_telephone_of_the_firm_are_told(employer, tmp_path):
    with at(TODAY):
        first = applied(tmp_path, CLERK, [worker(n) for n in range(4)], employer=employer)
        assert "一个电话登记多人" not in found(first)  # four: a household may share one
        second = applied(
            tmp_path, CLERK, [worker(n) for n in range(4, 8)], employer=employer, key="k2"
        )
        assert "一个电话登记多人" in found(second)  # with the four of the other application
        other = with_phone(OTHER, PHONE)
        third = applied(
            tmp_path,
            CLERK,
            [worker(0)],
            employer=other,
            key="k3",
            kind="insurance",
            papers=("other",),
        )
        told = found(third)
        assert "本人电话是单位电话" in told
        assert "一个电话登记多人" not in told
    assert Claim.objects.exclude(phone_index="").count() == 9


def test_a_firm_that_is_its_own_agent_is_told_by_name_and_by_telephone(employer, tmp_path):
    with at(TODAY):
        agent, client = with_phone(OTHER, PHONE), with_phone("清水河县远山牧业合作社", PHONE)

        def asked(key: str, own: int) -> int:
            said = Started("agency_fee", dt.date(2020, 6, 1), dt.date(2020, 7, 1), key, QINGSHUIHE, own, agent)  # fmt: skip
            pk = subsidy_applying.start(CLERK, said, keys())
            subsidy_applying.add_person(CLERK, pk, id_no(2), Person(0, dt.date(2020, 6, 1)), keys())
            subsidy_applying.set_account(
                CLERK, pk, OTHER, "农行", f"0541230104000{own:04d}", keys()
            )
            subsidy_papers.bring(CLERK, pk, "other", PDF + key.encode() + b"%%EOF", keys())
            subsidy_applying.submit(CLERK, pk)
            return pk

        assert "单位是自己的中介" in found(asked("a", agent))
        assert "中介与用人单位账户或电话相同" in found(asked("b", client))


def test_two_firms_with_one_account_are_told(employer, tmp_path):
    with at(TODAY):
        applied(tmp_path, CLERK, [worker(0)], employer=employer)
        second = applied(tmp_path, CLERK, [worker(1)], employer=firm(OTHER), key="k2")
        told = found(second)["不同单位同一收款账户"]
    assert {dict(told.here)["单位"], dict(told.there)["单位"]} == {FIRM, OTHER}


def course(
    folder, school: int, key: str, start: dt.date, trade: str, reported: dt.date | None
) -> int:
    """An application of a school for one person's course of twelve days."""
    end = start + dt.timedelta(days=12)
    said = Started("training", start, end, key, QINGSHUIHE, school)
    pk = subsidy_applying.start(CLERK, said, keys())
    subsidy_applying.add_person(CLERK, pk, id_no(2), Person(0, asked_fen=100_000), keys())
    subsidy_applying.set_course(CLERK, pk, trade, reported)
    subsidy_applying.set_account(CLERK, pk, OTHER, "农行", "05412301040001234", keys())
    for paper in ("attendance", "certificate"):
        subsidy_papers.bring(CLERK, pk, paper, PDF + f"{key}{paper}".encode() + b"%%EOF", keys())
    subsidy_applying.submit(CLERK, pk)
    return pk


def test_two_courses_of_different_trades_in_a_month_are_both_paid_and_the_same_trade_is_told(employer, tmp_path):  # fmt: skip
    """paid_once holds days of a course, not months: no collision; a day is paid once all the same."""
    reported = dt.date(2020, 5, 20)
    with at("2020-07-01"):
        school = firm(OTHER)
        first = course(tmp_path, school, "a", dt.date(2020, 6, 1), "中式面点师", reported)
        other = course(tmp_path, school, "b", dt.date(2020, 6, 15), "砌筑工", reported)
        same = course(tmp_path, school, "c", dt.date(2020, 6, 14), "中式面点师", reported)
        assert "同一工种重复培训" not in found(other)
        assert "同一工种重复培训" in found(same)
        assert "同一人同一补贴重复申请" in found(same)  # its days meet those of the other course
        for pk in (first, other):
            subsidy_reviewing.accept(CLERK, pk)
            claim = Claim.objects.get(application_id=pk).pk
            subsidy_reviewing.review(CLERK, pk, "台账没有课时，见考勤记录", {claim: 100_000})
            subsidy_reviewing.approve(LEAGUE_APPROVER, pk)
            publicity.publish(CLERK, pk)
        assert Slot.objects.filter(kind="training").count() == 24
    assert len(set(spans(Once.DAY, dt.date(2020, 6, 1), dt.date(2020, 6, 13)))) == 12


def test_the_day_on_which_a_course_was_reported_is_said_by_its_provider_and_judged(
    employer, tmp_path
):
    with at("2020-07-01"):
        school = firm(OTHER)
        told = {}
        for key, reported in (("a", dt.date(2020, 5, 20)), ("b", dt.date(2020, 6, 2)), ("c", None)):
            pk = course(tmp_path, school, key, dt.date(2020, 6, 1), "砌筑工", reported)
            (one,) = subsidy_reviewing.weighed(CLERK, Application.objects.get(pk=pk)).judged
            told[key] = next(x.verdict for x in one.finding.judged if "备案" in x.words)
        assert told == {"a": Verdict.YES, "b": Verdict.NO, "c": Verdict.UNKNOWN}
        plain = subsidy_applying.start(CLERK, Started("absorption", dt.date(2020, 6, 1), dt.date(2021, 6, 1), "d", QINGSHUIHE, school), keys())  # fmt: skip
        with pytest.raises(NotAccepted, match="不用填"):
            subsidy_applying.set_course(CLERK, plain, "x", None)


def test_a_course_of_the_training_room_tells_its_trade(employer, tmp_path):
    """same_course by the trade that the training room keeps, though the applications say nothing."""
    with at("2020-07-01"):
        school = firm(OTHER)
        pks = [
            course(tmp_path, school, key, dt.date(2020, 6, day), "", None)
            for key, day in (("a", 1), ("b", 15))
        ]
        assert "同一工种重复培训" not in found(pks[1])
        person = Claim.objects.filter(application_id=pks[0]).get().person_id
        began, ended = dt.date(2020, 5, 1), dt.date(2020, 5, 20)
        new = NewCourse(
            title="面点班", trade="中式面点师", mode=Mode.IN_CLASS, hours=80, provider=OTHER, place="",
            starts_on=began, ends_on=ended, seats=30,
        )  # fmt: skip
        instant = dt.datetime(2020, 5, 1, tzinfo=dt.UTC)
        opened, _ = training.open_course(by="t", unit=QINGSHUIHE, at=instant, new=new)
        pk = training.enrol(by="t", course_id=opened, person_id=person, county=QINGSHUIHE, on=began)
        done = Ended(state=EnrolmentState.COMPLETED, on=ended, certificate="c1")
        end(by="t", at=instant, enrolment_id=pk, ended=done)
        assert "同一工种重复培训" in found(pks[1])
