"""The sharing-out on generated instances: no rule broken, no cap passed, near the best, and its proofs true."""

import datetime as dt

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from leye.core.matching import drawing, kernels
from leye.core.matching.data import Instance, Person, Rule, Vacancy
from leye.core.matching.index import index_of
from leye.core.matching.reasons import refusals
from leye.core.matching.share import share, shortage, unserved, vacancies_part
from leye.notices.matching import load_policy
from tests.generative.plain_matching import best_value, checked, most_slots, suits

POLICY = load_policy("nm_2020_84", dt.date(2020, 6, 1))
COUNTIES = np.array([110105, 150123, 150124, 150221])


def made(seed: int, people: int, vacancies: int, openings: int) -> Instance:
    """A made-up instance; few openings make it scarce."""
    chance = np.random.default_rng(seed)
    m, n = vacancies, people
    offers = np.zeros((len(Vacancy), m), dtype=np.int64)
    place = np.sort(chance.choice(COUNTIES, m))
    offers[Vacancy.OPENINGS] = chance.integers(0, openings + 1, m)
    offers[Vacancy.YOUNGEST], offers[Vacancy.OLDEST] = 16, chance.choice([45, 60, 200], m)
    offers[Vacancy.NEEDS_CAPACITY] = chance.choice([1, 2], m)
    offers[Vacancy.SCHOOLING] = chance.choice([0, 0, 3], m)
    offers[Vacancy.LICENCES], offers[Vacancy.LANGUAGES] = (
        chance.choice([0, 0, 1, 2], m),
        chance.choice([0, 0, 2], m),
    )
    offers[Vacancy.NEEDS_HEALTH] = chance.choice([0, 0, 1], m)
    offers[Vacancy.PAY], offers[Vacancy.TRADE] = (
        chance.choice([0, 2000, 4000], m),
        chance.integers(0, 4, m),
    )
    offers[Vacancy.LODGING], offers[Vacancy.SEASON] = (
        chance.integers(0, 2, m),
        chance.integers(0, 3, m),
    )
    offers[Vacancy.COUNTY], offers[Vacancy.LEAGUE], offers[Vacancy.REGION] = (
        place,
        place // 100,
        place // 10_000,
    )
    rows = np.zeros((n, len(Person)), dtype=np.int64)
    home = chance.choice(COUNTIES[1:], n)
    rows[:, Person.AGE] = chance.choice([15, 20, 50, 70], n, p=[0.05, 0.6, 0.3, 0.05])
    is_local = chance.random(n) < 0.4
    rows[:, Person.FIRST] = np.where(is_local, np.searchsorted(place, home), 0)
    rows[:, Person.LAST] = np.where(is_local, np.searchsorted(place, home, "right"), m)
    is_away = ~is_local & (chance.random(n) < 0.2)
    rows[is_away, Person.NOT_FIRST] = np.searchsorted(place, 150000)
    rows[is_away, Person.NOT_LAST] = np.searchsorted(place, 160000)
    rows[:, Person.CAPACITY], rows[:, Person.SCHOOLING] = (
        chance.integers(0, 4, n),
        chance.integers(0, 6, n),
    )
    rows[:, Person.LICENCES], rows[:, Person.LANGUAGES] = (
        chance.integers(0, 4, n),
        chance.choice([0, 1, 3], n),
    )
    rows[:, Person.HEALTH], rows[:, Person.WISHED_PAY] = (
        chance.integers(0, 3, n),
        chance.choice([0, 3000], n),
    )
    rows[:, Person.TRADE], rows[:, Person.TRAINED] = (
        chance.integers(0, 4, n),
        chance.integers(0, 4, n),
    )
    rows[:, Person.WEIGHT], rows[:, Person.SEASON] = (
        chance.choice([4, 5], n),
        chance.integers(0, 3, n),
    )
    rows[:, Person.COUNTY], rows[:, Person.LEAGUE], rows[:, Person.REGION] = (
        home,
        home // 100,
        home // 10_000,
    )
    return Instance(rows, offers, POLICY)


SIZES = st.tuples(st.integers(0, 10**6), st.integers(1, 40), st.integers(1, 15), st.integers(0, 3))


@settings(max_examples=120, deadline=None)
@given(SIZES, st.integers(1, 30), st.sampled_from([2, 5, 96]))
def test_rules_hold_caps_hold_and_the_value_is_within_a_step_a_slot_of_the_best(size, step, stored):
    instance = made(*size)
    shared = share(instance, step, stored)
    assert checked(instance, shared.held) == shared.value
    best = best_value(instance)
    assert shared.value <= best <= shared.bound
    assert best - shared.value <= step * 3 * len(instance.people)


