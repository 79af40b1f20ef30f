"""Reading runs and proposals: by the county where a person is settled."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, Max, Min, Q, QuerySet

from leye.apps import loading
from leye.apps.matching.models import Proposal, ProposalStep, Run, RunState, Shortfall
from leye.apps.people.selectors import at_site
from leye.core.scope import OutOfScope, Scope


def runs(scope: Scope, limit: int = 20) -> list[Run]:
    """The newest runs for the scope's units and for those above them."""
    return list(_runs(scope).order_by("-pk")[:limit])


def run(scope: Scope, run_id: int) -> Run:
    """One run for the scope's units or for one above them. Raises OutOfScope."""
    found = _runs(scope).filter(pk=run_id).first()
    if found is None:
        raise OutOfScope(run_id)
    return found


def _runs(scope: Scope) -> QuerySet[Run]:
    low, high = scope.code_range
    above = [scope.unit[:4] + "00", scope.unit[:2] + "0000"]
    own = Q(unit__gte=low, unit__lt=high)
    return Run.objects.filter(own | Q(unit__in=above, supposed=""))


def standing_run(scope: Scope, unit: str) -> Run | None:
    """The last run that was done for a unit or one above it: what stands there."""
    units = {unit, unit[:4] + "00", unit[:2] + "0000"}
    done = Run.objects.filter(unit__in=units, state=RunState.DONE, supposed="")
    return done.order_by("-ended_at", "-pk").first()


def live_runs(scope: Scope) -> list[Run]:
    """The runs that stand, the last one done of each unit; the widest first."""
    done = Run.objects.filter(state=RunState.DONE, supposed="")
    last = done.values("unit").annotate(last=Max("pk")).values_list("last", flat=True)
    return sorted(Run.objects.filter(pk__in=list(last)), key=lambda row: (row.unit, row.pk))


def _proposals(scope: Scope) -> QuerySet[Proposal]:
    low, high = scope.code_range
    return Proposal.objects.filter(
        at_site(scope), is_standing=True, county__gte=low, county__lt=high
    )


def of_person(scope: Scope, person_id: int) -> list[Proposal]:
    """What stands for a person of the scope, the best first."""
    rows = _proposals(scope).filter(person_id=person_id).select_related("vacancy__employer")
    return list(rows.order_by("-points", "pk"))


def of_vacancy(scope: Scope, vacancy_id: int, limit: int = 200) -> list[Proposal]:
    """The persons of the scope to whom a vacancy is put forward, the best suited first."""
    rows = _proposals(scope).filter(vacancy_id=vacancy_id)
    return list(rows.order_by("-points", "pk")[:limit])


def proposal(scope: Scope, proposal_id: int) -> Proposal:
    """One standing proposal of the scope. Raises OutOfScope."""
    rows = _proposals(scope).filter(pk=proposal_id).select_related("vacancy__employer")
    found = rows.first()
    if found is None:
        raise OutOfScope(proposal_id)
    return found


def steps(scope: Scope, proposal_ids: Collection[int]) -> dict[int, list[ProposalStep]]:
    """What became of standing proposals, the oldest first."""
    found: dict[int, list[ProposalStep]] = {pk: [] for pk in proposal_ids}
    for row in ProposalStep.objects.filter(proposal_id__in=list(proposal_ids)).order_by("pk"):
        found[row.proposal_id].append(row)
    return found


def held(scope: Scope) -> list[tuple[int, int, int, str]]:
    """(person, vacancy, points, step) of everything that stands in the scope."""
    rows = _proposals(scope).order_by("person_id", "pk")
    return list(rows.values_list("person_id", "vacancy_id", "points", "step"))


def refused(scope: Scope) -> set[tuple[int, int]]:
    """(person, vacancy) that somebody did not want, or left."""
    low, high = scope.code_range
    rows = Proposal.objects.filter(
        at_site(scope), county__gte=low, county__lt=high, step__in=["refused", "left"]
    )
    return set(rows.values_list("person_id", "vacancy_id"))


def short_after(scope: Scope, vacancy_ids: Collection[int], k: int) -> list[int]:
    """Persons to whom one of the vacancies was put forward and who have fewer than k others that stand."""
    chosen = loading.among("p.vacancy_id")
    statement = f"""
        SELECT p.person_id FROM matching_proposal p
        WHERE p.is_standing AND {chosen} AND p.step IN ('', 'shown', 'opened')
          AND (SELECT count(*) FROM matching_proposal o WHERE o.person_id = p.person_id
               AND o.is_standing AND NOT ({loading.among("o.vacancy_id")}) AND o.step <> 'refused') < %s
        GROUP BY p.person_id ORDER BY p.person_id"""
    told = loading.many(vacancy_ids)
    return [row[0] for row in loading.rows(statement, [told, told, k])]


def _shortfalls(scope: Scope) -> QuerySet[Shortfall]:
    low, high = scope.code_range
    return Shortfall.objects.filter(at_site(scope), county__gte=low, county__lt=high)


def shortfalls(
    scope: Scope, run_id: int, rule: str = "", after: int = 0, limit: int = 50
) -> list[Shortfall]:
    """Who fell short in a run, by id; only of the scope."""
    rows = _shortfalls(scope).filter(run_id=run_id, pk__gt=after)
    if rule:
        rows = rows.filter(rule=rule)
    return list(rows.order_by("pk")[:limit])


def for_public_posts(scope: Scope, run_id: int, after: int = 0, limit: int = 50) -> list[Shortfall]:
    """Those of the scope whom a run puts forward for public posts, by id."""
    rows = _shortfalls(scope).filter(run_id=run_id, for_public_post=True, pk__gt=after)
    return list(rows.order_by("pk")[:limit])


