"""推送 at the region's size: a round prepared, handed over to a stand-in with faults, and the promises board of a past day."""

import datetime as dt
import json
import os
import random
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command
from django.db import connection, transaction

from bench.measured import Figure, Section, median, timed
from leye.apps import loading
from leye.apps.employers import actions as employers
from leye.apps.employers.actions import Told
from leye.apps.matching.models import Proposal, ProposalStep
from leye.apps.messages.models import Message
from leye.apps.people.models import (
    ContactFact,
    Entry,
    IdentityFact,
    KeptState,
    LedgerClock,
    Person,
    Projection,
)
from leye.apps.places import actions as places
from leye.apps.places.models import Place
from leye.apps.vacancies.models import Vacancy
from leye.core.periods import SHANGHAI
from leye.core.scope import Role, Scope
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.trips.identities import PHONE_CONTEXT
from leye.trips.keys import keys_of
from leye.trips.outreach import carriers, outreach_round, promising
from leye.trips.outreach.outreach_sending import Pace, resolve_once, send_once
from tests.standin import Log, provider

PEOPLE, WILLING, VACANCIES = 137_000, 60_000, 20_000
COUNTY, FIRST = "150124", dt.date(2020, 5, 1)
NOON = dt.datetime(2020, 6, 15, 12, tzinfo=SHANGHAI)
REGION = Scope("bench", "150000", Role.CLERK)
# The same count by hand: willing on the day, three distinct vacancies brought within thirty days of 28 May or later.
BY_HAND = """
WITH w AS (SELECT person_id FROM ledger_state WHERE seq_to IS NULL AND on_from <= :day AND on_to > :day
           AND wants_work = 'yes' AND job_kind IS NULL AND labour_skill IN ('ordinary', 'skilled', 'weak')),
     d AS (SELECT p.person_id, p.vacancy_id, MIN(s."on") AS day FROM matching_step s
           JOIN matching_proposal p ON p.id = s.proposal_id WHERE s."on" <= :day GROUP BY 1, 2)
SELECT COUNT(*), SUM(CASE WHEN n >= 3 THEN 1 ELSE 0 END) FROM
  (SELECT w.person_id, COUNT(d.vacancy_id) AS n FROM w LEFT JOIN d ON d.person_id = w.person_id GROUP BY 1)
"""


def measure(scale: float) -> Section:
    section = Section("Messages and promises")
    with TemporaryDirectory(prefix="leye-outreach-") as folder:
        os.environ["LEYE_HOME"] = folder
        from django.conf import settings

        settings.HOME = Path(folder)
        settings.DATABASES["default"]["NAME"] = str(Path(folder) / "bench.sqlite3")
        connection.close()
        connection.settings_dict["NAME"] = str(Path(folder) / "bench.sqlite3")
        call_command("migrate", verbosity=0)
        if not Place.objects.exists():
            places.load_divisions(by="bench")
        many, willing = round(PEOPLE * scale), round(WILLING * scale)
        made(many, willing, max(round(VACANCIES * scale), 50))
        _round(section, scale, willing)
        _board(section, scale, many)
        _sending(section, Path(folder), willing)
    section.notes.append("Other people worked on the machine's two cores at the same time.")
    return section


def _told(
    section: Section, what: str, value: float, unit: str, reach: str = "", limit: str = "",
    is_reached: bool | None = None,
) -> None:  # fmt: skip
    section.figures.append(Figure(what, value, unit, reach, limit, is_reached))


