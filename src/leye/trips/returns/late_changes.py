"""统计上报, late corrections: which returns that were sent would come out otherwise by what is known now, and by how much."""

from collections.abc import Mapping
from dataclasses import dataclass

from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.apps.reports import selectors as reports
from leye.apps.reports.models import Return, Version
from leye.core.periods import Month
from leye.core.reports.returns import below
from leye.core.scope import OutOfScope, Scope
from leye.notices.loader import load_notice
from leye.trips.returns.freezing import basis_now, frozen_tables, make
from leye.trips.returns.return_checks import checks
from leye.trips.returns.returning import piece_of
from leye.trips.returns.returns_pages import differences
from leye.trips.rosters.intake import NOTICE

SHOWN = 40


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A return that would come out otherwise. shown: (row, column, as sent, now) of the first cells; many: of how many.

    broken: the hard relations that a correction would not keep, in words; it could not be sent before they are mended.
    """

    unit: str
    name: str
    version: Version
    shown: tuple[tuple[str, str, int, int], ...]
    many: int
    broken: tuple[str, ...]


def otherwise(scope: Scope, month: Month, unit: str) -> list[Otherwise]:
    """The returns of a unit and of those below it that would change; the returns themselves stay. Raises OutOfScope."""
    scope = scope.narrowed(unit)
    if scope.site is not None:
        raise OutOfScope(unit)
    tree = places.tree(scope, month.last_day)
    apart = load_notice(NOTICE).apart(month.last_day)
    found = reports.returns(scope, NOTICE, str(month))
    told = []
    for one in (unit, *below(tree, unit, apart)):
        report = found.get(one)
        if report is not None and report.newest is not None:
            changed = _changed(scope, month, report, found)
            if changed is not None:
                told.append(changed)
    return told


def _changed(
    scope: Scope, month: Month, report: Return, found: Mapping[str, Return]
) -> Otherwise | None:
    if report.newest is None:
        return None
    version = reports.version(scope, report.newest.pk)
    basis = basis_now(scope, NOTICE, month.last_day, report.unit)
    made = make(
        scope, basis, report.unit, people.seq_at(scope), lambda child: piece_of(scope, found.get(child)),
        proves=False,
    )  # fmt: skip
    cells = list(differences(frozen_tables(scope, version), made.tables))
    if not cells:
        return None
    told = checks(scope, basis, made.tables, (), ())
    broken = tuple(f"{x.where}：{x.found.message}{x.found.remedy}" for x in told if x.blocks)
    name = basis.tree.name(report.unit)
    return Otherwise(report.unit, name, version, tuple(cells[:SHOWN]), len(cells), broken[:SHOWN])
