"""Reading work near home, by county; for the pages, and for the rooms that pay for it."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from leye.apps.local_jobs.models import (
    Attendance,
    Demand,
    FundingLine,
    KeyEnterprise,
    PayList,
    PayRow,
    Placement,
    Post,
    Project,
    Recognition,
    RunningProof,
    Workshop,
)
from leye.apps.people.selectors import at_site
from leye.core.scope import OutOfScope, Scope


def _of(scope: Scope, name: str = "county") -> Q:
    low, high = scope.code_range
    return Q(**{f"{name}__gte": low, f"{name}__lt": high})


def _on(day: dt.date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gt=day))


def _meeting(start: dt.date, end: dt.date) -> Q:
    """Rows whose [valid_from, valid_to) meets [start, end)."""
    return Q(valid_from__lt=end) & (Q(valid_to=None) | Q(valid_to__gt=start))


def workshops(scope: Scope, after: int = 0, limit: int = 100) -> list[Workshop]:
    """Workshops of the scope, by id."""
    rows = Workshop.objects.filter(_of(scope), pk__gt=after).select_related("employer", "site")
    return list(rows.order_by("pk")[:limit])


def workshop(scope: Scope, workshop_id: int) -> Workshop:
    """One workshop of the scope. Raises OutOfScope."""
    rows = Workshop.objects.filter(_of(scope), pk=workshop_id).select_related("employer", "site")
    found = rows.first()
    if found is None:
        raise OutOfScope(workshop_id)
    return found


def recognitions(scope: Scope, workshop_ids: Collection[int]) -> dict[int, list[Recognition]]:
    """The recognitions of workshops of the scope, the oldest first; each with its cancellation if there is one."""
    rows = Recognition.objects.filter(_of(scope, "workshop__county"), workshop_id__in=workshop_ids)
    found: dict[int, list[Recognition]] = {pk: [] for pk in workshop_ids}
    for row in rows.select_related("cancellation").order_by("valid_from", "pk"):
        found[row.workshop_id].append(row)
    return found


def recognised_on(scope: Scope, workshop_ids: Collection[int], on: dt.date) -> set[int]:
    """Those of the workshops that are recognised on a day."""
    told = recognitions(scope, workshop_ids)
    return {
        pk
        for pk, rows in told.items()
        if any(row.span is not None and row.span.covers(on) for row in rows)
    }


def proofs(scope: Scope, workshop_id: int) -> list[RunningProof]:
    """What shows that a workshop of the scope ran, by month."""
    rows = RunningProof.objects.filter(_of(scope, "workshop__county"), workshop_id=workshop_id)
    return list(rows.order_by("month", "pk"))


def months_running(
    scope: Scope, workshop_ids: Collection[int], start: dt.date, end: dt.date
) -> dict[int, set[dt.date]]:
    """workshop → the months (first days) in [start, end) for which there is a proof, or somebody's attendance."""
    found: dict[int, set[dt.date]] = {pk: set() for pk in workshop_ids}
    own = _of(scope, "workshop__county")
    shown = RunningProof.objects.filter(
        own, workshop_id__in=workshop_ids, month__gte=start, month__lt=end
    )
    for pk, month in shown.values_list("workshop_id", "month"):
        found[pk].add(month)
    worked = Attendance.objects.filter(
        _of(scope, "placement__workshop__county"), placement__workshop_id__in=workshop_ids,
        placement__is_void=False, month__gte=start, month__lt=end, days__gt=0,
    )  # fmt: skip
    for pk, month in worked.values_list("placement__workshop_id", "month").distinct():
        found[pk].add(month)
    return found


def funding_lines(scope: Scope, on: dt.date | None = None) -> list[FundingLine]:
    """The funding lines of the scope, the newest first; those of a day."""
    rows = FundingLine.objects.filter(_of(scope, "unit"))
    return list((rows.filter(_on(on)) if on else rows).order_by("unit", "-valid_from", "pk")[:200])


def funding_line(scope: Scope, line_id: int) -> FundingLine:
    """One funding line of the scope. Raises OutOfScope."""
    found = FundingLine.objects.filter(_of(scope, "unit"), pk=line_id).first()
    if found is None:
        raise OutOfScope(line_id)
    return found


