"""What awaits a user today: the month's return with its deadline, and rosters that need a hand."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from leye.apps.comparisons import selectors as compared
from leye.apps.places import selectors as places
from leye.apps.reports import selectors as reports
from leye.apps.rosters import selectors as rosters
from leye.apps.rosters.models import Upload, UploadState
from leye.core.periods import Month
from leye.core.reports.returns import State
from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.trips.awaiting import Awaiting
from leye.trips.boards import board_due
from leye.trips.comparisons.comparing import purposes_of
from leye.trips.journeys import journey_pages
from leye.trips.local_jobs import local_jobs_due
from leye.trips.outreach import outreach_remarks
from leye.trips.pairing import agencies
from leye.trips.returns import return_reminders
from leye.trips.returns.returning import window_of
from leye.trips.rosters.intake import NOTICE
from leye.trips.subsidies import subsidy_queue
from leye.trips.visits import service_due

LATEST = 20


@dataclass(frozen=True, slots=True)
class Task:
    """A roster that needs a hand. what: in words; many: rows, 0 where the whole file is meant."""

    upload: Upload
    what: str
    many: int


# Each room tells what waits for an actor; a room without anything tells nothing.
ROOMS: tuple[Callable[[Scope], list[Awaiting]], ...] = (
    local_jobs_due.awaiting,
    outreach_remarks.awaiting,
    agencies.awaiting,
    subsidy_queue.awaiting,
    service_due.awaiting,
    journey_pages.awaiting,
    return_reminders.awaiting,
    board_due.awaiting,
)


@dataclass(frozen=True, slots=True)
class Overview:
    """cases: open ones of the own unit. month: the one to report; due_on: its last day; days_left: negative when that has passed.

    sent: the state of the own return, "" while it is still to be sent.
    """

    month: Month
    due_on: dt.date
    days_left: int
    sent: str
    tasks: tuple[Task, ...]
    uploads: tuple[Upload, ...]
    cases: int
    awaiting: tuple[Awaiting, ...]


def overview(scope: Scope) -> Overview:
    """The start page's content for an actor."""
    today = clock.today()
    month = Month.of(today).shifted(-1)
    due_on = window_of(month, places.tree(scope, month.last_day), scope.unit).due_on
    uploads: list[Upload] = []
    tasks: list[Task] = []
    cases = 0
    if scope.may(Capability.UPLOAD_ROSTER):
        uploads = rosters.uploads(scope, LATEST)
        for upload in uploads:
            tasks.extend(_tasks(scope, upload))
        cases = compared.waiting(scope, purposes_of(scope))
    days_left = (due_on - today).days
    awaiting = tuple(one for room in ROOMS for one in room(scope) if one.many)
    return Overview(
        month, due_on, days_left, _state(scope, month), tuple(tasks), tuple(uploads[:6]), cases, awaiting
    )  # fmt: skip


def _state(scope: Scope, month: Month) -> str:
    """Where the own unit's return stands; "" while it was not sent, or was sent back."""
    own = None if scope.site is not None else reports.find(scope, NOTICE, str(month), scope.unit)
    return own.get_state_display() if own and own.state != State.RETURNED.value else ""


def _tasks(scope: Scope, upload: Upload) -> list[Task]:
    if upload.state == UploadState.CHECKED:
        return [Task(upload, "已核对，等你确认入账", 0)]
    if upload.state != UploadState.DONE:
        return []
    counts = rosters.counts(scope, upload.pk)
    found = []
    if counts["waiting"]:
        found.append(Task(upload, "行需要说明", counts["waiting"]))
    if counts["refused"]:
        found.append(Task(upload, "行不能读取，需要改正后重传", counts["refused"]))
    return found
