"""Twelve months of the demo region through all levels: sites sign, counties, leagues and the region send, accept and lock.

Each month brings facts, late facts and corrections to counties drawn by lot; sent returns are corrected from the county
up; in the middle one county takes another over. Every archived return runs again to the same bytes, and every difference
is explained with nothing left over (RELIABILITY T6, T7, T8, T12, C16).
"""

import datetime as dt
import itertools
import random
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Q

from leye.apps.people import actions as facts_of
from leye.apps.people import projection
from leye.apps.people.models import EmploymentFact, KeptState, Source
from leye.apps.places.models import Place, Site
from leye.apps.reports.models import Finding, Return, SiteAnswer, SitePart, Version
from leye.core.ledger.additions import Addition
from leye.core.periods import Month
from leye.core.reports.explain import Reason, Step
from leye.demo import run as demo
from leye.gateways import clock
from leye.trips.returns import explaining, late_changes, rerunning, returning, site_parts
from leye.trips.returns.site_parts import Said
from tests.integration.test_returns import PHONE, accept, scope, send
from tests.made import HELINGEER, LEAGUE, QINGSHUIHE, REGION, at, keys

pytestmark = [pytest.mark.django_db, pytest.mark.nightly]
FIRST, MONTHS = Month(2020, 5), 12
GONE = dt.date(2020, 12, 15)  # 和林格尔 becomes a part of 清水河
SIGNS = (QINGSHUIHE, HELINGEER)  # counties whose sites look their share through


def league_of(county: str) -> str:
    return f"{county[:4]}00"


def record(unit: str, *facts: Addition) -> None:
    """One act of recording at a county's desk, known at once."""
    entry = facts_of.open_entry(by="test", source=Source.DESK, unit=unit, at=clock.now())
    facts_of.add_facts(by="test", entry_id=entry, facts=facts)
    facts_of.close_entry(by="test", entry_id=entry, at=clock.now())


class Lot:
    """People drawn by lot, each county's own, nobody twice."""

    def __init__(self) -> None:
        self.rng, self.drawn = random.Random(84), set()

    def of(self, county: str, *also: Q, **fits: object) -> int | None:
        found = KeptState.objects.filter(*also, county=county, **fits).exclude(
            person_id__in=self.drawn
        )
        people = sorted(set(found.values_list("person_id", flat=True)))
        if not people:
            return None
        person = self.rng.choice(people)
        self.drawn.add(person)
        return person


def of_month(lot: Lot, county: str, month: Month, number: int) -> list[Addition]:
    """What a county records after a month was reported: its kinds take turns, so that all come everywhere."""
    day = month.shifted(1).first_day + dt.timedelta(days=9)
    kinds = (found_work, late_work, moved_work, lost_work, died, wish, standing, moved)
    told = (kind(lot, county, day) for kind in (kinds[number % 8], kinds[(number + 3) % 8]))
    return [one for one in told if one is not None]


def _work(person: int | None, since: dt.date, place: str, **said) -> Addition | None:
    values = {"job_kind": "unit", "job_place": place}
    return person and Addition("ledger_employment", person, since, values, **said)


def _idle(lot, county):
    worked = EmploymentFact.objects.values("person_id")
    return lot.of(county, ~Q(person_id__in=worked), job_kind=None, wants_work="yes", seq_to=None)


def found_work(lot, county, day):
    return _work(_idle(lot, county), day, "110105")


def late_work(lot, county, day):  # has worked for three months when it becomes known
    return _work(_idle(lot, county), day - dt.timedelta(days=92), county)


def _spell(lot, county, **fits):
    person = lot.of(county, seq_to=None, on_to__gt=dt.date(2020, 6, 1), **fits)
    told = EmploymentFact.objects.filter(person_id=person or 0)
    mended = told.exclude(corrects=None).values("corrects")
    held = told.filter(is_void=False, valid_to=None).exclude(pk__in=mended)
    return held.order_by("-valid_from", "-pk").first()


def moved_work(lot, county, day):  # was at home, not away
    one = _spell(lot, county, job_kind="unit")
    return one and _work(one.person_id, one.valid_from, county, corrects=one.pk)


def lost_work(lot, county, day):
    one = _spell(lot, county, job_kind="unit")
    return one and _work(
        one.person_id, one.valid_from, one.job_place, valid_to=day, corrects=one.pk
    )


def died(lot, county, day):
    person = lot.of(county, seq_to=None)
    return person and Addition("ledger_death", person, day, {})


def wish(lot, county, day):
    person = lot.of(county, seq_to=None, wants_work="yes", job_kind=None)
    values = {"wants_work": "no", "wants_training": "no"}
    return person and Addition("ledger_wish", person, day, values)


def standing(lot, county, day):
    person = lot.of(county, seq_to=None)
    return person and Addition("ledger_standing", person, day, {"standing": "sq"})


def moved(lot, county, day):  # to the next county that has people
    person = lot.of(county, seq_to=None)
    if person is None:
        return None
    own = KeptState.objects.filter(person_id=person, seq_to=None).latest("on_from")
    others = sorted(set(KeptState.objects.values_list("county", flat=True)) - {HELINGEER, county})
    there = next((x for x in others if x > county), others[0])
    values = {"household_id": own.household_id, "county": there, "settlement": "dispersed"}
    return Addition("ledger_residence", person, day, values)


