"""The class roster as the room of subsidies reads it: the workbook is its list of persons, the class its facts."""

import datetime as dt

import pytest

from leye.apps.subsidies.models import Application, Claim
from leye.core.training.vocabulary import EnrolmentState, Presence
from leye.trips.subsidies import subsidy_applying, subsidy_findings, subsidy_rosters
from leye.trips.training import training, training_files
from tests.integration.subsidies import firm
from tests.integration.test_training import course, wanting
from tests.made import QINGSHUIHE, at, clerk, keys

pytestmark = pytest.mark.django_db
__all__ = ["wanting"]


def test_the_roster_of_a_class_is_the_list_of_a_training_subsidy_as_it_is(wanting, tmp_path):
    """Downloaded here, uploaded there, not a cell changed; attendance and certificate come from the class itself."""
    which = course(title="低压电工班")
    on = dt.date(2020, 6, 2)
    with at("2020-06-02"):
        seats = [training.enrol(clerk(), which, person, on) for person in wanting[:2]]
    with at("2020-06-09"):
        training.attend(clerk(), which, dict.fromkeys(seats, Presence.PRESENT), dt.date(2020, 6, 9))
    with at("2020-06-13"):
        training.end(clerk(), seats[0], EnrolmentState.COMPLETED, dt.date(2020, 6, 12), 88, "DG-1")
        path = tmp_path / "class.xlsx"
        path.write_bytes(training_files.roster(clerk(), which, keys()))
        started = subsidy_applying.Started(
            "training", dt.date(2020, 6, 1), dt.date(2020, 7, 1), "k", QINGSHUIHE, firm()
        )
        pk = subsidy_applying.start(clerk(), started, keys())
        told = subsidy_rosters.bring_roster(clerk(), pk, path, keys())
        assert (told.rows, told.new, told.refused) == (2, 2, 0)
    claimed = set(Claim.objects.filter(application_id=pk).values_list("person_id", flat=True))
    assert claimed == set(wanting[:2])
    with at("2020-06-13"):
        row = Application.objects.get(pk=pk)
        claims = list(Claim.objects.filter(application_id=pk).order_by("person_id"))
        cases = subsidy_findings.cases_of(clerk(), row, claims)
    first, second = (cases[one.pk].course for one in claims)
    assert (first.trade, first.hours, first.days_attended, first.is_certified) == (
        "电工",
        40,
        1,
        True,
    )
    assert second.trade is None  # still in the class: nothing ended that could be paid
