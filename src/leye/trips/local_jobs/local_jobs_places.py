"""就地就业, what its three kinds of places have in common: registered by a unit, with an employer, asking for workers."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from leye.apps.employers import actions as employers
from leye.apps.employers.actions import Told
from leye.apps.local_jobs import actions, selectors
from leye.apps.local_jobs.models import Demand, Post, Project, Workshop
from leye.apps.places import selectors as places
from leye.apps.vacancies import actions as vacancies
from leye.apps.vacancies.actions import Brought, NoOpeningLeft
from leye.apps.vacancies.models import Vacancy, VacancyState
from leye.core.identity import credit_code
from leye.core.problems import Problem, Severity
from leye.core.scope import Capability, OutOfScope, Scope
from leye.core.vacancies.sameness import employer_key, folded
from leye.core.vacancies.vocabulary import EmployerKind, Ended, Level, Origin, PostKind
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.notices.advertising import load_wording
from leye.trips.rosters.intake import NOTICE
from leye.trips.vacancies import vacancy_keeping

Where = Workshop | Post | Project


class NotPossible(Exception):
    """What is asked cannot be done; its text is for the clerk."""


def may_edit(scope: Scope, county: str) -> None:
    """Raises OutOfScope for who may not register there, NotPossible where the unit is no county."""
    if not scope.may(Capability.EDIT_LOCAL_JOBS) or not scope.covers(county):
        raise OutOfScope(county)
    if county.endswith("00"):
        raise NotPossible("请选到旗县：车间、岗位、项目都属于一个旗县。")


def employer_of(scope: Scope, county: str, name: str, code: str, kind: EmployerKind) -> int:
    """The employer of a name and perhaps a code, noted if it was not known. Raises NotPossible."""
    name, code = name.strip(), code.strip().upper()
    if not name:
        raise NotPossible("没有填写单位名称。请写营业执照上的全称。")
    if code:
        reading = credit_code.read(code, "统一社会信用代码")
        if reading.code is None:
            raise NotPossible("统一社会信用代码不对。请照营业执照写18位；没有的可以不填。")
        code = reading.code
    told = Told(name[:100], folded(name), code or None, kind.value)
    ids = employers.note(by=scope.actor, unit=county, told=[told])
    return ids[employer_key(code or None, name)]


def site_of(scope: Scope, site_id: int | None, county: str) -> int | None:
    """The site if it is one of the county's. Raises NotPossible."""
    if site_id is None:
        return None
    found = {one.id: one.county for one in places.sites(scope, clock.today())}
    if found.get(site_id) != county:
        raise NotPossible("所选安置点不在这个旗县。请重新选。")
    return site_id


def least_pay(on: dt.date) -> tuple[int, str]:
    """The minimum wage of a day, yuan a month, and where it is written."""
    numbers = load_wording(NOTICE, on).numbers
    return numbers.least_pay, numbers.least_pay_cite


KIND = {Workshop: "workshop", Post: "post", Project: "project"}
POST_KINDS = {
    "workshop": PostKind.WORKSHOP,
    "post": PostKind.PUBLIC_POST,
    "key": PostKind.PROJECT,
    "relief": PostKind.WORK_RELIEF,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Workers that are asked for: how many, which work, for what pay (as written), until when."""

    many: int
    title: str
    duties: str
    pay: str
    until: dt.date


def ask_for_workers(scope: Scope, where: Where, asked: Asked, keys: Keyring) -> int:
    """Publish open places as a vacancy, kept once; returns it. Raises NotPossible, OutOfScope."""
    may_edit(scope, where.county)
    kind = KIND[type(where)]
    tree = places.tree(scope, clock.today())
    post = POST_KINDS[where.kind if isinstance(where, Project) else kind]
    given: Mapping[str, object] = {
        "employer.name": where.employer.name, "employer.code": where.employer.code or "",
        "employer.kind": EmployerKind(where.employer.kind).label, "title": asked.title,
        "openings": str(asked.many), "duties": asked.duties or asked.title, "post": post.label,
        "place": tree.path(where.county), "terms.pay": asked.pay,
        "valid_to": asked.until.isoformat(), "level": Level.LEAGUE.label,
    }  # fmt: skip
    row = vacancy_keeping.row_of(scope, where.county, given, clock.today())
    grave = [problem for problem in row.problems if problem.severity is Severity.REFUSED]
    if grave:
        raise NotPossible(_words(grave[0]))
    how = Brought(Origin.FORM, tree.name(where.county), f"{kind}:{where.pk}", where.county)
    with transaction.atomic():
        kept = vacancy_keeping.note(
            scope, where.county, row, how, keys, verified=True, explained="就地就业登记的用工需求"
        )
        if kept is None:
            raise NotPossible("岗位还有要改的地方，请到“填报岗位”里填写。")
        demand = Demand(vacancy_id=kept[0], **{f"{kind}_id": where.pk})
        actions.ask_for_workers(by=scope.actor, at=clock.now(), demand=demand)
    return kept[0]


def _words(problem: Problem) -> str:
    return f"{problem.message}{problem.remedy}"


def taken_on(scope: Scope, kind: str, place_id: int) -> bool:
    """One open place was filled: the vacancy that asks for it has one opening less; False where none asks.

    The last one closes it.
    """
    for one in selectors.demands(scope, kind, place_id):
        if one.vacancy.state != VacancyState.OPEN:
            continue
        try:
            vacancies.take(by=scope.actor, at=clock.now(), vacancy_id=one.vacancy_id)
        except NoOpeningLeft:
            continue
        return True
    return False


def no_longer_asked(scope: Scope, kind: str, place_id: int, county: str) -> int:
    """The vacancies of a place close, because it asks for nobody any more; returns how many."""
    ids = [one.vacancy_id for one in selectors.demands(scope, kind, place_id)]
    return vacancies.close(
        by=scope.actor, at=clock.now(), where=Q(pk__in=ids), ended=Ended.WITHDRAWN, unit=county
    )


def asking(scope: Scope, kind: str, place_id: int) -> list[Vacancy]:
    """The vacancies that a place's open places were published as, the newest first."""
    return [one.vacancy for one in selectors.demands(scope, kind, place_id)]
