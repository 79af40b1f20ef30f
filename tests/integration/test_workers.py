"""The worker goes on: a part that fails stops no other, and its error tells no name."""

import logging

import pytest

from leye.trips import working
from tests.made import keys

pytestmark = pytest.mark.django_db


def fails(given):
    raise ValueError("王英 150124199001011234")


def test_a_part_that_fails_stops_neither_the_next_step_nor_the_next_duty(monkeypatch, caplog):
    """The text of an error could hold a person's data."""
    monkeypatch.setattr(working, "STEPS", (fails, lambda given: True))
    monkeypatch.setattr(working, "DAILY", (fails, lambda given: 2))
    with caplog.at_level(logging.ERROR):
        assert working.work_once(keys())
        assert working.tidy() == 2
    assert caplog.messages == ["fails: ValueError", "fails: ValueError"]
