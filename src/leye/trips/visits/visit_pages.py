"""走访, what came in: the newest visits with names and words, for the desk."""

from dataclasses import dataclass

from leye.apps.people import selectors as people
from leye.apps.visits import selectors
from leye.core.periods import SHANGHAI
from leye.core.scope import Scope
from leye.core.visits.answers import Outcome
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.trips.listing import shown
from leye.trips.visits import offline


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit in a list. at: by the server's clock; clock: why it stands there, where the phone's clock was wrong."""

    person_id: int
    name: str
    site: str
    outcome: str
    at: str
    clock: str
    by: str
    form: int
    in_ledger: bool


def newest(scope: Scope, keys: Keyring) -> list[VisitRow]:
    """The visits of the scope that came last."""
    rows = selectors.newest(scope)
    lines = people.lines(scope, list({row.person_id for row in rows}))
    names = {one.id: one for one in shown(scope, lines, keys, clock.today())}
    return [
        VisitRow(
            row.person_id, names[row.person_id].name, names[row.person_id].site, Outcome(row.outcome).label,
            row.answered_at.astimezone(SHANGHAI).strftime("%m-%d %H:%M"),
            offline.clock_words(row) if row.is_clock_off else "",
            row.brought_by, row.form, row.entry_id is not None,
        )
        for row in rows
        if row.person_id in names
    ]  # fmt: skip


def clocks_off(scope: Scope) -> int:
    """How many visits came from phones whose clock was wrong."""
    return selectors.clocks_off(scope)