def posts(scope: Scope, after: int = 0, limit: int = 100) -> list[Post]:
    """Posts of the scope, by id."""
    rows = Post.objects.filter(_of(scope), pk__gt=after).select_related("employer", "line", "site")
    return list(rows.order_by("pk")[:limit])


def post(scope: Scope, post_id: int) -> Post:
    """One post of the scope. Raises OutOfScope."""
    rows = Post.objects.filter(_of(scope), pk=post_id).select_related("employer", "line", "site")
    found = rows.first()
    if found is None:
        raise OutOfScope(post_id)
    return found


def projects(scope: Scope, after: int = 0, limit: int = 100) -> list[Project]:
    """Projects of the scope, by id."""
    rows = Project.objects.filter(_of(scope), pk__gt=after).select_related("employer")
    return list(rows.order_by("pk")[:limit])


def project(scope: Scope, project_id: int) -> Project:
    """One project of the scope. Raises OutOfScope."""
    found = Project.objects.filter(_of(scope), pk=project_id).select_related("employer").first()
    if found is None:
        raise OutOfScope(project_id)
    return found


def key_enterprises(scope: Scope, on: dt.date) -> list[KeyEnterprise]:
    """The key enterprises of the scope's counties on a day."""
    rows = KeyEnterprise.objects.filter(_of(scope), _on(on)).select_related("employer")
    return list(rows.order_by("county", "pk")[:200])


def _placements(scope: Scope) -> QuerySet[Placement]:
    """Placements in workshops and posts of the scope, and of its own people elsewhere."""
    own = _of(scope) | _of(scope, "workshop__county") | _of(scope, "post__county")
    return Placement.objects.filter(own, at_site(scope), is_void=False).select_related(
        "workshop__employer", "post__employer", "post__line"
    )


def placement(scope: Scope, placement_id: int) -> Placement:
    """One placement of the scope. Raises OutOfScope."""
    found = _placements(scope).filter(pk=placement_id).first()
    if found is None:
        raise OutOfScope(placement_id)
    return found


def placements(
    scope: Scope,
    *,
    workshop_id: int | None = None,
    post_id: int | None = None,
    on: dt.date | None = None,
    limit: int = 500,
) -> list[Placement]:
    """Who works in one place, those there now first."""
    rows = _placements(scope)
    if workshop_id is not None:
        rows = rows.filter(workshop_id=workshop_id)
    if post_id is not None:
        rows = rows.filter(post_id=post_id)
    if on is not None:
        rows = rows.filter(_on(on))
    return sorted(
        rows.order_by("pk")[:limit],
        key=lambda one: (one.valid_to is not None, one.valid_from, one.pk),
    )


def of_persons(
    scope: Scope, person_ids: Collection[int], start: dt.date, end: dt.date
) -> list[Placement]:
    """Placements of persons that meet the days [start, end), wherever in the region they are.

    Not narrowed: money is paid once for a person, whichever county asks.
    """
    rows = Placement.objects.filter(
        _meeting(start, end), person_id__in=list(person_ids), is_void=False
    )
    return list(rows.select_related("workshop__employer", "post__employer").order_by("pk"))


def counts_on(scope: Scope, on: dt.date) -> tuple[dict[int, int], dict[int, int]]:
    """(workshop → workers, post → holders) on a day."""
    rows = _placements(scope).filter(_on(on)).order_by()
    told = rows.values_list("workshop_id", "post_id").annotate(many=Count("pk"))
    workers: dict[int, int] = {}
    holders: dict[int, int] = {}
    for workshop_id, post_id, many in told:
        if workshop_id is not None:
            workers[workshop_id] = many
        else:
            holders[post_id] = many
    return workers, holders


def people_on(scope: Scope, on: dt.date) -> list[Placement]:
    """Every placement of the scope's own people that stands on a day."""
    rows = _placements(scope).filter(_of(scope), _on(on))
    return list(rows.order_by("person_id", "pk"))


