"""Which lists there are beside rosters of people, who may bring them, and how each is read and recorded."""

from leye.apps.rosters import selectors as uploads
from leye.apps.rosters.models import Upload
from leye.core.scope import Capability, Scope
from leye.gateways.seals.keyring import Keyring
from leye.trips.intake import read_in
from leye.trips.recording import record
from leye.trips.vacancy_intake import VACANCIES, read_vacancies
from leye.trips.vacancy_recording import record_vacancies

BRINGERS = {VACANCIES: Capability.EDIT_VACANCIES}  # of every other kind those who bring people


def read_list(scope: Scope, upload: Upload, keys: Keyring) -> None:
    """Read a list that was received; every row is kept with its problems."""
    (read_vacancies if upload.kind == VACANCIES else read_in)(scope, upload, keys)


def record_list(scope: Scope, upload_id: int, keys: Keyring) -> dict[str, int]:
    """Record the rows that are ready; returns the counts of outcomes. Raises OutOfScope."""
    is_vacancies = uploads.upload(scope, upload_id).kind == VACANCIES
    return (record_vacancies if is_vacancies else record)(scope, upload_id, keys)
