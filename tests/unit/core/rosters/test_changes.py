"""What a row adds to the ledger: only what is new, and nothing the second time."""

import datetime as dt
from dataclasses import replace

import pytest

from leye.core.ledger.additions import Addition, Held
from leye.core.rosters.changes import CONTACT, Links, changes, current
from leye.core.rosters.values import (
    CapacityCells,
    JobCells,
    PersonCells,
    PlaceCells,
    RosterRow,
    WishCells,
)
from leye.core.vocabulary import (
    Answer,
    EmploymentKind,
    LabourSkill,
    Monitoring,
    MoveReason,
    Schooling,
    Sex,
    Standing,
)

AS_OF = dt.date(2020, 5, 31)
MOVED, LEFT = dt.date(2018, 10, 1), dt.date(2020, 3, 1)
BORN = dt.date(1985, 3, 12)
PERSON = PersonCells("王秀英", "n", "valid", Sex.FEMALE, BORN)
HOME = PlaceCells(county="150124", moved_on=MOVED)
ABLE = CapacityCells(Standing.REGISTERED_POOR, None, LabourSkill.ORDINARY, Schooling.NOT_IN_SCHOOL)
FARM, CITY = EmploymentKind.FARMING, EmploymentKind.UNIT
ROW = RosterRow("Sheet1", 2, PERSON, HOME, ABLE)
IDENTITY = {"name_key": "王秀英", "birth_date": BORN, "sex": "f"}


class Columns(dict):
    """All columns of a fact; those that nobody told are empty."""

    def __missing__(self, key):
        return None


def links(**said: object) -> Links:
    given = {
        "person_id": 1,
        "identity": lambda: IDENTITY,
        "contact": lambda: {"phone_index": "p1"},
        "household_id": 11,
        "site_id": 7,
    }
    return Links(**{**given, **said})


def ledger(*told: Addition, held: tuple[Held, ...] = ()) -> tuple[Held, ...]:
    """What is held after the additions: corrected facts give way."""
    known = list(held)
    for seq, fact in enumerate(told, start=len(known) + 1):
        known = [old for old in known if old.table != fact.table or old.id != fact.corrects]
        known.append(
            Held(
                fact.table, 100 + seq, 1, seq, fact.valid_from, fact.valid_to, Columns(fact.values)
            )
        )
    return tuple(known)


def after(*rows: RosterRow, as_of: dt.date = AS_OF) -> tuple[Held, ...]:
    held: tuple[Held, ...] = ()
    for row in rows:
        held = ledger(*changes(row, held, links(), as_of), held=held)
    return held


def new(row: RosterRow, held: tuple[Held, ...] = (), as_of: dt.date = AS_OF, **said: object):
    """(table, from, to, corrects something) of each fact that a row adds."""
    return [
        (
            fact.table.removeprefix("ledger_"),
            fact.valid_from,
            fact.valid_to,
            fact.corrects is not None,
        )
        for fact in changes(row, held, links(**said), as_of)
    ]


def stays(held: tuple[Held, ...], table: str) -> list[tuple]:
    facts = [fact for fact in held if fact.table == f"ledger_{table}"]
    return sorted((fact.valid_from, fact.valid_to) for fact in facts)


def at_work(start: str | None, end: str | None = None, **said: object) -> RosterRow:
    job = JobCells(
        is_employed=True,
        kind=CITY,
        place="110105",
        started_on=dt.date.fromisoformat(start) if start else None,
        ended_on=dt.date.fromisoformat(end) if end else None,
    )
    return replace(ROW, job=replace(job, **said))


WISH = WishCells(wants_work=Answer.YES, asked_on=dt.date(2020, 4, 1))
EVERYTHING = [
    ROW,
    at_work("2020-01-01"),
    at_work("2020-01-01", "2020-03-01"),
    at_work(None),
    replace(ROW, wish=WISH),
    replace(ROW, wish=WishCells(wants_training=Answer.NO)),
    replace(ROW, place=replace(HOME, left_on=LEFT, reason_out=MoveReason.MARRIED_OUT)),
    replace(ROW, place=replace(HOME, died_on=LEFT)),
    replace(ROW, place=PlaceCells(county="150124")),
    replace(ROW, job=JobCells(is_employed=False)),
    replace(ROW, capacity=replace(ABLE, monitoring=Monitoring.MARGINAL)),
]


@pytest.mark.parametrize("row", EVERYTHING)
def test_the_same_row_again_adds_nothing(row):
    held = after(row)
    assert new(row, held) == []
    assert new(row, held, AS_OF + dt.timedelta(days=30)) == []


def test_a_new_person_has_an_identity_a_home_a_standing_and_a_capacity():
    assert new(ROW) == [
        ("identity", BORN, None, False),
        ("residence", MOVED, None, False),
        ("standing", MOVED, None, False),
        ("capacity", MOVED, None, False),
    ]
    assert {fact.origin for fact in changes(ROW, (), links(), AS_OF)} == {"row:2"}


