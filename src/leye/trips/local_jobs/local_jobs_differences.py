"""与台账不一致: heads in workshops and posts by the ledger and by what is registered, person by person; nothing is forced."""

import datetime as dt
from dataclasses import dataclass

from leye.apps.local_jobs import selectors
from leye.apps.local_jobs.models import Placement
from leye.apps.people import selectors as people
from leye.apps.people import whole
from leye.apps.places import selectors as places
from leye.core.ledger.additions import Held
from leye.core.ledger.facts import EMPLOYMENT
from leye.core.rosters.changes import current
from leye.core.scope import Capability, OutOfScope, Scope
from leye.core.vocabulary import EmploymentKind
from leye.gateways.seals.keyring import Keyring
from leye.notices.loader import load_notice
from leye.trips.listing import PersonRow, shown
from leye.trips.rosters.intake import NOTICE

SHOWN = 200
COLUMNS = (("workshop", "扶贫车间吸纳", "in_workshop"), ("post", "公益性岗位安置", "in_post"))


@dataclass(frozen=True, slots=True)
class Difference:
    """One person whom one side counts and the other does not."""

    person: PersonRow
    side: str
    why: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of annex 1 on a day: heads by the ledger, heads as registered, and who makes the difference."""

    label: str
    ledger: int
    registered: int
    many: int  # persons that differ; the list shows the first of them
    rows: tuple[Difference, ...]


def differences(scope: Scope, unit: str, on: dt.date, keys: Keyring) -> tuple[Column, ...]:
    """Both columns of a unit on a day. Raises OutOfScope."""
    scope = scope.narrowed(unit)
    if not scope.may(Capability.READ_PEOPLE):
        raise OutOfScope(unit)
    tree = places.tree(scope, on)
    bound = load_notice(NOTICE).bound(on, tree.recodes())
    placed = selectors.people_on(scope, on)
    shops = {row.workshop_id for row in placed if row.workshop_id is not None}
    recognised = selectors.recognised_on(scope, shops, on)
    registered = {
        "workshop": {row.person_id: row for row in placed if row.workshop_id in recognised},
        "post": {row.person_id: row for row in placed if row.post_id is not None},
    }
    return tuple(
        _column(scope, label, set(whole.who(scope, bound[name], on)), registered[key], on, keys)
        for key, label, name in COLUMNS
    )


def _column(
    scope: Scope,
    label: str,
    ledger: set[int],
    registered: dict[int, Placement],
    on: dt.date,
    keys: Keyring,
) -> Column:
    own = set(registered)
    differ = sorted((ledger | own) - (ledger & own))
    part = differ[:SHOWN]
    held = people.held(scope, part)
    names = shown(scope, people.lines(scope, part), keys, on)
    rows = tuple(
        Difference(one, "仅登记", _why_not_in_ledger(held[one.id], on))
        if one.id in own
        else Difference(one, "仅台账", _why_not_registered(held[one.id], on))
        for one in names
    )
    return Column(label, len(ledger), len(own), len(differ), rows)


def _why_not_registered(held: list[Held], on: dt.date) -> str:
    spell = current(held, EMPLOYMENT.table, on)
    employer = str(spell.values["employer"] or "") if spell is not None else ""
    where = f"“{employer}”" if employer else "没有写单位"
    return f"台账里{where}，没有登记到车间或岗位；请登记上岗，或核对台账的就业形式"


def _why_not_in_ledger(held: list[Held], on: dt.date) -> str:
    spell = current(held, EMPLOYMENT.table, on)
    if spell is None:
        return "台账上这一天没有就业；人已离开的请登记离开"
    kind = EmploymentKind(str(spell.values["job_kind"]))
    if kind not in (EmploymentKind.WORKSHOP, EmploymentKind.PUBLIC_POST):
        return f"台账上这一天的主要就业是“{kind.label}”，这里的登记算兼职；请核实以哪一个为主"
    return "台账上不计入：不是劳动力（年龄、劳动能力或在校），或工作地点不在本旗县；请核对"
