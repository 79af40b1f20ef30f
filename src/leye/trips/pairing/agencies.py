"""人力资源服务机构、劳务经纪人: their licences, whom they brought into work, stays that were verified, and the fee's list."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from leye.apps.pairing import actions, selectors
from leye.apps.pairing.actions import AlreadyThere
from leye.apps.pairing.models import Agency, Brought, Licence
from leye.apps.people import selectors as people
from leye.apps.people import working
from leye.apps.people.working import Spell
from leye.apps.places import selectors as places
from leye.apps.subsidies import selectors as subsidies
from leye.core.identity import id_number
from leye.core.pairing.stays import StayDue, stays
from leye.core.pairing.vocabulary import AgencyKind, Proof
from leye.core.payments.steps import State
from leye.core.periods import covers
from leye.core.scope import Capability, OutOfScope, Scope
from leye.core.vacancies.vocabulary import EmployerKind
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.gateways.sheets.cells import Value
from leye.gateways.sheets.write import write_table
from leye.notices.pairing import near_days, stay_months
from leye.trips.awaiting import Awaiting
from leye.trips.identities import ID_CONTEXT
from leye.trips.listing import PersonRow, shown
from leye.trips.local_jobs.local_jobs_places import NotPossible, employer_of
from leye.trips.pairing.pairing import in_a_county, may_edit
from leye.trips.rosters.intake import NOTICE

OVER = (State.REFUSED.value, State.WITHDRAWN.value, State.RECOVERED.value)  # no fee came of it
BROKER_CONTEXT = "agency.broker"


def register_agency(scope: Scope, county: str, name: str, code: str) -> int:
    """Register an agency; returns it. Raises OutOfScope, NotPossible."""
    in_a_county(scope, county)
    employer = employer_of(scope, county, name, code, EmployerKind.AGENCY)
    row = Agency(county=county, kind=AgencyKind.AGENCY.value, employer_id=employer)
    return _kept(scope, row)


def register_broker(scope: Scope, county: str, name: str, id_no: str, keys: Keyring) -> int:
    """Register a broker, name and number sealed; returns it. Raises OutOfScope, NotPossible."""
    in_a_county(scope, county)
    reading = id_number.read(id_no)
    if not name.strip() or reading.canonical is None:
        raise NotPossible("劳务经纪人的姓名和身份证号码都要填写，号码要正确。")
    row = Agency(
        county=county, kind=AgencyKind.BROKER.value,
        name_cipher=sealing.seal(keys, name.strip(), BROKER_CONTEXT),
        id_cipher=sealing.seal(keys, reading.canonical, ID_CONTEXT),
        id_index=sealing.index(keys, reading.canonical, ID_CONTEXT),
    )  # fmt: skip
    return _kept(scope, row)


def _kept(scope: Scope, row: Agency) -> int:
    try:
        return actions.register(by=scope.actor, at=clock.now(), row=row)
    except AlreadyThere:
        raise NotPossible("本旗县已登记过，没有再登记一次。") from None


def license(
    scope: Scope, agency_id: int, number: str, start: dt.date, last_day: dt.date | None
) -> None:
    """Note a licence. Raises OutOfScope, NotPossible."""
    row = _own(scope, agency_id)
    if not number.strip():
        raise NotPossible("没有填写证号。")
    if last_day is not None and last_day < start:
        raise NotPossible("截止日早于起始日。请核对。")
    end = last_day + dt.timedelta(days=1) if last_day else None
    if not actions.license(
        by=scope.actor, at=clock.now(), agency=row, number=number.strip()[:60], valid_from=start, valid_to=end
    ):  # fmt: skip
        raise NotPossible("这张证已经登记过。")


def _own(scope: Scope, agency_id: int) -> Agency:
    row = selectors.agency(scope, agency_id)
    may_edit(scope, row.county)
    return row


def name_of(scope: Scope, row: Agency, keys: Keyring) -> str:
    """An agency's name; a broker's only for who may see people."""
    if row.employer is not None:
        return row.employer.name
    if not scope.may(Capability.READ_PEOPLE):
        return "（劳务经纪人）"
    return sealing.unseal(keys, row.name_cipher, BROKER_CONTEXT)


@dataclass(frozen=True, slots=True)
class Line:
    """An agency in the list. persons, times: that it brought into work."""

    row: Agency
    name: str
    label: str
    county: str
    licence: Licence | None  # in force today
    last_day: dt.date | None
    persons: int
    times: int


def listed(scope: Scope, keys: Keyring) -> list[Line]:
    """The agencies and brokers of the scope."""
    on = clock.today()
    rows = selectors.agencies(scope)
    ids = [row.pk for row in rows]
    licences, counts = selectors.licences(scope, ids), selectors.brought_counts(scope, ids)
    tree = places.tree(scope, on)
    return [_line(scope, row, tree.name(row.county), licences, counts, keys, on) for row in rows]


def _line(
    scope: Scope,
    row: Agency,
    county: str,
    licences: Mapping[int, Sequence[Licence]],
    counts: Mapping[int, tuple[int, int]],
    keys: Keyring,
    on: dt.date,
) -> Line:
    now = next((one for one in licences[row.pk] if covers(one.valid_from, one.valid_to, on)), None)
    last_day = now.valid_to - dt.timedelta(days=1) if now is not None and now.valid_to else None
    persons, times = counts.get(row.pk, (0, 0))
    label = AgencyKind(row.kind).label
    return Line(row, name_of(scope, row, keys), label, county, now, last_day, persons, times)


@dataclass(frozen=True, slots=True)
class BroughtView:
    """Somebody whom an agency brought into work, with what the ledger says now and the stays."""

    row: Brought
    person: PersonRow | None
    spell: Spell | None
    stays: tuple[StayDue, ...]
    is_licensed: bool  # on the day the spell began

    @property
    def is_settled(self) -> bool:
        """Every stay was verified."""
        return all(one.is_verified for one in self.stays)


@dataclass(frozen=True, slots=True)
class Page:
    """Everything of one agency."""

    line: Line
    licences: tuple[Licence, ...]
    people: tuple[BroughtView, ...]


def page(scope: Scope, agency_id: int, keys: Keyring, most: int = selectors.ON_A_PAGE) -> Page:
    """One agency, with so many of its people at most. Raises OutOfScope."""
    row = selectors.agency(scope, agency_id)
    on = clock.today()
    licences = selectors.licences(scope, [row.pk])
    counts = selectors.brought_counts(scope, [row.pk])
    county = places.tree(scope, on).name(row.county)
    line = _line(scope, row, county, licences, counts, keys, on)
    told = tuple(licences[row.pk])
    return Page(line, told, tuple(_people(scope, row, told, keys, on, most)))


def _people(
    scope: Scope, row: Agency, licences: Sequence[Licence], keys: Keyring, on: dt.date, most: int
) -> list[BroughtView]:
    rows = selectors.brought(scope, row.pk, most)
    persons = sorted({one.person_id for one in rows})
    names: dict[int, PersonRow] = {}
    if scope.may(Capability.READ_PEOPLE):
        names = {one.id: one for one in shown(scope, people.lines(scope, persons), keys, on)}
    spells = {(one.person_id, one.valid_from): one for one in working.spells_of(scope, persons, on)}
    verified = selectors.stays(scope, [one.pk for one in rows])
    found = []
    for one in rows:
        spell = spells.get((one.person_id, one.spell_from))
        held = (spell.valid_from, spell.valid_to) if spell is not None else None
        months = stay_months(NOTICE, one.spell_from)
        done = {stay.months for stay in verified[one.pk]}
        licensed = any(covers(x.valid_from, x.valid_to, one.spell_from) for x in licences)
        told = stays(one.spell_from, held, months, done)
        found.append(BroughtView(one, names.get(one.person_id), spell, told, licensed))
    return found


@dataclass(frozen=True, slots=True)
class SpellChoice:
    """A spell of somebody that could count for an agency."""

    start: dt.date
    end: dt.date | None
    words: str


def choices(scope: Scope, agency_id: int, person_id: int) -> list[SpellChoice]:
    """The spells of a person of the scope, the newest first, without those that count for an agency. Raises OutOfScope."""
    _own(scope, agency_id)
    counted = {one.spell_from for one in selectors.of_persons(scope, [person_id])}
    tree = places.tree(scope, clock.today())
    found = working.spells_of(scope, [person_id], clock.today())
    return [
        SpellChoice(
            one.valid_from, one.valid_to,
            f"{one.employer or '没有写单位'}，{tree.path(one.job_place) if one.job_place else '地点不明'}",
        )
        for one in reversed(found)
        if one.valid_from not in counted
    ]  # fmt: skip


def bring(
    scope: Scope, agency_id: int, person_id: int, spell_from: dt.date, contract_months: int | None
) -> int:
    """A spell of the ledger counts for an agency. Raises OutOfScope, NotPossible."""
    row = _own(scope, agency_id)
    lines = people.lines(scope, [person_id])
    if not lines:
        raise OutOfScope(person_id)
    spells = working.spells_of(scope, [person_id], clock.today())
    spell = next((one for one in spells if one.valid_from == spell_from), None)
    if spell is None:
        raise NotPossible("台账里没有从这一天开始的就业。先登记就业，再记到机构名下。")
    made = Brought(
        agency=row, person_id=person_id, county=lines[0].county, spell_from=spell_from,
        employer=spell.employer[:200], contract_months=contract_months,
    )  # fmt: skip
    try:
        return actions.bring(by=scope.actor, at=clock.now(), row=made)
    except AlreadyThere:
        raise NotPossible(
            "这次就业已经记在一家机构或经纪人名下，一次就业只能记一家。请先核对是谁介绍的。"
        ) from None


def void(scope: Scope, brought_id: int, why: str) -> int:
    """A spell does not count for the agency after all; returns the agency. While its fee is asked for it stands:
    else it could be paid to two. Raises OutOfScope, NotPossible.
    """
    row = selectors.brought_one(scope, brought_id)
    may_edit(scope, row.agency.county)
    if not why.strip():
        raise NotPossible("没有填写原因。")
    asked = selectors.fees_asked(scope, [row.pk]).values()
    over = {one.pk for one in subsidies.some(scope, asked) if one.state in OVER}
    try:
        actions.void(by=scope.actor, row=row, why=why.strip(), over=over)
    except actions.FeeStands as application:
        raise NotPossible(
            f"这次就业的服务费已经申请（补贴申请 {application}），现在改记别家会发两次。"
            "确实记错的，请先撤回这笔申请；已经拨付的，先追回。"
        ) from None
    return row.agency_id


def verify(scope: Scope, brought_id: int, months: int, on: dt.date, how: Proof) -> int:
    """A stay was verified on a day; returns the agency. Raises OutOfScope, NotPossible."""
    row = selectors.brought_one(scope, brought_id)
    may_edit(scope, row.agency.county)
    found = working.spells_of(scope, [row.person_id], clock.today())
    spell = next((one for one in found if one.valid_from == row.spell_from), None)
    held = (spell.valid_from, spell.valid_to) if spell is not None else None
    told = stays(row.spell_from, held, stay_months(NOTICE, row.spell_from), ())
    stay = next((one for one in told if one.months == months), None)
    if stay is None:
        raise NotPossible("没有这个核验月数。")
    if on > clock.today() or on < stay.due_on:
        raise NotPossible(
            f"{row.spell_from} 上岗，到 {stay.due_on} 才满{months}个月；核验日不能早于它，也不能晚于今天。"
        )
    if not stay.is_at_work:
        raise NotPossible(
            f"台账里到 {stay.due_on} 已经不在岗，不能记为稳岗{months}个月。请先核对台账。"
        )
    actions.verify(by=scope.actor, at=clock.now(), row=row, months=months, on=on, how=how.value)
    return row.agency_id


HEADER = (
    "机构或经纪人", "许可证号", "姓名", "身份证号码", "用人单位", "上岗日期", "合同期限（月）", "稳岗1个月", "稳岗3个月", "稳岗6个月",
    "台账现在",
)  # fmt: skip


def fee_list(scope: Scope, agency_id: int, keys: Keyring, path: Path) -> int:
    """Write the list that a fee is applied for with; returns how many rows. Raises OutOfScope for who may not see people."""
    if not scope.may(Capability.READ_PEOPLE):
        raise OutOfScope(agency_id)
    found = page(scope, agency_id, keys, selectors.ALL)
    number = found.line.licence.number if found.line.licence else "没有有效的证"
    rows: list[tuple[Value, ...]] = []
    for one in found.people:
        if one.person is None:
            continue
        done = {stay.months: "已核验" if stay.is_verified else "" for stay in one.stays}
        now = "在岗" if one.spell is not None and one.spell.valid_to is None else "已离岗或无此就业"
        rows.append((
            found.line.name, number, one.person.name, one.person.id_no, one.row.employer, one.row.spell_from,
            one.row.contract_months, done.get(1, ""), done.get(3, ""), done.get(6, ""), now,
        ))  # fmt: skip
    write_table(path, {"服务费名单": [HEADER, *rows]})
    return len(rows)


def awaiting(scope: Scope) -> list[Awaiting]:
    """What of agencies waits for an actor: licences that run out."""
    if not scope.may(Capability.EDIT_JOURNEYS):
        return []
    on = clock.today()
    days = near_days(NOTICE, on)
    rows = selectors.licences_ending(scope, on, on + dt.timedelta(days=days))
    return [Awaiting("机构许可证到期", f"{days}天内到期", len(rows), "agencies")]


def agency_of(scope: Scope, brought_id: int) -> int:
    """Whose name a spell counts under. Raises OutOfScope."""
    return selectors.brought_one(scope, brought_id).agency_id
