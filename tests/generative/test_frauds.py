"""Frauds planted among clean claims: all are found before payment, no clean claim is touched."""

import time

import pytest

from bench.made_claims import CLEAN, World, clean
from leye.core.subsidies.checks import CODES, found
from leye.notices.subsidies import load_book, load_checks
from tests.generative.frauds import FRAUDS

BOOK, CHECKS = load_book("nm_2020_84"), load_checks("nm_2020_84")


def planted(seed: int, claims: int, scenarios: int) -> None:
    world = clean(World(seed, BOOK), claims)
    honest = len(world.claims)
    wanted = []
    for number in range(scenarios):
        first = len(world.claims)
        fraud = FRAUDS[number % len(FRAUDS)]
        code = fraud(world)
        wanted.append((fraud.__name__, code, {one.key for one in world.claims[first:]}))
    told: dict[int, set[str]] = {}
    for one in found(world.claims, world.ground, CHECKS):
        told.setdefault(one.claim, set()).add(one.check.code)
    missed = [
        name for name, code, keys in wanted if not any(code in told.get(key, ()) for key in keys)
    ]
    assert missed == []
    assert [key for key in told if key <= honest] == []


@pytest.mark.parametrize("seed", range(3))
def test_every_planted_fraud_is_found_and_no_clean_claim_is_touched(seed):
    planted(seed, 1500, 4 * len(FRAUDS))


@pytest.mark.nightly
def test_ten_thousand_frauds_among_fifty_thousand_clean_claims():
    planted(7, 50_000, 10_000)


@pytest.mark.parametrize("kind", CLEAN, ids=lambda kind: kind.__name__)
def test_honest_people_near_a_fraud_are_left_alone(kind):
    world = World(3, BOOK)
    for _ in range(60):
        kind(world)
    assert found(world.claims, world.ground, CHECKS) == []


def test_every_check_is_met_by_some_fraud_and_there_are_at_least_thirty():
    assert len(FRAUDS) >= 30
    assert len({fraud.__name__ for fraud in FRAUDS}) == len(FRAUDS)
    assert {fraud(World(1, BOOK)) for fraud in FRAUDS} == CODES


def test_two_thousand_claims_are_checked_in_a_second_or_two():
    world = clean(World(2, BOOK), 2000)
    start = time.process_time()  # of the processor: the machine is shared
    found(world.claims, world.ground, CHECKS)
    assert time.process_time() - start < 5
