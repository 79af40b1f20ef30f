"""人岗对接, person by person: what is put forward, why, why not another, and what became of it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from leye.apps.matching import actions, selectors
from leye.apps.matching.actions import FOLLOWS, Noted, NotPossible
from leye.apps.matching.models import Proposal
from leye.apps.people import actions as ledger
from leye.apps.people import projection
from leye.apps.people import selectors as people
from leye.apps.people.models import Source
from leye.apps.places import selectors as places
from leye.apps.vacancies import actions as vacancies
from leye.apps.vacancies import selectors as known
from leye.apps.vacancies.models import Vacancy, VacancyState
from leye.core.ledger import facts as f
from leye.core.ledger.additions import Addition
from leye.core.matching.reasons import refusals
from leye.core.periods import age_on, day_of, months_after
from leye.core.rosters.changes import current, ended, new_spell
from leye.core.scope import Capability, OutOfScope, Scope
from leye.core.vacancies.vocabulary import EmployerKind, PostKind, Refusal, Step
from leye.core.vocabulary import Channel, EmploymentKind
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.notices.matching import load_policy
from leye.trips.listing import PersonRow
from leye.trips.listing import shown as shown_people
from leye.trips.matching.matching_frames import build
from leye.trips.matching.matching_ledger import offers_frame, seekers_frame, willing
from leye.trips.rosters.intake import NOTICE
from leye.trips.vacancies.vacancy_pages import VacancyView
from leye.trips.vacancies.vacancy_pages import shown as shown_vacancies

KINDS = {
    PostKind.WORKSHOP: EmploymentKind.WORKSHOP,
    PostKind.PUBLIC_POST: EmploymentKind.PUBLIC_POST,
    PostKind.WORK_RELIEF: EmploymentKind.WORK_RELIEF,
}
LOWEST_AGE = 16
STAYS = {Step.STAYED_1: 1, Step.STAYED_3: 3, Step.STAYED_6: 6}


@dataclass(frozen=True, slots=True)
class Line:
    """A proposal in words. next: the steps that may follow, (code, words)."""

    id: int
    person_id: int
    step: str
    label: str
    points: int
    reasons: str
    hired_on: dt.date | None
    next: tuple[tuple[str, str], ...]
    history: tuple[str, ...] = ()
    vacancy: VacancyView | None = None
    person: PersonRow | None = None


def of_person(scope: Scope, person_id: int) -> list[Line]:
    """What stands for a person of the scope, with the steps so far."""
    rows = selectors.of_person(scope, person_id)
    on = clock.today()
    views = shown_vacancies([row.vacancy for row in rows], places.tree(scope, on), on)
    told = selectors.steps(scope, [row.pk for row in rows])
    return [
        _line(
            row,
            vacancy=view,
            history=tuple(
                f"{one.on} {Step(one.step).label}{f'（{_why(one.why)}）' if one.why else ''}"
                for one in told[row.pk]
            ),
        )
        for row, view in zip(rows, views, strict=True)
    ]


def of_vacancy(scope: Scope, vacancy_id: int, keys: Keyring) -> list[Line]:
    """The persons of the scope to whom a vacancy is put forward."""
    rows = selectors.of_vacancy(scope, vacancy_id)
    found = people.lines(scope, [row.person_id for row in rows])
    names = {one.id: one for one in shown_people(scope, found, keys, clock.today())}
    return [_line(row, person=names.get(row.person_id)) for row in rows]


def _line(
    row: Proposal,
    *,
    vacancy: VacancyView | None = None,
    person: PersonRow | None = None,
    history: tuple[str, ...] = (),
) -> Line:
    following = tuple(
        (step.value, step.label)
        for step, before in FOLLOWS.items()
        if row.step in before and step is not Step.OPENED
    )
    label = Step(row.step).label if row.step else "待推送"
    return Line(
        row.pk, row.person_id, row.step, label, row.points, row.reasons, row.hired_on, following, history,
        vacancy, person,
    )  # fmt: skip


def _why(code: str) -> str:
    known_reason = Refusal.read_code(code)
    return known_reason.label if known_reason else code


def note(scope: Scope, proposal_id: int, step: Step, on: dt.date, why: str = "") -> None:
    """Note what became of a proposal. Whoever is taken on has a spell of work in the ledger and fills an opening.

    Raises OutOfScope; NotPossible, NoOpeningLeft.
    """
    if not scope.may(Capability.EDIT_LEDGER):
        raise OutOfScope(proposal_id)
    row = selectors.proposal(scope, proposal_id)
    if on > clock.today():
        raise NotPossible(f"日期 {on} 还没有到。请写实际发生的那一天。")
    if on < day_of(row.made_at):
        raise NotPossible(
            f"这个岗位 {day_of(row.made_at)} 才推荐给他，{on} 还没有。请写实际发生的那一天。"
        )
    if step in STAYS and row.hired_on and on < months_after(row.hired_on, STAYS[step]):
        raise NotPossible(
            f"{row.hired_on} 录用，到 {months_after(row.hired_on, STAYS[step])} 才满{STAYS[step]}个月。"
        )
    if step is Step.REFUSED and Refusal.read_code(why) is None:
        raise NotPossible("没有选不愿去的原因。请选一项，下次就不再推送不合适的岗位。")
    if row.step == step.value:
        return
    if step is Step.SHOWN and not _can_be_sent(row.vacancy, on):
        raise NotPossible("岗位已经关闭或不在有效期，不能算推送。请推别的岗位。")
    with transaction.atomic():
        entry_id = None
        if step is Step.HIRED:
            check_age(scope, row.person_id, on)
            vacancies.take(by=scope.actor, at=clock.now(), vacancy_id=row.vacancy_id)
            entry_id = _record(scope, row, spell(scope, row.vacancy, row.person_id, row.county, on))
        elif step is Step.LEFT:
            entry_id = _record(scope, row, _left(scope, row, on))
        actions.note(
            by=scope.actor, at=clock.now(), proposal_id=row.pk, noted=Noted(step, on, why, entry_id)
        )
    if entry_id is not None:
        projection.follow(by=scope.actor)


def _can_be_sent(vacancy: Vacancy, on: dt.date) -> bool:
    is_valid = vacancy.valid_from <= on <= vacancy.valid_to
    return is_valid and vacancy.state == VacancyState.OPEN


def check_age(scope: Scope, person_id: int, on: dt.date) -> None:
    """Nobody is taken on before he is sixteen. Raises NotPossible."""
    lines = people.lines(scope, [person_id])
    born = lines[0].birth_date if lines else None
    if born is not None and age_on(born, on) < LOWEST_AGE:
        raise NotPossible(f"到 {on} 不满16周岁，任何单位不得招用（劳动法第十五条）。请停止介绍。")


def _record(scope: Scope, row: Proposal, facts: Sequence[Addition]) -> int | None:
    if not facts:
        return None
    by = scope.actor
    return ledger.add_entry(
        by=by, source=Source.DESK, unit=row.county, at=clock.now(), source_ref=f"proposal:{row.pk}",
        reason="人岗对接结果",
        facts=facts,
    )  # fmt: skip


def spell(
    scope: Scope, vacancy: Vacancy, person_id: int, county: str, on: dt.date
) -> list[Addition]:
    """The spell of work at a vacancy from a day on, and the end of what it follows."""
    post = PostKind(vacancy.post)
    spells = [
        x for x in people.held(scope, [person_id])[person_id] if x.table == f.EMPLOYMENT.table
    ]
    told = {
        "job_kind": KINDS.get(post, EmploymentKind.UNIT).value,
        "job_channel": _channel(vacancy, county).value,
        "job_place": vacancy.place, "job_place_text": vacancy.place_text,
        "employer": vacancy.employer.name, "trade": vacancy.title, "monthly_pay": vacancy.pay_from,
    }  # fmt: skip
    found = list(new_spell(spells, told, person_id, on, None))
    return found


def _channel(vacancy: Vacancy, county: str) -> Channel:
    if vacancy.pairing:
        return Channel.PAIRING
    if vacancy.employer.kind == EmployerKind.AGENCY.value:
        return Channel.AGENCY
    return Channel.LOCAL if vacancy.place == county else Channel.ORGANISED


def _left(scope: Scope, row: Proposal, on: dt.date) -> list[Addition]:
    """The spell that the placement made ends on the day."""
    held = people.held(scope, [row.person_id])[row.person_id]
    known_spell = current(held, f.EMPLOYMENT.table, on)
    if known_spell is None or known_spell.valid_from >= on:
        return []
    return [ended(known_spell, on)]


def why_not(scope: Scope, person_id: int, vacancy_id: int) -> tuple[str, ...]:
    """Why a vacancy is not put forward to a person, in words. Raises OutOfScope."""
    on = clock.today()
    if not people.lines(scope, [person_id]):
        raise OutOfScope(person_id)
    vacancy = known.vacancy(scope, vacancy_id)
    profiles = willing(scope, on, [person_id])
    if not profiles:
        return ("台账上不是“未就业而有就业意愿”，不在推荐范围",)
    policy = load_policy(NOTICE, on)
    offers = offers_frame([vacancy], {}, policy.cap)
    instance, _ = build(seekers_frame(scope, profiles, on), offers, policy)
    found = refusals(instance, 0, 0)
    return found or ("符合要求；没有推送是因为有更合适的岗位，或这个岗位推送的人已经够多",)


def follow_ups(scope: Scope, keys: Keyring) -> list[Line]:
    """Those who were taken on a month, three or six ago and are to be asked whether they stayed."""
    today = clock.today()
    before: dict[str, object] = {
        "hired": months_after(today, -1),
        "stayed_1": months_after(today, -3),
        "stayed_3": months_after(today, -6),
    }
    rows = selectors.due_follow_ups(scope, before)
    found = people.lines(scope, [row.person_id for row in rows])
    names = {one.id: one for one in shown_people(scope, found, keys, today)}
    views = shown_vacancies([row.vacancy for row in rows], places.tree(scope, today), today)
    return [
        _line(row, vacancy=view, person=names.get(row.person_id))
        for row, view in zip(rows, views, strict=True)
    ]
