"""The states of a message, which may follow which, and what several reports of a provider come to together."""

from collections.abc import Iterable, Mapping

from leye.core.vocabulary import Category


class State(Category):
    """推送状态."""

    PREPARED = "prepared", "待发送"
    CLAIMED = "claimed", "正在发送"
    UNSURE = "unsure", "结果不明"
    HANDED = "handed", "已交通道"
    DELIVERED = "delivered", "已送达"
    FAILED = "failed", "不能送达"
    AGAIN = "again", "等待重发"
    EXPIRED = "expired", "过期未送达"
    REFUSED = "refused", "本人不接收"
    DROPPED = "dropped", "内容失效未发"


WAITING = frozenset({State.PREPARED, State.AGAIN})
UNDER_WAY = WAITING | {State.CLAIMED, State.UNSURE, State.HANDED}
FINAL = frozenset(State) - UNDER_WAY
# What a later report says against an earlier one: whoever has the message has it, whatever else is reported.
RANK: Mapping[State, int] = {
    State.HANDED: 1,
    State.EXPIRED: 2,
    State.FAILED: 3,
    State.REFUSED: 4,
    State.DELIVERED: 5,
}
# From which states a worker or a report may lead to which.
BEFORE: Mapping[State, frozenset[State]] = {
    State.PREPARED: frozenset({State.CLAIMED, State.UNSURE}),
    State.CLAIMED: WAITING,
    State.UNSURE: frozenset({State.CLAIMED}),
    State.HANDED: frozenset({State.CLAIMED, State.UNSURE, State.PREPARED, State.AGAIN}),
    State.AGAIN: frozenset({State.CLAIMED, State.UNSURE, State.HANDED}),
    State.DELIVERED: UNDER_WAY | {State.EXPIRED, State.FAILED, State.REFUSED},
    State.FAILED: UNDER_WAY | {State.EXPIRED},
    State.REFUSED: UNDER_WAY | {State.EXPIRED, State.FAILED},
    State.EXPIRED: UNDER_WAY,
    State.DROPPED: WAITING
    | {State.HANDED},  # handed: on a list that a clerk sends, and has not yet
}


def together(reports: Iterable[State]) -> State | None:
    """What reports come to, in whatever order and however often each came; None where none says anything.

    Reports are of HANDED, EXPIRED, FAILED, REFUSED or DELIVERED.
    """
    return max(reports, key=lambda state: RANK[state], default=None)