def ending(scope: Scope, until: dt.date) -> list[Placement]:
    """Posts of the scope that are held and whose term is over by a day, the first to end first."""
    rows = _placements(scope).filter(_of(scope, "post__county"), valid_to=None, ends_by__lte=until)
    return list(rows.order_by("ends_by", "pk")[:500])


def paid_below(scope: Scope, least: int, on: dt.date, full_hours: int) -> list[Placement]:
    """Who works in a place of the scope on a day for less than so many yuan a month; part time by its hours a week."""
    own = _of(scope, "workshop__county") | _of(scope, "post__county")
    rows = (
        _placements(scope)
        .filter(own, _on(on))
        .alias(
            told=F("monthly_pay") * full_hours, asked=Coalesce("weekly_hours", full_hours) * least
        )
    )
    rows = rows.filter(told__lt=F("asked"))
    return list(rows.order_by("monthly_pay", "pk")[:500])


@dataclass(frozen=True, slots=True)
class MonthWorked:
    """What counts of a placement's month."""

    month: dt.date
    days: Decimal
    pay_fen: int | None
    version: int


def months_worked(scope: Scope, placement_ids: Collection[int]) -> dict[int, list[MonthWorked]]:
    """The months of placements, by month, each as it was last told."""
    last: dict[tuple[int, dt.date], MonthWorked] = {}
    rows = Attendance.objects.filter(placement_id__in=list(placement_ids)).order_by("version")
    for pk, month, days, pay, version in rows.values_list(
        "placement_id", "month", "days", "pay_fen", "version"
    ):
        last[pk, month] = MonthWorked(month, days, pay, version)
    found: dict[int, list[MonthWorked]] = {pk: [] for pk in placement_ids}
    for (pk, _), one in sorted(last.items()):
        found[pk].append(one)
    return found


def pay_lists(scope: Scope, project_id: int) -> list[tuple[PayList, int, int, int]]:
    """(list, rows, rows of people of the ledger, pay in fen) of a project, by month; those that stand."""
    rows = PayList.objects.filter(
        _of(scope, "project__county"), project_id=project_id, withdrawn_at=None
    )
    told = {
        row["pay_list"]: (row["many"], row["known"], row["paid"] or 0)
        for row in PayRow.objects.filter(pay_list__in=rows)
        .order_by()
        .values("pay_list")
        .annotate(many=Count("pk"), known=Count("person_id"), paid=Sum("pay_fen"))
    }
    return [(one, *told.get(one.pk, (0, 0, 0))) for one in rows.order_by("month", "pk")]


def pay_list(scope: Scope, list_id: int) -> PayList:
    """One pay list of the scope that stands. Raises OutOfScope."""
    rows = PayList.objects.filter(
        _of(scope, "project__county"), pk=list_id, withdrawn_at=None
    ).select_related("project__employer")
    found = rows.first()
    if found is None:
        raise OutOfScope(list_id)
    return found


def pay_rows(scope: Scope, list_id: int) -> list[PayRow]:
    """The rows of a pay list of the scope. Raises OutOfScope."""
    rows = PayRow.objects.filter(at_site(scope), pay_list=pay_list(scope, list_id))
    return list(rows.order_by("row_no", "pk"))


def paid(scope: Scope, project_ids: Collection[int]) -> dict[int, int]:
    """project → labour pay on its standing lists, in fen."""
    rows = PayRow.objects.filter(
        pay_list__project_id__in=list(project_ids), pay_list__withdrawn_at=None
    ).order_by()
    told = rows.values_list("pay_list__project_id").annotate(Sum("pay_fen"))
    return {pk: paid or 0 for pk, paid in told}


def pay_of_persons(
    scope: Scope, person_ids: Collection[int], start: dt.date, end: dt.date
) -> list[PayRow]:
    """Rows of standing pay lists of persons for months in [start, end), wherever in the region."""
    rows = PayRow.objects.filter(
        person_id__in=list(person_ids), pay_list__withdrawn_at=None,
        pay_list__month__gte=start, pay_list__month__lt=end,
    )  # fmt: skip
    return list(rows.select_related("pay_list__project").order_by("pk"))


