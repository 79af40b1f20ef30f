"""A made-up population with clean claims, near misses among them: changed jobs, returned after the window, twins, couples."""

import datetime as dt
import random
from decimal import Decimal

from leye.core.local_jobs.spells import Span
from leye.core.periods import Month, months_after
from leye.core.rules.rules import Book
from leye.core.subsidies.claims import Claim, FirmKnown, Ground, Known, WorkshopKnown
from leye.core.subsidies.values import Worked

YEAR = 2021
COUNTIES = ("150124", "150123", "150221", "150422", "150523", "152221")
TRADES = ("中式面点师", "砌筑工", "养老护理员", "焊工", "家畜饲养员")
MOVED = (Span(dt.date(2018, 10, 1)),)


class World:
    """People, firms, workshops and claims as they are made; `ground` is what claims are held against."""

    def __init__(self, seed: int, book: Book) -> None:
        self.rng = random.Random(seed)
        self.book = book
        self.persons: dict[int, Known] = {}
        self.firms: dict[str, FirmKnown] = {}
        self.workshops: dict[int, WorkshopKnown] = {}
        self.claims: list[Claim] = []
        self.household = 0

    @property
    def ground(self) -> Ground:
        return Ground(self.book, self.persons, self.firms, self.workshops)

    def person(self, **more: object) -> int:
        """A new person; of a household of its own where none is named."""
        number = len(self.persons) + 1
        if "household" not in more:
            self.household += 1
        born = dt.date(
            self.rng.randint(1968, 2001), self.rng.randint(1, 12), self.rng.randint(1, 28)
        )
        told: dict[str, object] = {
            "household": self.household, "county": self.rng.choice(COUNTIES), "birth_date": born,
            "sex": self.rng.choice("mf"), "settled": MOVED,
        }  # fmt: skip
        self.persons[number] = Known(**{**told, **more})  # type: ignore[arg-type]
        return number

    def works(self, person: int, *spells: Worked) -> None:
        known = self.persons[person]
        self.persons[person] = Known(
            household=known.household, county=known.county, birth_date=known.birth_date, sex=known.sex,
            died_on=known.died_on, settled=known.settled, worked=(*known.worked, *spells),
        )  # fmt: skip

    def firm(self, **more: str) -> str:
        key = f"firm{len(self.firms) + 1}"
        self.firms[key] = FirmKnown(**{"account": f"a-{key}", "phone": f"t-{key}", **more})
        return key

    def workshop(self, ran: int = 12) -> int:
        number = len(self.workshops) + 1
        months = frozenset(Month(YEAR, month) for month in range(1, ran + 1))
        self.workshops[number] = WorkshopKnown((Span(dt.date(2020, 1, 1)),), months)
        return number

    def claim(self, kind: str, person: int, firm: str = "", **more: object) -> Claim:
        """A further claim, kept; the account is the firm's, or the person's own where the kind pays persons."""
        key, known = len(self.claims) + 1, self.persons.get(person, Known())
        is_own = self.book.rules[kind].payee == "person"
        told: dict[str, object] = {
            "key": key, "application": key, "kind": kind, "county": known.county or COUNTIES[0], "person": person,
            "firm": firm, "employer": firm, "number": f"n{person}", "phone": f"p{known.household or key}",
            "account": f"a{person}" if is_own else f"a-{firm}", "papers": frozenset({f"d{key}"}),
        }  # fmt: skip
        made = Claim(**{**told, **more})  # type: ignore[arg-type]
        self.claims.append(made)
        return made


def day(month: int, on: int = 1) -> dt.date:
    return dt.date(YEAR, month, on)


def spell(firm: str, start: dt.date, end: dt.date | None = None, **more: object) -> Worked:
    told: dict[str, object] = {"kind": "unit", "is_insured": True, "source": "参保名单"}
    return Worked(firm, Span(start, end), **{**told, **more})  # type: ignore[arg-type]


def hired(world: World, person: int, firm: str, on: dt.date) -> Claim:
    """The claim for taking somebody on, two months later."""
    return world.claim(
        "absorption", person, firm, hired_on=on, contract_from=on, start=on, end=months_after(on, 1),
        applied_on=months_after(on, 2),
    )  # fmt: skip


