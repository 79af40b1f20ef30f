"""The one door for sharings-out, what they put forward, and what became of it."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from leye.apps import leasing, loading
from leye.apps.audit import actions as audit
from leye.apps.matching.models import TO_DO, Proposal, ProposalStep, Run, RunState, Shortfall
from leye.core.scope import prefix
from leye.core.vacancies.vocabulary import Step


class NotPossible(Exception):
    """The step does not follow from what was noted before; its text is for the clerk."""


@transaction.atomic
def ask(
    *, by: str, unit: str, on: dt.date, at: dt.datetime, supposed: str = ""
) -> tuple[Run, bool]:
    """Ask for a sharing-out; one that is under way for the unit is not asked for twice."""
    run, is_new = Run.objects.get_or_create(
        unit=unit,
        supposed=supposed,
        state__in=TO_DO,
        defaults={"on": on, "asked_by": by, "asked_at": at, "state": RunState.RECEIVED},
    )
    if is_new:
        _told(by, run, "ask", {"supposed": bool(supposed)})
    return run, is_new


def lease(
    *, by: str, now: dt.datetime, until: dt.datetime, run_id: int | None = None
) -> Run | None:
    """Take a run that waits and is in nobody's hands: the oldest, or the one named."""
    return leasing.lease(Run, TO_DO, now=now, until=until, pk=run_id)


@transaction.atomic
def begin(*, by: str, run: Run, seq: int) -> None:
    """Start from the beginning: what a broken-off run had written was never seen, and is taken away."""
    Proposal.objects.filter(run=run).delete()
    Shortfall.objects.filter(run=run).delete()
    run.state, run.percent, run.stage, run.seq = RunState.MATCHING, 0, "", seq
    run.save(update_fields=["state", "percent", "stage", "seq"])


def advance(*, by: str, run: Run, percent: int, stage: str, until: dt.datetime) -> None:
    """Say how far a run is, and keep it in hand."""
    run.percent, run.stage, run.leased_until = percent, stage, until
    run.save(update_fields=["percent", "stage", "leased_until"])


@transaction.atomic
def keep(
    *,
    by: str,
    run: Run,
    proposals: Sequence[Mapping[str, object]] = (),
    shortfalls: Sequence[Mapping[str, object]] = (),
) -> None:
    """Write some of what a run came to; nobody sees it before the run is done."""
    loading.insert(Proposal, [{**row, "run_id": run.pk} for row in proposals])
    loading.insert(Shortfall, [{**row, "run_id": run.pk} for row in shortfalls])


@transaction.atomic
def finish(*, by: str, run: Run, told: str, at: dt.datetime) -> None:
    """The run is done: what it puts forward stands from now on, and what stood before and led to nothing ends."""
    if not run.supposed:
        own = prefix(run.unit)
        before = Proposal.objects.filter(is_standing=True, county__startswith=own)
        before.filter(step__in=["", Step.SHOWN.value, Step.OPENED.value]).update(is_standing=False)
        Proposal.objects.filter(run=run).update(is_standing=True)
    run.state, run.told, run.percent, run.stage = RunState.DONE, told, 100, ""
    run.leased_until, run.ended_at = None, at
    run.save()
    _told(by, run, "done", {})


@transaction.atomic
def fail(*, by: str, run: Run, told: str, at: dt.datetime) -> None:
    """The run cannot be done; told says why."""
    run.state, run.told, run.leased_until, run.ended_at = RunState.FAILED, told, None, at
    run.save()
    _told(by, run, "fail", {})


@transaction.atomic
def put_forward(*, by: str, rows: Sequence[Mapping[str, object]]) -> int:
    """Put single vacancies forward at once; what stands already is left as it is. Returns how many are new."""
    pairs = {(row["person_id"], row["vacancy_id"]): row for row in rows}
    persons = {int(str(person)) for person, _ in pairs}
    stand = Proposal.objects.filter(is_standing=True, person_id__in=persons)
    for pair in stand.values_list("person_id", "vacancy_id"):
        pairs.pop(pair, None)
    return loading.insert(Proposal, [{**row, "is_standing": True} for row in pairs.values()])


@transaction.atomic
def withdraw(*, by: str, where: Q) -> int:
    """Proposals that no longer hold: a vacancy closed, a wish changed. What led to something stays."""
    rows = Proposal.objects.filter(where, is_standing=True)
    return rows.filter(step__in=["", Step.SHOWN.value, Step.OPENED.value]).update(is_standing=False)


