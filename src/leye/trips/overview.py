"""What awaits a user today: the month's return with its deadline, and rosters that need a hand."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from leye.apps.comparisons import selectors as compared
from leye.apps.rosters import selectors as rosters
from leye.apps.rosters.models import Upload, UploadState
from leye.core.periods import Month, day_of, deadline
from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.notices.loader import load_notice
from leye.trips.awaiting import Awaiting
from leye.trips.boards import board_due
from leye.trips.comparisons.comparing import purposes_of
from leye.trips.journeys import journey_pages
from leye.trips.local_jobs import local_jobs_due
from leye.trips.outreach import outreach_remarks
from leye.trips.pairing import agencies
from leye.trips.returns import return_reminders
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
    """cases: open ones of the own unit. month: the one to report; due_on: its last day; days_left: negative when that has passed."""

    month: Month
    due_on: dt.date
    days_left: int
    tasks: tuple[Task, ...]
    uploads: tuple[Upload, ...]
    cases: int
    awaiting: tuple[Awaiting, ...]


def overview(scope: Scope) -> Overview:
    """The start page's content for an actor."""
    today = clock.today()
    month = Month.of(today).shifted(-1)
    late_from = deadline(month, load_notice(NOTICE).due_day)
    due_on = day_of(late_from) - dt.timedelta(days=1)
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
    return Overview(month, due_on, days_left, tuple(tasks), tuple(uploads[:6]), cases, awaiting)


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
