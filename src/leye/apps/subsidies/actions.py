"""The one door for applications: drafted, submitted, reviewed, approved, refused; every step is written down."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Sum

from leye.apps.audit import actions as audit
from leye.apps.subsidies import budgets
from leye.apps.subsidies.models import Application, Claim, Evidence, PaymentLine, Publicity, Slot
from leye.apps.subsidies.models import Step as StepRow
from leye.core.payments.steps import LEADS, OVER, State, Step
from leye.core.periods import day_of

APPROVED = frozenset({State.APPROVED, State.PUBLISHED, State.CLEARED, State.LISTED, State.BOUNCED})


class NotPossible(Exception):
    """The step cannot be taken as things stand; its text is for the clerk."""


@dataclass(frozen=True, slots=True)
class Hand:
    """Who takes a step, in which role and when, and why."""

    role: str
    at: dt.datetime
    why: str = ""


@transaction.atomic
def draft(
    *, by: str, at: dt.datetime, values: Mapping[str, object], claims: Sequence[Mapping[str, object]] = ()
) -> tuple[Application, bool]:  # fmt: skip
    """Keep a draft; the same source and key is the same application and is left as it is. Returns (it, is new)."""
    row, is_new = Application.objects.get_or_create(
        source=values["source"],
        source_ref=values["source_ref"],
        defaults={**values, "state": State.DRAFT.value, "made_by": by, "made_at": at},
    )
    if is_new:
        Claim.objects.bulk_create([Claim(application=row, **one) for one in claims])
        audit.record(
            by=by, action="subsidy.draft", unit=row.county, subject=f"subsidy:{row.pk}",
            detail={"kind": row.kind, "claims": len(claims)},
        )  # fmt: skip
    return row, is_new


@transaction.atomic
def amend(*, by: str, application: Application, values: Mapping[str, object]) -> None:
    """Change what a draft says of itself. Raises NotPossible once it was submitted."""
    _open_to_change(application)
    Application.objects.filter(pk=application.pk).update(**values)


@transaction.atomic
def add_claims(
    *, by: str, application: Application, claims: Sequence[Mapping[str, object]]
) -> tuple[int, int]:
    """Put persons on a draft; whoever stands on it is brought up to date, and what is not said of him stays as it is.

    Returns (new, changed).
    """
    _open_to_change(application)
    known = {one.person_id: one for one in Claim.objects.filter(application=application)}
    new = [one for one in claims if one["person_id"] not in known]
    for one in claims:
        if one["person_id"] in known:
            said = {name: value for name, value in one.items() if value not in (None, "")}
            Claim.objects.filter(pk=known[int(str(one["person_id"]))].pk).update(**said)
    Claim.objects.bulk_create([Claim(application=application, **one) for one in new])
    return len(new), len(claims) - len(new)


@transaction.atomic
def drop_claim(*, by: str, application: Application, claim_id: int) -> None:
    """Take a person off a draft."""
    _open_to_change(application)
    Claim.objects.filter(application=application, pk=claim_id).delete()


@transaction.atomic
def add_evidence(
    *, by: str, at: dt.datetime, application: Application, kind: str,
    digest: str = "", medium: str = "", size: int = 0, reference: str = "",
) -> bool:  # fmt: skip
    """Put a paper to an application; False when the very same is there. Raises NotPossible after the review."""
    if State(application.state) not in (State.DRAFT, State.RETURNED, State.SUBMITTED):
        raise NotPossible("已经审核的申请不能再加材料。需要补充的，请审核人员先退回补正。")
    _, is_new = Evidence.objects.get_or_create(
        application=application, kind=kind, digest=digest, reference=reference,
        defaults={"medium": medium, "size": size, "brought_by": by, "brought_at": at},
    )  # fmt: skip
    return is_new


def _open_to_change(application: Application) -> None:
    now = Application.objects.select_for_update().get(pk=application.pk)
    if State(now.state) not in (State.DRAFT, State.RETURNED):
        raise NotPossible(
            f"申请现在是“{State(now.state).label}”，不能修改。要改请先撤回或由审核人员退回补正。"
        )


@transaction.atomic
def take(
    *,
    by: str,
    hand: Hand,
    application: Application,
    step: Step,
    values: Mapping[str, object] | None = None,
) -> State:
    """Take one step. Two at once: one is taken, the other hears what the application is now (NotPossible)."""
    before, after = LEADS[step]
    rows = Application.objects.filter(
        pk=application.pk, state__in=[state.value for state in before], version=application.version
    )
    try:
        with transaction.atomic():
            taken = rows.update(
                state=after.value, version=application.version + 1, **(values or {})
            )
    except IntegrityError:
        raise NotPossible(
            "经手人不符合规定：复核人必须是审核人、申请人以外的另一个人，而且角色不同。"
        ) from None
    if not taken:
        now = State(Application.objects.values_list("state", flat=True).get(pk=application.pk))
        raise NotPossible(f"申请现在是“{now.label}”，不能“{step.label}”。请刷新页面看最新情况。")
    application.version += 1
    application.state = after.value
    for name, value in (values or {}).items():
        setattr(application, name, value)
    write_step(by=by, hand=hand, application=application, step=step)
    if after is State.STOPPED:  # nothing hangs of what may not be paid
        hanging = Publicity.objects.filter(application=application, taken_down_on=None)
        hanging.update(taken_down_on=day_of(hand.at))
    if after in OVER:
        free(by=by, at=hand.at, application=application)
    return after


@transaction.atomic
def write_step(*, by: str, hand: Hand, application: Application, step: Step) -> None:
    """Write down a step that was taken."""
    StepRow.objects.create(
        application=application, step=step.value, why=hand.why[:500], by=by, role=hand.role, at=hand.at
    )  # fmt: skip
    audit.record(
        by=by, action=f"subsidy.{step.value}", unit=application.county,
        subject=f"subsidy:{application.pk}", detail={"state": application.state},
    )  # fmt: skip


@transaction.atomic
def leave_out(*, by: str, application: Application, claim_id: int, why: str) -> None:
    """A person of an application is not paid for; an empty reason takes him in again. Before the review only."""
    if State(application.state) is not State.ACCEPTED:
        raise NotPossible("只有待审核的申请可以去掉或恢复其中的人。")
    rows = Claim.objects.filter(application=application, pk=claim_id)
    rows.update(is_counted=not why, why_not=why[:200])
    audit.record(
        by=by, action="subsidy.leave_out", unit=application.county, subject=f"claim:{claim_id}",
        detail={"is_counted": not why},
    )  # fmt: skip


@transaction.atomic
def mend_account(
    *, by: str, hand: Hand, application: Application, values: Mapping[str, object], claim_id: int = 0
) -> None:  # fmt: skip
    """Where the bank sent money back the account is mended; claim_id: of the person who is paid on his own.

    Raises NotPossible. The next list with it is signed by another person.
    """
    if claim_id:
        Claim.objects.filter(application=application, pk=claim_id).update(**values)
    take(
        by=by, hand=hand, application=application, step=Step.MEND, values=None if claim_id else values
    )  # fmt: skip


def note_phones(*, by: str, application: Application, phones: Mapping[int, str]) -> None:
    """Claim → the keyed digest of the person's telephone, so that claims that share one are found."""
    rows = list(Claim.objects.filter(application=application, pk__in=phones))
    for row in rows:
        row.phone_index = phones[row.pk]
    Claim.objects.bulk_update(rows, ["phone_index"], batch_size=500)


