"""排车 as its clerk sees it: vehicles day by day, who waits and why, stops and distances."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from leye.apps.journeys import actions, selectors
from leye.apps.journeys.actions import NotPossible
from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.core.journeys.destinations import destination_of, distance_of
from leye.core.journeys.vocabulary import Intent, Left, Mode
from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.notices.journeys import load_journeys
from leye.trips.annexes.site_pages import county_of
from leye.trips.awaiting import Awaiting
from leye.trips.journeys.journey_booking import UNDER_WAY, may_edit
from leye.trips.journeys.journey_sheet import Sheet, sheets
from leye.trips.listing import PersonRow
from leye.trips.listing import shown as shown_people
from leye.trips.rosters.intake import NOTICE

SHOWN, WAITING = 60, 200


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who is booked and sits nowhere. why: what the last planning said."""

    booking_id: int
    person: PersonRow
    employer: str
    start_on: dt.date
    why: str


@dataclass(frozen=True, slots=True)
class Day:
    day: dt.date
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """days: the vehicles that stand; choices: (journey, words) to move somebody to; more: further journeys."""

    days: tuple[Day, ...]
    waiting: tuple[Waiting, ...]
    many: Mapping[str, int]
    choices: tuple[tuple[int, str], ...]
    more: dt.date | None


def board(scope: Scope, keys: Keyring, first: dt.date | None = None) -> Board:
    """The vehicles from a day on, by default from three days ago."""
    today = clock.today()
    rows = selectors.journeys(scope, first or today - dt.timedelta(days=3), dt.date.max, SHOWN + 1)
    told = sheets(scope, rows[:SHOWN], keys)
    days = tuple(Day(day, tuple(own)) for day, own in groupby(told, lambda one: one.journey.day))
    counts = selectors.booking_counts(scope)
    choices = tuple(
        (
            one.journey.pk,
            f"{one.journey.day:%m月%d日} {one.destination} {one.journey.kind}（余{one.free}座）",
        )
        for one in told
        if one.journey.mode != Mode.OWN.value and one.journey.day >= today
    )
    return Board(
        days, tuple(_waiting(scope, keys)), {state.value: counts.get(state.value, 0) for state in Intent},
        choices, rows[SHOWN].day if len(rows) > SHOWN else None,
    )  # fmt: skip


def _waiting(scope: Scope, keys: Keyring) -> list[Waiting]:
    rows = selectors.bookings(scope, [Intent.WAITING.value], WAITING)
    runs = selectors.runs(scope, 1)
    whys = {}
    if runs:
        whys = {one.booking_id: one.why for one in selectors.unseated(scope, runs[0].pk)}
    lines = people.lines(scope, [row.person_id for row in rows])
    names = {one.id: one for one in shown_people(scope, lines, keys, clock.today())}
    return [
        Waiting(
            row.pk,
            names[row.person_id],
            row.vacancy.employer.name,
            row.start_on,
            _why(whys.get(row.pk, ""), row.start_on),
        )
        for row in rows
        if row.person_id in names
    ]


def _why(why: str, start_on: dt.date) -> str:
    """What the last planning said, in words; a day of starting that has gone by is not "too near"."""
    if start_on < clock.today():
        return f"开工日期已过（{start_on}），请核对"
    return Left(why).label if why else ""


@dataclass(frozen=True, slots=True)
class StopLine:
    """A site to be picked up; is_said: somebody has said where it lies, else it is estimated."""

    site_id: int
    name: str
    county: str
    km: int
    off_km: int
    is_said: bool
    cut_from: dt.date | None
    cut_to: dt.date | None


def stops(scope: Scope) -> list[StopLine]:
    """The sites of the scope with what is known of the way there."""
    today = clock.today()
    known, price = selectors.pick_ups(scope), load_journeys(NOTICE, today).stop
    tree = places.tree(scope, today)
    found = []
    for site in places.sites(scope, today)[:300]:
        row = known.get(site.id)
        km, off = (row.km, row.off_km) if row else (price.km, price.off_km)
        cut = (row.cut_from, row.cut_to) if row else (None, None)
        found.append(
            StopLine(site.id, site.name, tree.name(site.county), km, off, row is not None, *cut)
        )
    return found


def roads(scope: Scope) -> list[tuple[str, str, str, int, bool]]:
    """(county, destination, its name, kilometres, whether somebody said so) of where people are to go."""
    today = clock.today()
    tree, said = places.tree(scope, today), selectors.roads(scope)
    declared = load_journeys(NOTICE, today).distances
    pairs = {
        (row.county, destination_of(row.vacancy.place))
        for row in selectors.bookings(scope, UNDER_WAY)
    } | set(said)
    return [
        (county, to, tree.name(to), said.get((county, to), declared[distance_of(county, to)]), (county, to) in said)
        for county, to in sorted(pairs)
    ]  # fmt: skip


def set_distance(scope: Scope, said: Mapping[str, str]) -> None:
    """A line of one of the two lists, as a form says it. Raises OutOfScope, NotPossible."""
    may_edit(scope, "stops")
    km = _number(said.get("km", ""), "里程")
    if said.get("destination"):
        county = scope.narrowed(said.get("county", "")).unit
        if not re.fullmatch(r"\d{6}", said["destination"]):
            raise NotPossible("没有选去向。")
        actions.set_road(by=scope.actor, county=county, destination=said["destination"], km=km)
        return
    site = said.get("site", "")
    if not site.isdecimal():
        raise NotPossible("没有选安置点。")
    days = said.get("cut_from", ""), said.get("cut_to", "")
    cut = None
    if any(days):
        try:
            cut = (dt.date.fromisoformat(days[0]), dt.date.fromisoformat(days[1]))
        except ValueError:
            raise NotPossible("道路中断要写清从哪天到哪天；不中断就两个都不填。") from None
        if cut[1] < cut[0]:
            raise NotPossible("道路中断的结束日期早于开始日期。")
    actions.set_pick_up(
        by=scope.actor, county=county_of(scope, int(site)), site_id=int(site), km=km,
        off_km=_number(said.get("off_km", ""), "绕行"), cut=cut,
    )  # fmt: skip


def _number(text: str, what: str) -> int:
    if not text.isdecimal() or int(text) > 9_999:
        raise NotPossible(f"{what}要写整公里数。")
    return int(text)


def awaiting(scope: Scope) -> list[Awaiting]:
    """What waits for a clerk of journeys."""
    if not scope.may(Capability.EDIT_JOURNEYS):
        return []
    today = clock.today()
    counts = selectors.booking_counts(scope)
    days = load_journeys(NOTICE, today).follow_up_days
    due = selectors.to_call(scope, {one: today - dt.timedelta(days=one) for one in days})
    back = [r for r in selectors.booked_persons(scope).values() if r.state == Intent.RETURNED.value]
    return [
        Awaiting("外出等待排车", "已登记外出，还没有座位", counts.get(Intent.WAITING.value, 0), "journeys"),
        Awaiting("外出回访", "上岗满7天、30天、90天", len(due), "follow_ups"),
        Awaiting("早退返乡", "要重新对接岗位", len(back), "follow_ups"),
        Awaiting("随车记录不一致", "请核对以哪个为准", len(selectors.strange_ticks(scope)), "journeys"),
    ]  # fmt: skip