def demanding(scope: Scope) -> list[Demand]:
    """The vacancies that workshops and posts of the scope are published as, open or filled."""
    own = _of(scope, "workshop__county") | _of(scope, "post__county")
    return list(Demand.objects.filter(own, project=None).order_by("pk")[:5000])


def ever_placed(scope: Scope, kind: str, place_id: int) -> list[Placement]:
    """Every placement in a workshop or a post, also those that ended."""
    return list(_placements(scope).filter(**{f"{kind}_id": place_id}).order_by("pk"))


def registered_on(scope: Scope, on: dt.date) -> dict[str, dict[str, int]]:
    """County → what is registered in it on a day: workshops recognised, workers in them, posts, holders, projects."""
    found: dict[str, dict[str, int]] = {}
    shops = dict(Workshop.objects.filter(_of(scope)).values_list("pk", "county"))
    recognised = recognised_on(scope, shops, on)
    there = Placement.objects.filter(_on(on), is_void=False).order_by()

    def add(county: str, name: str, many: int) -> None:
        told = found.setdefault(county, {})
        told[name] = told.get(name, 0) + many

    for pk in recognised:
        add(shops[pk], "workshops", 1)
    workers = there.filter(_of(scope, "workshop__county"))
    for pk, many in workers.values_list("workshop_id").annotate(many=Count("pk")):
        if pk in recognised:
            add(shops[pk], "workers", many)
    posts_on = Post.objects.filter(_of(scope), _line_on(on)).order_by()
    for county, many in posts_on.values_list("county").annotate(many=Sum("places")):
        add(county, "post_places", many)
    holders = there.filter(_of(scope, "post__county"))
    for county, many in holders.values_list("post__county").annotate(many=Count("pk")):
        add(county, "post_holders", many)
    running = Project.objects.filter(_of(scope), starts_on__lte=on).order_by()
    running = running.filter(Q(ends_on=None) | Q(ends_on__gt=on))
    for county, many in running.values_list("county").annotate(many=Count("pk")):
        add(county, "projects", many)
    return found


def holders_on(scope: Scope, on: dt.date, after: int, limit: int) -> list[int]:
    """Who holds a public post on a day, as registered_on counts them: by id, after one of them."""
    there = Placement.objects.filter(_on(on), _of(scope, "post__county"), is_void=False)
    rows = there.filter(person_id__gt=after).order_by("person_id")
    return list(rows.values_list("person_id", flat=True).distinct()[:limit])


def workers_on(scope: Scope, on: dt.date, after: int, limit: int) -> list[int]:
    """Who works in a recognised workshop on a day, as registered_on counts them: by id, after one of them."""
    shops = Workshop.objects.filter(_of(scope)).values_list("pk", flat=True)
    recognised = list(recognised_on(scope, shops, on))
    there = Placement.objects.filter(_on(on), workshop_id__in=recognised, is_void=False)
    rows = there.filter(person_id__gt=after).order_by("person_id")
    return list(rows.values_list("person_id", flat=True).distinct()[:limit])


def _line_on(day: dt.date) -> Q:
    return Q(line__valid_from__lte=day) & (Q(line__valid_to=None) | Q(line__valid_to__gt=day))


def demands(scope: Scope, kind: str, place_id: int) -> list[Demand]:
    """The vacancies that the open places of a "workshop", "post" or "project" were published as, the newest first."""
    rows = Demand.objects.select_related("vacancy").order_by("-pk")
    return list(rows.filter(**{f"{kind}_id": place_id})[:50])


def workshops_ending(scope: Scope, since: dt.date, until: dt.date) -> list[Workshop]:
    """Workshops of the scope of which a recognition ends, or was cancelled, in [since, until]."""
    told = Recognition.objects.filter(
        _of(scope, "workshop__county"),
        Q(valid_to__gte=since, valid_to__lte=until)
        | Q(cancellation__on__gte=since, cancellation__on__lte=until),
    )
    rows = Workshop.objects.filter(pk__in=told.values("workshop_id"))
    return list(rows.select_related("employer", "site").order_by("pk")[:200])
