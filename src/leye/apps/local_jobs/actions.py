"""The one door for workshops, projects and posts, and for who works there."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Q

from leye.apps import loading
from leye.apps.audit import actions as audit
from leye.apps.local_jobs.models import (
    Attendance,
    Cancellation,
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


class AlreadyThere(Exception):
    """The same one is registered already; its text is for the clerk."""


class HasAPost(Exception):
    """The person holds a public post on one of the days."""


class NoPlaceLeft(Exception):
    """All places are taken, and nobody has said why one more is."""

    def __init__(self, places: int, taken: int) -> None:
        super().__init__(f"名额 {places} 个，已安置 {taken} 人")
        self.places, self.taken = places, taken


class AlreadyLeft(Exception):
    """The placement ended before."""


Kept = Workshop | FundingLine | Post | Project | KeyEnterprise
KINDS: Mapping[type[Kept], str] = {
    Workshop: "workshop", FundingLine: "funding", Post: "post", Project: "project",
    KeyEnterprise: "key_enterprise",
}  # fmt: skip


@transaction.atomic
def register(*, by: str, at: dt.datetime, row: Kept) -> int:
    """Register a workshop, funding line, post, project or key enterprise. Raises AlreadyThere."""
    kind = KINDS[type(row)]
    row.noted_by, row.noted_at = by, at
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise AlreadyThere(kind) from None
    unit = row.unit if isinstance(row, FundingLine) else row.county
    _told(by, f"{kind}.register", unit, f"{kind}:{row.pk}")
    return row.pk


@transaction.atomic
def recognise(
    *,
    by: str,
    at: dt.datetime,
    workshop: Workshop,
    valid_from: dt.date,
    valid_to: dt.date | None,
    document: str,
) -> Recognition:
    """Note a workshop's recognition. Raises AlreadyThere for a second one from the same day."""
    made, is_new = Recognition.objects.get_or_create(
        workshop=workshop,
        valid_from=valid_from,
        defaults={"valid_to": valid_to, "document": document, "noted_by": by, "noted_at": at},
    )
    if not is_new:
        raise AlreadyThere("recognition")
    _told(by, "workshop.recognise", workshop.county, f"workshop:{workshop.pk}")
    return made


@transaction.atomic
def cancel(
    *, by: str, at: dt.datetime, recognition: Recognition, on: dt.date, document: str
) -> bool:
    """A recognition no longer holds from a day on; False where that was noted before."""
    _, is_new = Cancellation.objects.get_or_create(
        recognition=recognition,
        defaults={"on": on, "document": document, "noted_by": by, "noted_at": at},
    )
    if is_new:
        workshop = recognition.workshop
        _told(by, "workshop.cancel", workshop.county, f"workshop:{workshop.pk}")
    return is_new


@transaction.atomic
def prove(
    *, by: str, at: dt.datetime, workshop: Workshop, month: dt.date, kind: str, document: str
) -> bool:
    """Note what shows that a workshop ran in a month; False where it is known."""
    _, is_new = RunningProof.objects.get_or_create(
        workshop=workshop, month=month, kind=kind, document=document,
        defaults={"noted_by": by, "noted_at": at},
    )  # fmt: skip
    if is_new:
        _told(by, "workshop.prove", workshop.county, f"workshop:{workshop.pk}")
    return is_new


@transaction.atomic
def place(*, by: str, at: dt.datetime, row: Placement) -> int:
    """Put somebody in a workshop or a post. Raises HasAPost, NoPlaceLeft, AlreadyThere.

    The post is locked, so that its last place is given once; more than its places only with an explanation.
    """
    if row.post_id is not None:
        post = Post.objects.select_for_update().get(pk=row.post_id)
        if row.valid_to is None:
            open_ones = Placement.objects.filter(post=post, is_void=False, valid_to=None)
            if (taken := open_ones.count()) >= post.places and not row.explained:
                raise NoPlaceLeft(post.places, taken)
    row.noted_by, row.noted_at = by, at
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise (HasAPost if row.post_id else AlreadyThere)(row.person_id) from None
    _told(by, "placement.begin", row.county, f"placement:{row.pk}", {"where": _where(row)})
    return row.pk


@transaction.atomic
def leave(
    *, by: str, at: dt.datetime, placement: Placement, on: dt.date, why: str, explained: str = ""
) -> None:
    """Somebody leaves; `on` is the first day without. Raises AlreadyLeft."""
    rows = Placement.objects.filter(pk=placement.pk, valid_to=None, is_void=False)
    told: dict[str, object] = {"valid_to": on, "left_why": why}
    if explained:
        told["explained"] = explained[:200]
    if not rows.update(**told):
        raise AlreadyLeft(placement.pk)
    _told(by, "placement.leave", placement.county, f"placement:{placement.pk}", {"why": why})


