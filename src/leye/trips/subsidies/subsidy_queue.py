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
    found = [
        Awaiting("补贴", state.label, counts.get(state.value, 0), "subsidies") for state in states
    ]
    found.append(
        Awaiting("公示异议", "等待核实答复", len(selectors.objections_open(scope)), "objections")
    )
    if scope.may(Capability.APPROVE):
        found.append(Awaiting("补贴", "银行回单待核销（份）", open_lists(scope), "payments"))
    return found


def daily(scope: Scope) -> int:
    """What falls due by the day: notices are taken down, those who have died are not paid."""
    return stop_the_dead(scope) + take_down_due(scope)