@dataclass(frozen=True, slots=True)
class Found:
    """What the review froze of one claim."""

    claim_id: int
    fen: int
    finding: str
    digest: str


@transaction.atomic
def review(
    *, by: str, hand: Hand, application: Application, found: Sequence[Found], budget_id: int,
    values: Mapping[str, object],
) -> None:  # fmt: skip
    """The first approval: findings frozen, the money reserved. Raises NotPossible; budgets.TooLittle."""
    total = sum(one.fen for one in found)
    if total <= 0:
        raise NotPossible("没有一个人可以补贴，不能审核通过。请退回补正或不予补贴。")
    for one in found:
        Claim.objects.filter(pk=one.claim_id, application=application).update(
            fen=one.fen, finding=one.finding, digest=one.digest
        )
    budgets.reserve(
        by=by, at=hand.at, budget_id=budget_id, application_id=application.pk, fen=total
    )
    take(
        by=by, hand=hand, application=application, step=Step.REVIEW,
        values={
            **values, "fen": total, "budget_id": budget_id, "reviewed_by": by, "reviewed_role": hand.role,
        },
    )  # fmt: skip


@transaction.atomic
def approve(*, by: str, hand: Hand, application: Application, spans: Sequence[str]) -> None:
    """The second approval, by another person in another role: the spans are taken, the money is approved.

    Raises NotPossible, also where a span of one of the persons was taken by another application.
    """
    claims = Claim.objects.filter(application=application, is_counted=True).order_by("pk")
    take(
        by=by, hand=hand, application=application, step=Step.APPROVE,
        values={"approved_by": by, "approved_role": hand.role},
    )  # fmt: skip
    wanted = [
        Slot(kind=application.kind, person_id=claim.person_id, span=span, claim=claim)
        for claim in sorted(claims, key=lambda one: one.person_id)
        for span in spans
    ]
    try:
        with transaction.atomic():
            Slot.objects.bulk_create(wanted)
    except IntegrityError:
        raise NotPossible(
            f"其中有人这项补贴的同一期间已由另一份申请批准{_who(application, wanted)}，同一人同一期间只能补贴一次。"
            "请退回审核，去掉这些人后再批。"
        ) from None
    budgets.approve(
        by=by, at=hand.at, budget_id=application.budget_id or 0, application_id=application.pk,
        fen=application.fen or 0,
    )  # fmt: skip


