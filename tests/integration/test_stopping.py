"""退订 and 再接收: of several words the later one holds, whether it was said of a channel or of all of them."""

import pytest

from leye.apps.comparisons.models import Case
from leye.apps.messages.models import Answered, Message
from leye.apps.people.models import KeptState
from leye.core.cases.vocabulary import CaseOutcome
from leye.trips import passing
from leye.trips.comparisons import case_judging
from leye.trips.outreach import outreach_stopping, own_page
from leye.trips.passing import Opened, Purpose
from tests.integration.reached import county_with_phones, letter, phone, tell
from tests.made import QINGSHUIHE, at, clerk, keys

pytestmark = pytest.mark.django_db


def everybody() -> list[int]:
    rows = KeptState.objects.filter(seq_to=None)
    return sorted(rows.values_list("person_id", flat=True).distinct())


def opened(person: int) -> Opened:
    (key,) = passing.issue(clerk(), Purpose.PERSON, [(f"person:{person}", QINGSHUIHE)], 7)
    return passing.enter(key)


def way(person: int, key: str) -> str:
    tell(letter(person, key))
    return Message.objects.latest("pk").channel


def confirmed() -> None:
    """The clerk finds that the number is the person's after all."""
    case = Case.objects.latest("pk")
    case_judging.judge(clerk(), case.pk, CaseOutcome.CONFIRMED, "是本人", keys())


def takes(person: int) -> tuple[bool, bool]:
    page, desk = own_page.page(opened(person)), outreach_stopping.told(clerk(), person)
    assert (page.takes, page.stops) == (desk.takes, desk.stops)
    return page.takes, page.stops


@pytest.mark.parametrize("place", ["page", "desk"])
def test_a_stop_for_all_ends_what_was_said_for_a_channel_before_it(tmp_path, place):
    """D12: the number was found to be his after all, and then he wanted no more; said twice in between it holds too."""
    county_with_phones(tmp_path, 2, {0: phone(7), 1: phone(7)})
    first, _ = everybody()

    def stop(is_yes: bool) -> None:
        if place == "page":
            own_page.stop(opened(first), is_yes)
        else:
            outreach_stopping.at_desk(clerk(), first, is_yes)

    with at("2020-06-02"):
        own_page.remark(opened(first), "not_me", "打错了")
        confirmed()
        assert way(first, "a") == "file"
        stop(False)
        assert takes(first) == (False, True)
        assert way(first, "b") == "slip"
        stop(True)
        assert way(first, "c") == "file"
        stop(False)
        stop(False)
        assert way(first, "d") == "slip"
    assert Answered.objects.filter(channel="").count() == 3


def test_a_judgement_on_a_number_brings_no_messages_to_whoever_stopped_them_himself(tmp_path):
    county_with_phones(tmp_path, 3, {0: phone(7), 1: phone(7), 2: phone(7)})
    by_page, by_reply, later = everybody()
    with at("2020-06-02"):
        own_page.remark(opened(later), "not_me", "打错了")
        own_page.stop(opened(by_page), False)
        outreach_stopping.replied([(phone(7), "退订")])
        confirmed()
        assert way(later, "a") == "slip"
        for person in (by_page, by_reply):
            own_page.remark(opened(person), "not_me", "打错了")
            confirmed()
            assert way(person, "b") == "slip"
            own_page.stop(opened(person), True)
            assert way(person, "c") == "file"


def test_whoever_wrote_back_a_stop_sees_it_on_his_page_and_may_take_it_back_there(tmp_path):
    """D12: the page does not say that he takes messages, and 再接收 is heard; a stop written back anew as well."""
    county_with_phones(tmp_path, 1)
    (person,) = everybody()
    with at("2020-06-02"):
        assert takes(person) == (True, False)
        for number in range(2):
            outreach_stopping.replied([(phone(0), "退订")])
            assert takes(person) == (False, True)
            assert way(person, f"stopped {number}") == "slip"
            own_page.stop(opened(person), True)
            assert takes(person) == (True, False)
            assert way(person, f"again {number}") == "file"
