"""培训与走访 at the region's size: courses offered to 60,000 wishes, the visit lists of all sites, 5,000 surveys merged."""

import datetime as dt
import os
import time
import uuid
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command
from django.db import connection, transaction

from bench.measured import Section, p95, timed
from leye.apps import loading
from leye.apps.people.models import (
    CapacityFact,
    ContactFact,
    Entry,
    Household,
    IdentityFact,
    KeptState,
    LedgerClock,
    Person,
    Projection,
    ResidenceFact,
)
from leye.apps.places import actions as places
from leye.apps.places.models import Place, Site
from leye.apps.training.models import Course, Offer
from leye.apps.visits.models import Contradiction, Visit
from leye.core.periods import SHANGHAI
from leye.core.scope import Role, Scope
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.trips.identities import PHONE_CONTEXT
from leye.trips.keys import keys_of
from leye.trips.training import training
from leye.trips.visits import offline, visiting

PEOPLE, WISHES, SITES, COURSES, SURVEYS = 135_274, 60_000, 1_140, 300, 5_000
TRADES = ("电工", "焊工", "家政服务", "月嫂", "厨师", "缝纫", "养殖", "电商")
FIRST = dt.date(2020, 5, 1)
NOON = dt.datetime(2020, 6, 15, 12, tzinfo=SHANGHAI)
REGION = Scope("bench", "150000", Role.CLERK)
AT_ONCE, UNLIKE = (
    50,
    20,
)  # visits in one sending; every so many people were met by two workers who heard different things


def measure(scale: float) -> Section:
    section = Section("Training and visits")
    with TemporaryDirectory(prefix="leye-training-") as folder:
        from django.conf import settings

        os.environ["LEYE_HOME"] = folder
        settings.HOME = Path(folder)
        name = str(Path(folder) / "bench.sqlite3")
        connection.close()
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
        call_command("migrate", verbosity=0)
        places.load_divisions(by="bench")
        with timed() as took:
            _made(round(PEOPLE * scale), round(WISHES * scale), max(round(SITES * scale), 5))
            _courses(max(round(COURSES * scale), 20))
        section.notes.append(
            f"SQLite; {round(PEOPLE * scale):,} made-up people at {Site.objects.count():,} sites ({took.seconds:.0f} s to make)."
            " Seconds are of the wall; processor seconds stand beside them, for others worked on the machine."
        )
        _offers(section, scale)
        _lists(section)
        _merged(section, round(SURVEYS * scale), scale)
    return section


def _made(many: int, wishes: int, sites: int) -> None:
    """People of one region as the ledger keeps them, at sites; the first ones want training."""
    cipher = sealing.seal(_keys(), "13800000000", PHONE_CONTEXT)
    at = dt.datetime(2020, 5, 1, 1, tzinfo=dt.UTC)
    counties = Place.objects.filter(code__startswith="15").exclude(code__endswith="00")
    codes = [one for one in counties.values_list("code", flat=True) if len(one) == 6]
    where = [
        (codes[n % len(codes)], places.add_site(by="bench", name=f"点{n}", county=codes[n % len(codes)], valid_from=FIRST))
        for n in range(sites)
    ]  # fmt: skip
    with transaction.atomic():
        entry = Entry.objects.create(
            source="upload", unit="150000", recorded_by="bench", opened_at=at, seq=1, known_at=at
        )
        LedgerClock.objects.update_or_create(id=1, defaults={"last_seq": 1, "last_known_at": at})
        Projection.objects.update_or_create(id=1, defaults={"done_seq": 1})
        loading.insert(Person, [{"entry_id": entry.pk} for _ in range(many)])
        ids = list(Person.objects.order_by("pk").values_list("pk", flat=True))
        homes = [
            {"entry_id": entry.pk, "county": where[n % sites][0], "number": str(n)}
            for n in range(sites)
        ]
        loading.insert(Household, homes)
        house = list(Household.objects.order_by("pk").values_list("pk", flat=True))
        states, names, phones, settled, able = [], [], [], [], []
        for n, person in enumerate(ids):
            county, site = where[n % sites]
            states.append(
                {
                    "person_id": person, "on_from": FIRST, "on_to": dt.date(9999, 12, 31), "seq_from": 1, "site_id": site,
                    "household_id": house[n % sites], "county": county, "settlement": "site", "settled_on": FIRST, "sex": "m",
                    "birth_date": dt.date(1985, 3, 1), "standing": "registered_poor", "labour_skill": "ordinary", "schooling": "none",
                    "wants_work": "not_asked", "wants_training": "yes" if n < wishes else "no",
                }
            )  # fmt: skip
            fact = {"person_id": person, "entry_id": entry.pk, "valid_from": FIRST}
            names.append({**fact, "name": "王某", "name_key": "王某", "initials": "wm", "id_kind": "resident"})  # fmt: skip
            settled.append(
                {**fact, "household_id": house[n % sites], "county": county, "site_id": site, "settlement": "site"}
            )  # fmt: skip
            able.append({**fact, "labour_skill": "ordinary", "schooling": "none"})
            if n % 5:
                phones.append({**fact, "phone_cipher": cipher, "phone_index": f"{n:064d}"})
        loading.insert(KeptState, states)
        loading.insert(IdentityFact, names)
        loading.insert(ContactFact, phones)
        loading.insert(ResidenceFact, settled)
        loading.insert(CapacityFact, able)


