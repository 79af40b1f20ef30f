"""总览, what waits for an actor: stories to review or mend, what the own department owes, the summary report."""

from leye.apps.stories import selectors as stories
from leye.apps.stories.models import StoryState
from leye.core.periods import Month
from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.trips.awaiting import Awaiting
from leye.trips.boards import duties, summary_report

REMINDED, FORGOTTEN = (
    10,
    90,
)  # days before and after the report's day while the start page tells of it


def awaiting(scope: Scope) -> list[Awaiting]:
    """What the rooms around the board have for an actor."""
    if scope.site is not None:
        return []
    found = []
    if scope.may(Capability.APPROVE):
        many = stories.waiting(scope, StoryState.SUBMITTED)
        found.append(Awaiting("典型材料待审核", "已经报来，等你审核公布", many, "stories"))
    if scope.may(Capability.PUBLISH):
        many = stories.waiting(scope, StoryState.RETURNED)
        found.append(Awaiting("典型材料退回修改", "改好以后重新报审", many, "stories"))
    return found + _owed(scope) + _report(scope)


def _owed(scope: Scope) -> list[Awaiting]:
    """Duties of the own department, of the month that is due and of the one before, that nobody has brought."""
    mine = [duty for duty in duties.every() if duties.may_bring(scope, duty)]
    mine = [duty for duty in mine if duty.department is scope.department]
    if not mine:
        return []
    month = Month.of(clock.today()).shifted(-1)
    rows = duties.board(scope, scope.unit, month).rows
    many = sum(not cell.brought and cell.duty in mine for row in rows for cell in row.cells)
    return [Awaiting("部门任务还没有提供", f"{month.number}月，本部门负责的事项", many, "duties")]


def _report(scope: Scope) -> list[Awaiting]:
    """The summary report, shortly before its day and after it while it was not sent."""
    if not scope.may(Capability.PREPARE_RETURN):
        return []
    due, states = summary_report.states(scope)
    own = states[0]
    left = (due.on - clock.today()).days
    many = int(own.sent is None and -FORGOTTEN <= left <= REMINDED)
    when = f"还有 {left} 天" if left >= 0 else f"已过期 {-left} 天"
    return [
        Awaiting(
            "情况报告还没有报送", f"{due.on.month}月{due.on.day}日前报送，{when}", many, "summaries"
        )
    ]
