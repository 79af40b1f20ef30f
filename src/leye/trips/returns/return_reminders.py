"""统计上报, reminders: whose return of the last month is missing or sent back, on the days of the notice; and what waits at a desk."""

from dataclasses import dataclass

from leye.apps.accounts import selectors as accounts
from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.apps.reports import selectors as reports
from leye.apps.reports.models import SitePart
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
from leye.trips.returns.site_standing import STATES, answer_of
from leye.trips.rosters.intake import NOTICE


@dataclass(frozen=True, slots=True)
class Reminder:
    """One unit that must be reminded: of what, in words; key: the same reminder is given once."""

    unit: str
    name: str
    key: str
    words: str
    site: int | None = None

    @property
    def subject(self) -> str:
        """Whose message it is."""
        return f"unit:{self.unit}" if self.site is None else f"site:{self.site}"


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


def due_sites(scope: Scope) -> list[Reminder]:
    """Sites with an account of their own whose share of the last month is missing or came back, on the same days."""
    now = clock.now()
    today = now.astimezone(SHANGHAI).date()
    month = Month.of(today).shifted(-1)
    if today.day not in load_days(NOTICE, month.last_day).reminds:
        return []
    tree, names = (
        places.tree(scope, month.last_day),
        {x.id: x.name for x in places.sites(scope, month.last_day)},
    )
    own = {site: county for site, county in accounts.site_accounts(scope).items() if site in names}
    reminders = []
    for county in sorted(set(own.values())):
        window = window_of(month, tree, county)
        if window.phase(now) is Phase.VIEW_ONLY:
            continue
        parts = reports.site_parts(scope, NOTICE, str(month), county)
        for site in sorted(x for x, at in own.items() if at == county):
            state = part_state(parts.get(site))
            if state:
                words = f"{names[site]}{month.year}年{month.number}月的数{STATES[state]}，应于{window.due_on.month}月{window.due_on.day}日前核对签报，报{tree.name(county)}。"
                reminders.append(
                    Reminder(county, names[site], f"part:{month}:{site}:{today}", words, site)
                )
    return reminders


def part_state(part: SitePart | None) -> str:
    """What of a site's share is owed: "missing", "returned", or nothing."""
    if part is None:
        return "missing"
    answer = answer_of(part)
    return "returned" if answer is not None and not answer.is_taken else ""


def everywhere() -> list[Reminder]:
    """Whom to remind today in the whole region: units of their returns, sites of their shares."""
    scope = Scope("worker", REGION, Role.CLERK)
    return [*due(scope), *due_sites(scope)]


def remind(scope: Scope) -> int:
    """Put today's reminders into the outbox, each once; returns how many are new."""
    letters = [
        Letter(one.subject, "reminder", one.key, one.words, unit=one.unit) for one in everywhere()
    ]
    return tell(scope, letters) if letters else 0


def awaiting(scope: Scope) -> list[Awaiting]:
    """What waits for an actor: returns to be looked at, the own one sent back, cells of workbooks to be judged."""
    may = scope.may(Capability.PREPARE_RETURN) or scope.may(Capability.APPROVE)
    if not may:
        return []
    month = Month.of(clock.today()).shifted(-1)
    if scope.site is not None:
        own_part = reports.site_parts(scope, NOTICE, str(month), scope.unit).get(scope.site)
        state = part_state(own_part)
        due_on = window_of(month, places.tree(scope, month.last_day), scope.unit).due_on
        late = "，已逾期" if clock.today() > due_on else ""
        note = (
            f"{month}，{STATES[state]}，应于{due_on.month}月{due_on.day}日前签报{late}"
            if state
            else ""
        )
        return [Awaiting("本安置点的数要核对", note, int(bool(state)), "returns")]
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