def _who(application: Application, wanted: Sequence[Slot]) -> str:
    people = {one.person_id for one in wanted}
    spans = {one.span for one in wanted}
    rows = Slot.objects.filter(
        kind=application.kind, person_id__in=people, span__in=spans, freed_at=None
    )
    many = rows.values("person_id").distinct().count()
    return f"（{many}人）" if many else ""


@transaction.atomic
def undo(*, by: str, hand: Hand, application: Application, step: Step) -> None:
    """Send back, refuse or stop for good what holds money: what was reserved or approved is left again."""
    was, fen = State(application.state), application.fen or 0
    values: dict[str, object] = {}
    if step is Step.SEND_BACK:
        values = {"reviewed_by": "", "reviewed_role": "", "fen": None, "digest": ""}
    budget = application.budget_id
    take(by=by, hand=hand, application=application, step=step, values=values)
    if budget is None or was not in (State.REVIEWED, State.STOPPED):
        return
    what = budgets.RESERVED if was is State.REVIEWED else budgets.APPROVED
    paid = PaymentLine.objects.filter(application=application, answer="paid")
    fen -= paid.aggregate(Sum("fen"))["fen__sum"] or 0
    budgets.release(
        by=by, at=hand.at, budget_id=budget, application_id=application.pk, fen=fen, what=what
    )


@transaction.atomic
def free(*, by: str, at: dt.datetime, application: Application) -> None:
    """The application came to nothing: the spans of those who were not paid, or paid back, may be claimed again."""
    rows = Slot.objects.filter(claim__application=application, freed_at=None)
    if application.state != State.RECOVERED.value:
        paid = PaymentLine.objects.filter(application=application, answer="paid")
        rows = rows.exclude(claim_id__in=paid.values("claim_id"))
    rows.update(freed_at=at)
