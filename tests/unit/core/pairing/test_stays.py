"""Stays of one, three and six months: due by the calendar, and only where the ledger still has the spell."""

import datetime as dt

from leye.core.pairing.stays import stays
from leye.notices.pairing import counted, declared_pairs, districts, near_days, stay_months

START = dt.date(2020, 1, 31)


def test_a_stay_is_due_by_the_calendar_and_rests_on_the_ledgers_spell():
    found = stays(START, (START, dt.date(2020, 5, 1)), (1, 3, 6), {1})
    assert [one.due_on.isoformat() for one in found] == ["2020-02-29", "2020-04-30", "2020-07-31"]
    assert [one.is_at_work for one in found] == [True, True, False]
    assert [one.is_verified for one in found] == [True, False, False]
    assert not any(one.is_at_work for one in stays(START, None, (1, 3), ()))


def test_what_is_declared_of_the_pairing_names_its_source():
    """16 districts and 31 banners; pairs only where a source names both sides."""
    assert len(districts("nm_2020_84")) == counted("nm_2020_84")[0] == 16
    assert counted("nm_2020_84")[1] == 31
    pairs = declared_pairs("nm_2020_84")
    assert all(one.cite for one in pairs)
    assert len({(one.district, one.county) for one in pairs}) == len(pairs) <= 31
    assert stay_months("nm_2020_84", START) == (1, 3, 6)
    assert near_days("nm_2020_84", START) == 60