def sites_sign(county: str, month: Month) -> None:
    """Two sites of a county look their share through; one is sent back once; the county takes both."""
    sites = list(Site.objects.filter(county_code=county).order_by("pk")[:2])
    clerk = scope(f"clerk-{county}", county)
    for number, site in enumerate(sites):
        signed = Said("李四", PHONE, "已逐户核对", 0)
        assert site_parts.send(scope(f"site-{site.pk}", county), month, site.pk, signed, keys())
        part = SitePart.objects.latest("pk")
        if number == 1:
            site_parts.answer(clerk, part.pk, False, "labour", "请核对劳动力人数")
            again = Said("李四", PHONE, "又核对一遍", 1)
            site_parts.send(scope(f"site-{site.pk}", county), month, site.pk, again, keys())
            part = SitePart.objects.latest("pk")
        site_parts.answer(clerk, part.pk, True, "", "")


def up(unit: str, above: str, month: Month, reason: str = "") -> None:
    """A unit's return is sent unless it is there, and accepted by who receives it."""
    row = Return.objects.filter(month=str(month), unit=unit).first()
    if reason or row is None or row.state == "returned":
        send(f"clerk-{unit}", unit, month, reason)
    elif row.state == "accepted":
        return
    accept(f"taker-{above}", above, unit, month)


def all_levels(month: Month, counties: list[str]) -> None:
    for county in counties:
        if county in SIGNS:
            sites_sign(county, month)
        up(county, league_of(county), month)
    for league in sorted({league_of(x) for x in counties}):
        up(league, REGION, month)
    send("region-clerk", REGION, month)
    accept("region-head", REGION, REGION, month)
    returning.lock(scope("region-clerk", REGION), month)


def corrected(month: Month, counties: list[str]) -> int:
    """The region sees which returns would change; they are corrected from the county up."""
    leagues = sorted({league_of(x) for x in counties})
    told = {x.unit for league in leagues for x in late_changes.otherwise(scope("region", REGION), month, league)}  # fmt: skip
    changed = told & set(counties)
    for county in sorted(changed):
        up(county, league_of(county), month, "迟报的务工信息")
    for league in sorted({league_of(x) for x in changed}):
        up(league, REGION, month, "旗县更正")
    up(REGION, REGION, month, "盟市更正")
    return len(changed)


def the_merger() -> None:
    Place.objects.filter(code=HELINGEER).update(valid_to=GONE, successor_code=QINGSHUIHE)
    Place.objects.create(
        code="150199", name="新设区", kind="county", parent_code=LEAGUE, valid_from=GONE
    )


@pytest.fixture
def counties():
    with at("2020-06-01"):
        demo.prepare(Path(settings.HOME) / "region", 0.002, 84)
    return sorted(set(KeptState.objects.values_list("county", flat=True)))


def test_a_year_of_the_demo_region_runs_again_to_the_byte_and_is_explained_whole(counties):
    lot, everywhere, many = Lot(), list(counties), []
    for number in range(MONTHS):
        month = FIRST.shifted(number)
        if month.last_day > GONE:
            counties = [x for x in counties if x != HELINGEER]
        with at((month.last_day + dt.timedelta(days=2)).isoformat()):
            all_levels(month, counties)
        with at((month.last_day + dt.timedelta(days=20)).isoformat()):
            for place, county in enumerate(counties):
                record(county, *of_month(lot, county, month, number + place))
            projection.follow(by="test")
        if number in (2, 9):  # once before the merger, and once of a month before it
            with at((month.last_day + dt.timedelta(days=25)).isoformat()):
                many.append(corrected(FIRST.shifted(number - 2 if number == 2 else 5), everywhere))
        if month.shifted(1) == Month.of(GONE):
            the_merger()
    assert min(many) > 2
    assert SitePart.objects.count() > SiteAnswer.objects.filter(is_taken=True).count() > 30
    assert Finding.objects.exclude(explanation="").exists()
    with at("2021-06-01"):
        all_runs_again()
        reasons = all_is_explained()
    wanted = {"MOVED_IN", "MOVED_OUT", "DIED", "FOUND_WORK", "LOST_WORK", "CHANGED_WORK", "NO_LONGER_WILLING",
              "STANDING", "RECORDED_LATE", "CORRECTED", "BOUNDARY"}  # fmt: skip
    assert {reason.name for _, reason in reasons} >= wanted
    assert {step for step, _ in reasons} == set(Step)


def all_runs_again() -> None:
    rerun, unequal = rerunning.rerun(scope("x", REGION), keys())
    assert unequal == []
    assert rerun.versions == Version.objects.count() > 300


def all_is_explained() -> set[tuple[Step, Reason]]:
    """Every unit's returns from month to month, and each correction beside what it corrects."""
    reasons, compared = set(), 0
    for unit in sorted(set(Return.objects.values_list("unit", flat=True))):
        rows = list(Return.objects.filter(unit=unit).order_by("month"))
        pairs = list(itertools.pairwise([row.newest for row in rows]))
        for row in rows:
            pairs += itertools.pairwise(Version.objects.filter(report=row).order_by("number"))
        for pair in pairs:
            sides = [explaining.point_then(scope("x", unit), one) for one in pair]
            found = explaining.explanation(scope("x", unit), *sides)
            assert found.left_over == 0, (unit, pair)
            parts = [part for cell in found.cells.values() for part in cell.parts]
            reasons |= {(part.step, part.reason) for part in parts}
            compared += 1
    assert compared > 300
    return reasons
