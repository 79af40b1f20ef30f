"""推送, the promise: three vacancies brought in time, counted person by person as of any day."""

import datetime as dt

import pytest

from leye.apps.matching.actions import NotPossible
from leye.apps.matching.models import Proposal
from leye.apps.places.models import Site
from leye.apps.vacancies.models import Vacancy
from leye.core.scope import OutOfScope, Role
from leye.core.vacancies.vocabulary import Step
from leye.trips.outreach import promising
from leye.trips.vacancies import proposals, vacancy_keeping
from tests.functional.test_figure_pages import text
from tests.integration.test_matching import TITLES, matched
from tests.integration.vacancies import TODAY, answers, bring, offer, willing_county
from tests.made import HELINGEER, LEAGUE, QINGSHUIHE, REGION, at, clerk, keys

pytestmark = pytest.mark.django_db


@pytest.fixture
def county(tmp_path):
    """Four people who have wanted work since 15 May, five vacancies, a run on 1 June."""
    willing_county(tmp_path, 4)
    bring(tmp_path / "v.xlsx", [offer(title) for title in TITLES])
    matched()


def sums(unit=QINGSHUIHE, on="2020-06-10", scope=None):
    with at("2020-12-01"):
        board = promising.board(scope or clerk(unit), unit, dt.date.fromisoformat(on))
    return board.total.people, dict(board.total.many)


def hand_over(day: str, many: int) -> list[int]:
    """Bring slips to the first `many` people of the site; returns who they are."""
    site = Site.objects.get().pk
    with at(day):
        chosen = [slip.person.id for slip in promising.slips(clerk(), site, keys())][:many]
        on = dt.date.fromisoformat(day)
        assert promising.hand_over(clerk(), site, chosen, on, keys()) == many
    return chosen


def test_slips_that_are_signed_for_keep_the_promise_and_the_others_break_it(county):
    assert sums(on="2020-06-10") == (4, {"running": 4})
    hand_over("2020-06-12", 1)
    hand_over("2020-07-05", 1)
    assert sums(on="2020-06-10") == (4, {"running": 4})  # as of any day
    assert sums(on="2020-06-12") == (4, {"running": 3, "kept": 1})
    assert sums(on="2020-06-27") == (4, {"running": 3, "kept": 1})
    assert sums(on="2020-06-28") == (4, {"broken": 3, "kept": 1})  # 30 days from 28 May
    assert sums(on="2020-07-06") == (4, {"broken": 2, "late": 1, "kept": 1})


def test_the_board_opens_from_region_to_site_and_sums_up(county):
    hand_over("2020-06-12", 2)
    on = "2020-06-15"
    assert sums(REGION, on) == sums(LEAGUE, on) == sums(QINGSHUIHE, on)
    with at("2020-12-01"):
        day = dt.date.fromisoformat(on)
        lines = promising.board(clerk(REGION), REGION, day).lines
        assert [(line.code, line.people, line.kept) for line in lines] == [(LEAGUE, 4, 2)]
        lines = promising.board(clerk(REGION), QINGSHUIHE, day).lines
        assert [(line.name, line.people) for line in lines] == [("益民小区", 4)]
        owed, _ = promising.owed(clerk(), QINGSHUIHE, day, keys(), lines[0].site, "running")
        assert len(owed) == 2
        with pytest.raises(OutOfScope):
            promising.board(clerk(HELINGEER), QINGSHUIHE, day)
        assert promising.board(clerk(HELINGEER), HELINGEER, day).total.people == 0


def test_whoever_begins_to_want_work_later_has_a_clock_of_his_own(county, tmp_path):
    answers(tmp_path, range(1), "2020-06-20", 就业意愿="无")
    answers(tmp_path, range(1), "2020-07-10", 就业意愿="有")
    assert sums(on="2020-06-25") == (3, {"running": 3})
    assert sums(on="2020-08-01") == (4, {"broken": 3, "running": 1})
    assert sums(on="2020-08-10") == (4, {"broken": 4})


def test_a_vacancy_that_closed_since_it_was_printed_is_not_counted_as_delivered(county):
    site = Site.objects.get().pk
    with at("2020-06-02"):
        slip = promising.slips(clerk(), site, keys())[0]
        vacancy_keeping.close(clerk(), slip.vacancies[0][1].id)
        promising.hand_over(clerk(), site, [slip.person.id], dt.date(2020, 6, 2), keys())
    delivered = Proposal.objects.filter(person_id=slip.person.id, step="shown").count()
    assert delivered == 2
    assert sums(on="2020-06-03")[1] == {"running": 4}


def test_a_vacancy_past_its_last_day_cannot_be_brought_to_anybody(county):
    Vacancy.objects.update(valid_to=dt.date(2020, 6, 5))
    one = Proposal.objects.filter(is_standing=True).first()
    with at("2020-06-10"), pytest.raises(NotPossible, match="不在有效期"):
        proposals.note(clerk(), one.pk, Step.SHOWN, dt.date(2020, 6, 10))


def test_slips_signed_for_twice_count_once_and_only_by_who_may_write(county):
    first = hand_over("2020-06-12", 4)
    site = Site.objects.get().pk
    with at("2020-06-13"):
        assert promising.slips(clerk(), site, keys()) == []
        assert promising.hand_over(clerk(), site, first, dt.date(2020, 6, 13), keys()) == 0
        with pytest.raises(OutOfScope):
            promising.hand_over(
                clerk(role=Role.APPROVER), site, first, dt.date(2020, 6, 13), keys()
            )
        with pytest.raises(OutOfScope):
            promising.slips(clerk(HELINGEER), site, keys())


@pytest.fixture
def as_clerk(client):
    from tests.functional.conftest import account

    client.force_login(
        account("county-clerk", QINGSHUIHE), "django.contrib.auth.backends.ModelBackend"
    )
    return client


def test_the_pages_walk_from_the_board_to_names_and_from_slips_to_the_board(county, as_clerk):
    site = Site.objects.get().pk
    with at(TODAY, 15):
        page = text(as_clerk.get(f"/sites/{site}/slips/"))
        assert "王英一" in page
        assert "岗位编号" in page
        people = [slip.person.id for slip in promising.slips(clerk(), site, keys())]
        address = f"/sites/{site}/slips/"
        assert "没有写清发放日期" in text(as_clerk.post(address, {"row": people[:1]}, follow=True))
        assert "请勾选" in text(as_clerk.post(address, {"on": TODAY}, follow=True))
        done = as_clerk.post(address, {"row": people[:3], "on": TODAY}, follow=True)
        assert "已记下 3 人签收" in text(done)
        board = text(as_clerk.get("/promises/"))
        assert "3/4" in board
        names = text(as_clerk.get(f"/promises/people/?unit={QINGSHUIHE}&site={site}&state=kept"))
        assert "王英一" in names
        assert "送达第3个" in names
        assert "没有这样的人" in text(as_clerk.get("/promises/people/?state=broken"))
        assert as_clerk.get("/promises/?unit=150123").status_code == 404
        assert as_clerk.get("/promises/?on=nonsense").status_code == 200