def months(world: World, kind: str, person: int, firm: str, first: int, last: int, **more: object) -> Claim:  # fmt: skip
    """A claim for the months from first to last, applied for after them."""
    worked = {
        Month(YEAR, month): Decimal(world.rng.randint(16, 22)) for month in range(first, last + 1)
    }
    end = months_after(day(last), 1)
    told = {"days": worked if kind in {"on_job_training", "post"} else {}, "applied_on": end}
    return world.claim(kind, person, firm, start=day(first), end=end, **{**told, **more})


def course(world: World, kind: str, person: int, school: str, month: int, trade: str) -> Claim:
    start = day(month, 3)
    end = start + dt.timedelta(days=12)
    return world.claim(
        kind, person, school, start=start, end=end, applied_on=months_after(end, 1), trade=trade
    )


def a_worker(world: World) -> None:
    """Taken on after another job, insured a few days longer there; or back again after more than the window."""
    person, firm, on = world.person(), world.firm(), day(world.rng.randint(1, 6), 10)
    if world.rng.random() < 0.5:
        other = world.firm()
        world.works(person, spell(other, dt.date(2019, 1, 1), on + dt.timedelta(days=20)))
    else:
        world.works(person, spell(firm, dt.date(2019, 1, 1), months_after(on, -7)))
    world.works(person, spell(firm, on))
    hired(world, person, firm, on)
    months(world, "insurance", person, firm, on.month + 1, on.month + 3, hired_on=on)


def a_changer(world: World) -> None:
    """Three months with one firm, three with the next: six together."""
    person, one, other = world.person(), world.firm(), world.firm()
    world.works(person, spell(one, day(1), day(4, 12)), spell(other, day(4)))
    months(world, "on_job_training", person, one, 1, 3)
    months(world, "on_job_training", person, other, 4, 6)


def a_learner(world: World) -> None:
    """Two courses of different trades in a year; the living allowance for one."""
    person, school = world.person(), world.firm()
    first, second = world.rng.sample(TRADES, 2)
    course(world, "training", person, school, 2, first)
    course(world, "living", person, school, 2, first)
    course(world, "training", person, school, 9, second)


def a_holder(world: World) -> None:
    """In a public post, with odd jobs beside it."""
    person, unit = world.person(), world.firm()
    known = world.persons[person]
    world.works(
        person, spell(unit, day(1), kind="public_post", place=known.county, is_insured=False),
        spell("", day(2), day(3), kind="flexible", is_insured=False, source="台账"),
    )  # fmt: skip
    months(world, "post", person, unit, 1, 3)
    months(world, "post", person, unit, 4, 6)


def a_couple(world: World) -> None:
    """Husband and wife away with one account; an agency placed them with its client."""
    agency, employer = world.firm(), world.firm()
    first = world.person()
    both = first, world.person(household=world.persons[first].household, county=world.persons[first].county)  # fmt: skip
    for person in both:
        world.works(person, spell(employer, day(2, 20), place="110105"))
        for kind in ("transport", "job_search"):
            world.claim(
                kind, person, start=day(2, 20), end=day(3, 20), applied_on=day(8), account=f"a{first}",
                place="110105",
            )  # fmt: skip
        world.claim(
            "agency_fee", person, agency, employer=employer, hired_on=day(2, 20), start=day(2, 20), end=day(3, 20),
            applied_on=day(8),
        )  # fmt: skip


def twins(world: World) -> None:
    """Born on one day, of one household and telephone, in one workshop."""
    firm, shop = world.firm(), world.workshop(9)
    born = dt.date(1990, 4, 4)
    first = world.person(birth_date=born, sex="f")
    known = world.persons[first]
    second = world.person(birth_date=born, sex="f", household=known.household, county=known.county)
    for person in (first, second):
        world.works(person, spell(firm, dt.date(2020, 5, 1), kind="workshop"))
        months(world, "workshop_award", person, firm, 1, 9, workshop=shop)
        months(world, "on_job_training", person, firm, 4, 9, workshop=shop)


CLEAN = (a_worker, a_changer, a_learner, a_holder, a_couple, twins)


def clean(world: World, claims: int) -> World:
    """At least so many clean claims."""
    while len(world.claims) < claims:
        world.rng.choice(CLEAN)(world)
    return world
