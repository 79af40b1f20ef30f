"""统计上报, reminders: whose return of the last month is missing or sent back, on the days of the notice; and what waits at a desk."""

from dataclasses import dataclass

from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.apps.reports import selectors as reports
from leye.core.periods import SHANGHAI, Month
from leye.core.places.tree import REGION
from leye.core.reports.returns import Phase, State, below
from leye.core.scope import Capability, Role, Scope
from leye.gateways import clock
from leye.notices.loader import load_notice
from leye.notices.returns import load_days
from leye.trips.awaiting import Awaiting
from leye.trips.outreach.telling import Letter, tell
from leye.trips.returns.returning import window_of
from leye.trips.returns.returns_pages import settled_counties
from leye.trips.rosters.intake import NOTICE


@dataclass(frozen=True, slots=True)
class Reminder:
    """One unit that must be reminded: of what, in words; key: the same reminder is given once."""

    unit: str
    name: str
    key: str
    words: str


def due(scope: Scope) -> list[Reminder]:
    """Whom to remind today: units whose return is missing or was sent back, on the declared days only."""
    now = clock.now()
    today = now.astimezone(SHANGHAI).date()
    month = Month.of(today).shifted(-1)
    if today.day not in load_days(NOTICE, month.last_day).reminds:
        return []
    tree = places.tree(scope, month.last_day)
    apart = load_notice(NOTICE).apart(month.last_day)
    found = reports.returns(scope, NOTICE, str(month))
    settled = settled_counties(scope, month.last_day, people.seq_at(scope), tree)
    leagues = [x for x in below(tree, REGION, apart) if x in settled or set(below(tree, x, apart)) & settled]  # fmt: skip
    reminders = []
    for unit in sorted({*leagues, *settled}):
        report = found.get(unit)
        state = State(report.state) if report else State.DRAFT
        window = window_of(month, tree, unit)
        if state not in (State.DRAFT, State.RETURNED) or window.phase(now) is Phase.VIEW_ONLY:
            continue
        what = "已被退回，请核对后重报" if state is State.RETURNED else "还没有上报"
        words = f"{tree.name(unit)}{month.year}年{month.number}月报表{what}，应于{window.due_on.month}月{window.due_on.day}日前报送。"
        reminders.append(Reminder(unit, tree.name(unit), f"return:{month}:{unit}:{today}", words))
    return reminders


def everywhere() -> list[Reminder]:
    """Whom to remind today in the whole region."""
    return due(Scope("worker", REGION, Role.CLERK))


def remind(scope: Scope) -> int:
    """Put today's reminders into the outbox, each once; returns how many are new."""
    letters = [
        Letter(f"unit:{one.unit}", "reminder", one.key, one.words, unit=one.unit)
        for one in everywhere()
    ]
    return tell(scope, letters) if letters else 0


def awaiting(scope: Scope) -> list[Awaiting]:
    """What waits for an actor: returns to be looked at, the own one sent back, cells of workbooks to be judged."""
    may = scope.may(Capability.PREPARE_RETURN) or scope.may(Capability.APPROVE)
    if scope.site is not None or not may:
        return []
    month = Month.of(clock.today()).shifted(-1)
    found = reports.returns(scope, NOTICE, str(month))
    to_see = sum(
        row.above == scope.unit and row.state == State.SENT.value and row.sent_by != scope.actor
        for row in found.values()
    )
    own = found.get(scope.unit)
    is_back = own is not None and own.state == State.RETURNED.value
    return [
        Awaiting("下级报表待审看", f"{month}", to_see, "returns"),
        Awaiting("本单位报表被退回", f"{month}", int(is_back), "returns"),
        Awaiting("回传表有不同，待核对", "在所报报表的页面里处理", reports.open_cell_cases(scope), "returns"),
    ]  # fmt: skip
