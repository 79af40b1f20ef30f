"""名册导入, first half: a roster of people in, every row judged, before anything is recorded."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from leye.apps.places import selectors as places
from leye.apps.rosters.models import Upload
from leye.core.problems import Problem, Severity
from leye.core.rosters.rows import Context, NotAPerson, RowReader
from leye.core.rosters.sense import strange
from leye.core.rosters.values import RosterRow
from leye.core.rosters.whole import WholeFile
from leye.core.scope import Scope
from leye.gateways.seals.keyring import Keyring
from leye.notices.rosters import load_columns
from leye.trips.rosters.found_sheets import FoundSheet
from leye.trips.rosters.list_intake import Judge, Judged, take_in

NOTICE = "nm_2020_84"


@dataclass(frozen=True, slots=True)
class Roster:
    """What is asked of somebody who brings a roster. kind None: recognised from the header."""

    path: Path
    name: str
    unit: str
    as_of: dt.date
    kind: str | None = None
    sender: str = ""  # the platform whose file it is, for a list of vacancies


def context_for(scope: Scope, unit: str, as_of: dt.date) -> Context:
    """What the rows of a unit's roster are read against."""
    tree = places.tree(scope, as_of)
    return Context(as_of, unit, tree.resolve, tree.known_counties())


def read_in(scope: Scope, upload: Upload, keys: Keyring) -> None:
    """Read a roster that was received; see `take_in`."""
    take_in(scope, upload, keys, load_columns(NOTICE), lambda sheet: _judge(scope, upload, sheet))


def _judge(scope: Scope, upload: Upload, sheet: FoundSheet) -> Judge:
    context = context_for(scope, upload.unit, upload.as_of)
    reader = RowReader(sheet.header, sheet.name, context)
    whole = WholeFile(sheet.header.kind)
    sites = {site.name: site.id for site in places.sites(replace(scope, site=None), upload.as_of)}

    def judge(row_no: int, values: Sequence[object]) -> Judged:
        row = reader.read(row_no, values)
        if isinstance(row, NotAPerson):
            return None
        problems = [
            *row.problems,
            *strange(row, upload.as_of),
            *whole.repeated(row),
            *_beyond(scope, row, sites),
        ]
        return problems, reader.filled(values)

    return judge


def _beyond(scope: Scope, row: RosterRow, sites: Mapping[str, int]) -> Iterator[Problem]:
    """A row about a place that is not the actor's."""
    remedy = "请交给所属单位上传，或删去这一行。"
    if row.place.county is not None and not scope.covers(row.place.county):
        message = "这一行属于别的旗县，不在你的管辖范围。"
        yield Problem("place.out_of_scope", Severity.REFUSED, message, remedy)
    elif scope.site is not None and sites.get(row.place.site_name, scope.site) != scope.site:
        message = "这一行属于别的安置点，不在你的管辖范围。"
        yield Problem("site.out_of_scope", Severity.REFUSED, message, remedy)
