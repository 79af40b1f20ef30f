"""Units that report and are no divisions; cities that a notice lists apart."""

import datetime as dt

import pytest

from leye.apps.places import actions as places
from leye.apps.places.selectors import tree
from tests.made import clerk

pytestmark = pytest.mark.django_db
IN_2015, IN_2020 = dt.date(2015, 12, 31), dt.date(2020, 5, 31)


def test_a_development_zone_reports_beside_the_divisions_since_its_day():
    places.load_divisions(by="test")
    now, before = tree(clerk(), IN_2020), tree(clerk(), IN_2015)
    assert now.kind("150571") == "unit"
    assert now.resolve("通辽经济技术开发区").code == "150571"
    assert "150571" in now.counties("150500")
    assert "150571" not in before.counties("150500")
    divisions = [c for a in now.leagues() for c in now.counties(a) if now.kind(c) != "unit"]
    assert (len(now.leagues()), len(divisions)) == (12, 103)


def test_what_is_loaded_already_is_not_loaded_again():
    assert places.load_divisions(by="test") > 4000
    assert places.load_divisions(by="test") == 0
