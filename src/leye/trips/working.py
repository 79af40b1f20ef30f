"""The work that waits: one upload at a time is read or recorded, by whoever takes it in hand first."""

from leye.apps.rosters import actions as rosters
from leye.apps.rosters.models import UploadState
from leye.core.scope import Role, Scope
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.trips.intake import LEASE, read_in
from leye.trips.recording import record


def work_once(keys: Keyring) -> bool:
    """Do one piece of waiting work; False when there is none."""
    now = clock.now()
    upload = rosters.lease(by="worker", now=now, until=now + LEASE)
    if upload is None:
        return False
    scope = Scope(upload.uploaded_by, upload.unit, Role.CLERK, site=upload.site_id)
    if upload.state == UploadState.RECORDING:
        record(scope, upload.pk, keys)
    else:
        read_in(scope, upload, keys)
    return True
