"""公开数字: published once, small numbers left out; what is left out is not even kept."""

import pytest
from django.db import IntegrityError, transaction

from leye.apps.boards.models import PublicRow, PublicTable
from leye.core.periods import Month
from leye.core.scope import OutOfScope, Role
from leye.trips.boards import public_figures
from tests.functional.conftest import account
from tests.functional.test_figure_pages import text
from tests.made import (
    HELINGEER,
    LEAGUE,
    QINGSHUIHE,
    REGION,
    ROSTER,
    a_county,
    at,
    clerk,
    id_no,
    mover,
    take_in,
    write,
)

pytestmark = pytest.mark.django_db
MAY = Month.parse("2020-05")


@pytest.fixture
def region(tmp_path):
    """Eight people in one county, three in another: all of them labour without work, nobody asked."""
    a_county()
    take_in(
        write(
            tmp_path / "a.xlsx",
            ROSTER,
            [mover(n, f"王{c}") for n, c in enumerate("一二三四五六七八")],
        ),
        "2020-04-20",
    )
    a_county("新店子", county=HELINGEER)
    few = [
        mover(n, f"李{c}", 安置点名称="新店子", 身份证号码=id_no(n, county=HELINGEER))
        for n, c in enumerate("一二三")
    ]
    take_in(write(tmp_path / "b.xlsx", ROSTER, few), "2020-04-20", HELINGEER)


def published():
    with at("2020-06-05"):
        return public_figures.publish(clerk(REGION), MAY)


def test_a_small_county_is_left_out_and_the_other_with_it(region):
    assert published()
    found = {line.name: line.figures for line in public_figures.public(MAY).lines}
    assert found["内蒙古自治区"][:3] == (11, 11, 0)
    assert found["呼和浩特市"] == found["内蒙古自治区"]
    assert found["清水河县"] is None  # else 11 - 8 would tell of three
    assert found["和林格尔县"] is None
    assert PublicRow.objects.filter(is_shown=False, people=None).count() == 2


def test_a_month_is_published_once_and_stays_as_it_was(region, tmp_path):
    assert published()
    before = public_figures.public(MAY)
    more = [mover(20, "王九")]
    take_in(write(tmp_path / "c.xlsx", ROSTER, more), "2020-05-01")
    assert not published()
    assert public_figures.public(MAY) == before
    assert PublicTable.objects.count() == 1


def test_only_the_region_publishes_and_only_what_is_over(region):
    with at("2020-06-05"):
        for scope in (clerk(LEAGUE), clerk(QINGSHUIHE), clerk(REGION, role=Role.READER)):
            with pytest.raises(OutOfScope):
                public_figures.publish(scope, MAY)
        with pytest.raises(ValueError, match="not over"):
            public_figures.publish(clerk(REGION), Month.parse("2020-06"))


def test_the_database_keeps_no_figure_of_a_row_that_is_left_out(region):
    published()
    for wrong in ({"is_shown": True}, {"labour": 3}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PublicRow.objects.filter(is_shown=False).update(**wrong)


def test_everybody_reads_it_as_page_table_and_json(region, client):
    with at("2020-06-05"):
        assert "还没有公布" in text(client.get("/figures/"))
        for address in (
            "/figures.csv",
            "/figures.json",
            "/figures/?month=2020-05",
            "/figures/?month=x",
        ):
            assert client.get(address).status_code == 404
    published()
    client.force_login(account("region-clerk", REGION), "django.contrib.auth.backends.ModelBackend")
    with at("2020-06-05", 10):
        page = text(client.get("/figures/?month=2020-05"))
        assert "清水河县" in page
        assert "*" in page
        told = client.get("/figures.json").json()
        assert {line["name"]: line["figures"] for line in told["lines"]}["清水河县"] is None
        assert "清水河县,*,*" in text(client.get("/figures.csv"))
        assert "已经公布过" in text(
            client.post("/figures/publish/", {"month": "2020-05"}, follow=True)
        )
        assert "不能公布" in text(
            client.post("/figures/publish/", {"month": "2020-07"}, follow=True)
        )
        client.force_login(
            account("league-clerk", LEAGUE), "django.contrib.auth.backends.ModelBackend"
        )
        assert client.get("/figures/publish/").status_code == 404


def test_what_is_published_before_eight_in_the_morning_bears_the_day_on_which_it_was(region):
    """The database keeps the hours of Greenwich, where it is still yesterday."""
    with at("2020-06-04", 7):
        public_figures.publish(clerk(REGION), MAY)
    assert public_figures.public(MAY).published_at == "2020-06-04"
