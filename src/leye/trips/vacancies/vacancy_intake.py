"""岗位归集, first half: a list of vacancies in (Excel, CSV or a platform's JSON), every row judged."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from leye.apps.rosters.models import Upload
from leye.core.problems import Problem, Severity
from leye.core.rosters.columns import Header
from leye.core.rosters.rows import NotAPerson
from leye.core.scope import Scope
from leye.core.vacancies.rows import VacancyReader
from leye.core.vacancies.sameness import employer_key, vacancy_key
from leye.gateways.seals.keyring import Keyring
from leye.notices.advertising import load_classes, load_wording
from leye.notices.rosters import load_columns
from leye.trips.rosters.found_sheets import FoundSheet
from leye.trips.rosters.intake import NOTICE, context_for
from leye.trips.rosters.list_intake import Judge, Judged, take_in

VACANCIES = "vacancies"
# A file of theirs looks no different; these of our remarks stand in files that come back.
COLUMNS = replace(load_columns(NOTICE, VACANCIES), least=3)


def read_vacancies(scope: Scope, upload: Upload, keys: Keyring) -> None:
    """Read a list of vacancies that was received; see `take_in`."""
    take_in(scope, upload, keys, COLUMNS, lambda sheet: _judge(scope, upload, sheet))


def reader_of(scope: Scope, header: Header, sheet: str, unit: str, as_of: dt.date) -> VacancyReader:
    """What reads the rows under a header for a unit, as of a day."""
    context = context_for(scope, unit, as_of)
    wording, classes = load_wording(NOTICE, as_of), load_classes(NOTICE)
    return VacancyReader(header, sheet, context, wording, classes)


def _judge(scope: Scope, upload: Upload, sheet: FoundSheet) -> Judge:
    reader = reader_of(scope, sheet.header, sheet.name, upload.unit, upload.as_of)
    seen: dict[str, str] = {}

    def judge(row_no: int, values: Sequence[object]) -> Judged:
        row = reader.read(row_no, values)
        if isinstance(row, NotAPerson):
            return None
        problems = list(row.problems)
        here = f"“{sheet.name}”第{row_no}行"
        if row.title and row.place:
            key = vacancy_key(employer_key(row.employer.code, row.employer.name), row)
            first = seen.setdefault(key, here)
            if first != here:
                message = "同一单位、同一地点的同一岗位在这份清单里出现了两次，只登记一个。"
                remedy = "确是两个岗位的，请在岗位名称里写出区别，如“缝纫工（夜班）”。"
                problems.append(
                    Problem("file.vacancy_twice", Severity.NOTE, message, remedy, None, first)
                )
        return problems, reader.filled(values)

    return judge
