"""总览: what a unit sees of itself, kept by the ledger's entry; every figure opens to its people."""

import datetime as dt
import io
import json

import openpyxl
import pytest

from leye.apps.audit.models import AuditEvent
from leye.apps.boards.models import KeptBoard
from leye.apps.subsidies.money import Budget
from leye.core.periods import Month
from leye.core.scope import Department, OutOfScope, Role, Scope
from leye.trips.boards import (
    board_due,
    board_gauge_people,
    board_homes,
    board_page,
    board_people,
    boards,
)
from leye.trips.local_jobs import local_jobs_placing as placing
from tests.functional.conftest import account
from tests.functional.test_figure_pages import text
from tests.integration import local_jobs
from tests.made import (
    HELINGEER,
    LEAGUE,
    QINGSHUIHE,
    REGION,
    ROSTER,
    WORK,
    a_county,
    at,
    clerk,
    keys,
    mover,
    take_in,
    worker,
    write,
)

pytestmark = pytest.mark.django_db
MAY = Month.parse("2020-05")


@pytest.fixture
def county(tmp_path):
    """Four people at a site and one elsewhere: one away, one in a workshop, two who want work, one not asked."""
    a_county()
    rows = [mover(n, f"王英{c}") for n, c in enumerate("一二三四", start=1)]
    rows[3][2:4] = "h3", "配偶"  # the fourth lives with the third
    take_in(write(tmp_path / "r.xlsx", ROSTER, rows), "2020-04-20")
    alone = [[*mover(5, "李分散", 安置点名称=""), "分散安置"]]
    take_in(write(tmp_path / "d.xlsx", (*ROSTER, "安置方式"), alone), "2020-04-21")
    work = [
        worker(
            1, "王英一", 就业形式="单位就业", 务工所在地="北京市朝阳区", 务工开始时间="2020-03-01"
        ),
        worker(2, "王英二", 就业形式="扶贫车间", 务工所在地="清水河县", 务工开始时间="2020-03-01"),
        worker(3, "王英三", 就业意愿="有"),
        worker(4, "王英四", 就业意愿="有"),
    ]
    take_in(write(tmp_path / "w.xlsx", WORK, work), "2020-05-20")


def told(unit=QINGSHUIHE, scope=None, month=MAY):
    with at("2020-06-01", 10):
        return boards.told(scope or clerk(unit), unit, month)


def test_the_board_counts_what_the_annexes_count(county):
    total = told().total
    assert {k: total[k] for k in ("people", "labour", "employed", "away", "local", "workshop", "willing")} == {
        "people": 5, "labour": 5, "employed": 2, "away": 1, "local": 1, "workshop": 1, "willing": 2,
    }  # fmt: skip
    assert total["idle_homes"] == 1
    assert (total["sites"], total["bare_sites"]) == (1, 1)
    assert total["promised"] == 2


def test_region_league_and_county_say_the_same_and_each_shows_the_next_level(county):
    region, league, own = told(REGION), told(LEAGUE), told()
    assert region.total == league.total == own.total
    assert [line.code for line in region.lines if line.counts.get("people")] == [LEAGUE]
    assert len(region.lines) == 12
    assert [line.code for line in league.lines if line.counts.get("people")] == [QINGSHUIHE]
    assert [(line.name, line.counts["people"]) for line in own.lines] == [
        ("益民小区", 4),
        ("分散安置", 1),
    ]


def test_one_pass_over_the_region_keeps_the_same_boards_as_each_unit_alone(county):
    alone = {unit: told(unit) for unit in (REGION, LEAGUE, QINGSHUIHE)}
    KeptBoard.objects.all().delete()
    with at("2020-06-01", 10):
        assert boards.work_out_all(clerk(REGION), MAY) == KeptBoard.objects.count() > 100
    for unit, one in alone.items():
        kept = told(unit)
        assert (kept.total, kept.lines) == (one.total, one.lines)


