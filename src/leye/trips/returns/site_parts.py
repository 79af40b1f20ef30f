"""统计上报, a site's share of the return: looked through and signed at the site, taken or sent back by the county."""

import json
from dataclasses import dataclass, replace

from leye.apps.places import selectors as places
from leye.apps.reports import selectors as reports
from leye.apps.reports import site_actions
from leye.apps.reports.actions import NotPossible, Signature
from leye.apps.reports.models import SitePart
from leye.core.periods import Month
from leye.core.problems import Problem, Severity
from leye.core.reports.identities import label
from leye.core.reports.returns import Window
from leye.core.reports.tables import Line, Table
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.trips.annexes.reporting import Ask, annex_table
from leye.trips.annexes.site_pages import county_of
from leye.trips.ledger import person_checks
from leye.trips.ledger.person_checks import Counted
from leye.trips.returns.rerunning import PHONE
from leye.trips.returns.return_checks import signature_problems
from leye.trips.returns.returning import Blocked, window_of
from leye.trips.returns.site_standing import Place, answer_of, state_of, told_of
from leye.trips.rosters.intake import NOTICE


@dataclass(frozen=True, slots=True)
class Page:
    """A site's share as it is now. cells: (column, words, figure, as it was looked through); checks: person by person."""

    month: Month
    county: str
    place: Place
    window: Window
    cells: tuple[tuple[str, str, int | None, int | None], ...]
    checks: tuple[Counted, ...]
    may_send: bool
    may_answer: bool

    @property
    def turn(self) -> int:
        return self.place.part.number if self.place.part else 0


def page(scope: Scope, month: Month, site_id: int) -> Page:
    """A site's share of a month. Raises OutOfScope, NotYet."""
    county = county_of(scope, site_id)
    line, _ = _line(scope, month, county, site_id)
    part = reports.site_parts(scope, NOTICE, str(month), county).get(site_id)
    was = json.loads(part.figures) if part else {}
    cells = tuple(
        (c, label(c), value, was.get(c)) for c, value in line.figures.items() if c != "number"
    )
    own = replace(scope, unit=county, site=site_id)
    counted = person_checks.counted(own, county, month.last_day)
    may = scope.may(Capability.PREPARE_RETURN)
    answers = may and scope.site is None and scope.unit == county
    waits = part is not None and answer_of(part) is None and part.made_by != scope.actor
    return Page(
        month, county, Place(site_id, line.texts.get("site") or line.name, state_of(part, told_of(line)), part),
        window_of(month, places.tree(scope, month.last_day), county), cells,
        tuple(one for one in counted if one.many), may and scope.unit == county, answers and waits,
    )  # fmt: skip


def _line(scope: Scope, month: Month, county: str, site_id: int) -> tuple[Line, Table]:
    table, _ = annex_table(scope, Ask("3", month, county))
    found = [one for one in table.lines if one.site_id == site_id]
    if not found:
        raise OutOfScope(site_id)
    return found[0], table


@dataclass(frozen=True, slots=True)
class Said:
    """What the clerk at the site wrote; turn: the number of the last share that the page showed."""

    filler: str
    phone: str
    words: str
    turn: int


def send(scope: Scope, month: Month, site_id: int, said: Said, keys: Keyring) -> bool:
    """Sign a site's share; False where the very same waits or was taken already. Raises Blocked, NotPossible, NotYet, OutOfScope."""
    county = county_of(scope, site_id)
    if not scope.may(Capability.PREPARE_RETURN) or scope.unit != county:
        raise OutOfScope(site_id)
    wrong = signature_problems(said.filler, said.phone)
    if wrong:
        raise Blocked([Problem(f"return.{x.check}", Severity.REFUSED, x.message, x.remedy) for x in wrong])  # fmt: skip
    line, table = _line(scope, month, county, site_id)
    part = reports.site_parts(scope, NOTICE, str(month), county).get(site_id)
    if state_of(part, told_of(line)) in ("sent", "taken"):
        return False
    share = site_actions.Share(
        NOTICE, str(month), county, site_id, table.seq, told_of(line), said.words.strip()[:500]
    )
    signed = Signature(said.filler.strip()[:60], sealing.seal(keys, said.phone.strip(), PHONE))
    site_actions.send(by=scope.actor, at=clock.now(), share=share, after=said.turn, signed=signed)
    return True


def answer(scope: Scope, part_id: int, is_taken: bool, column: str, words: str) -> SitePart:
    """The county takes a site's share, or sends it back with a word. Raises NotPossible, OutOfScope."""
    part = reports.site_part(scope, part_id)
    may = scope.may(Capability.PREPARE_RETURN) or scope.may(Capability.APPROVE)
    if scope.site is not None or scope.unit != part.county or not may:
        raise OutOfScope(part_id)
    if not is_taken and not words.strip():
        raise NotPossible("没有写退回意见。请写明要核对什么。")
    site_actions.answer(
        by=scope.actor, at=clock.now(), part=part, is_taken=is_taken, column=column[:40], words=words.strip()[:500]
    )  # fmt: skip
    return part
