"""What the processes of the million do: fill the tables, send, take receipts in, close what no receipt came for, count."""

import datetime as dt
import json
import sys
import time
from collections import Counter
from pathlib import Path

import django

django.setup()

import httpx  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from bench.outreach_million import FASTER, MORNING  # noqa: E402
from bench.outreach_standin import KEY  # noqa: E402
from leye.apps import loading  # noqa: E402
from leye.apps.messages import actions  # noqa: E402
from leye.apps.messages.actions import New  # noqa: E402
from leye.apps.messages.models import Message  # noqa: E402
from leye.apps.people.models import (  # noqa: E402
    ContactFact,
    Entry,
    IdentityFact,
    KeptState,
    LedgerClock,
    Person,
    Projection,
)
from leye.apps.places import actions as places  # noqa: E402
from leye.core.messages.channels import Way  # noqa: E402
from leye.core.messages.states import FINAL  # noqa: E402
from leye.core.scope import Role, Scope  # noqa: E402
from leye.gateways import clock  # noqa: E402
from leye.gateways.seals import sealing  # noqa: E402
from leye.trips.identities import PHONE_CONTEXT  # noqa: E402
from leye.trips.keys import keys_of  # noqa: E402
from leye.trips.outreach import outreach_settling  # noqa: E402
from leye.trips.outreach.outreach_sending import Pace, resolve_once, send_once  # noqa: E402

HOME = Path(settings.HOME)
PACE = Pace(batch=400, lease=dt.timedelta(minutes=4), grace=dt.timedelta(minutes=5))
CLERK = Scope("bench", "150000", Role.CLERK)
COUNTIES = ("150124", "150123", "150221", "150422", "150981", "152221")
PART = 20_000
TEXT = "【乐业就业服务】为你匹配了3个岗位：餐厅服务员、保洁员、护林员。查看详情和反馈：{link}"
FIRST, LAST = dt.date(2020, 5, 1), dt.date(9999, 12, 31)


def fill(many: str) -> None:
    """So many people with a telephone each, and a message each in one round."""
    call_command("migrate", verbosity=0)
    places.load_divisions(by="bench")
    keys, at = keys_of(HOME), dt.datetime(2020, 5, 1, 1, tzinfo=dt.UTC)
    entry = Entry.objects.create(
        source="upload", unit="150000", recorded_by="bench", opened_at=at, seq=1, known_at=at
    )
    LedgerClock.objects.update_or_create(id=1, defaults={"last_seq": 1, "last_known_at": at})
    Projection.objects.update_or_create(id=1, defaults={"done_seq": 1})
    with clock.fixed(MORNING):
        for start in range(0, int(many), PART):  # a round each, as units have theirs
            row = actions.open_round(by="bench", unit="150000", kind="vacancies", cycle="", at=MORNING)  # fmt: skip
            numbers = range(start, min(start + PART, int(many)))
            with transaction.atomic():
                _people(list(numbers), entry.pk, keys)
                new = [_new(pk) for pk in Person.objects.filter(pk__gt=start).order_by("pk").values_list("pk", flat=True)]  # fmt: skip
                actions.put(by="bench", unit="150000", new=new, at=MORNING, due_at=None, round_id=row.pk)  # fmt: skip
            actions.begin_round(by="bench", round_id=row.pk, at=MORNING, due_at=MORNING)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _people(numbers: list[int], entry: int, keys: object) -> None:
    loading.insert(Person, [{"entry_id": entry} for _ in numbers])
    ids = list(Person.objects.filter(pk__gt=numbers[0]).order_by("pk").values_list("pk", flat=True))
    fact = [{"person_id": one, "entry_id": entry, "valid_from": FIRST} for one in ids]
    loading.insert(KeptState, [
        {
            "person_id": one, "on_from": FIRST, "on_to": LAST, "seq_from": 1, "household_id": one // 3,
            "county": COUNTIES[one % len(COUNTIES)], "settlement": "site", "settled_on": FIRST, "sex": "1",
            "birth_date": dt.date(1985, 3, 1), "standing": "poor", "labour_skill": "ordinary",
            "schooling": "none", "wants_work": "yes", "wants_training": "not_asked",
        }
        for one in ids
    ])  # fmt: skip
    loading.insert(IdentityFact, [
        {**one, "name": "王某", "name_key": "王某", "initials": "wm", "id_kind": "resident"} for one in fact
    ])  # fmt: skip
    loading.insert(ContactFact, [
        {
            **one, "phone_cipher": sealing.seal(keys, f"139{one['person_id']:08d}", PHONE_CONTEXT),
            "phone_index": f"{one['person_id']:064d}",
        }
        for one in fact
    ])  # fmt: skip


