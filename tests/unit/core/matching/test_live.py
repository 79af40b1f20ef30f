"""A single change beside a sharing-out that stands: held against plain reading of the rules."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from leye.core.matching.data import Instance, Person, Vacancy
from leye.core.matching.live import Standing, people_for, vacancies_for
from leye.core.matching.reasons import reasons_of, refusals
from leye.core.matching.share import share
from tests.generative.test_sharing_out import POLICY, made


def instances():
    return st.builds(
        made, st.integers(0, 10_000), st.integers(0, 25), st.integers(0, 12), st.integers(1, 3)
    )


def standing_of(instance, shared):
    has = (shared.held >= 0).sum(axis=1).astype(np.int64)
    worst = np.full(len(has), 10_000, dtype=np.int64)
    for i, j in zip(*np.nonzero(shared.held >= 0), strict=True):
        points, _ = reasons_of(
            instance, np.array([i]), np.array([shared.held[i, j]], dtype=np.int64)
        )
        worst[i] = min(worst[i], points[0])
    return Standing(has, worst, shared.taken, shared.prices)


@given(instances(), st.data())
def test_a_vacancy_comes_to_nobody_whom_it_does_not_suit_and_never_over_its_cap(instance, data):
    if not instance.vacancies.shape[1] or not len(instance.people):
        return
    standing = standing_of(instance, share(instance))
    j = data.draw(st.integers(0, instance.vacancies.shape[1] - 1))
    chosen = people_for(instance, standing, j).tolist()
    assert len(set(chosen)) == len(chosen)
    assert standing.taken[j] + len(chosen) <= max(instance.caps()[j], standing.taken[j])
    for i in chosen:
        assert not refusals(instance, i, j)


@given(instances())
def test_whoever_lacks_a_vacancy_comes_before_whoever_has_enough(instance):
    n, m = len(instance.people), instance.vacancies.shape[1]
    if not n or not m:
        return
    has = np.array([0 if i % 2 else instance.policy.k for i in range(n)], dtype=np.int64)
    nothing = np.zeros(m, dtype=np.int64)
    standing = Standing(has, np.zeros(n, dtype=np.int64), nothing, nothing)
    instance.people[:, Person.WEIGHT] = instance.policy.other
    for j in range(m):
        order = people_for(instance, standing, j).tolist()
        enough = [has[i] == instance.policy.k for i in order]
        assert enough == sorted(enough)


@given(instances(), st.data())
def test_a_person_gets_the_best_that_has_room_and_not_what_was_refused(instance, data):
    n, m = len(instance.people), instance.vacancies.shape[1]
    if not n or not m:
        return
    i = data.draw(st.integers(0, n - 1))
    without = data.draw(st.sets(st.integers(0, m - 1), max_size=2))
    nothing = np.zeros(m, dtype=np.int64)
    standing = Standing(nothing, nothing, nothing, nothing)
    found = vacancies_for(instance, standing, i, without, 3).tolist()
    may = [j for j in range(m) if not refusals(instance, i, j) and j not in without]
    assert set(found) <= set(may)
    assert len(found) == min(3, len(may))
    points = {j: reasons_of(instance, np.array([i]), np.array([j]))[0][0] for j in may}
    assert (
        sorted((points[j] for j in found), reverse=True)
        == sorted(points.values(), reverse=True)[:3]
    )


@given(instances())
def test_a_full_vacancy_is_put_forward_to_nobody_more(instance):
    n, m = len(instance.people), instance.vacancies.shape[1]
    if not n or not m:
        return
    caps, nothing = instance.caps(), np.zeros(max(n, m), dtype=np.int64)
    standing = Standing(nothing[:n], nothing[:n], caps, np.zeros(m, dtype=np.int64))
    assert [people_for(instance, standing, j).tolist() for j in range(m)] == [[]] * m
    assert vacancies_for(instance, standing, 0, (), 3).tolist() == []


def test_openings_stand_in_the_table_as_they_are_left():
    assert Vacancy.OPENINGS == 0


def test_work_for_the_season_that_is_wished_and_just_the_schooling_asked_for_count_and_are_told():
    people = np.zeros((2, len(Person)), dtype=np.int64)
    people[:, Person.AGE], people[:, Person.LAST], people[:, Person.WEIGHT] = 30, 2, 4
    people[0, Person.SEASON], people[0, Person.SCHOOLING] = 2, 3
    offers = np.zeros((len(Vacancy), 2), dtype=np.int64)
    offers[Vacancy.OPENINGS], offers[Vacancy.OLDEST] = 1, 60
    offers[Vacancy.SEASON], offers[Vacancy.SCHOOLING] = (1, 2), (2, 3)
    instance = Instance(people, offers, POLICY)
    points, words = reasons_of(instance, np.array([0, 0, 1]), np.array([0, 1, 1]))
    assert points[1] - points[0] == POLICY.season + POLICY.schooling
    assert words[1].endswith("文化程度正合要求；季节性的活，不误农牧时")
    assert "季节" not in words[0]
    assert points[2] == points[0]  # who was not asked loses nothing and gains nothing