def test_a_kept_board_is_read_until_the_ledger_grows_and_then_worked_out_again(county, tmp_path):
    first = told()
    KeptBoard.objects.update(total='{"people": 77}')
    assert told().total == {"people": 77}
    late = [
        worker(3, "王英三", 就业形式="单位就业", 务工所在地="清水河县", 务工开始时间="2020-05-21")
    ]
    take_in(write(tmp_path / "late.xlsx", WORK, late), "2020-05-25")
    again = told()
    assert again.seq > first.seq
    assert again.total["employed"] == 3
    assert "idle_homes" not in again.total


def test_while_one_works_a_board_out_the_others_read_the_one_before(county, tmp_path):
    told()
    KeptBoard.objects.update(seq=0, leased_until=dt.datetime(2020, 6, 1, 23, tzinfo=dt.UTC))
    assert told().is_old
    KeptBoard.objects.update(leased_until=None)
    assert not told().is_old


def test_every_figure_of_the_board_is_as_long_as_its_list(county):
    board = told()
    columns = (
        "people",
        "labour",
        "employed",
        "away",
        "local",
        "workshop",
        "willing",
        "not_asked",
        "poor.labour",
    )
    for line in board.lines:
        for what in columns:
            figure = board_people.Figure(what, QINGSHUIHE, MAY, board.seq, line.site)
            with at("2020-06-01", 11):
                found = board_people.people_of(clerk(), figure, keys())
            assert len(found) == line.counts.get(what, 0), (line.name, what)
    with at("2020-06-01", 11):
        idle = board_people.people_of(
            clerk(), board_people.Figure("idle_homes", QINGSHUIHE, MAY), keys()
        )
    assert [row.name for row in idle] == ["王英三", "王英四"]


def test_another_county_sees_nothing_of_it(county):
    with pytest.raises(OutOfScope):
        told(QINGSHUIHE, clerk(HELINGEER))
    with at("2020-06-01"), pytest.raises(OutOfScope):
        board_people.people_of(
            clerk(HELINGEER), board_people.Figure("labour", QINGSHUIHE, MAY), keys()
        )
    with at("2020-06-01"), pytest.raises(OutOfScope):
        board_people.bare_sites(clerk(HELINGEER), QINGSHUIHE, MAY.last_day)
    assert told(HELINGEER, clerk(HELINGEER)).total.get("people", 0) == 0


def test_whoever_answers_for_one_site_sees_that_site_only(county):
    site = told().lines[0].site
    one = told(QINGSHUIHE, clerk(QINGSHUIHE, site=site))
    assert [line.site for line in one.lines] == [site]
    assert one.total["people"] == 4


def test_a_small_unit_is_not_compared_and_a_trend_has_gaps_and_no_zeros(county):
    told()
    with at("2020-06-01", 12):
        page = board_page.page(clerk(), QINGSHUIHE, MAY)
    assert {row.group.value for row in page.rows} == {"few"}
    assert page.missing_months == 11
    assert [len(part) for part in page.trends[0].trend.parts] == [1]
    rate = page.trends[0]
    assert (rate.low[-1], rate.high[-1]) == ("%", "%")  # as clerks read it, and not in thousandths
    assert [said.startswith("2020年5月：") and said.endswith("%") for _, said in rate.points] == [
        True
    ]
    assert "%" not in page.trends[1].high


def test_the_worker_fills_the_months_newest_first_and_then_rests(county):
    with at("2020-06-01", 12):
        steps = 0
        while boards.refresh():
            steps += 1
        assert steps == 12
    with at("2020-06-01", 12, 5):
        assert not boards.refresh()
    with at("2020-06-01", 12, 30):
        assert boards.refresh()  # promises and vacancies are looked at again
        assert not boards.refresh()


@pytest.fixture
def as_user(client):
    def sign_in(unit=QINGSHUIHE, **said):
        client.force_login(
            account("somebody", unit, **said), "django.contrib.auth.backends.ModelBackend"
        )
        return client

    return sign_in


