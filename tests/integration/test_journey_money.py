"""What follows from a journey by itself: subsidies as drafts with their evidence, an agency's fee, the escort's message."""

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings

from leye.apps.messages.models import Message
from leye.apps.people.facts import IdentityFact
from leye.apps.subsidies.models import Application, Claim, Evidence
from leye.core.payments.steps import State
from leye.gateways.seals import sealing
from leye.trips import passing
from leye.trips.identities import ID_CONTEXT
from leye.trips.journeys import escorting, journey_telling, journey_work
from leye.trips.outreach.outreach_sending import Pace, send_once
from leye.trips.subsidies import paying, publicity, subsidy_applying, subsidy_papers
from leye.trips.subsidies.subsidy_drafts import Person, kind_of
from leye.trips.working import tidy
from tests.integration.journeys import booked, going_county, planned, vacancy, vehicles
from tests.integration.subsidies import APPROVER, CLERK, PDF, money, published, reviewed
from tests.integration.test_rounds import sms as sms
from tests.made import at, clerk, keys

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::ResourceWarning")]
SAID = {
    "vehicle_no": "蒙A·12345",
    "escort_name": "李建国",
    "escort_phone": "138 0000 0000",
    "time": "07:30",
}


def number_of(person_id: int) -> str:
    """The whole identity number that somebody at the desk shows."""
    fact = IdentityFact.objects.filter(person_id=person_id).first()
    return sealing.unseal(keys(), fact.id_cipher, ID_CONTEXT)


def at_work(many: int | None = None):
    """Six go, so many of them are received on 8 June and begin to work; returns the journey and who began."""
    booked()
    planned()
    [(journey, riders)] = vehicles()
    with at("2020-06-08", 9):
        received = riders[:many]
        journey_work.confirm(clerk(), journey.pk, vacancy().employer_id, received, is_on_paper=True)
    return journey, received


def test_transport_and_job_search_follow_by_themselves_once_with_the_journey_as_evidence(tmp_path):
    going_county(tmp_path)
    journey, _ = at_work(4)
    with at("2020-06-09", 3):
        assert tidy() > 0
        tidy()  # the next night it is the same drafts
    rows = Application.objects.filter(source="journey")
    assert {row.kind: rows.filter(kind=row.kind).count() for row in rows} == {
        "job_search": 4,
        "transport": 4,
    }
    assert set(rows.values_list("state", flat=True)) == {State.DRAFT.value}
    fares = Claim.objects.filter(application__in=rows, application__kind="transport")
    assert set(fares.values_list("asked_fen", flat=True)) == {round(journey.cost / 6)}
    papers = Evidence.objects.filter(application__in=rows)
    assert {(one.kind, one.reference) for one in papers} == {
        ("tickets", f"journey:{journey.pk} 上车和交接记录")
    }


@pytest.mark.parametrize(
    ("kind", "day"), [("job_search", "2020-06-20"), ("transport", "2020-09-20")]
)
def test_a_draft_that_followed_goes_its_way_to_the_payment_list_like_any_other(tmp_path, kind, day):
    """搬迁贫困劳动力 sent out in an organised way: without an explanation from the journey to the bank's list."""
    going_county(tmp_path)
    at_work(1)
    with at("2020-06-09", 3):
        tidy()
    row = Application.objects.get(source="journey", kind=kind)
    with at(day, 10):
        money(line=kind_of(kind).line)
        subsidy_papers.bring(CLERK, row.pk, "pay", PDF, keys())
        [claim] = Claim.objects.filter(application=row)
        assert claim.reference.startswith("journey:")
        person = Person(claim.person_id, account="6228480000000000001", asked_fen=claim.asked_fen)
        subsidy_applying.add_person(CLERK, row.pk, number_of(claim.person_id), person, keys())
        claim.refresh_from_db()
        assert claim.reference.startswith("journey:")  # what was not said again stays
        assert subsidy_applying.lacking(CLERK, row) == []
        subsidy_applying.submit(CLERK, row.pk)
        reviewed(row.pk)
        last = published(row.pk)
    with at((last + dt.timedelta(days=1)).isoformat()):
        publicity.take_down_due(CLERK)
        listed = paying.prepare(CLERK, row.county, kind_of(kind).line, keys())
        paying.sign(APPROVER, listed, keys())
        [line] = paying.view(CLERK, listed, keys()).lines
    claim.refresh_from_db()
    due = (
        50_000 if kind == "job_search" else claim.asked_fen
    )  # the fare, which is below the year's limit
    assert (line.application_id, line.claim_id, line.fen) == (row.pk, claim.pk, due)
    row.refresh_from_db()
    assert row.state == State.LISTED.value


def test_the_escort_is_told_by_sms_with_a_link_that_opens_his_journey_only(tmp_path, sms):
    going_county(tmp_path)
    booked()
    planned()
    [(journey, riders)] = vehicles()
    with at("2020-06-02", 10):
        assert journey_telling.issue(clerk(), journey.pk, SAID, keys()) == 6
        while send_once(keys(), Path(settings.HOME), Pace(spread=0)):
            pass
    [row] = Message.objects.filter(subject=f"escort:{journey.pk}")
    assert "13800000000" not in row.text + row.address_index
    assert "由你随车" in row.text
    assert "6人" in row.text
    assert "{link}" in row.text  # no link is kept
    [sent] = sms.bodies
    assert sent["PhoneNumberSet"] == ["+8613800000000"]
    key = sent["TemplateParamSet"][-1]  # the address stands in the approved template
    with at("2020-06-07", 7):
        opened = passing.enter(key)
        assert escorting.page(opened, keys()).journey.pk == journey.pk
        assert len(escorting.page(opened, keys()).people) == len(riders)
    with at("2020-06-02", 11):
        journey_telling.issue(clerk(), journey.pk, SAID, keys())
    assert Message.objects.filter(subject=f"escort:{journey.pk}").count() == 1
