"""Shares compared with care."""

import pytest

from leye.core.boards.shares import Group, Share, group_of, ranked

TOTAL = Share(600, 1000)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0), (81, 263, 0.255, 0.366), (1, 1, 0.207, 1.0)],
)
def test_bounds_are_those_of_the_score_interval(part, whole, low, high):
    found = Share(part, whole).bounds
    assert found == pytest.approx((low, high), abs=0.001)


def test_nothing_of_nothing_has_neither_a_share_nor_bounds():
    assert (Share(0, 0).value, Share(0, 0).bounds) == (None, None)


@pytest.mark.parametrize(
    ("share", "group"),
    [
        (Share(0, 0), Group.NONE), (Share(29, 29), Group.FEW), (Share(20, 30), Group.ALIKE),
        (Share(900, 1000), Group.ABOVE), (Share(300, 1000), Group.BELOW), (Share(610, 1000), Group.ALIKE),
    ],
)  # fmt: skip
def test_a_unit_is_above_or_below_only_where_chance_alone_does_not_explain_it(share, group):
    assert group_of(share, TOTAL, 30) is group


def test_nothing_is_compared_with_a_whole_in_which_there_is_nobody():
    assert group_of(Share(3, 40), Share(0, 0), 30) is Group.NONE


def test_those_who_need_help_stand_first_and_small_ones_last():
    shares = [("few", Share(1, 2)), ("up", Share(90, 100)), ("none", Share(0, 0)), ("b", Share(61, 100)), ("down", Share(10, 100)), ("a", Share(61, 100))]  # fmt: skip
    assert [key for key, _ in ranked(shares, TOTAL, 30)] == ["down", "a", "b", "up", "few", "none"]
    assert all(group.label for group in Group)
