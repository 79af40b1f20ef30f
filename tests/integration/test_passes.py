"""限时链接: a key opens one thing to whoever holds it, until it runs out or is taken back."""

import pytest

from leye.apps.passes.models import Pass
from leye.core.scope import OutOfScope
from leye.trips import passing
from leye.trips.passing import Purpose
from tests.made import HELINGEER, QINGSHUIHE, at, clerk

pytestmark = pytest.mark.django_db


def issued(days: int = 7) -> str:
    with at("2020-06-01"):
        return passing.issue(clerk(), Purpose.PERSON, [("person:17", QINGSHUIHE)], days)[0]


def test_a_key_opens_its_subject_until_its_last_day():
    """A22: bound to what it was made for, dead after its days."""
    key = issued()
    with at("2020-06-08", hour=8):
        opened = passing.enter(key)
    assert opened is not None
    assert (opened.purpose, opened.number, opened.unit) == (Purpose.PERSON, 17, QINGSHUIHE)
    with at("2020-06-08", hour=10):
        assert passing.enter(key) is None
        assert passing.again(opened.id) is None


def test_an_altered_key_and_one_that_was_never_given_open_nothing():
    key = issued()
    with at("2020-06-02"):
        assert passing.enter(key[:-1] + ("A" if key[-1] != "A" else "B")) is None
        assert passing.enter("") is None


def test_taking_back_ends_every_link_to_the_subject_at_once():
    first, second = issued(), issued()
    with at("2020-06-02"):
        opened = passing.enter(first)
        assert opened is not None
        assert passing.revoke(clerk(), Purpose.PERSON, "person:17", QINGSHUIHE) == 2
        assert passing.enter(second) is None
        assert passing.again(opened.id) is None


def test_a_county_makes_no_links_for_another():
    with at("2020-06-01"), pytest.raises(OutOfScope):
        passing.issue(clerk(), Purpose.PERSON, [("person:17", HELINGEER)], 7)


def test_only_the_digest_is_kept():
    key = issued()
    row = Pass.objects.get()
    assert key not in str(row.__dict__)
    assert len(key) >= 22  # 128 bits and more
