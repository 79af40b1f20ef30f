"""A site's own account: its people and no others of its county, in every room that names people."""

import datetime as dt

import pytest

from leye.apps.matching import selectors as matching
from leye.apps.matching.models import Proposal
from leye.apps.people.models import KeptState
from leye.core.scope import Scope
from leye.core.vacancies.vocabulary import Step
from leye.trips.vacancies import proposals
from tests.functional.conftest import account
from tests.functional.test_figure_pages import text
from tests.integration.reached import matched_county
from tests.made import QINGSHUIHE, a_county, at, clerk

pytestmark = pytest.mark.django_db
DAY = dt.date(2020, 6, 2)


@pytest.fixture
def refused(tmp_path) -> tuple[int, int, int]:
    """(person of the first site who did not want a vacancy, the proposal that stands, the other site)."""
    matched_county(tmp_path, 1)
    other = a_county("另一个小区")[-1]
    person = KeptState.objects.filter(seq_to=None).values_list("person_id", flat=True).first()
    first, second = Proposal.objects.filter(person_id=person, is_standing=True)[:2]
    with at("2020-06-02"):
        proposals.note(clerk(), first.pk, Step.REFUSED, DAY, "health")
    return person, second.pk, other


def test_a_site_account_opens_and_notes_nothing_of_people_of_another_site(refused, client):
    person, standing, other = refused
    own = KeptState.objects.filter(seq_to=None, person_id=person).first().site_id
    list_of = f"/people/{person}/vacancies/"
    with at("2020-06-03"):
        client.force_login(
            account("other-site", QINGSHUIHE, site=other),
            "django.contrib.auth.backends.ModelBackend",
        )
        said = {"step": "hired", "on": "2020-06-03", "person": person}
        assert client.get(f"/people/{person}/").status_code == 404
        assert "身体" not in text(client.get(list_of))
        assert client.post(f"/matching/proposals/{standing}/", said).status_code == 404
        assert Proposal.objects.get(pk=standing).step == ""
        client.force_login(
            account("own-site", QINGSHUIHE, site=own), "django.contrib.auth.backends.ModelBackend"
        )
        assert "身体" in text(client.get(list_of))


def test_what_rooms_read_of_people_ends_at_the_site(refused):
    person, _, other = refused
    site, county = clerk(site=other), clerk()

    def read(scope: Scope) -> list[object]:
        return [
            matching.of_person(scope, person), matching.refused(scope), matching.refusals_of(scope),
            matching.persons(scope),
        ]  # fmt: skip

    assert all(read(county))
    assert not any(read(site))
