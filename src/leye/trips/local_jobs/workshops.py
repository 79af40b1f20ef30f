"""扶贫车间: registered, recognised, running, cancelled; and who works there."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from leye.apps.local_jobs import actions, selectors
from leye.apps.local_jobs.actions import AlreadyThere
from leye.apps.local_jobs.models import Recognition, RunningProof, Workshop
from leye.apps.people import selectors as people
from leye.apps.people import whole
from leye.apps.places import selectors as places
from leye.apps.vacancies.models import Vacancy
from leye.core.local_jobs.vocabulary import Proof
from leye.core.periods import Month
from leye.core.scope import Scope
from leye.core.vacancies.vocabulary import EmployerKind
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.notices.loader import load_notice
from leye.notices.local_jobs import load_terms
from leye.trips.local_jobs import local_jobs_places as where_of
from leye.trips.local_jobs.local_jobs_places import NotPossible
from leye.trips.local_jobs.local_jobs_placing import PlacedView, those_in
from leye.trips.local_jobs.local_jobs_spells import bring, followed
from leye.trips.rosters.intake import NOTICE

PAGE = 100
A_YEAR = 12


@dataclass(frozen=True, slots=True)
class Given:
    """What a form tells of a workshop."""

    county: str
    name: str
    employer: str
    code: str = ""
    site_id: int | None = None
    place_text: str = ""
    trade: str = ""
    places: int = 0
    is_aided: bool = False


def register(scope: Scope, given: Given) -> int:
    """Register a workshop; returns it. Raises OutOfScope, NotPossible."""
    where_of.may_edit(scope, given.county)
    if not given.name.strip():
        raise NotPossible("没有填写车间名称。请写认定文件上的名称。")
    with transaction.atomic():
        employer = where_of.employer_of(
            scope, given.county, given.employer, given.code, EmployerKind.WORKSHOP
        )
        row = Workshop(
            county=given.county, name=given.name.strip()[:100], employer_id=employer,
            site_id=where_of.site_of(scope, given.site_id, given.county),
            place_text=given.place_text.strip()[:200], trade=given.trade.strip()[:100],
            places=given.places, is_aided=given.is_aided,
        )  # fmt: skip
        try:
            return actions.register(by=scope.actor, at=clock.now(), row=row)
        except AlreadyThere:
            raise NotPossible("本旗县已有同名的车间，没有再登记一个。") from None


def recognise(
    scope: Scope, workshop_id: int, start: dt.date, end: dt.date | None, document: str
) -> None:
    """Note a recognition; `end` is its last day. Its workers are counted anew. Raises OutOfScope, NotPossible."""
    row = _own(scope, workshop_id)
    if not document.strip():
        raise NotPossible("没有填写认定文件。请写文号或文件名称。")
    if end is not None and end < start:
        raise NotPossible("有效期的截止日早于起始日。请核对。")
    first_without = end + dt.timedelta(days=1) if end else None
    with transaction.atomic():
        try:
            actions.recognise(
                by=scope.actor, at=clock.now(), workshop=row, valid_from=start, valid_to=first_without,
                document=document.strip()[:200],
            )  # fmt: skip
        except AlreadyThere:
            raise NotPossible("同一天起的认定已经登记过。") from None
        _count_anew(scope, row, "车间认定")
    followed(scope)


def cancel(scope: Scope, recognition_id: int, workshop_id: int, on: dt.date, document: str) -> None:
    """A recognition is cancelled from a day on: its workers still work, but no longer in a workshop."""
    row = _own(scope, workshop_id)
    if not document.strip():
        raise NotPossible("没有填写撤销的依据。请写文号或文件名称。")
    told = selectors.recognitions(scope, [row.pk])[row.pk]
    found = next((one for one in told if one.pk == recognition_id), None)
    if found is None:
        raise NotPossible("没有这一条认定。请刷新页面。")
    with transaction.atomic():
        if not actions.cancel(
            by=scope.actor,
            at=clock.now(),
            recognition=found,
            on=on,
            document=document.strip()[:200],
        ):
            raise NotPossible("这一条认定已经撤销过。")
        _count_anew(scope, row, "撤销车间认定")
    followed(scope)


def _count_anew(scope: Scope, row: Workshop, reason: str) -> None:
    rows = selectors.placements(scope, workshop_id=row.pk, limit=10_000)
    bring(scope, rows, reason, is_follow_up=True)


def prove(scope: Scope, workshop_id: int, month: Month, kind: Proof, document: str) -> bool:
    """Note what shows that a workshop ran in a month; False where it is known."""
    row = _own(scope, workshop_id)
    if not document.strip():
        raise NotPossible("没有填写凭证。请写发票号码或凭证名称。")
    if month.first_day > clock.today():
        raise NotPossible("这个月还没有到。")
    return actions.prove(
        by=scope.actor, at=clock.now(), workshop=row, month=month.first_day, kind=kind.value,
        document=document.strip()[:200],
    )  # fmt: skip


def _own(scope: Scope, workshop_id: int) -> Workshop:
    row = selectors.workshop(scope, workshop_id)
    where_of.may_edit(scope, row.county)
    return row


@dataclass(frozen=True, slots=True)
class Line:
    """A workshop in the list. is_recognised: today; running: months of the last twelve."""

    row: Workshop
    county: str
    is_recognised: bool
    until: dt.date | None
    workers: int
    running: int


def listed(scope: Scope, after: int = 0) -> list[Line]:
    """The workshops of the scope, by id."""
    on = clock.today()
    rows = selectors.workshops(scope, after, PAGE)
    ids = [row.pk for row in rows]
    told = selectors.recognitions(scope, ids)
    workers, _ = selectors.counts_on(scope, on)
    first = Month.of(on).shifted(1 - A_YEAR).first_day
    running = selectors.months_running(scope, ids, first, Month.of(on).shifted(1).first_day)
    tree = places.tree(scope, on)
    return [
        Line(row, tree.name(row.county), now is not None, _last_day(now), workers.get(row.pk, 0), len(running[row.pk]))
        for row in rows
        for now in [_now(told[row.pk], on)]
    ]  # fmt: skip


def _now(rows: list[Recognition], on: dt.date) -> Recognition | None:
    return next((one for one in reversed(rows) if one.span and one.span.covers(on)), None)


def _last_day(row: Recognition | None) -> dt.date | None:
    end = row.span.end if row is not None and row.span is not None else None
    return end - dt.timedelta(days=1) if end else None


@dataclass(frozen=True, slots=True)
class RecognitionView:
    row: Recognition
    last_day: dt.date | None
    is_now: bool
    cancelled_on: dt.date | None


@dataclass(frozen=True, slots=True)
class MonthRun:
    """A month of a workshop: what shows that it ran, and how many attended."""

    month: Month
    proofs: tuple[RunningProof, ...]
    attended: int

    @property
    def is_running(self) -> bool:
        return bool(self.proofs) or self.attended > 0


@dataclass(frozen=True, slots=True)
class Page:
    """Everything of one workshop. short: what it lacks for the award, in words."""

    row: Workshop
    county: str
    site: str
    recognitions: tuple[RecognitionView, ...]
    people: tuple[PlacedView, ...]
    months: tuple[MonthRun, ...]
    asking: tuple[Vacancy, ...]
    short: tuple[str, ...]
    is_recognised: bool
    least: int
    least_cite: str

    @property
    def there(self) -> int:
        return sum(one.is_there for one in self.people)


def page(scope: Scope, workshop_id: int, keys: Keyring) -> Page:
    """One workshop. Raises OutOfScope."""
    row = selectors.workshop(scope, workshop_id)
    on = clock.today()
    told = selectors.recognitions(scope, [row.pk])[row.pk]
    views = tuple(
        RecognitionView(
            one, _last_day(one), one.span is not None and one.span.covers(on),
            one.cancellation.on if hasattr(one, "cancellation") else None,
        )
        for one in told
    )  # fmt: skip
    those = tuple(those_in(scope, row, keys))
    least, cite = where_of.least_pay(on)
    return Page(
        row, places.tree(scope, on).path(row.county), row.site.name if row.site else "", views, those,
        _months(scope, row, those, on), tuple(where_of.asking(scope, "workshop", row.pk)),
        tuple(_short(scope, those, on)), any(one.is_now for one in views), least, cite,
    )  # fmt: skip


def _months(
    scope: Scope, row: Workshop, those: tuple[PlacedView, ...], on: dt.date
) -> tuple[MonthRun, ...]:
    shown: dict[dt.date, list[RunningProof]] = {}
    for one in selectors.proofs(scope, row.pk):
        shown.setdefault(one.month, []).append(one)
    attended: dict[dt.date, int] = {}
    for view in those:
        for month in view.months:
            if month.days:
                attended[month.month] = attended.get(month.month, 0) + 1
    months = [Month.of(on).shifted(-back) for back in range(A_YEAR)]
    return tuple(
        MonthRun(one, tuple(shown.get(one.first_day, ())), attended.get(one.first_day, 0))
        for one in months
    )


def _short(scope: Scope, those: tuple[PlacedView, ...], on: dt.date) -> list[str]:
    """What a workshop lacks against the text on workshops; it is told and hinders nothing."""
    terms = load_terms(NOTICE, on)
    tree = places.tree(scope, on)
    poor = load_notice(NOTICE).bound(on, tree.recodes())["poor"]
    there = [one.row.person_id for one in those if one.is_there]
    known = (
        {one.person_id for one in whole.profiles(scope, poor, on, there, ())} if there else set()
    )
    found = []
    if len(known) < terms.workshop_least:
        found.append(f"在岗建档立卡劳动力 {len(known)} 人，不足 {terms.workshop_least} 人")
    unsigned = sum(
        one.is_there and (one.row.contract_months or 0) < terms.workshop_contract for one in those
    )
    if unsigned:
        found.append(f"{unsigned} 人没有登记 {terms.workshop_contract} 个月以上的合同或协议")
    return found


def sites_of(scope: Scope) -> list[tuple[int, str]]:
    """The sites of the scope for a choice: id, and the county before the name."""
    on = clock.today()
    tree = places.tree(scope, on)
    return [
        (one.id, f"{tree.name(one.county)} {one.name}") for one in places.sites(scope, on)[:1500]
    ]


def name_of(scope: Scope, person_id: int) -> str:
    """A person's name, for a message to whom may see it."""
    lines = people.lines(scope, [person_id])
    return lines[0].name if lines else ""
