"""The work that waits, one piece at a time: rosters are read or recorded, comparisons are made."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db import close_old_connections

from leye.apps.comparisons import actions as comparisons
from leye.apps.journeys import actions as journeys
from leye.apps.matching import actions as matching
from leye.apps.rosters import actions as rosters
from leye.apps.rosters.models import UploadState
from leye.core.places.tree import REGION
from leye.core.scope import Role, Scope
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.trips.boards import boards
from leye.trips.comparisons.compare_files import clear_expired
from leye.trips.comparisons.comparing import run
from leye.trips.journeys.follow_ups import tell_due
from leye.trips.journeys.journey_booking import withdraw as follow_withdrawn
from leye.trips.journeys.journey_planning import work as plan_journeys
from leye.trips.journeys.journey_subsidies import draft_due as draft_journey_subsidies
from leye.trips.journeys.journey_work import start_due
from leye.trips.lists import read_list, record_list
from leye.trips.local_jobs.local_jobs_bringing import place_hired
from leye.trips.local_jobs.local_jobs_spells import follow_recognitions
from leye.trips.matching.matching_live import follow
from leye.trips.matching.matching_run import run as run_matching
from leye.trips.outreach.outreach_round import prepare_once
from leye.trips.outreach.outreach_sending import match_all_late, resolve_once, send_once
from leye.trips.returns.rerunning import nightly as rerun_returns
from leye.trips.returns.return_reminders import remind as remind_of_returns
from leye.trips.rosters.list_intake import LEASE
from leye.trips.subsidies.subsidy_queue import daily as subsidies_due
from leye.trips.vacancies.vacancy_keeping import close_due

log = logging.getLogger("leye.work")
Given = TypeVar("Given")


def work_once(keys: Keyring) -> bool:
    """Do one piece of waiting work; False when there is none. A step that fails does not hold up those after it."""
    return any(_tried(step, keys) for step in STEPS)


def tidy() -> int:
    """What falls due by the day: lists whose retention has ended are cleared, vacancies that are over close.

    Returns how many. A part that fails does not hold up those after it; it is tried again at the next time.
    """
    scope = Scope("worker", REGION, Role.CLERK)
    return sum(_tried(part, scope) for part in DAILY)


def _tried(part: Callable[[Given], int], given: Given) -> int:
    """What a part has done, 0 where it failed. The text of an error could hold somebody's data: its kind is told."""
    try:
        return part(given)
    except Exception as error:
        log.error("%s: %s", part.__name__, type(error).__name__)
        close_old_connections()  # one that broke would fail for ever
        return 0


def _matching(keys: Keyring) -> bool:
    now = clock.now()
    row = matching.lease(by="worker", now=now, until=now + 5 * LEASE)
    if row is None:
        return False
    try:
        run_matching(Scope(row.asked_by, row.unit, Role.CLERK), row)
    except Exception as error:
        log.error("matching %d: %s", row.pk, type(error).__name__)
    return True


def _journeys(keys: Keyring) -> bool:
    now = clock.now()
    row = journeys.lease(by="worker", now=now, until=now + LEASE)
    if row is None:
        return False
    try:
        plan_journeys(row)
    except Exception as error:
        log.error("journeys %d: %s", row.pk, type(error).__name__)
    return True


def _following(keys: Keyring) -> bool:
    try:
        return follow() > 0
    except Exception as error:
        log.error("following: %s", type(error).__name__)
        return False


def freshen() -> bool:
    """Bring one copy that is kept for quick reading up to the ledger; False when all are. Nobody waits for it, so
    that it is for a worker who has nothing else to do.
    """
    try:
        return boards.refresh()
    except Exception as error:
        log.error("boards: %s", type(error).__name__)
        return False


def _comparison(keys: Keyring) -> bool:
    now = clock.now()
    comparison = comparisons.lease(by="worker", now=now, until=now + LEASE)
    if comparison is None:
        return False
    try:
        run(Scope(comparison.asked_by, comparison.unit, Role.CLERK), comparison, keys)
    except Exception as error:
        log.error("comparison %d: %s", comparison.pk, type(error).__name__)
    return True


def _roster(keys: Keyring) -> bool:
    now = clock.now()
    upload = rosters.lease(by="worker", now=now, until=now + LEASE)
    if upload is None:
        return False
    scope = Scope(upload.uploaded_by, upload.unit, Role.CLERK, site=upload.site_id)
    try:
        if upload.state == UploadState.RECORDING:
            record_list(scope, upload.pk, keys)
        else:
            read_list(scope, upload, keys)
    except Exception as error:
        # One upload that cannot be done must not hold up the others; its lease runs out, then it is
        # tried again. The text of the error could hold a cell of somebody's row, so only its kind is told.
        log.error("upload %d: %s", upload.pk, type(error).__name__)
    return True


def _messages(keys: Keyring) -> bool:
    home = Path(settings.HOME)
    try:
        moved = send_once(keys, home)
        return resolve_once(keys, home) or moved
    except Exception as error:
        log.error("messages: %s", type(error).__name__)
        return False


def _round(keys: Keyring) -> bool:
    try:
        return prepare_once()
    except Exception as error:
        log.error("round: %s", type(error).__name__)
        return False


# What waits, in the order in which it is looked at; and what falls due by the day.
STEPS: tuple[Callable[[Keyring], bool], ...] = (
    _roster,
    _comparison,
    _matching,
    _journeys,
    _following,
    _round,
    _messages,
)
DAILY: tuple[Callable[[Scope], int], ...] = (
    clear_expired,
    close_due,
    rerun_returns,
    remind_of_returns,
    follow_recognitions,
    follow_withdrawn,
    start_due,
    tell_due,
    draft_journey_subsidies,
    subsidies_due,
    place_hired,
    match_all_late,
)