def test_a_better_known_identity_corrects_the_one_before():
    held = after(ROW)
    other = replace(ROW, person=replace(PERSON, name="王秀瑛"))
    assert new(other, held) == [("identity", BORN, None, True)]
    traditional = replace(ROW, person=replace(PERSON, name="王·秀英"))
    assert new(traditional, held) == []


def test_another_household_number_at_the_same_site_is_a_household_that_split():
    held = after(replace(ROW, place=replace(HOME, household_no="0007")))
    split = replace(ROW, place=replace(HOME, household_no="0007-1"))
    assert new(split, held, household_id=12) == [
        ("residence", MOVED, AS_OF, True),
        ("residence", AS_OF, None, False),
    ]
    assert new(split, held) == []
    # Derived from the head and not given by the roster: no news.
    assert new(ROW, held, household_id=12) == []
    at_once = new(
        replace(split, place=replace(split.place, moved_on=AS_OF)),
        after(replace(split, place=replace(split.place, moved_on=AS_OF))),
        household_id=12,
    )
    assert at_once == [("residence", AS_OF, None, True)]


def test_a_row_that_tells_of_no_household_or_county_moves_nobody():
    assert "residence" not in {table for table, *_ in new(ROW, household_id=None)}
    nowhere = replace(ROW, place=PlaceCells())
    assert "residence" not in {table for table, *_ in new(nowhere)}


def test_without_a_day_of_moving_a_home_counts_from_the_day_of_the_roster():
    row = replace(ROW, place=PlaceCells(county="150124"))
    assert ("residence", AS_OF, None, False) in new(row)


def test_a_home_without_a_site_is_dispersed():
    facts = changes(ROW, (), links(site_id=None), AS_OF)
    (home,) = [fact for fact in facts if fact.table == "ledger_residence"]
    assert home.values["settlement"] == "dispersed"
    assert "site_id" not in home.values


def test_who_leaves_ends_the_home_that_is_held():
    gone = replace(ROW, place=replace(HOME, left_on=LEFT, reason_out=MoveReason.MARRIED_OUT))
    held = after(ROW)
    assert new(gone, held) == [("residence", MOVED, LEFT, True)]
    assert stays(after(ROW, gone), "residence") == [(MOVED, LEFT)]
    assert new(ROW, held) == []


def test_who_left_before_being_known_here_has_no_stay_without_a_beginning():
    row = replace(ROW, place=PlaceCells(county="150124", left_on=LEFT))
    assert "residence" not in {table for table, *_ in new(row)}


def test_a_move_ends_the_home_before_so_that_leaving_again_leaves_no_home():
    held = after(ROW)
    moved = replace(ROW, place=replace(HOME, moved_on=dt.date(2019, 4, 1)))
    found = ledger(*changes(moved, held, links(site_id=8), AS_OF), held=held)
    assert stays(found, "residence") == [(MOVED, dt.date(2019, 4, 1)), (dt.date(2019, 4, 1), None)]
    gone = replace(ROW, place=replace(HOME, moved_on=dt.date(2019, 4, 1), left_on=LEFT))
    last = ledger(*changes(gone, found, links(site_id=8), AS_OF), held=found)
    assert current(last, "ledger_residence", AS_OF) is None


def test_a_move_whose_day_is_not_told_or_lies_before_the_home_counts_from_the_roster():
    held = after(ROW)
    for place in (PlaceCells(county="150123"), PlaceCells(county="150123", moved_on=MOVED)):
        assert new(replace(ROW, place=place), held) == [
            ("residence", MOVED, AS_OF, True),
            ("residence", AS_OF, None, False),
        ]


def test_a_move_on_the_day_of_the_home_itself_corrects_it():
    first = replace(ROW, place=PlaceCells(county="150124"))
    other = replace(ROW, place=PlaceCells(county="150123"))
    assert new(other, after(first)) == [("residence", AS_OF, None, True)]


def test_a_move_that_is_over_before_it_begins_is_none():
    other = replace(ROW, place=PlaceCells(county="150123", left_on=LEFT))
    assert new(other, after(ROW)) == []


def test_a_change_of_standing_or_capacity_holds_from_the_roster_on_and_keeps_the_rest():
    held = after(ROW)
    out = replace(ROW, capacity=replace(ABLE, standing=Standing.OUT_OF_POVERTY))
    assert new(out, held) == [("standing", AS_OF, None, False)]
    weak = replace(ROW, capacity=CapacityCells(labour_skill=LabourSkill.WEAK))
    (fact,) = changes(weak, held, links(), AS_OF)
    assert fact.values["schooling"] == "not_in_school"


