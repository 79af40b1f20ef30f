"""名册导入, the door: a file is kept sealed and an upload waits; what is asked of it later, too."""

from pathlib import Path

from django.conf import settings
from django.db import transaction

from leye.apps.people import actions as ledger
from leye.apps.rosters import actions as rosters
from leye.apps.rosters import selectors as uploads
from leye.apps.rosters.models import Upload, UploadState
from leye.core.problems import Problem, Severity
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.gateways.seals import vault
from leye.gateways.seals.keyring import Keyring
from leye.gateways.sheets.limits import DEFAULT
from leye.trips.lists import BRINGERS, TAKEN_OUT, read_list, record_list
from leye.trips.rosters.intake import Roster
from leye.trips.rosters.list_intake import LEASE, refuse, too_large


def receive(scope: Scope, roster: Roster, keys: Keyring) -> Upload:
    """Keep the file and let it wait to be read. The very same file that is under way is the same upload.

    Raises OutOfScope when the unit is not the actor's, or the actor may not bring rosters.
    """
    scope = scope.narrowed(roster.unit)
    if not scope.may(BRINGERS.get(roster.kind or "", Capability.UPLOAD_ROSTER)):
        raise OutOfScope(roster.unit)
    is_small = roster.path.stat().st_size <= DEFAULT.upload_bytes
    content = roster.path.read_bytes() if is_small else b""
    digest = vault.keep(settings.UPLOADS, content, keys)  # before a worker can see the upload
    upload, _ = rosters.receive(
        by=scope.actor,
        file_name=roster.name,
        digest=digest,
        unit=roster.unit,
        kind=roster.kind or "",
        as_of=roster.as_of,
        at=clock.now(),
        site_id=scope.site,
        sender=roster.sender,
    )
    if not is_small:
        refuse(scope, upload, too_large(roster.path))
    return upload


def check(scope: Scope, roster: Roster, keys: Keyring) -> Upload:
    """Receive a file and read it at once. Raises OutOfScope; InOtherHands while a worker reads it."""
    upload = receive(scope, roster, keys)
    if upload.state in (UploadState.RECEIVED, UploadState.READING):
        taken = take(scope, upload.pk)
        read_list(scope.narrowed(roster.unit), taken, keys)
        return taken
    return upload


def record_now(scope: Scope, upload_id: int, keys: Keyring) -> dict[str, int]:
    """Record the rows of an upload that are ready, at once. Raises InOtherHands while a worker does."""
    ask_record(scope, upload_id)
    take(scope, upload_id)
    return record_list(scope, upload_id, keys)


def take(scope: Scope, upload_id: int) -> Upload:
    """Take an upload in hand. Raises InOtherHands."""
    now = clock.now()
    taken = rosters.lease(by=scope.actor, now=now, until=now + LEASE, upload_id=upload_id)
    if taken is None:
        raise InOtherHands(upload_id)
    return taken


class InOtherHands(Exception):
    """Another process is at work on the upload."""

    problem = Problem(
        "upload.under_way",
        Severity.REFUSED,
        "这份名册正在由另一个进程处理。",
        "请过一两分钟再试；处理到一半停下的，两分钟后会接着做。",
    )


def original(scope: Scope, upload_id: int, keys: Keyring) -> bytes:
    """The file as it was brought. Raises OutOfScope."""
    upload = uploads.upload(scope, upload_id)
    return vault.fetch(Path(settings.UPLOADS), upload.digest, keys)


def ask_record(scope: Scope, upload_id: int) -> bool:
    """Ask that the rows that are ready be recorded; False when that was asked before."""
    return rosters.ask_record(by=scope.actor, upload=uploads.upload(scope, upload_id))


@transaction.atomic
def withdraw(scope: Scope, upload_id: int) -> bool:
    """Give up an upload that is not in the ledger yet; False when all or part of it already is.

    A list of a kind that can be taken out again is given up when it is recorded, too.
    """
    upload = uploads.upload(scope, upload_id)
    if upload.state == UploadState.WITHDRAWN:
        return False
    if upload.state == UploadState.DONE:
        if upload.kind not in TAKEN_OUT:
            return False
        TAKEN_OUT[upload.kind](scope, upload)
    if upload.entry_id is not None:
        ledger.withdraw_entry(by=scope.actor, entry_id=upload.entry_id, at=clock.now())
        upload.entry_id = None
    rosters.take_back_outcomes(by=scope.actor, upload=upload)
    rosters.set_state(by=scope.actor, upload=upload, state=UploadState.WITHDRAWN)
    return True