def test_the_pages_walk_from_the_board_to_people_and_sites(county, as_user):
    client = as_user()
    with at("2020-06-01", 10):
        page = text(client.get("/board/"))
        assert "清水河县工作总览" in page
        assert "人数少，不比较" in page
        assert "王英三" in text(client.get("/board/people/?what=idle_homes"))
        assert "益民小区" in text(client.get("/board/sites/"))
        assert "40.0%" in text(client.get("/board/strip/"))
        for address in ("/board/?unit=150123", "/board/people/?unit=150123&what=labour", "/board/?month=2020-06",
                        "/board/?month=x", "/board/people/?what=nonsense", "/board/sites/?unit=1"):  # fmt: skip
            assert client.get(address).status_code == 404, address


def test_who_may_not_read_names_reads_figures_without_links(county, as_user):
    client = as_user(role=Role.READER, department=Department.NDRC)
    with at("2020-06-01", 10):
        page = client.get("/board/")
        assert "/board/people/" not in page.content.decode()
        assert client.get("/board/people/?what=labour").status_code == 403


def test_the_board_has_the_figures_of_the_rooms_with_money_to_the_cent(county):
    Budget.objects.create(
        county=QINGSHUIHE, line="employment", year=2020, total_fen=500_000, paid_fen=123_450, document="呼财社〔2020〕1号"
    )  # fmt: skip
    found = {gauge.key: gauge for gauge in told().gauges}
    assert (found["paid"].shown, found["paid"].text) == ("1,234.50", "1,234.50")
    assert {"trained", "told_of_training", "paid_people", "journeys", "workshops", "duties"} <= set(
        found
    )
    assert {g.key: g.value for g in told(HELINGEER).gauges}["paid"] == 0


def test_a_map_that_was_given_shows_with_its_number_and_one_without_is_refused_in_words(
    county, as_user, settings
):
    square = [[111.0, 40.0], [112.0, 40.0], [112.0, 41.0], [111.0, 40.0]]
    place = {
        "properties": {"code": LEAGUE},
        "geometry": {"type": "Polygon", "coordinates": [square]},
    }
    given = settings.HOME / "map.geojson"
    try:
        given.write_text(
            json.dumps({"features": [place], "reviewed": "蒙S(2020)001号"}), encoding="utf-8"
        )
        with at("2020-06-01", 10):
            page = text(as_user(unit=REGION).get("/board/"))
        assert "蒙S(2020)001号" in page
        given.write_text(json.dumps({"features": [place]}), encoding="utf-8")
        with at("2020-06-01", 10):
            page = board_page.page(clerk(REGION), REGION, MAY)
        assert "审图号" in page.drawing.lacking
        assert page.spots
    finally:
        given.unlink()


def test_the_start_page_tells_what_waits_around_the_board(county):
    with at("2020-06-20"):
        own = {one.title: one.many for one in board_due.awaiting(clerk())}
        ndrc = board_due.awaiting(Scope("n", QINGSHUIHE, Role.CLERK, Department.NDRC))
    assert own["情况报告还没有报送"] == 1
    assert [(one.title, one.many) for one in ndrc if one.route == "duties"] == [
        ("部门任务还没有提供", 2)
    ]
    with at("2021-06-20"):
        assert not {one.title: one.many for one in board_due.awaiting(clerk())}[
            "情况报告还没有报送"
        ]