def _courses(many: int) -> None:
    units = ["150000", *sorted(set(Site.objects.values_list("county_code", flat=True)))]
    loading.insert(
        Course,
        [
            {
                "county": units[n % len(units)], "title": f"{TRADES[n % 8]}班{n}", "trade": TRADES[n % 8],
                "mode": "online" if n % 4 == 0 else "in_class", "hours": 40, "provider": "职业技术学校",
                "starts_on": NOON.date() + dt.timedelta(days=7), "ends_on": NOON.date() + dt.timedelta(days=30),
                "seats": 50, "state": "open", "recorded_by": "bench", "recorded_at": NOON,
            }
            for n in range(many)
        ],
    )  # fmt: skip


def _offers(section: Section, scale: float) -> None:
    with clock.fixed(NOON):
        begun = time.process_time()
        with timed() as took:
            many = training.match(REGION)
        spent = time.process_time() - begun
        wishes = Offer.objects.values("person_id").distinct().count()
        with timed() as second:
            again = training.match(REGION)
    what = f"courses offered to {wishes:,} of {round(WISHES * scale):,} who want training, {many:,} offers"
    section.add(what, took.seconds, "s", 60.0)
    section.add("the same, of the processor", spent, "s")
    section.add("the same again: offers that are new", again, "", 0)
    section.add("the same again", second.seconds, "s")


def _lists(section: Section) -> None:
    """The list of every site, as each site's worker takes it along."""
    seconds, listed = [], 0
    begun = time.process_time()
    with clock.fixed(NOON):
        sites = list(Site.objects.order_by("pk").values_list("pk", "county_code"))
        for site, county in sites[:: max(len(sites) // 60, 1)]:
            with timed() as took:
                listed += len(visiting.to_visit(Scope("bench", county, Role.CLERK), site, _keys()))
            seconds.append(took.seconds)
    spent = time.process_time() - begun
    section.add(f"visit list of a site, 95 % of {len(seconds)} sites, {listed / len(seconds):.0f} people each", p95(seconds), "s", 2.0)  # fmt: skip
    section.add("the same, mean, of the processor", spent / len(seconds), "s")
    section.add(f"visit lists of all {len(sites):,} sites one after another, by that mean", sum(seconds) / len(seconds) * len(sites) / 60, "min")  # fmt: skip


def _merged(section: Section, many: int, scale: float) -> None:
    """Surveys that waited on phones come in; some people were met by a second worker, who heard something else."""
    rows = KeptState.objects.filter(seq_to=None).order_by("county", "person_id")
    told = list(rows.values_list("person_id", "county")[:many])
    by_county: dict[str, list[dict[str, object]]] = {}
    doubled = 0
    for n, (person, county) in enumerate(told):
        by_county.setdefault(county, []).append(_item(person, "yes"))
        doubled += n % UNLIKE == 0
    begun, seconds = time.process_time(), []
    with timed() as took:
        for county, items in by_county.items():
            seconds += _sent(Scope("worker-1", county, Role.CLERK), items)
        for n, (person, county) in enumerate(told):
            if n % UNLIKE == 0:
                seconds += _sent(Scope("worker-2", county, Role.CLERK), [_item(person, "no")])
    spent = time.process_time() - begun
    kept, cases = Visit.objects.count(), Contradiction.objects.count()
    section.add(
        f"{many + doubled:,} offline surveys merged, {cases:,} cases",
        took.seconds,
        "s",
        300 * scale,
    )
    section.add("the same, of the processor", spent, "s")
    section.add(f"one sending of up to {AT_ONCE}, 95 %", p95(seconds), "s", 10.0)
    section.add("surveys that were lost", many + doubled - kept, "", 0)
    section.add(
        "people met by two workers with unlike answers, without a case", doubled - cases, "", 0
    )


def _item(person: int, wants: str) -> dict[str, object]:
    return {
        "uuid": str(uuid.uuid4()), "person": person, "form": 1, "outcome": "done", "offset": 0.0,
        "device_at": (NOON - dt.timedelta(hours=3)).isoformat(), "answers": {"wants_work": wants, "wish_area": "county"},
    }  # fmt: skip


def _sent(scope: Scope, items: list[dict[str, object]]) -> list[float]:
    seconds = []
    with clock.fixed(NOON):
        for start in range(0, len(items), AT_ONCE):
            with timed() as took:
                told = offline.bring(scope, items[start : start + AT_ONCE], NOON, _keys())
            if any(one.state == "refused" for one in told):
                raise RuntimeError("a survey was refused")
            seconds.append(took.seconds)
    return seconds


def _keys() -> sealing.Keyring:
    return keys_of(Path(os.environ["LEYE_HOME"]))
