"""What would end a shortage: the openings that are named, once they come, leave nobody short."""

import datetime as dt

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from leye.core.matching.needs import Lack, Need, needs_of
from leye.core.matching.share import share
from leye.notices.matching import load_policy
from leye.trips.matching.matching_frames import PEOPLE, VACANCIES, build
from leye.trips.matching.matching_results import needs, shortfalls

POLICY = load_policy("nm_2020_84", dt.date(2020, 6, 1))
person = st.fixed_dictionaries(
    {
        "county": st.sampled_from(["150124", "150123"]), "age": st.sampled_from(["17", "40", "70"]),
        "wish_area": st.sampled_from(["any", "county", "league", "outside"]), "only_local": st.sampled_from(["", "yes"]),
        "capacity": st.sampled_from(["", "weak", "ordinary"]), "schooling": st.sampled_from(["0", "1", "3"]),
    }
)  # fmt: skip
offer = st.fixed_dictionaries(
    {
        "place": st.sampled_from(["150124", "110105"]), "openings": st.sampled_from(["0", "1"]),
        "max_age": st.sampled_from(["45", "200"]), "suits_weak": st.sampled_from(["yes", "no"]),
        "schooling": st.sampled_from(["0", "3"]),
    }
)  # fmt: skip


def frame(rows, columns, key):
    whole = [{**columns, **row, key: str(n)} for n, row in enumerate(rows)]
    return pl.DataFrame(whole, schema=dict.fromkeys(columns, pl.String))


def short_of(seekers, offers):
    offers = offers.sort("place", "vacancy_id")
    instance, _ = build(seekers, offers, POLICY)
    return shortfalls(instance, share(instance), seekers)


@settings(max_examples=40)
@given(st.lists(person, max_size=70), st.lists(offer, max_size=4))
def test_the_openings_that_are_named_leave_nobody_short(people, vacancies):
    seekers = frame(people, PEOPLE, "person_id")
    offers = frame(vacancies, VACANCIES, "vacancy_id")
    named = needs(seekers, short_of(seekers, offers), POLICY)
    rows = list(vacancies)
    for one in named:
        weak = "yes" if one.suits_weak else "no"
        place = one.county or "120116"
        rows += [
            {"place": place, "openings": str(many), "suits_weak": weak} for many in one.openings
        ]
    after = short_of(seekers, frame(rows, VACANCIES, "vacancy_id"))
    assert after.height == 0


def test_who_lacks_three_needs_three_and_the_cap_is_shared():
    lacks = (
        [Lack("150124", 3, True, False)] * 21
        + [Lack("150124", 1, True, True)]
        + [Lack("150124", 2, False, False)]
    )
    assert needs_of(lacks, 20) == [Need("", False, 1, (1, 1)), Need("150124", True, 22, (2, 2, 2))]


def test_nobody_short_needs_nothing():
    assert needs_of([], 20) == []
