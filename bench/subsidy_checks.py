"""Subsidies: a year's applications of the region against each other and the ledger, planted frauds, findings."""

import time
from collections.abc import Mapping

from bench.made_claims import World, clean
from bench.measured import Section, median, timed
from leye.core.rules.rules import Book, finding
from leye.core.subsidies.checks import found
from leye.core.subsidies.claims import Check
from leye.core.subsidies.values import Case
from leye.notices.subsidies import load_book, load_checks, load_situations
from tests.generative.frauds import FRAUDS

NOTICE = "nm_2020_84"


def measure(scale: float) -> Section:
    section = Section("Subsidies: rules and checks before paying")
    book, checks = load_book(NOTICE), load_checks(NOTICE)
    many, planted = round(50_000 * scale), round(10_000 * scale)
    honest = clean(World(1, book), many)
    with timed() as took:
        told = found(honest.claims, honest.ground, checks)
    section.add(
        f"{len(honest.claims):,} applications against each other and the ledger",
        took.seconds,
        "s",
        60,
    )
    section.add("clean claims of them blocked", len(told), "claims", 0)
    missed, blocked = _planted(World(2, book), many, planted, checks)
    section.add(
        f"{planted:,} planted frauds of {len(FRAUDS)} kinds: not found", missed, "frauds", 0
    )
    section.add("clean claims beside them blocked", blocked, "claims", 0)
    section.add(
        "a finding with its trace, frozen (the slowest kind)", _slowest(book) * 1000, "ms", 20
    )
    section.notes.append(
        "The checks are measured on values; reading them from the database is not in it."
    )
    return section


def _planted(world: World, many: int, planted: int, checks: Mapping[str, Check]) -> tuple[int, int]:
    """(frauds that nothing was said of, clean claims of which something was said)."""
    clean(world, many)
    honest = len(world.claims)
    wanted = []
    for number in range(planted):
        first = len(world.claims)
        code = FRAUDS[number % len(FRAUDS)](world)
        wanted.append((code, {one.key for one in world.claims[first:]}))
    told: dict[int, set[str]] = {}
    for one in found(world.claims, world.ground, checks):
        told.setdefault(one.claim, set()).add(one.check.code)
    missed = sum(not any(code in told.get(key, ()) for key in keys) for code, keys in wanted)
    return missed, sum(key <= honest for key in told)


def _slowest(book: Book) -> float:
    def judge(kind: str, case: Case) -> float:
        begun = time.perf_counter()
        finding(book.rules[kind], book.parameters, case).frozen()
        return time.perf_counter() - begun

    return max(
        median(lambda kind=kind, case=many[0].case: judge(kind, case), 9)
        for kind, many in load_situations(NOTICE).items()
    )