def shortfall_counts(scope: Scope, run_id: int) -> dict[tuple[str, str], int]:
    """(county, rule) → how many fell short."""
    rows = _shortfalls(scope).filter(run_id=run_id).order_by()
    found = rows.values_list("county", "rule").annotate(Count("pk"))
    return {(county, rule): many for county, rule, many in found}


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How many proposals of the scope came to each step; people: with at least one, with k."""

    steps: dict[str, int]
    people: int
    served: int


def outcomes(scope: Scope, k: int) -> Outcomes:
    """What stands in the scope and what became of it."""
    rows = _proposals(scope).order_by()
    told = dict(rows.values_list("step").annotate(Count("pk")))
    each = rows.exclude(step="refused").values("person_id").annotate(many=Count("pk"))
    return Outcomes(told, each.count(), each.filter(many__gte=k).count())


def due_follow_ups(scope: Scope, before: dict[str, object], limit: int = 100) -> list[Proposal]:
    """Those who were taken on and are to be asked whether they stayed: step → hired by that day."""
    due = Q()
    for step, day in before.items():
        due |= Q(step=step, hired_on__lte=day)
    rows = _proposals(scope).filter(due).select_related("vacancy__employer")
    return list(rows.order_by("hired_on", "pk")[:limit])


def exposure(scope: Scope) -> tuple[int, int]:
    """(proposals that stand, vacancies that are put forward to anybody)."""
    rows = _proposals(scope).aggregate(many=Count("pk"), kinds=Count("vacancy_id", distinct=True))
    return rows["many"], rows["kinds"]


def persons(scope: Scope, after: int = 0, limit: int = 50) -> list[tuple[int, int]]:
    """(person, how many stand) of the scope, by person."""
    rows = _proposals(scope).filter(person_id__gt=after).values("person_id")
    found = rows.annotate(many=Count("pk"), first=Min("pk")).order_by("person_id")[:limit]
    return [(row["person_id"], row["many"]) for row in found]


def delivered(
    scope: Scope, until: dt.date, persons: Collection[int]
) -> dict[int, list[tuple[int, dt.date]]]:
    """person → (vacancy, the day on which he had it), wherever he lived then.

    Whatever was noted of a proposal says that he had it.
    """
    rows = loading.rows(
        f"""SELECT p.person_id, p.vacancy_id, MIN(s."on") FROM matching_step s
            JOIN matching_proposal p ON p.id = s.proposal_id
            WHERE s."on" <= %s AND {loading.among("p.person_id")} GROUP BY p.person_id, p.vacancy_id""",
        [until.isoformat() if connection.vendor == "sqlite" else until, loading.many(persons)],
    )
    found: dict[int, list[tuple[int, dt.date]]] = {}
    days: dict[object, dt.date] = {}  # as the database writes them
    for person, vacancy, told in rows:
        day = days.get(told)
        if day is None:
            day = days[told] = dt.date.fromisoformat(told) if isinstance(told, str) else told
        found.setdefault(person, []).append((vacancy, day))
    return found


def to_tell(scope: Scope, on: dt.date) -> list[tuple[int, int, int]]:
    """(person, proposal, vacancy) of what stands in the scope and was not brought yet, the best first of each person.

    Only vacancies that are open on the day.
    """
    rows = _proposals(scope).filter(
        step="", vacancy__state="open", vacancy__valid_from__lte=on, vacancy__valid_to__gte=on
    )
    found = rows.order_by("person_id", "-points", "pk")
    return list(found.values_list("person_id", "pk", "vacancy_id"))


def still_valid(scope: Scope, proposal_ids: Collection[int], on: dt.date) -> set[int]:
    """Those of the proposals that stand and whose vacancy is open on a day."""
    low, high = scope.code_range
    found: set[int] = set()
    for part in _parts(sorted(set(proposal_ids))):
        rows = Proposal.objects.filter(
            at_site(scope), pk__in=part, county__gte=low, county__lt=high, is_standing=True,
            vacancy__state="open", vacancy__valid_from__lte=on, vacancy__valid_to__gte=on,
        )  # fmt: skip
        found.update(rows.values_list("pk", flat=True))
    return found


def to_hand_over(scope: Scope, person_ids: Collection[int]) -> dict[int, list[Proposal]]:
    """What stands for persons of the scope and was not yet brought to them, the best first."""
    found: dict[int, list[Proposal]] = {}
    for part in _parts(sorted(person_ids)):
        rows = _proposals(scope).filter(person_id__in=part, step="")
        for row in rows.select_related("vacancy__employer").order_by("person_id", "-points", "pk"):
            found.setdefault(row.person_id, []).append(row)
    return found


def _parts(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), 500):
        yield ids[start : start + 500]


def going(scope: Scope, steps: Collection[str], limit: int = 2_000) -> list[Proposal]:
    """What stands in the scope at some steps, by vacancy and person."""
    rows = _proposals(scope).filter(step__in=list(steps)).select_related("vacancy__employer")
    return list(rows.order_by("vacancy_id", "person_id", "pk")[:limit])


def refusals_of(scope: Scope) -> dict[int, list[str]]:
    """person → why he did not want what was put forward, the oldest first."""
    low, high = scope.code_range
    rows = ProposalStep.objects.filter(
        at_site(scope, "proposal__person_id"),
        step="refused", proposal__county__gte=low, proposal__county__lt=high,
    )  # fmt: skip
    found: dict[int, list[str]] = {}
    for person, why in rows.order_by("pk").values_list("proposal__person_id", "why"):
        found.setdefault(person, []).append(why)
    return found
