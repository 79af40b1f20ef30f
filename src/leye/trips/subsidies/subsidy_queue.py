"""补贴, what waits for an actor: by what he may do, with how many; the start page and the queue read it."""

from leye.apps.subsidies import selectors
from leye.core.payments.steps import State
from leye.core.scope import Capability, Role, Scope
from leye.trips.awaiting import Awaiting
from leye.trips.subsidies.publicity import take_down_due
from leye.trips.subsidies.settling import open_lists
from leye.trips.subsidies.subsidy_reviewing import stop_the_dead

MINE = {
    Capability.REVIEW_SUBSIDY: (State.SUBMITTED, State.ACCEPTED, State.APPROVED, State.CLEARED, State.BOUNCED),
    Capability.APPROVE: (State.REVIEWED, State.STOPPED),
}  # fmt: skip

# What is to be done with an application, in the words of the start page: (what, where it stands now).
DOINGS = {
    State.SUBMITTED: ("补贴申请待核对材料", "新提交的，核对材料是否齐全"),
    State.ACCEPTED: ("补贴申请待审核", "材料齐全，审核条件和金额"),
    State.REVIEWED: ("补贴申请待复核", "已经审核，由另一个人复核"),
    State.APPROVED: ("补贴待公示", "复核通过，还没有公示"),
    State.CLEARED: ("补贴待拨付", "公示期满没有异议，可以列入拨付清单"),
    State.BOUNCED: ("补贴被银行退回", "更正收款账户，再列入拨付清单"),
    State.STOPPED: ("补贴暂停拨付", "查清以后恢复，或者不予补贴"),
}


def mine(scope: Scope) -> tuple[State, ...]:
    """The states in which an application waits for the actor."""
    found: list[State] = []
    for needs, states in MINE.items():
        if scope.may(needs):
            found += states
    return tuple(found)


def awaiting(scope: Scope) -> list[Awaiting]:
    """What waits for the actor, for the start page."""
    states = mine(scope)
    if not states or scope.role is Role.EMPLOYER:
        return []
    counts = selectors.counts(scope)
    found = [Awaiting(*DOINGS[state], counts.get(state.value, 0), "subsidies") for state in states]
    found.append(
        Awaiting("公示异议", "等待核实答复", len(selectors.objections_open(scope)), "objections")
    )
    if scope.may(Capability.APPROVE):
        found.append(
            Awaiting("拨付清单待核销", "银行回单还没有核对完（份）", open_lists(scope), "payments")
        )
    return found


def daily(scope: Scope) -> int:
    """What falls due by the day: notices are taken down, those who have died are not paid."""
    return stop_the_dead(scope) + take_down_due(scope)
