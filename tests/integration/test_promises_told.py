"""推送承诺, what counts as told: on its own day, to the person himself, and wherever he has moved since."""

import datetime as dt

import pytest

from leye.apps.matching.actions import NotPossible
from leye.apps.matching.models import Proposal, ProposalStep
from leye.apps.messages.models import Message
from leye.apps.people.models import KeptState, ResidenceFact
from leye.apps.places.models import Site
from leye.core.ledger.additions import Addition
from leye.core.vacancies.vocabulary import Step
from leye.trips.outreach import outreach_round, outreach_stopping, promising
from leye.trips.vacancies import proposals
from tests.functional.conftest import account
from tests.integration.reached import matched_county
from tests.integration.test_returns import add
from tests.made import HELINGEER, LEAGUE, QINGSHUIHE, a_county, at, clerk, keys

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def everybody() -> list[int]:
    rows = KeptState.objects.filter(seq_to=None)
    return sorted(rows.values_list("person_id", flat=True).distinct())


def board(unit: str, on: dt.date) -> dict[str, int]:
    return dict(promising.board(clerk(unit), unit, on).total.many)


def test_no_slip_and_no_word_is_of_a_day_before_the_vacancy_was_put_forward(tmp_path, client):
    matched_county(tmp_path, 1)
    (person,), site = everybody(), Site.objects.get().pk
    one = Proposal.objects.filter(is_standing=True).first()
    words = "2020-06-01 才推荐给他，2020-05-31 还没有"
    with at("2020-06-03"):
        for step in (Step.SHOWN, Step.INTERESTED, Step.HIRED):
            with pytest.raises(NotPossible, match=words):
                proposals.note(clerk(), one.pk, step, dt.date(2020, 5, 31))
        with pytest.raises(NotPossible, match=words):
            promising.hand_over(clerk(), site, [person], dt.date(2020, 5, 31), keys())
        client.force_login(account("slips", QINGSHUIHE), BACKEND)
        told = {"row": [str(person)], "on": "2020-05-31"}
        page = client.post(f"/sites/{site}/slips/", told, follow=True).content.decode()
        assert words in page
        assert not ProposalStep.objects.exists()
        assert promising.hand_over(clerk(), site, [person], dt.date(2020, 6, 1), keys()) == 1


def test_a_slip_of_which_nothing_could_be_told_settles_no_message_nor_does_one_of_another_site(
    tmp_path,
):
    matched_county(tmp_path, 2)
    first, second = everybody()
    site, other = Site.objects.get().pk, a_county("另一个小区")[-1]
    with at("2020-06-02"):
        for person in (first, second):
            outreach_stopping.at_desk(clerk(), person, False)
        row, _ = outreach_round.prepare(clerk(), QINGSHUIHE)
        outreach_round.begin(clerk(), row.pk)
        assert promising.hand_over(clerk(), other, [first], dt.date(2020, 6, 2), keys()) == 0
        with pytest.raises(NotPossible):
            promising.hand_over(clerk(), site, [first], dt.date(2020, 5, 31), keys())
        assert set(Message.objects.values_list("state", flat=True)) == {"prepared"}
        assert promising.hand_over(clerk(), site, [first], dt.date(2020, 6, 2), keys()) == 1
        states = dict(Message.objects.values_list("person_id", "state"))
        assert states == {first: "delivered", second: "prepared"}


def test_what_somebody_was_told_before_he_moved_keeps_his_promise_on_every_board(tmp_path):
    """The county that he moved to and the league above it say the same of him."""
    matched_county(tmp_path, 1)
    (person,) = everybody()
    with at("2020-06-03"):
        for one in list(Proposal.objects.filter(person_id=person, is_standing=True))[:3]:
            proposals.note(clerk(), one.pk, Step.SHOWN, dt.date(2020, 6, 2))
    a_county("新村", county=HELINGEER)
    home = ResidenceFact.objects.get(person_id=person)
    names = ("household_id", "relation", "settlement", "town", "reason_in")
    values = {name: getattr(home, name) for name in names}
    values |= {"county": HELINGEER, "site_id": Site.objects.get(county_code=HELINGEER).pk}
    with at("2020-06-10"):
        add(Addition("ledger_residence", person, dt.date(2020, 6, 10), values))
    with at("2020-07-20"):
        on = dt.date(2020, 7, 20)
        assert board(HELINGEER, on) == board(LEAGUE, on) == {"kept": 1}
        assert board(QINGSHUIHE, on) == {}
