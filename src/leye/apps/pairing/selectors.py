"""Reading the pairing, its sessions and the agencies, by county."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Count, Q

from leye.apps.pairing.models import (
    Agency,
    Brought,
    CoopProject,
    FeeAsked,
    Licence,
    Pair,
    Reported,
    Session,
    SessionVacancy,
    SessionVisit,
    Stay,
    Target,
)
from leye.apps.people.selectors import at_site
from leye.core.scope import OutOfScope, Scope

ON_A_PAGE, ALL = 1_000, 20_000  # spells of an agency


def _of(scope: Scope, name: str = "county") -> Q:
    low, high = scope.code_range
    return Q(**{f"{name}__gte": low, f"{name}__lt": high})


def _on(day: dt.date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gt=day))


def pairs(scope: Scope) -> list[Pair]:
    """The pairs that clerks entered for the scope's counties."""
    return list(Pair.objects.filter(_of(scope)).order_by("county", "valid_from", "pk")[:500])


def pair(scope: Scope, pair_id: int) -> Pair:
    """One pair of the scope. Raises OutOfScope."""
    found = Pair.objects.filter(_of(scope), pk=pair_id).first()
    if found is None:
        raise OutOfScope(pair_id)
    return found


def coop_projects(scope: Scope, year: int) -> list[CoopProject]:
    """The cooperation projects of a year."""
    rows = CoopProject.objects.filter(_of(scope), year=year)
    return list(rows.order_by("county", "pk")[:500])


def targets(scope: Scope, year: int) -> dict[str, list[Target]]:
    """Unit → its targets of a year, of the own unit and those in it and above it; the last told of each goal."""
    above = [scope.unit[:4] + "00", scope.unit[:2] + "0000"]
    last: dict[tuple[str, str], Target] = {}
    rows = Target.objects.filter(_of(scope, "unit") | Q(unit__in=above), year=year)
    for row in rows.order_by("pk"):
        last[row.unit, row.goal] = row
    found: dict[str, list[Target]] = {}
    for (unit, _), row in sorted(last.items()):
        found.setdefault(unit, []).append(row)
    return found


def reported(scope: Scope, unit: str, year: int) -> list[Reported]:
    """What a unit reported of a year otherwise, the newest first."""
    rows = Reported.objects.filter(_of(scope, "unit"), unit=unit, year=year)
    return list(rows.order_by("-pk")[:20])


def sessions(scope: Scope, since: dt.date, limit: int = 100) -> list[Session]:
    """The sessions of the scope since a day, the latest first."""
    rows = Session.objects.filter(_of(scope), held_on__gte=since)
    return list(rows.order_by("-held_on", "-starts_at", "-pk")[:limit])


def session(scope: Scope, session_id: int) -> Session:
    """One session of the scope. Raises OutOfScope."""
    found = Session.objects.filter(_of(scope), pk=session_id).first()
    if found is None:
        raise OutOfScope(session_id)
    return found


def offered(scope: Scope, session_id: int) -> list[SessionVacancy]:
    """The vacancies of a session of the scope."""
    rows = SessionVacancy.objects.filter(_of(scope, "session__county"), session_id=session_id)
    return list(rows.select_related("vacancy__employer").order_by("pk")[:300])


def visits(scope: Scope, session_id: int) -> list[SessionVisit]:
    """What came of a session of the scope, person by person in the order of noting."""
    own = _of(scope, "session__county") & at_site(scope)
    rows = SessionVisit.objects.filter(own, session_id=session_id)
    return list(rows.select_related("vacancy__employer").order_by("person_id", "pk")[:2000])


def visit_counts(scope: Scope, session_ids: Collection[int]) -> dict[tuple[int, str], int]:
    """(session, result) → persons."""
    rows = SessionVisit.objects.filter(
        _of(scope, "session__county"), session_id__in=list(session_ids)
    ).order_by()
    told = rows.values_list("session_id", "result").annotate(Count("person_id", distinct=True))
    return {(session_id, result): many for session_id, result, many in told}


def visitors(scope: Scope, since: dt.date, until: dt.date) -> tuple[int, int]:
    """(persons, person-times) who came to sessions of the scope on days from `since` to `until`."""
    rows = SessionVisit.objects.filter(
        _of(scope, "session__county"), session__held_on__gte=since, session__held_on__lte=until
    ).order_by()
    pairs_of = set(rows.values_list("session_id", "person_id"))
    return len({person for _, person in pairs_of}), len(pairs_of)