def test_households_without_work_are_listed_household_by_household_in_page_and_download(
    county, as_user
):
    board, client = told(), as_user()
    with at("2020-06-01", 11):
        for line in board.lines:
            figure = board_people.Figure("idle_homes", QINGSHUIHE, MAY, board.seq, line.site)
            found = board_homes.homes_of(clerk(), figure, keys())
            assert len(found) == line.counts.get("idle_homes", 0), line.name
        [home] = board_homes.homes_of(
            clerk(), board_people.Figure("idle_homes", QINGSHUIHE, MAY), keys()
        )
        assert [m.person.name for m in home.members] == ["王英三", "王英四"]
        assert (home.number, home.could_work, home.wants_work) == ("h3", 2, 2)
        assert home.place.site == "益民小区"
        figure = board_people.Figure("idle_homes", QINGSHUIHE, MAY)
        assert board_homes.homes_of(clerk(), figure, keys(), after=home.id) == []
        page = text(client.get("/board/people/?what=idle_homes"))
        assert "2 人，劳动力 2 人，愿意就业 2 人" in page
        assert "/board/homes.xlsx?unit=150124&amp;month=2020-05&amp;what=idle_homes" in page
        file = client.get("/board/homes.xlsx?what=idle_homes").content
        assert client.get("/board/homes.xlsx?unit=150123").status_code == 404
    rows = list(openpyxl.load_workbook(io.BytesIO(file)).active.values)
    assert rows[0] == board_homes.HEAD
    assert [row[0] or "" for row in rows[1:]] == ["h3", ""]
    assert [row[3] for row in rows[1:]] == ["王英三", "王英四"]
    assert "*" in rows[1][6]
    assert (
        AuditEvent.objects.filter(action="list.read", subject="board:2020-05:idle_homes").count()
        >= 3
    )


def test_who_lives_in_a_household_without_work_is_listed_though_he_does_not_want_any(
    county, tmp_path
):
    rows = [mover(6, "王英六")]
    rows[0][2:4] = "h3", "子女"
    take_in(write(tmp_path / "s.xlsx", ROSTER, rows), "2020-05-21")
    with at("2020-06-01", 11):
        [home] = board_homes.homes_of(
            clerk(), board_people.Figure("idle_homes", QINGSHUIHE, MAY), keys()
        )
    assert [m.person.name for m in home.members] == ["王英三", "王英四", "王英六"]
    assert (home.could_work, home.wants_work) == (3, 2)


def test_the_figures_of_the_rooms_open_to_their_people(county, as_user):
    """Training, subsidies, posts, workshops and journeys: as many names as the figure counts, of the own county only."""
    client = as_user()
    with at("2020-06-01", 11):
        for key, (words, _) in board_gauge_people.NAMED.items():
            none = board_gauge_people.people_of(clerk(), key, QINGSHUIHE, keys())
            assert (none.people, none.elsewhere, none.next_after) == ((), 0, 0)
            assert words in text(client.get(f"/board/gauge/?what={key}"))
            assert client.get(f"/board/gauge/?what={key}&unit=150123").status_code == 404
        assert client.get("/board/gauge/?what=nonsense").status_code == 404
        with pytest.raises(OutOfScope):
            board_gauge_people.people_of(Scope("ndrc", QINGSHUIHE, Role.READER, Department.NDRC), "posts", QINGSHUIHE, keys())  # fmt: skip


def test_as_many_names_stand_behind_posts_and_workshops_as_the_board_counts(tmp_path):
    persons = local_jobs.county(tmp_path)
    shop, held = local_jobs.workshop(), local_jobs.post()
    local_jobs.recognised(shop)
    for where, person in ((("workshop", shop), persons[0]), (("post", held), persons[1])):
        local_jobs.put(placing.where_of_kind(clerk(), *where), person, "2020-05-01")
    unrecognised = local_jobs.workshop("没有认定的车间")
    local_jobs.put(
        placing.where_of_kind(clerk(), "workshop", unrecognised), persons[2], "2020-05-01"
    )
    counted = {gauge.key: gauge for gauge in told().gauges}
    with at("2020-06-01", 11):
        for key, person in (("workshops", persons[0]), ("posts", persons[1])):
            found = board_gauge_people.people_of(clerk(), key, QINGSHUIHE, keys())
            assert [one.id for one in found.people] == [person], key
            above = board_gauge_people.people_of(clerk(LEAGUE), key, LEAGUE, keys())
            assert [one.id for one in above.people] == [person], key
            assert (
                board_gauge_people.people_of(clerk(), key, QINGSHUIHE, keys(), person).people == ()
            )
    assert counted["posts"].value == 1
    assert "在岗 1 人" in counted["workshops"].note
