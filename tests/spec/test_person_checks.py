"""Checks person by person (DOMAIN.md 2.4): for each one row that is on its list, and its neighbour that is not."""

import datetime as dt

import pytest

from leye.core.query.plain import holds
from leye.notices.loader import load_notice
from leye.notices.person_checks import load_person_checks

ON = dt.date(2020, 5, 31)
CHECKS = {x.key: x for x in load_person_checks("nm_2020_84", load_notice("nm_2020_84").bound(ON))}
HERE, AWAY = "150124", "110105"
SOUND = {
    "county": HERE, "town": None, "sex": "m", "birth_date": dt.date(1985, 3, 12), "standing": "jdlk",
    "labour_skill": "ordinary", "schooling": "not_in_school", "health": "healthy", "job_kind": "unit",
    "job_channel": None, "job_place": HERE, "wants_work": None, "wants_training": None, "wish_area": None,
}  # fmt: skip
# check → (who is on its list, what makes him none of it)
CASES = {
    "able_marked_unable": ({"labour_skill": "lost"}, {"birth_date": dt.date(1960, 5, 31)}),
    "unable_at_work_away": ({"labour_skill": "none", "job_place": AWAY}, {"job_place": HERE}),
    "weak_at_work_away": ({"labour_skill": "weak", "job_place": AWAY}, {"labour_skill": "skilled"}),
    "pupil_at_work": ({"schooling": "in_school"}, {"job_kind": None}),
    "child_at_work": (
        {"birth_date": dt.date(2004, 6, 1)},
        {"birth_date": dt.date(2004, 5, 31)},
    ),  # 16 tomorrow; 16 today
    "old_in_public_post": (
        {"birth_date": dt.date(1950, 5, 31), "job_kind": "public_post"},
        {"birth_date": dt.date(1950, 6, 1)},
    ),
    "local_kind_away": ({"job_kind": "workshop", "job_place": AWAY}, {"job_place": HERE}),
    "work_without_place": ({"job_place": None}, {"job_place": AWAY}),
    "unemployed_not_asked": ({"job_kind": None, "job_place": None}, {"wants_work": "no"}),
    "unable_with_own_business": (
        {"labour_skill": "lost", "job_kind": "self_employed"},
        {"job_kind": "unit"},
    ),
    "no_birth_date": ({"birth_date": None}, {"birth_date": dt.date(1985, 3, 12)}),
    "no_labour_skill": ({"labour_skill": None}, {"labour_skill": "lost"}),
    "no_standing": ({"standing": None}, {"standing": "sq"}),
}


def test_every_check_has_its_case_its_remedy_and_its_source():
    assert CHECKS.keys() == CASES.keys()
    assert all(x.title and x.remedy and x.cite for x in CHECKS.values())


def test_who_is_sound_is_on_no_list():
    assert [key for key, x in CHECKS.items() if holds(x.who, SOUND, ON)] == []


@pytest.mark.parametrize("key", CASES)
def test_a_check_lists_who_breaks_it_and_not_his_neighbour(key):
    wrong, mended = CASES[key]
    assert holds(CHECKS[key].who, {**SOUND, **wrong}, ON) is True
    assert holds(CHECKS[key].who, {**SOUND, **wrong, **mended}, ON) is not True