def test_monitoring_alone_is_no_standing():
    only = replace(ROW, capacity=CapacityCells(monitoring=Monitoring.MARGINAL))
    assert "standing" not in {table for table, *_ in new(only)}
    assert ("standing", AS_OF, None, False) in new(only, after(ROW))


def test_what_a_row_does_not_say_changes_nothing():
    held = after(at_work("2020-01-01"), replace(ROW, wish=WISH))
    assert new(RosterRow("Sheet1", 2, PERSON, HOME), held) == []


def test_an_open_spell_ends_where_the_next_one_starts_in_either_order():
    old, late = at_work("2019-01-01"), at_work("2020-01-01", kind=FARM)
    day = dt.date(2020, 1, 1)
    wanted = [(dt.date(2019, 1, 1), day), (day, None)]
    assert stays(after(old, late), "employment") == wanted
    assert stays(after(late, old), "employment") == wanted
    assert all(fact.values["is_primary"] for fact in after(late, old) if "employ" in fact.table)


def test_a_spell_on_days_that_are_taken_is_a_side_job():
    first, side = (
        at_work("2020-01-01", "2020-04-01"),
        at_work("2020-02-01", "2020-03-01", kind=FARM),
    )
    held = after(first, side)
    primary = {
        fact.valid_from.month: fact.values["is_primary"] for fact in held if "empl" in fact.table
    }
    assert primary == {1: True, 2: False}
    beside = at_work("2020-02-15", "2020-02-20")
    assert current(
        after(first, side, beside), "ledger_employment", dt.date(2020, 2, 16)
    ).valid_from == (dt.date(2020, 1, 1))


def test_spells_that_touch_or_stand_apart_are_both_primary():
    held = after(at_work("2020-01-01", "2020-02-01"), at_work("2020-02-01", "2020-03-01"))
    assert [fact.values["is_primary"] for fact in held if "empl" in fact.table] == [True, True]


def test_an_end_that_becomes_known_corrects_the_spell():
    held = after(at_work("2020-01-01"))
    ended = at_work("2020-01-01", "2020-05-01")
    assert new(ended, held) == [("employment", dt.date(2020, 1, 1), dt.date(2020, 5, 1), True)]
    before = at_work("2020-01-01", "2020-01-01")
    assert new(before, held) == []


def test_the_same_work_without_a_start_is_the_spell_that_is_held():
    held = after(at_work("2020-01-01"))
    assert new(at_work(None), held) == []
    paid = at_work(None, monthly_pay=3000)
    assert new(paid, held) == [("employment", dt.date(2020, 1, 1), None, True)]
    other = at_work(None, kind=FARM)
    assert new(other, held) == [
        ("employment", dt.date(2020, 1, 1), AS_OF, True),
        ("employment", AS_OF, None, False),
    ]


def test_who_is_not_at_work_ends_the_spell_on_the_day_of_the_roster():
    idle = replace(ROW, job=JobCells(is_employed=False))
    assert new(idle, after(at_work("2020-01-01"))) == [
        ("employment", dt.date(2020, 1, 1), AS_OF, True)
    ]
    assert new(idle, after(at_work(AS_OF.isoformat()))) == []
    assert new(idle, after(ROW)) == []


def test_not_at_work_with_a_start_and_no_end_ends_with_the_roster():
    over = at_work("2020-01-01", is_employed=False)
    assert stays(after(over), "employment") == [(dt.date(2020, 1, 1), AS_OF)]


def test_a_spell_that_ends_where_it_would_start_is_none():
    assert "employment" not in {t for t, *_ in new(at_work(None, AS_OF.isoformat()))}


def test_a_wish_counts_from_the_day_of_the_question_and_keeps_what_was_not_asked_again():
    held = after(replace(ROW, wish=WISH))
    later = replace(ROW, wish=WishCells(wants_training=Answer.YES))
    (fact,) = changes(later, held, links(), AS_OF)
    assert (fact.valid_from, fact.values["wants_work"]) == (AS_OF, "yes")
    (first,) = [x for x in changes(later, (), links(), AS_OF) if x.table == "ledger_wish"]
    assert first.values["wants_work"] == "not_asked"


def test_a_telephone_is_kept_when_it_is_new():
    assert (CONTACT.removeprefix("ledger_"), AS_OF, None, False) in new(ROW, phone_index="p1")
    held = ledger(*changes(ROW, (), links(phone_index="p1"), AS_OF))
    assert new(ROW, held, phone_index="p1") == []
    assert [table for table, *_ in new(ROW, held, phone_index="p2")] == ["contact"]


def test_a_death_is_recorded_once():
    dead = replace(ROW, place=replace(HOME, died_on=LEFT))
    held = after(ROW)
    assert new(dead, held) == [("death", LEFT, None, False)]
    assert new(dead, after(ROW, dead)) == []