def made(many: int, willing: int, vacancies: int) -> None:
    """People of one region as the ledger keeps them, vacancies, and three proposals for each who is willing."""
    keys = keys_of(Path(os.environ["LEYE_HOME"]))
    at = dt.datetime(2020, 5, 1, 1, tzinfo=dt.UTC)
    entry = Entry.objects.create(
        source="upload", unit="150000", recorded_by="bench", opened_at=at, seq=1, known_at=at
    )
    LedgerClock.objects.update_or_create(id=1, defaults={"last_seq": 1, "last_known_at": at})
    Projection.objects.update_or_create(id=1, defaults={"done_seq": 1})
    counties = list(
        Place.objects.filter(code__startswith="15")
        .exclude(code__endswith="00")
        .values_list("code", flat=True)
    ) or [COUNTY]
    counties = [one for one in counties if len(one) == 6]
    cipher = sealing.seal(keys, "13800000000", PHONE_CONTEXT)
    with transaction.atomic():
        loading.insert(Person, [{"entry_id": entry.pk} for _ in range(many)])
        ids = list(Person.objects.order_by("pk").values_list("pk", flat=True))
        states, names, phones = [], [], []
        for n, person in enumerate(ids):
            wants = "yes" if n < willing else "no"
            county = counties[n % len(counties)]
            states.append(
                {
                    "person_id": person, "on_from": FIRST, "on_to": dt.date(9999, 12, 31), "seq_from": 1,
                    "household_id": n // 3, "county": county, "settlement": "site", "settled_on": FIRST,
                    "sex": "1", "birth_date": dt.date(1985, 3, 1), "standing": "poor",
                    "labour_skill": "ordinary", "schooling": "none", "wants_work": wants,
                    "wants_training": "not_asked",
                }
            )  # fmt: skip
            fact = {"person_id": person, "entry_id": entry.pk, "valid_from": FIRST}
            names.append(
                {
                    **fact,
                    "name": "王某",
                    "name_key": "王某",
                    "initials": "wm",
                    "id_kind": "resident",
                }
            )
            phones.append({**fact, "phone_cipher": cipher, "phone_index": f"{n:064d}"})
        loading.insert(KeptState, states)
        loading.insert(IdentityFact, names)
        loading.insert(ContactFact, phones)
        firm = employers.note(by="bench", unit=COUNTY, told=[Told("甲", "甲")])["甲"]
        loading.insert(
            Vacancy,
            [
                {
                    "employer_id": firm, "unit": COUNTY, "title": f"普工{n % 40}", "same_key": str(n),
                    "wanted": 20, "place": COUNTY, "pay_from": 3000, "pay_to": 4000, "valid_from": FIRST,
                    "valid_to": dt.date(2020, 12, 31), "level": "public", "state": "open",
                    "noted_by": "bench", "noted_at": at, "changed_at": at, "matched_at": at,
                }
                for n in range(vacancies)
            ],
        )  # fmt: skip
        posts = list(Vacancy.objects.order_by("pk").values_list("pk", flat=True))
        loading.insert(
            Proposal,
            [
                {
                    "person_id": person, "vacancy_id": posts[(3 * n + k) % len(posts)],
                    "county": counties[n % len(counties)], "points": 90 - k, "reasons": "离家近",
                    "made_at": at, "is_standing": True,
                }
                for n, person in enumerate(ids[:willing])
                for k in range(3)
            ],
        )  # fmt: skip


def _round(section: Section, scale: float, willing: int) -> None:
    with clock.fixed(NOON):
        cpu = time.process_time()
        with timed() as first:
            _, many = outreach_round.prepare(REGION, "150000")
        cpu = time.process_time() - cpu
        with timed() as second:
            _, again = outreach_round.prepare(REGION, "150000")
    _told(section,
        f"prepare a round for {many:,} people × 3 vacancies", first.seconds, "s", f"≤ {60 * scale:g} s",
        is_reached=first.seconds <= 60 * scale,
    )  # fmt: skip
    _told(
        section,
        "messages that a second preparation makes",
        again,
        "",
        "0",
        is_reached=again == 0 and many == willing,
    )
    _told(section, "CPU of the first preparation", cpu, "s")
    _told(section, "the second preparation", second.seconds, "s")