@transaction.atomic
def void(*, by: str, at: dt.datetime, placement: Placement) -> None:
    """A placement was noted by mistake and never was. Raises AlreadyLeft where it is void."""
    if not Placement.objects.filter(pk=placement.pk, is_void=False).update(is_void=True):
        raise AlreadyLeft(placement.pk)
    _told(by, "placement.void", placement.county, f"placement:{placement.pk}")


def began_with(*, by: str, placement_id: int, entry_id: int) -> None:
    """Note the entry of the ledger that a placement began with."""
    Placement.objects.filter(pk=placement_id, entry_id=None).update(entry_id=entry_id)


@transaction.atomic
def attend(
    *,
    by: str,
    at: dt.datetime,
    unit: str,
    month: dt.date,
    rows: Sequence[tuple[int, Decimal, int | None]],
) -> int:
    """Note a month of placements: (placement, days, pay in fen); what is told anew is a new version.

    Returns how many tell something new.
    """
    ids = [placement for placement, _, _ in rows]
    kept = Attendance.objects.filter(placement_id__in=ids, month=month).order_by("version")
    last = {one.placement_id: one for one in kept}
    added = [
        {
            "placement_id": placement, "month": month, "days": days, "pay_fen": pay,
            "version": last[placement].version + 1 if placement in last else 1,
            "noted_by": by, "noted_at": at,
        }
        for placement, days, pay in rows
        if placement not in last or (last[placement].days, last[placement].pay_fen) != (days, pay)
    ]  # fmt: skip
    Attendance.objects.bulk_create([Attendance(**one) for one in added])
    if added:
        _told(by, "placement.attend", unit, "", {"month": month.isoformat(), "rows": len(added)})
    return len(added)


@transaction.atomic
def open_pay_list(
    *, by: str, at: dt.datetime, project: Project, month: dt.date, upload_id: int | None
) -> PayList:
    """Begin the pay list of a project's month. Raises AlreadyThere while another one stands.

    A recording that was broken off goes on with the list of its own upload.
    """
    own = Q(upload_id=upload_id) if upload_id is not None else Q(pk=None)
    found = PayList.objects.filter(own, project=project, month=month, withdrawn_at=None).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            made = PayList.objects.create(
                project=project, month=month, upload_id=upload_id, noted_by=by, noted_at=at
            )
    except IntegrityError:
        raise AlreadyThere("pay_list") from None
    _told(by, "pay_list.open", project.county, f"pay_list:{made.pk}")
    return made


@transaction.atomic
def add_pay(*, by: str, pay_list: PayList, rows: Sequence[Mapping[str, object]]) -> int:
    """Add rows to a pay list; who stands on it already is left as is. Returns how many are new."""
    indexes = [row["id_index"] for row in rows]
    known = PayRow.objects.filter(pay_list=pay_list, id_index__in=indexes)
    there = set(known.values_list("id_index", flat=True))
    fresh = {row["id_index"]: row for row in rows if row["id_index"] not in there}
    return loading.insert(PayRow, [{**row, "pay_list_id": pay_list.pk} for row in fresh.values()])


@transaction.atomic
def withdraw_pay_list(*, by: str, at: dt.datetime, pay_list: PayList) -> bool:
    """Give up a pay list that was wrong; a right one can take its place. False where that was done."""
    rows = PayList.objects.filter(pk=pay_list.pk, withdrawn_at=None)
    if not rows.update(withdrawn_at=at):
        return False
    _told(by, "pay_list.withdraw", pay_list.project.county, f"pay_list:{pay_list.pk}")
    return True


@transaction.atomic
def post_pay_list(*, by: str, pay_list: PayList, on: dt.date) -> bool:
    """The list hangs at the project from a day on; False where it did before."""
    done = PayList.objects.filter(pk=pay_list.pk, posted_on=None).update(posted_on=on)
    if done:
        _told(by, "pay_list.post", pay_list.project.county, f"pay_list:{pay_list.pk}")
    return bool(done)


@transaction.atomic
def ask_for_workers(*, by: str, at: dt.datetime, demand: Demand) -> Demand:
    """Keep which vacancy the open places are published as; the same vacancy is kept once."""
    told = {
        "workshop_id": demand.workshop_id, "post_id": demand.post_id, "project_id": demand.project_id,
        "noted_by": by, "noted_at": at,
    }  # fmt: skip
    made, _ = Demand.objects.get_or_create(vacancy_id=demand.vacancy_id, defaults=told)
    return made


def _where(row: Placement) -> str:
    return f"workshop:{row.workshop_id}" if row.workshop_id else f"post:{row.post_id}"


def _told(
    by: str, what: str, unit: str, subject: str, detail: Mapping[str, object] | None = None
) -> None:
    audit.record(by=by, action=what, unit=unit, subject=subject, detail=detail)
