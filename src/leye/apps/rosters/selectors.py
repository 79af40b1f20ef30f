"""Reading uploads. The rows' contents leave as they are stored, sealed."""

from collections.abc import Collection

from django.db.models import Count, QuerySet

from leye.apps.rosters.models import Outcome, Upload, UploadRow
from leye.core.scope import Capability, OutOfScope, Scope

NOT_PEOPLE = ("vacancies",)  # kinds of lists that name nobody


def upload(scope: Scope, upload_id: int) -> Upload:
    """One upload of the scope's units. Raises OutOfScope for any other."""
    found = _visible(scope).filter(pk=upload_id).first()
    if found is None:
        raise OutOfScope(upload_id)
    return found


def uploads(scope: Scope, limit: int = 50, *, of_people: bool = True) -> list[Upload]:
    """The newest uploads of the scope's units: rosters of people, or the other lists."""
    rows = _visible(scope)
    rows = rows.exclude(kind__in=NOT_PEOPLE) if of_people else rows.filter(kind__in=NOT_PEOPLE)
    return list(rows.order_by("-pk")[:limit])


def _visible(scope: Scope) -> QuerySet[Upload]:
    low, high = scope.code_range
    found = Upload.objects.filter(unit__gte=low, unit__lt=high)
    if not scope.may(Capability.UPLOAD_ROSTER):
        found = found.filter(kind__in=NOT_PEOPLE)
    return found if scope.site is None else found.filter(site_id=scope.site)


def counts(scope: Scope, upload_id: int) -> dict[str, int]:
    """How many rows came to which outcome; every outcome is named."""
    rows = UploadRow.objects.filter(upload=upload(scope, upload_id))
    found = dict(rows.order_by().values_list("outcome").annotate(Count("pk")))
    return {outcome.value: found.get(outcome.value, 0) for outcome in Outcome}


def rows(
    scope: Scope, upload_id: int, outcomes: list[str], after: int = 0, limit: int = 50
) -> list[UploadRow]:
    """Rows of an upload in the order of the file, by outcome."""
    found = UploadRow.objects.filter(upload=upload(scope, upload_id), pk__gt=after)
    return list(found.filter(outcome__in=outcomes).order_by("pk")[:limit])


def rows_by_id(scope: Scope, upload_id: int, row_ids: Collection[int]) -> list[UploadRow]:
    """The named rows of an upload; numbers of other uploads are left out."""
    found = UploadRow.objects.filter(upload=upload(scope, upload_id), pk__in=row_ids)
    return list(found.select_related("upload").order_by("pk"))


def is_kept(scope: Scope, digest: str) -> bool:
    """Whether any upload still needs a file."""
    return Upload.objects.filter(digest=digest).exists()