def _board(section: Section, scale: float, many: int) -> None:
    """A third of the people have their three by the day that is asked for."""
    chosen = list(Proposal.objects.order_by("pk").values_list("pk", flat=True))
    at, day = NOON, dt.date(2020, 6, 10)
    third = chosen[: len(chosen) // 9 * 3]
    ProposalStep.objects.bulk_create(
        [
            ProposalStep(proposal_id=pk, step="shown", on=day, noted_by="bench", noted_at=at)
            for pk in third
        ],
        batch_size=2_000,
    )
    with clock.fixed(NOON):
        board = promising.board(REGION, "150000", dt.date(2020, 6, 12))
        seconds = median(lambda: promising.board(REGION, "150000", dt.date(2020, 6, 12)), 3)

    def by_hand() -> tuple[int, int]:
        with connection.cursor() as cursor:
            cursor.execute(BY_HAND.replace(":day", "'2020-06-12'"))
            return cursor.fetchone()

    yardstick = median(by_hand, 3)
    people, kept = by_hand()
    _told(section,
        f"promises board of a past day, {many:,} people in the ledger, {board.total.people:,} promised", seconds,
        "s", "≤ 1 s", f"{yardstick:.2f} s for a count written by hand", seconds <= 1,
    )  # fmt: skip
    _told(section,
        "people and kept as the count by hand has them", int((people, kept) == (board.total.people, board.total.kept)),
        "", "1", is_reached=(people, kept) == (board.total.people, board.total.kept),
    )  # fmt: skip


def _sending(section: Section, home: Path, most: int) -> None:
    """Part of the round over the SDK of an SMS provider to a stand-in on this machine; then the rest with faults."""
    keys, log = keys_of(home), Log()
    with provider(log) as where:
        _channel(home, where)
        many = min(1_000, most)
        _only(many)
        pace = Pace(
            batch=100, lease=dt.timedelta(minutes=10), grace=dt.timedelta(seconds=0), spread=0
        )
        cpu = time.process_time()
        with clock.fixed(NOON), timed() as spent:
            while send_once(keys, home, pace):
                continue
        cpu = time.process_time() - cpu
        _told(section, "CPU a message of the worker, the stand-in in the same process", 1000 * cpu / max(len(log.taken), 1), "ms")  # fmt: skip
        _told(section,
            "handed over by one worker to a stand-in through the SDK, no faults", len(log.taken) / spent.seconds,
            "messages/s", "≥ 100", is_reached=len(log.taken) / spent.seconds >= 100,
        )  # fmt: skip
        _turns(section, keys, home, most, len(log.taken))
        _faults(section, keys, home, log, most)


def _turns(section: Section, keys, home: Path, most: int, before: int) -> None:
    """A hundred messages fall due each second; how long after its turn each of them is in the provider's hands."""
    many = min(2_000, most // 4)
    rows = Message.objects.filter(channel="sms", released_at=None).order_by("pk")
    ids = list(rows.values_list("pk", flat=True)[:many])
    due = [NOON + dt.timedelta(milliseconds=10 * n) for n in range(len(ids))]
    told = [(loading.instant(at), loading.instant(at), pk) for at, pk in zip(due, ids, strict=True)]
    loading.update(Message, ["due_at", "released_at"], told)
    pace = Pace(batch=100, lease=dt.timedelta(minutes=10), spread=0)
    shift, clock._SHIFT = (
        clock._SHIFT,
        NOON - dt.datetime.now(dt.UTC),
    )  # noon, and from there on at its own pace
    until = time.monotonic() + 30 + 10 * many / 100
    handed = Message.objects.filter(pk__in=ids, state="handed")
    while time.monotonic() < until and handed.count() < len(ids):
        if not send_once(keys, home, pace):
            time.sleep(0.1)
    clock._SHIFT = shift
    waits = [at - since for at, since in handed.values_list("handed_at", "released_at")]
    prompt = sum(1 for one in waits if one <= dt.timedelta(seconds=10))
    share = 100 * prompt / max(len(ids), 1)
    _told(
        section, f"handed over within 10 s of their turn, 100 falling due a second, {len(ids):,} in all, one worker",
        share, "%", "≥ 95 %", "GOV.UK Notify publishes its share within 10 s", share >= 95,
    )  # fmt: skip


def _channel(home: Path, where: str) -> None:
    told = {
        "provider": "tencent", "secret_id": "i", "secret_key": "k", "app_id": "1", "sign": "s", "key": "x",
        "templates": {"vacancies": "1"}, "endpoint": where, "scheme": "http", "time_out": 2, "at_once": 16,
    }  # fmt: skip
    (home / "channels.json").write_text(json.dumps({"channels": [told]}))
    carriers._settings.cache_clear()
    carriers.carriers.cache_clear()
    Message.objects.update(channel="sms")


def _only(many: int) -> None:
    """Release so many messages more."""
    ids = list(
        Message.objects.filter(released_at=None).order_by("pk").values_list("pk", flat=True)[:many]
    )
    Message.objects.filter(pk__in=ids).update(due_at=NOON, released_at=NOON)


def _faults(section: Section, keys, home: Path, log: Log, most: int) -> None:
    many = min(4_000, most - len(log.taken))
    random.seed(7)
    before = len(log.taken)
    log.fault = lambda number: random.choices(["", "lost", "500"], [90, 5, 5])[0]
    _only(many)
    pace = Pace(batch=100, lease=dt.timedelta(minutes=10), grace=dt.timedelta(seconds=1), spread=0)
    now = NOON
    for _ in range(400):
        with clock.fixed(now):
            moved = send_once(keys, home, pace)
            moved = resolve_once(keys, home, pace) or moved
        now += dt.timedelta(minutes=3)
        if (
            not moved
            and not Message.objects.filter(
                state__in=["prepared", "again", "unsure"], released_at__isnull=False
            ).exists()
        ):
            break
    own = log.taken[before:]
    handed = Message.objects.filter(state="handed").count()
    _told(
        section,
        f"lost of {many:,} with a tenth of the calls broken",
        many - len(set(own)),
        "",
        "0",
        is_reached=len(set(own)) == many,
    )
    _told(
        section,
        "sent twice",
        len(own) - len(set(own)),
        "",
        "0",
        is_reached=len(own) == len(set(own)),
    )
    _told(section, "handed over in the end", handed, "messages")
