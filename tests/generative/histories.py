"""Made-up histories: births on 29 February, backdated facts, corrections of corrections, spells that
touch, deaths, moves, standings that change, merges and their undoing. One seed, one history."""

import datetime as dt
import random
from dataclasses import dataclass, field

from leye.core.ledger import facts as f
from leye.core.vocabulary import (
    Answer,
    Channel,
    EmploymentKind,
    Health,
    LabourSkill,
    Schooling,
    Settlement,
    Sex,
    Standing,
    WishArea,
)

FIRST = dt.date(2018, 1, 1)
EDGES = [dt.date(2020, 2, 28), dt.date(2020, 2, 29), dt.date(2020, 3, 1), dt.date(2020, 5, 31)]
COUNTIES = ["150124", "150123", "150929", "150402"]


@dataclass
class World:
    """Histories of many people, as the tables hold them."""

    entries: int
    facts: list[f.Fact] = field(default_factory=list)
    merges: list[f.Merge] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    next_id: dict[type, int] = field(default_factory=dict)

    def number(self, kind: type) -> int:
        self.next_id[kind] = self.next_id.get(kind, 0) + 1
        return self.next_id[kind]

    def of(self, kind: type) -> list[f.Fact]:
        return [fact for fact in self.facts if type(fact) is kind]


def a_day(rng: random.Random) -> dt.date:
    if rng.random() < 0.3:
        return rng.choice(EDGES)
    return FIRST + dt.timedelta(days=rng.randrange(1100))


def span(rng: random.Random, touching: list[f.Fact]) -> tuple[dt.date, dt.date | None]:
    """A stretch of days; often it starts on the day on which another ends."""
    ends = [fact.valid_to for fact in touching if fact.valid_to]
    start = rng.choice(ends) if ends and rng.random() < 0.4 else a_day(rng)
    return start, None if rng.random() < 0.4 else start + dt.timedelta(days=rng.randrange(1, 500))


def payload(kind: type, rng: random.Random) -> dict[str, object]:
    def maybe(values: type) -> object:
        return None if rng.random() < 0.15 else rng.choice(list(values))

    if kind is f.IdentityFact:
        births = [None, dt.date(2004, 2, 29), dt.date(2020, 2, 29), dt.date(1988, 2, 29)]
        other = dt.date(1940, 1, 1) + dt.timedelta(days=rng.randrange(29_000))
        return {"sex": maybe(Sex), "birth_date": rng.choice([*births, other, other, other])}
    if kind is f.ResidenceFact:
        site = rng.choice([None, 1, 2, 3])
        return {
            "household_id": rng.randrange(1, 9),
            "county": rng.choice(COUNTIES),
            "town": rng.choice([None, "150124100"]),
            "site_id": site,
            "settlement": Settlement.CONCENTRATED if site else Settlement.DISPERSED,
        }
    if kind is f.StandingFact:
        return {"standing": rng.choice(list(Standing))}
    if kind is f.CapacityFact:
        return {
            "labour_skill": maybe(LabourSkill),
            "schooling": maybe(Schooling),
            "health": maybe(Health),
        }
    if kind is f.EmploymentFact:
        return {
            "job_kind": rng.choice(list(EmploymentKind)),
            "job_channel": maybe(Channel),
            "job_place": rng.choice([None, "110105", *COUNTIES]),
            "is_primary": rng.random() < 0.8,
        }
    if kind is f.WishFact:
        return {
            "wants_work": rng.choice(list(Answer)),
            "wants_training": rng.choice(list(Answer)),
            "wish_area": maybe(WishArea),
        }
    return {}


def live(world: World, person: int, rng: random.Random) -> None:
    """One person's facts, in the order in which they become known."""
    mine: dict[type, list[f.Fact]] = {}
    kinds: list[type] = [f.IdentityFact, f.ResidenceFact]
    kinds += rng.choices([kind.fact for kind in f.KINDS if kind is not f.IDENTITY], k=9)
    seqs = sorted(rng.randrange(1, world.entries + 1) for _ in kinds)
    for kind, seq in zip(kinds, seqs, strict=True):
        if kind is f.DeathFact and rng.random() < 0.8:
            continue
        earlier = mine.setdefault(kind, [])
        corrected = {fact.corrects for fact in earlier}
        open_to_correction = [fact for fact in earlier if fact.id not in corrected]
        correcting = bool(open_to_correction) and (kind is f.IdentityFact or rng.random() < 0.35)
        old = rng.choice(open_to_correction) if correcting else None
        valid_from, valid_to = span(rng, earlier)
        fact = kind(
            id=world.number(kind),
            person_id=person,
            seq=seq,
            valid_from=valid_from,
            valid_to=valid_to,
            corrects=old.id if old else None,
            is_void=old is not None and rng.random() < 0.25,
            **payload(kind, rng),
        )
        earlier.append(fact)
        world.facts.append(fact)


def make_world(seed: int, people: int, entries: int = 12) -> World:
    rng = random.Random(seed)
    world = World(entries)
    for person in range(1, people + 1):
        world.people.append(person)
        live(world, person, rng)
    for first in range(
        1, people - 1, 10
    ):  # some pairs are judged to be one person, some not after all
        if rng.random() < 0.5:
            seq = rng.randrange(1, entries + 1)
            merge = f.Merge(world.number(f.Merge), seq, first, first + 1)
            world.merges.append(merge)
            if rng.random() < 0.5:
                later = rng.randrange(seq, entries + 1)
                world.merges.append(
                    f.Merge(world.number(f.Merge), later, first, first + 1, undoes=merge.id)
                )
    return world