@settings(max_examples=80, deadline=None)
@given(SIZES)
def test_as_many_slots_are_filled_as_any_sharing_out_can_fill_and_the_cut_proves_it(size):
    instance = made(*size)
    shared = share(instance, step=1)
    cut = shortage(instance, shared)
    if cut.is_proof:
        assert shared.slots == most_slots(instance)
    offers = instance.vacancies.T
    inside = set(cut.vacancies.tolist())
    for person in np.flatnonzero(~shared.served(3)).tolist():
        own = {j for j in range(len(offers)) if suits(instance.people[person], offers[j], j)}
        assert own - set(shared.held[person].tolist()) <= inside
    assert cut.missing == 3 * int((~shared.served(3)).sum()) - int(
        (shared.held[~shared.served(3)] >= 0).sum()
    )


@settings(max_examples=60, deadline=None)
@given(SIZES)
def test_everybody_who_is_not_served_is_told_how_much_suits_and_which_rule_binds(size):
    instance = made(*size)
    shared = share(instance)
    offers = instance.vacancies.T
    told = {one.person: one for one in unserved(instance, shared)}
    assert set(told) == set(np.flatnonzero(~shared.served(3)).tolist())
    for person, one in told.items():
        suiting = [j for j in range(len(offers)) if suits(instance.people[person], offers[j], j)]
        assert one.suiting == len(suiting)
        if one.rule is not None:
            assert len(suiting) < 3
            assert one.opens > 0
            assert isinstance(one.rule, Rule)
        for j in range(len(offers)):
            assert (refusals(instance, person, j) == ()) == (j in suiting)


def test_everyone_wants_one_site_and_the_vacancy_is_not_flooded():
    instance = made(1, 300, 1, 0)
    instance.vacancies[Vacancy.OPENINGS] = 2
    shared = share(instance)
    assert shared.taken[0] <= 40
    assert shortage(instance, shared).is_proof


def test_a_hundred_thousand_openings_and_none_are_both_fine():
    instance = made(2, 50, 4, 1)
    instance.vacancies[Vacancy.OPENINGS] = [0, 100_000, 0, 1]
    shared = share(instance)
    assert shared.taken[0] == shared.taken[2] == 0
    assert checked(instance, shared.held) == shared.value


def test_the_same_instance_gives_the_same_answer():
    one, other = share(made(5, 200, 40, 2)), share(made(5, 200, 40, 2))
    assert np.array_equal(one.held, other.held)
    assert np.array_equal(one.prices, other.prices)


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(1, 40), st.integers(1, 150))
def test_bitmaps_say_what_the_rules_say(seed, people, vacancies):
    instance = made(seed, people, vacancies, 2)
    offers, points, index = instance.vacancies, instance.points(), index_of(instance)
    prices = np.random.default_rng(seed).integers(0, 900, vacancies)
    found, nets = np.empty(vacancies, dtype=np.int64), np.empty(vacancies, dtype=np.int64)
    for i in range(people):
        many = drawing.suiting(instance.people, offers, points, index, prices, i, found, nets)
        worth_of = {
            j: instance.people[i, Person.WEIGHT]
            * (POLICY.slot + kernels.utility(instance.people, offers, points, i, j))
            - prices[j]
            for j in range(vacancies)
            if offers[Vacancy.OPENINGS, j] > 0 and not kernels.broken(instance.people, offers, i, j)
        }
        assert dict(zip(found[:many].tolist(), nets[:many].tolist(), strict=True)) == worth_of
        one = index_of(instance, i)
        again = drawing.suiting(instance.people, offers, points, one, prices, i, found, nets)
        assert again == many


@given(st.integers(0, 10_000), st.integers(1, 60), st.integers(1, 40), st.integers(1, 3))
def test_the_bound_is_the_one_that_the_rules_themselves_give(seed, people, vacancies, openings):
    instance = made(seed, people, vacancies, openings)
    shared = share(instance, stored=5)  # a short store, so that many must be looked through again
    ours = kernels.people_part(
        instance.people, instance.vacancies, instance.points(), shared.prices, POLICY.k
    )
    assert shared.bound == ours + vacancies_part(
        instance.costs(), instance.tier_costs(), shared.prices
    )


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(1, 20), st.integers(1, 150), st.integers(1, 12))
def test_what_is_not_drawn_is_worth_no_more_than_is_said(seed, people, vacancies, wanted):
    instance = made(seed, people, vacancies, 2)
    offers, points, index = instance.vacancies, instance.points(), index_of(instance)
    prices = np.random.default_rng(seed).integers(0, 900, vacancies)
    found, nets = np.empty(vacancies, dtype=np.int64), np.empty(vacancies, dtype=np.int64)
    for i in range(people):
        many = drawing.suiting(instance.people, offers, points, index, prices, i, found, nets)
        everything = dict(zip(found[:many].tolist(), nets[:many].tolist(), strict=True))
        many, rest = drawing.drawn(
            instance.people, offers, points, index, prices, i, wanted, found, nets
        )
        drawn = dict(zip(found[:many].tolist(), nets[:many].tolist(), strict=True))
        assert len(drawn) == many
        assert drawn.items() <= everything.items()
        left = [net for j, net in everything.items() if j not in drawn]
        assert all(net <= rest for net in left)
        assert not left or sum(net >= rest for net in drawn.values()) >= wanted
