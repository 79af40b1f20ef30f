"""What must never happen, refused by the database itself, on SQLite and PostgreSQL alike."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from leye.apps.audit import actions as audit
from leye.apps.audit.models import AuditEvent
from leye.apps.people import actions as ledger
from leye.apps.people.models import EmploymentFact, Entry, Person, ResidenceFact, Source
from leye.core.ledger.additions import Addition
from tests.made import ROSTER, a_county, mover, take_in, write

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2020, 6, 1, 4, tzinfo=dt.UTC)


def opened() -> int:
    return ledger.open_entry(by="a", source=Source.DESK, unit="150124", at=NOON)


def spell(person: int, first: str, last: str | None = None, **more) -> Addition:
    values = {"job_kind": "unit", "is_primary": True}
    return Addition(
        "ledger_employment",
        person,
        dt.date.fromisoformat(first),
        values,
        dt.date.fromisoformat(last) if last else None,
        **more,
    )


@pytest.fixture
def person():
    entry = opened()
    (one,) = ledger.add_people(by="a", entry_id=entry, many=1)
    ledger.close_entry(by="a", entry_id=entry, at=NOON)
    return one


def add(*facts: Addition) -> int:
    entry = opened()
    ledger.add_facts(by="a", entry_id=entry, facts=facts)
    ledger.close_entry(by="a", entry_id=entry, at=NOON)
    return entry


def refused():
    """A context in which the database refuses and the transaction lives on."""
    return pytest.raises(DatabaseError)


def test_two_primary_spells_on_one_day_are_refused(person):
    add(spell(person, "2019-01-01", "2019-06-01"))
    with refused(), transaction.atomic():
        add(spell(person, "2019-05-31"))


def test_spells_that_touch_are_welcome(person):
    add(spell(person, "2019-01-01", "2019-06-01"))
    add(spell(person, "2019-06-01"))
    assert EmploymentFact.objects.count() == 2


def test_a_spell_may_be_corrected_in_place(person):
    add(spell(person, "2019-01-01"))
    first = EmploymentFact.objects.get().pk
    add(spell(person, "2019-01-01", "2019-06-01", corrects=first), spell(person, "2019-06-01"))
    assert EmploymentFact.objects.count() == 3


def test_a_fact_is_corrected_once_only(person):
    add(spell(person, "2019-01-01"))
    first = EmploymentFact.objects.get().pk
    add(spell(person, "2019-02-01", corrects=first))
    with refused(), transaction.atomic():
        add(spell(person, "2019-03-01", corrects=first))


def test_what_the_database_says_of_a_refused_row_holds_nothing_of_the_row(person):
    bad = spell(person, "2019-06-01", "2019-06-01")
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        add(bad)
    assert "2019" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_dates_in_the_wrong_order_are_refused(person):
    with refused(), transaction.atomic():
        add(spell(person, "2019-06-01", "2019-06-01"))


@pytest.mark.parametrize("statement", ["UPDATE {} SET valid_from = '2000-01-01'", "DELETE FROM {}"])
def test_known_facts_are_neither_changed_nor_deleted(person, statement):
    add(spell(person, "2019-01-01"))
    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format("ledger_employment"))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET actor = 'somebody else'",
        "DELETE FROM audit_event",
        "UPDATE ledger_entry SET recorded_by = 'somebody else'",
        "UPDATE ledger_entry SET seq = 99",
        "DELETE FROM ledger_entry",
    ],
)
def test_who_wrote_what_when_stays_as_it_was(person, statement):
    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_nothing_is_written_without_an_actor():
    with refused(), transaction.atomic():
        ledger.open_entry(by="", source=Source.DESK, unit="150124", at=NOON)
    with pytest.raises(ValueError, match="actor"), transaction.atomic():
        audit.record(by="", action="list.read")
    with refused(), transaction.atomic():
        Entry.objects.create(source="desk", unit="150124", recorded_by="", opened_at=NOON)


def test_a_closed_entry_takes_nothing_more(person):
    entry = add(spell(person, "2019-01-01"))
    with pytest.raises(ledger.EntryEnded):
        ledger.add_facts(by="a", entry_id=entry, facts=[spell(person, "2020-01-01")])
    with pytest.raises(ledger.EntryEnded):
        ledger.withdraw_entry(by="a", entry_id=entry, at=NOON)


def test_a_withdrawn_entry_leaves_nothing_behind(person):
    entry = opened()
    ledger.add_facts(by="a", entry_id=entry, facts=[spell(person, "2019-01-01")])
    ledger.withdraw_entry(by="a", entry_id=entry, at=NOON)
    assert not EmploymentFact.objects.exists()
    with pytest.raises(ledger.EntryEnded):
        ledger.close_entry(by="a", entry_id=entry, at=NOON)
    add(spell(person, "2019-01-01"))


def test_recording_time_has_one_order_even_when_the_clock_stands_still():
    for _ in range(3):
        add()
    times = list(Entry.objects.order_by("seq").values_list("seq", "known_at"))
    assert [seq for seq, _ in times] == [1, 2, 3]
    assert times[0][1] < times[1][1] < times[2][1]


def test_two_persons_are_judged_to_be_one_once_and_apart_again():
    entry = opened()
    one, other, third = ledger.add_people(by="a", entry_id=entry, many=3)
    merge = ledger.judge_same(by="a", entry_id=entry, duplicate_id=one, survivor_id=other)
    with pytest.raises(ValueError, match="judgement"):
        ledger.judge_same(by="a", entry_id=entry, duplicate_id=third, survivor_id=one)
    ledger.take_back_same(by="a", entry_id=entry, merge_id=merge)
    ledger.judge_same(by="a", entry_id=entry, duplicate_id=third, survivor_id=one)


def test_every_recording_of_a_roster_leaves_its_trace(tmp_path):
    a_county()
    take_in(write(tmp_path / "r.xlsx", ROSTER, [mover(1)]), "2018-12-31")
    actions = list(AuditEvent.objects.order_by("seq").values_list("action", flat=True))
    wanted = [
        "roster.receive",
        "roster.checked",
        "roster.ask",
        "ledger.open",
        "roster.recording",
        "ledger.close",
        "roster.done",
    ]
    assert [action for action in actions if action in wanted] == wanted
    assert ResidenceFact.objects.get().person == Person.objects.get()
