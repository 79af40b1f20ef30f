"""The pairing sheet: persons and person-times kept apart, parts that add up, remainders that are shown; DOMAIN T9 to T11."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leye.core.pairing.sheet import (
    Count,
    Parted,
    Spell,
    completion,
    joined,
    part_of,
    persons_in,
    poor_over_all,
    row,
)
from leye.core.pairing.vocabulary import Goal, Part

FIRST, LAST = dt.date(2020, 1, 1), dt.date(2020, 5, 31)
D = Decimal


def spell(person: int, start: str, end: str | None = None, place: str | None = "110105", **said):
    told = {"employer": "甲", "county": "150124", "is_poor": True, **said}
    return Spell(
        person, dt.date.fromisoformat(start), dt.date.fromisoformat(end) if end else None, place, **told
    )  # fmt: skip


def test_t9_the_year_2023_leaves_a_remainder_that_is_shown_and_poor_parts_that_fit():
    """DOMAIN T9: 7.08 = 142 % of 5; to Beijing 0.4021 and local 6.54 leave 0.1379 (in ten thousands)."""
    every = Parted(D("7.08"), {"beijing": D("0.4021"), "local": D("6.54")})
    poor = Parted(D("5.61"), {"beijing": D("0.2687"), "local": D("5.34")})
    assert every.remainder == D("0.1379")
    assert round(poor.remainder, 2) == 0
    assert completion(D("7.08"), D(5)) == 142
    assert completion(D("5.61"), D("0.5")) == 1122
    assert completion(D(4021), D(2000)) == 201
    assert completion(D(2687), D(1000)) == 269
    assert completion(D(1), D(0)) is None


def test_t10_persons_and_person_times_are_two_numbers_of_one_spell_list():
    """DOMAIN T10: 1.91万人次 to Beijing are person-times; a person who goes three times is one person."""
    told = [spell(1, "2020-01-05", "2020-02-01"), spell(1, "2020-03-01", "2020-04-01", employer="乙"),
            spell(1, "2020-05-01", employer="丙"), spell(2, "2020-02-01", is_poor=False)]  # fmt: skip
    assert row(told, FIRST, LAST).total == Count(persons=2, times=4, poor=1)
    with pytest.raises(ValueError, match="person-times"):
        Count(persons=3, times=2)


def test_t11_the_poor_are_never_more_than_all():
    """DOMAIN T11: 5.46 / 3.88; Beijing 3,113 / 1,529; key counties 1,504 / 559."""
    told = {"all": (D("5.46"), D("3.88")), "beijing": (D(3113), D(1529)), "key": (D(1504), D(559))}
    assert poor_over_all(told) == []
    assert poor_over_all({**told, "wrong": (D(3), D(4))}) == ["wrong"]
    with pytest.raises(ValueError, match="poor"):
        Count(persons=1, times=1, poor=2)


def test_each_place_is_one_part_and_no_place_is_said_to_be_unknown():
    assert part_of("110105", "150124") is Part.BEIJING
    assert part_of("150124100", "150124") is Part.LOCAL
    assert part_of("150102", "150124") is Part.REGION
    assert part_of("320500", "150124") is Part.OUTSIDE
    assert part_of(None, "150124") is Part.UNKNOWN


def test_a_spell_that_was_split_without_a_day_between_is_one_person_time():
    told = [spell(1, "2020-01-05", "2020-02-01"), spell(1, "2020-02-01"), spell(2, "2020-02-01")]
    assert len(joined(told)) == 2
    assert row(told, FIRST, LAST).total.times == 2


def test_whoever_moved_stands_where_he_began_last_and_counts_for_that_target():
    told = [spell(1, "2020-01-05", "2020-02-01"), spell(1, "2020-03-01", place="150124")]
    made = row(told, FIRST, LAST)
    assert made.new[Part.BEIJING] == Count(0, 1, 0)
    assert made.new[Part.LOCAL] == Count(1, 1, 1)
    assert [made.done(goal) for goal in Goal] == [1, 1, 0, 0, 1, 1]
    assert made.at_work == Count(1, 1, 1)
    assert persons_in(told, FIRST, LAST, Part.LOCAL, is_new=True) == [1]
    assert persons_in(told, FIRST, LAST, Part.BEIJING, is_new=True) == []
    assert persons_in(told, FIRST, LAST, None, is_new=False) == [1]


days = st.dates(dt.date(2019, 6, 1), dt.date(2020, 8, 1))
places = st.sampled_from(["110105", "150124", "150102", "320500", None])


@st.composite
def some_spells(draw):
    told = []
    for person in range(1, draw(st.integers(1, 5)) + 1):
        cuts = sorted(draw(st.lists(days, min_size=2, max_size=6, unique=True)))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False):
            told.append(Spell(person, start, end, draw(places), draw(st.sampled_from("甲乙")), "150124", person % 2 == 0))  # fmt: skip
    return told


@given(some_spells())
def test_parts_add_up_to_persons_and_to_person_times_as_the_plain_count_has_them(told):
    made = row(told, FIRST, LAST)
    new = [one for one in joined(told) if FIRST <= one.start <= LAST]
    assert made.total.persons == len({one.person_id for one in new})
    assert made.total.times == len(new)
    assert made.total.poor == len({one.person_id for one in new if one.is_poor})
    for part in Part:
        behind = persons_in(told, FIRST, LAST, part, is_new=True)
        assert len(behind) == made.new.get(part, Count()).persons
    on_last = {one.person_id for one in told if one.start <= LAST and one.end > LAST}
    assert made.at_work.persons == len(on_last)
