"""推送 and 培训: every change has somebody who made it and stands in the audit chain; a look changes nothing."""

import datetime as dt
import json

import pytest

from leye.apps.audit.models import AuditEvent
from leye.apps.messages import actions
from leye.apps.messages.actions import Settled
from leye.apps.messages.models import Message
from leye.apps.passes.models import Pass
from leye.apps.places.models import Site
from leye.apps.rosters.models import Upload
from leye.apps.training import results
from leye.apps.training.actions import NotPossible
from leye.apps.training.models import Enrolment
from leye.core.messages.channels import Why
from leye.core.messages.states import State
from leye.core.scope import OutOfScope, Role
from leye.core.training.completion_rows import CompletionCells
from leye.core.training.vocabulary import EnrolmentState, Presence
from leye.gateways import clock
from leye.trips.outreach import outreach_paper, outreach_round, outreach_settling, promising
from leye.trips.training import completions, training
from tests.functional.conftest import account
from tests.integration.reached import matched_county
from tests.integration.test_promises_told import BACKEND, everybody
from tests.integration.test_training import course, wanting
from tests.made import QINGSHUIHE, at, clerk, keys

__all__ = ["wanting"]
pytestmark = pytest.mark.django_db


def told(action: str) -> list[tuple[str, str, dict[str, object]]]:
    rows = AuditEvent.objects.filter(action=action).order_by("pk")
    return [(row.actor, row.unit, json.loads(row.detail or "{}")) for row in rows]


def test_a_round_that_is_asked_for_and_what_a_clerk_signs_off_are_written_down_once_each(tmp_path):
    matched_county(tmp_path, 3, dict.fromkeys(range(3), ""))
    with at("2020-06-02"):
        row, many = outreach_round.prepare(clerk(), QINGSHUIHE)
        assert many == 3
        assert told("round.ask") == [("county-clerk", QINGSHUIHE, {})]
        outreach_round.begin(clerk(), row.pk)
        ids = list(Message.objects.values_list("pk", flat=True))
        for role in (Role.READER, Role.APPROVER, Role.AUDITOR):
            with pytest.raises(OutOfScope):
                outreach_settling.sign_off(clerk(role=role), row.pk, ids, clock.now())
        assert outreach_settling.sign_off(clerk(), row.pk, ids[:2], clock.now()) == 2
        assert outreach_settling.sign_off(clerk(), row.pk, ids[:2], clock.now()) == 0
        batch = {"messages": 2, "states": {"delivered": 2}}
        assert told("message.settle") == [("county-clerk", QINGSHUIHE, batch)]
        one = Settled(ids[2], State.EXPIRED, Why.TOO_LATE, at=clock.now())
        assert actions.settle(by="worker", one=one)
        assert told("message.settle")[1:] == [
            ("worker", QINGSHUIHE, {"state": "expired", "why": Why.TOO_LATE.value})
        ]


def test_slips_that_are_signed_for_settle_their_messages_in_one_line_of_the_chain(tmp_path):
    matched_county(tmp_path, 2, {0: "", 1: ""})
    with at("2020-06-02"):
        outreach_round.prepare(clerk(), QINGSHUIHE)
        site = Site.objects.get().pk
        promising.hand_over(clerk(), site, everybody(), dt.date(2020, 6, 2), keys())
    assert [one["messages"] for _, _, one in told("message.settle")] == [2]


def test_attendance_is_written_down_for_the_unit_of_those_who_were_there(wanting):
    which = course()
    with at("2020-06-02"):
        ids = [training.enrol(clerk(), which, one, dt.date(2020, 6, 2)) for one in wanting[:2]]
    with at("2020-06-09"):
        said = dict.fromkeys(ids, Presence.PRESENT)
        for _ in range(2):  # said twice it is written once
            training.attend(clerk(), which, said, dt.date(2020, 6, 9))
    one = ("county-clerk", QINGSHUIHE, {"on": "2020-06-09", "people": 2})
    assert told("training.attend") == [one]


def test_a_look_at_slips_or_at_the_van_s_pack_makes_no_links_and_only_printing_does(
    tmp_path, client
):
    matched_county(tmp_path, 2)
    site = Site.objects.get().pk
    with at("2020-06-02"):
        outreach_paper.plan(clerk(), site, dt.date(2020, 6, 5), "广场")
        client.force_login(account("printing", QINGSHUIHE), BACKEND)
        (van,) = outreach_paper.visits(clerk())
        before = Pass.objects.count()
        pages = (f"/sites/{site}/slips.pdf", f"/van/{van.id}/pack.pdf")
        for page in pages:
            assert client.get(page).status_code == 405
        for page in (f"/sites/{site}/slips/", "/van/", f"/sites/{site}/poster.pdf"):
            assert client.get(page).status_code == 200
        assert Pass.objects.count() == before
        for number, page in enumerate(pages, start=1):
            answer = client.post(page)
            assert answer["Content-Type"] == "application/pdf"
            assert Pass.objects.count() == before + 2 * number


def test_a_result_that_somebody_else_has_just_noted_is_not_said_to_have_come_in_by_the_list(
    wanting, tmp_path
):
    """The list's row waits for a word instead of being counted as recorded."""
    which = course(title="安全生产常识")
    with at("2020-06-12"):
        training.enrol(clerk(), which, wanting[0], dt.date(2020, 6, 2))
        seat = Enrolment.objects.get()
        stale = completions.Looked(None, wanting[0], QINGSHUIHE, seat.course, seat)
        ended = results.Ended(state=EnrolmentState.FAILED, on=dt.date(2020, 6, 12))
        results.end(by="another desk", at=clock.now(), enrolment_id=seat.pk, ended=ended)
        row = CompletionCells(row_no=2, completed_on=dt.date(2020, 6, 12), state=EnrolmentState.COMPLETED, name="王英一", id_no="", course="安全生产常识", starts_on=None, points=90, certificate="", problems=())  # fmt: skip
        taking = completions._Recording(clerk(), Upload(pk=1), keys(), lambda sheet: None)
        with pytest.raises(NotPossible, match="别人刚刚登记了这个人的结果"):
            taking._take(row, stale)
    assert Enrolment.objects.get().state == "failed"


def test_names_that_are_left_out_of_a_list_of_promises_are_said_to_be_left_out(
    tmp_path, client, monkeypatch
):
    matched_county(tmp_path, 3)
    monkeypatch.setattr(promising, "SHOWN", 2)
    with at("2020-06-02"):
        client.force_login(account("names", QINGSHUIHE), BACKEND)
        page = client.get(f"/promises/people/?unit={QINGSHUIHE}").content.decode()
        assert "共 3 人" in page
        assert "还有 1 人没有列在这一页" in page
