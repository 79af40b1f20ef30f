"""After a merger of counties the heir sees the former county's people on its lists; nobody else does."""

import datetime as dt

import pytest

from leye.apps.places.models import Place
from tests.functional.conftest import as_user
from tests.functional.test_return_pages import text
from tests.integration.test_returns import ledger
from tests.made import HELINGEER, LEAGUE, QINGSHUIHE, at

pytestmark = pytest.mark.django_db
__all__ = ["as_user", "ledger"]
TUOKETUO, GONE = "150122", dt.date(2020, 6, 15)
CELL = f"/annexes/1/people/?month=2020-06&column=people&code={QINGSHUIHE}&unit={QINGSHUIHE}"


def merged():
    Place.objects.filter(code=HELINGEER).update(valid_to=GONE, successor_code=QINGSHUIHE)
    Place.objects.create(
        code="150199", name="新设区", kind="county", parent_code=LEAGUE, valid_from=GONE
    )


def found(client, words="李建国"):
    return f">{words}<" in text(client.post("/ledger/", {"words": words}))


def test_the_heir_of_a_county_finds_and_counts_its_people_and_its_neighbour_does_not(ledger, as_user, client):  # fmt: skip
    """C16: 李建国 was settled in 和林格尔, which 清水河 takes in."""
    with at("2020-06-10"):
        as_user("before")
        assert not found(client)
    merged()
    with at("2020-07-02"):
        as_user("heir")
        assert found(client)
        assert "李建国" in text(client.get(CELL))
        as_user("neighbour", TUOKETUO)
        assert not found(client)
        assert client.get(CELL).status_code == 404
        as_user("league", LEAGUE)
        assert found(client)