@transaction.atomic
def end_withdrawn(*, by: str, vacancy_id: int, person_ids: Collection[int]) -> int:
    """What an employer has withdrawn after all no longer stands, also where there was interest; not of who works there."""
    rows = Proposal.objects.filter(
        vacancy_id=vacancy_id, person_id__in=person_ids, is_standing=True,
        step__in=["", "shown", "opened", "interested", "interview"],
    )  # fmt: skip
    return rows.update(is_standing=False)


# Which step may follow which; any other would contradict what was noted.
FOLLOWS: Mapping[Step, frozenset[str]] = {
    Step.SHOWN: frozenset({""}),
    Step.OPENED: frozenset({"", "shown"}),
    Step.INTERESTED: frozenset({"", "shown", "opened", "refused"}),
    Step.REFUSED: frozenset({"", "shown", "opened", "interested", "interview"}),
    Step.INTERVIEW: frozenset({"", "shown", "opened", "interested"}),
    Step.HIRED: frozenset({"", "shown", "opened", "interested", "interview"}),
    Step.STAYED_1: frozenset({"hired"}),
    Step.STAYED_3: frozenset({"hired", "stayed_1"}),
    Step.STAYED_6: frozenset({"hired", "stayed_1", "stayed_3"}),
    Step.LEFT: frozenset({"hired", "stayed_1", "stayed_3", "stayed_6"}),
}


@dataclass(frozen=True, slots=True)
class Noted:
    """A step: what, why (of a refusal), on which day, and what it brought into the ledger."""

    step: Step
    on: dt.date
    why: str = ""
    entry_id: int | None = None


@transaction.atomic
def note(*, by: str, at: dt.datetime, proposal_id: int, noted: Noted) -> None:
    """Note what became of a proposal. Raises NotPossible where it does not follow from what was noted."""
    before = FOLLOWS[noted.step]
    values: dict[str, object] = {"step": noted.step.value}
    if noted.step is Step.HIRED:
        values["hired_on"] = noted.on
    rows = Proposal.objects.filter(pk=proposal_id, is_standing=True, step__in=before)
    if not rows.update(**values):
        last = Proposal.objects.get(pk=proposal_id)
        if last.step == noted.step.value:
            return  # noted twice is noted once
        was = Step(last.step).label if last.step else "还没有推送"
        raise NotPossible(f"这一条现在是“{was}”，不能改记为“{noted.step.label}”。")
    ProposalStep.objects.create(
        proposal_id=proposal_id, step=noted.step.value, why=noted.why[:200], on=noted.on,
        noted_by=by, noted_at=at, entry_id=noted.entry_id,
    )  # fmt: skip
    audit.record(
        by=by,
        action="proposal.note",
        unit=Proposal.objects.values_list("county", flat=True).get(pk=proposal_id),
        subject=f"proposal:{proposal_id}",
        detail={"step": noted.step.value},
    )


@transaction.atomic
def brought(
    *, by: str, at: dt.datetime, unit: str, on: dt.date, proposal_ids: Collection[int]
) -> int:
    """Many proposals reached their persons on a day by a message; what was noted before stays. Returns how many.

    A vacancy that has closed since it was sent counts: it was valid when it was sent.
    """
    ids = list(dict.fromkeys(proposal_ids))
    noted = ProposalStep.objects.filter(proposal_id__in=ids, step=Step.SHOWN.value, on__lte=on)
    known = set(noted.values_list("proposal_id", flat=True))
    new = [one for one in ids if one not in known]
    Proposal.objects.filter(pk__in=new, step="").update(step=Step.SHOWN.value)
    ProposalStep.objects.bulk_create(
        [
            ProposalStep(proposal_id=one, step=Step.SHOWN.value, on=on, noted_by=by, noted_at=at)
            for one in new
        ],
        batch_size=500,
    )
    if new:
        audit.record(by=by, action="proposal.brought", unit=unit, detail={"proposals": len(new)})
    return len(new)


def followed(*, by: str, run_id: int, seq: int) -> None:
    """Changes of the ledger up to an entry were looked at on behalf of a run that stands."""
    Run.objects.filter(pk=run_id, seq__lt=seq).update(seq=seq)


def _told(by: str, run: Run, what: str, detail: Mapping[str, object]) -> None:
    audit.record(
        by=by, action=f"matching.{what}", unit=run.unit, subject=f"run:{run.pk}", detail=detail
    )


@transaction.atomic
def forget(*, by: str, run_ids: Collection[int]) -> None:
    """Proposals of runs that were overtaken long ago and led to nothing are taken away."""
    rows = Proposal.objects.filter(run_id__in=list(run_ids), is_standing=False, step="")
    rows.delete()