def agencies(scope: Scope) -> list[Agency]:
    """The agencies and brokers of the scope."""
    rows = Agency.objects.filter(_of(scope)).select_related("employer")
    return list(rows.order_by("county", "kind", "pk")[:500])


def agency(scope: Scope, agency_id: int) -> Agency:
    """One agency of the scope. Raises OutOfScope."""
    found = Agency.objects.filter(_of(scope), pk=agency_id).select_related("employer").first()
    if found is None:
        raise OutOfScope(agency_id)
    return found


def licences(scope: Scope, agency_ids: Collection[int]) -> dict[int, list[Licence]]:
    """The licences of agencies, the newest first."""
    found: dict[int, list[Licence]] = {pk: [] for pk in agency_ids}
    rows = Licence.objects.filter(_of(scope, "agency__county"), agency_id__in=list(agency_ids))
    for row in rows.order_by("-valid_from", "-pk"):
        found[row.agency_id].append(row)
    return found


def licence_of_firm(scope: Scope, employer_id: int, on: dt.date) -> str:
    """The number of a licence that an agency of the scope had on a day; "" where it had none."""
    low, high = scope.code_range
    rows = Licence.objects.filter(
        agency__employer_id=employer_id, agency__county__gte=low, agency__county__lt=high, valid_from__lte=on
    )  # fmt: skip
    found = rows.filter(Q(valid_to=None) | Q(valid_to__gt=on)).order_by("-valid_from").first()
    return found.number if found else ""


def licences_ending(scope: Scope, on: dt.date, until: dt.date) -> list[Licence]:
    """Licences in force on a day that end by another and are followed by none."""
    rows = Licence.objects.filter(_of(scope, "agency__county"), _on(on), valid_to__lte=until)
    later = set(
        Licence.objects.filter(_of(scope, "agency__county"))
        .filter(Q(valid_to=None) | Q(valid_to__gt=until), valid_from__lte=until)
        .values_list("agency_id", flat=True)
    )
    told = rows.select_related("agency__employer").order_by("valid_to", "pk")
    return [row for row in told[:300] if row.agency_id not in later]


def brought(scope: Scope, agency_id: int, most: int) -> list[Brought]:
    """The spells that count for an agency of the scope, the newest first."""
    own = _of(scope, "agency__county") & at_site(scope)
    rows = Brought.objects.filter(own, agency_id=agency_id, is_void=False)
    return list(rows.order_by("-spell_from", "-pk")[:most])


def brought_one(scope: Scope, brought_id: int) -> Brought:
    """One of them. Raises OutOfScope."""
    own = _of(scope, "agency__county") & at_site(scope)
    rows = Brought.objects.filter(own, pk=brought_id, is_void=False)
    found = rows.select_related("agency").first()
    if found is None:
        raise OutOfScope(brought_id)
    return found


def brought_counts(scope: Scope, agency_ids: Collection[int]) -> dict[int, tuple[int, int]]:
    """Agency → (persons, person-times) that it brought into work."""
    rows = Brought.objects.filter(
        _of(scope, "agency__county"), agency_id__in=list(agency_ids), is_void=False
    ).order_by()
    told = rows.values_list("agency_id").annotate(
        Count("person_id", distinct=True), times=Count("pk")
    )
    return {pk: (persons, times) for pk, persons, times in told}


def of_persons(scope: Scope, person_ids: Collection[int]) -> list[Brought]:
    """The spells of persons that count for an agency, wherever in the region: a fee is paid once."""
    rows = Brought.objects.filter(person_id__in=list(person_ids), is_void=False)
    return list(rows.select_related("agency__employer").order_by("pk"))


def stays(scope: Scope, brought_ids: Collection[int]) -> dict[int, list[Stay]]:
    """The verified stays, by what was brought."""
    found: dict[int, list[Stay]] = {pk: [] for pk in brought_ids}
    for row in Stay.objects.filter(brought_id__in=list(brought_ids)).order_by("months"):
        found[row.brought_id].append(row)
    return found


def fees_asked(scope: Scope, brought_ids: Collection[int]) -> dict[int, int]:
    """What was brought → the application in which its fee was asked for."""
    rows = FeeAsked.objects.filter(
        _of(scope, "brought__agency__county"), brought_id__in=list(brought_ids)
    )
    return dict(rows.values_list("brought_id", "application_id"))


def fees_of(scope: Scope, agency_id: int) -> list[int]:
    """The applications in which an agency's fees were asked for, the newest first; also for what was taken back since."""
    rows = FeeAsked.objects.filter(
        _of(scope, "brought__agency__county"), brought__agency_id=agency_id
    )
    return sorted(set(rows.values_list("application_id", flat=True)), reverse=True)