def _new(person: int) -> New:
    return New(
        key=f"million-{person}", about=f"about-{person}", subject=f"person:{person}",
        unit=COUNTIES[person % len(COUNTIES)], kind="vacancies", channel=Way.SMS, text=TEXT,
        fields="3个：餐厅服务员、保洁员、护林员\n呼和浩特市清水河县\n3000—3500元/月", person_id=person,
        address_index=f"{person:064d}",
    )  # fmt: skip


def work(begun: str) -> None:
    """A worker, until it is killed."""
    keys = keys_of(HOME)
    while True:
        with clock.fixed(MORNING + FASTER * dt.timedelta(seconds=time.time() - float(begun))):
            moved = send_once(keys, HOME, PACE)
            moved = resolve_once(keys, HOME, PACE) or moved
        if not moved:
            time.sleep(0.3)


def receipts(port: str, begun: str) -> None:
    """The provider's calls to our web address: true ones, and now and then one with a key that was guessed."""
    web, provider, number = Client(SERVER_NAME="127.0.0.1"), httpx.Client(), 0
    while True:
        with clock.fixed(MORNING + FASTER * dt.timedelta(seconds=time.time() - float(begun))):
            told = provider.get(f"http://127.0.0.1:{port}/receipts").json()
            if not told["some"]:
                time.sleep(0.2)
                continue
            number += 1
            if number % 50 == 0:
                forged = [
                    {**one, "report_status": "FAIL", "errmsg": "MK:0001"} for one in told["some"]
                ]
                answer = web.post("/receipts/tencent/?key=guess", forged, content_type="application/json")  # fmt: skip
                if answer.status_code != 403:
                    raise SystemExit("a forged receipt was taken")
            answer = web.post(f"/receipts/tencent/?key={KEY}", told["some"], content_type="application/json")  # fmt: skip
            if answer.status_code != 200:
                raise SystemExit(f"a receipt was refused: {answer.status_code}")


def left() -> None:
    """How many of the provider's messages are not handed over yet, or whose state is unknown."""
    states = ["prepared", "claimed", "again", "unsure"]
    print(Message.objects.filter(channel="sms", state__in=states).count())


def close(begun: str) -> None:
    """Four days on: what no receipt came for expires and takes its next way; a clerk signs the rest off."""
    keys, later = keys_of(HOME), MORNING + dt.timedelta(days=4)
    with clock.fixed(later):
        while resolve_once(keys, HOME, PACE) or send_once(keys, HOME, PACE):
            continue
        for way in (Way.FILE.value, Way.SLIP.value):
            rows = Message.objects.filter(channel=way).exclude(state__in=[x.value for x in FINAL])
            for round_id, pk in list(rows.values_list("round_id", "pk")):
                outreach_settling.sign_off(CLERK, round_id, [pk], later)


def count(log: str) -> None:
    """The table against what the provider wrote down."""
    taken = json.loads(Path(log).read_text())
    delivered, many = set(taken["delivered"]), taken["taken"]
    states: Counter[str] = Counter()
    found: Counter[str] = Counter()
    ends = {one.value for one in FINAL}
    open_persons, done_persons = set(), set()
    rows = Message.objects.order_by().values_list("pk", "channel", "state", "why", "person_id")
    for pk, channel, state, why, person in rows.iterator(chunk_size=50_000):
        states[f"{channel} {state}" + (f" ({why})" if why else "")] += 1
        (done_persons if state in ends else open_persons).add(person)
        if channel != "sms":
            continue
        found["messages"] += 1
        found["final"] += state in ends
        was_taken, is_there = str(pk) in many, str(pk) in delivered
        found["lost"] += not was_taken and state not in {"failed", "refused", "expired"}
        found["not noted"] += is_there and state != "delivered"
        found["wrongly noted"] += state == "delivered" and not is_there
    names = ("messages", "final", "lost", "not noted", "wrongly noted")
    told = {name: found[name] for name in names}
    print(json.dumps({
        **told, "doubled": sum(1 for one in many.values() if one > 1), "states": dict(states),
        "persons open": len(open_persons - done_persons), "calls": taken["calls"], "receipts": taken["receipts"],
    }, ensure_ascii=False))  # fmt: skip


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
