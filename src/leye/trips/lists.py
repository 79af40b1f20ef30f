"""Which lists there are beside rosters of people, who may bring them, and how each is read and recorded."""

from collections.abc import Callable, Mapping

from leye.apps.rosters import selectors as uploads
from leye.apps.rosters.models import Upload
from leye.core.scope import Capability, Scope
from leye.gateways.seals.keyring import Keyring
from leye.trips.local_jobs.local_jobs_pay import LABOUR_PAY, read_pay, record_pay
from leye.trips.local_jobs.local_jobs_people import LOCAL_WORKERS, read_people, record_people
from leye.trips.rosters.intake import read_in
from leye.trips.rosters.survey_back import record_survey
from leye.trips.training.completions import (
    COMPLETIONS,
    read_completions,
    record_completions,
    take_out,
)
from leye.trips.vacancies.vacancy_intake import VACANCIES, read_vacancies
from leye.trips.vacancies.vacancy_recording import record_vacancies

# Of every other kind those who bring people.
BRINGERS = {VACANCIES: Capability.EDIT_VACANCIES, COMPLETIONS: Capability.SERVE_PEOPLE}
# kind → how it is read, and how its rows are recorded; of every other kind as rosters of people.
OTHERS: Mapping[
    str,
    tuple[
        Callable[[Scope, Upload, Keyring], None], Callable[[Scope, int, Keyring], dict[str, int]]
    ],
] = {
    VACANCIES: (read_vacancies, record_vacancies),
    LABOUR_PAY: (read_pay, record_pay),
    LOCAL_WORKERS: (read_people, record_people),
    COMPLETIONS: (read_completions, record_completions),
}
# Lists that can be withdrawn when they are recorded already, and how what they brought is taken back.
TAKEN_OUT: Mapping[str, Callable[[Scope, Upload], None]] = {COMPLETIONS: take_out}


def read_list(scope: Scope, upload: Upload, keys: Keyring) -> None:
    """Read a list that was received; every row is kept with its problems."""
    OTHERS.get(upload.kind, (read_in, record_survey))[0](scope, upload, keys)


def record_list(scope: Scope, upload_id: int, keys: Keyring) -> dict[str, int]:
    """Record the rows that are ready; returns the counts of outcomes. Raises OutOfScope."""
    kind = uploads.upload(scope, upload_id).kind
    return OTHERS.get(kind, (read_in, record_survey))[1](scope, upload_id, keys)
