"""Reading returns: each unit sees its own and those below it, and nothing of its neighbours."""

from collections.abc import Collection

from django.db.models import Q, QuerySet

from leye.apps.reports.models import (
    Brought,
    CellCase,
    Finding,
    Part,
    Remark,
    Rerun,
    Return,
    Row,
    SitePart,
    Step,
    Unequal,
    Version,
)
from leye.core.scope import OutOfScope, Scope

WITH = ("report", "definitions", "tree", "sites")


def _within(scope: Scope) -> QuerySet[Return]:
    """Returns of the scope's units. A city listed apart is the region's and its own, though its digits are a league's."""
    if scope.site is not None:  # a site's own account sees its site and not its county's return
        return Return.objects.none()
    low, high = scope.code_range
    return Return.objects.filter(
        Q(unit__gte=low, unit__lt=high) | Q(unit=scope.unit)
    ).select_related("newest", "standing")


def returns(scope: Scope, notice: str, month: str) -> dict[str, Return]:
    """The returns of a month in the scope, by unit."""
    return {row.unit: row for row in _within(scope).filter(notice=notice, month=month)}


def months(scope: Scope) -> list[str]:
    """The months of which a return of the scope was sent, the newest first."""
    return list(_within(scope).values_list("month", flat=True).distinct().order_by("-month"))


def find(scope: Scope, notice: str, month: str, unit: str) -> Return | None:
    """The return of a unit and month; None where nothing was sent. Raises OutOfScope."""
    scope.narrowed(unit)
    return _within(scope).filter(notice=notice, month=month, unit=unit).first()


def one(scope: Scope, return_id: int) -> Return:
    """A return of the scope. Raises OutOfScope."""
    row = _within(scope).filter(pk=return_id).first()
    if row is None:
        raise OutOfScope(return_id)
    return row


def version(scope: Scope, version_id: int) -> Version:
    """A version with what it was made with. Raises OutOfScope."""
    row = Version.objects.select_related(*WITH).filter(pk=version_id).first()
    if row is None or not _within(scope).filter(pk=row.report_id).exists():
        raise OutOfScope(version_id)
    return row


def versions(scope: Scope, report: Return) -> list[Version]:
    """All versions of a return, the newest first."""
    return list(Version.objects.filter(report=report).select_related(*WITH).order_by("-number"))


def numbers(scope: Scope, notice: str, unit: str) -> list[tuple[int, str, int]]:
    """(id, month, number) of every version of a unit's returns, the newest first."""
    rows = Version.objects.filter(
        report__in=_within(scope), report__notice=notice, report__unit=unit
    )
    return list(rows.order_by("-report__month", "-number").values_list("pk", "report__month", "number"))  # fmt: skip


def archived(scope: Scope, month: str = "") -> list[int]:
    """The ids of all versions of the scope's units, month by month; counties before leagues and these before the region."""
    rows = Version.objects.filter(report__in=_within(scope))
    if month:
        rows = rows.filter(report__month=month)
    found = list(rows.order_by("pk").values_list("pk", "report__unit", "report__month"))
    found.sort(key=lambda x: (x[2], x[1].endswith("00"), x[1].endswith("0000")))
    return [pk for pk, _, _ in found]


def rows(scope: Scope, of: Version) -> list[Row]:
    """The rows of a version, by annex and place."""
    return list(Row.objects.filter(version=of).order_by("annex", "place"))


def parts(scope: Scope, of: Version) -> dict[str, int | None]:
    """What a collated version is made of: unit → version, None where it was counted from the ledger."""
    return dict(Part.objects.filter(whole=of).values_list("unit", "version_id"))


def findings(scope: Scope, of: Version) -> list[Finding]:
    """What was explained when a version was sent."""
    return list(Finding.objects.filter(version=of).order_by("pk"))


def remarks(scope: Scope, of: Version) -> list[Remark]:
    """What the level above said of a version."""
    return list(Remark.objects.filter(version=of).order_by("pk"))


def steps(scope: Scope, report: Return) -> list[Step]:
    """What was done with a return, in its order."""
    return list(Step.objects.filter(report=report).select_related("version").order_by("pk"))


def last_rerun(scope: Scope) -> tuple[Rerun | None, list[Unequal]]:
    """The last time when archived returns were made again, and what of the scope did not come out equal."""
    rerun = Rerun.objects.exclude(ended_at=None).order_by("-pk").first()
    if rerun is None:
        return None, []
    rows = Unequal.objects.filter(rerun=rerun, version__report__in=_within(scope))
    return rerun, list(rows.select_related("version__report").order_by("pk"))


def brought(scope: Scope, of: Version) -> list[Brought]:
    """The workbooks that came back about a version, the newest first."""
    return list(Brought.objects.filter(version=of).order_by("-pk"))


def one_brought(scope: Scope, brought_id: int) -> Brought:
    """A workbook that came back. Raises OutOfScope."""
    row = Brought.objects.select_related("version__report").filter(pk=brought_id).first()
    if row is None or not _within(scope).filter(pk=row.version.report_id).exists():
        raise OutOfScope(brought_id)
    return row


def cell_cases(scope: Scope, of: Brought) -> list[CellCase]:
    """The differing cells of a workbook that came back."""
    return list(CellCase.objects.filter(brought=of).order_by("pk"))


def cell_case(scope: Scope, case_id: int) -> CellCase:
    """A differing cell. Raises OutOfScope."""
    row = CellCase.objects.select_related("brought__version__report").filter(pk=case_id).first()
    if row is None or not _within(scope).filter(pk=row.brought.version.report_id).exists():
        raise OutOfScope(case_id)
    return row


def open_cell_cases(scope: Scope) -> int:
    """How many differing cells wait for the scope's own unit."""
    return CellCase.objects.filter(owner=scope.unit, outcome="").count()


def by_ids(scope: Scope, ids: Collection[int]) -> dict[int, Version]:
    """Versions of the scope by id."""
    found = Version.objects.filter(pk__in=ids, report__in=_within(scope)).select_related(*WITH)
    return {row.pk: row for row in found}


def site_parts(scope: Scope, notice: str, month: str, county: str) -> dict[int, SitePart]:
    """The newest share of each site of a county, by site; a site's own account sees its own."""
    rows = SitePart.objects.filter(notice=notice, month=month, county=scope.narrowed(county).unit)
    if scope.site is not None:
        rows = rows.filter(site_id=scope.site)
    return {row.site_id: row for row in rows.select_related("answer").order_by("number")}


def site_part(scope: Scope, part_id: int) -> SitePart:
    """One share of the scope. Raises OutOfScope."""
    row = SitePart.objects.select_related("answer").filter(pk=part_id).first()
    if row is None or not scope.covers(row.county) or scope.site not in (None, row.site_id):
        raise OutOfScope(part_id)
    return row
