"""The states of an application and the steps between them: which step leads where, and from where it may be taken."""

from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    PUBLISHED = "published"
    CLEARED = "cleared"
    LISTED = "listed"
    PAID = "paid"
    BOUNCED = "bounced"
    STOPPED = "stopped"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    RECOVERING = "recovering"
    RECOVERED = "recovered"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    State.DRAFT: "草稿", State.SUBMITTED: "待核对材料", State.RETURNED: "退回补正", State.ACCEPTED: "待审核",
    State.REVIEWED: "待复核", State.APPROVED: "待公示", State.PUBLISHED: "公示中", State.CLEARED: "公示期满待拨付",
    State.LISTED: "已列入拨付清单", State.PAID: "已拨付", State.BOUNCED: "银行退回", State.STOPPED: "暂停拨付",
    State.REFUSED: "不予补贴", State.WITHDRAWN: "已撤回", State.RECOVERING: "追回中", State.RECOVERED: "已追回",
}  # fmt: skip


class Step(StrEnum):
    SUBMIT = "submit"
    RETURN = "return"
    ACCEPT = "accept"
    REVIEW = "review"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    REFUSE = "refuse"
    PUBLISH = "publish"
    CLEAR = "clear"
    STOP = "stop"
    RESUME = "resume"
    LIST = "list"
    UNLIST = "unlist"
    PAY = "pay"
    BOUNCE = "bounce"
    MEND = "mend"
    RECOVER = "recover"
    REPAY = "repay"
    WITHDRAW = "withdraw"

    @property
    def label(self) -> str:
        return WORDS[self]


WORDS = {
    Step.SUBMIT: "提交", Step.RETURN: "退回补正", Step.ACCEPT: "材料齐全", Step.REVIEW: "审核通过",
    Step.SEND_BACK: "复核退回", Step.APPROVE: "复核通过", Step.REFUSE: "不予补贴", Step.PUBLISH: "开始公示",
    Step.CLEAR: "公示期满无异议", Step.STOP: "暂停拨付", Step.RESUME: "恢复", Step.LIST: "列入拨付清单",
    Step.UNLIST: "移出拨付清单", Step.PAY: "银行已拨付", Step.BOUNCE: "银行退回", Step.MEND: "更正收款账户", Step.RECOVER: "决定追回",
    Step.REPAY: "已追回", Step.WITHDRAW: "撤回",
}  # fmt: skip

S = State
# Each step: from which states, to which. Nothing else can happen to an application.
LEADS: dict[Step, tuple[frozenset[State], State]] = {
    Step.SUBMIT: (frozenset({S.DRAFT, S.RETURNED}), S.SUBMITTED),
    Step.RETURN: (frozenset({S.SUBMITTED, S.ACCEPTED}), S.RETURNED),
    Step.ACCEPT: (frozenset({S.SUBMITTED}), S.ACCEPTED),
    Step.REVIEW: (frozenset({S.ACCEPTED}), S.REVIEWED),
    Step.SEND_BACK: (frozenset({S.REVIEWED}), S.ACCEPTED),
    Step.APPROVE: (frozenset({S.REVIEWED}), S.APPROVED),
    Step.REFUSE: (frozenset({S.SUBMITTED, S.ACCEPTED, S.REVIEWED, S.STOPPED}), S.REFUSED),
    Step.PUBLISH: (frozenset({S.APPROVED}), S.PUBLISHED),
    Step.CLEAR: (frozenset({S.PUBLISHED}), S.CLEARED),
    Step.STOP: (frozenset({S.APPROVED, S.PUBLISHED, S.CLEARED, S.LISTED, S.BOUNCED}), S.STOPPED),
    Step.RESUME: (frozenset({S.STOPPED}), S.APPROVED),  # and is published anew
    Step.LIST: (frozenset({S.CLEARED, S.BOUNCED}), S.LISTED),
    Step.UNLIST: (frozenset({S.LISTED}), S.CLEARED),
    Step.PAY: (frozenset({S.LISTED}), S.PAID),
    Step.BOUNCE: (frozenset({S.LISTED}), S.BOUNCED),
    Step.MEND: (frozenset({S.BOUNCED}), S.BOUNCED),  # the next list is signed by another
    Step.RECOVER: (frozenset({S.PAID}), S.RECOVERING),
    Step.REPAY: (frozenset({S.RECOVERING}), S.RECOVERED),
    Step.WITHDRAW: (frozenset({S.DRAFT, S.SUBMITTED, S.RETURNED, S.ACCEPTED}), S.WITHDRAWN),
}
# The ones that are neither money to come nor money paid: they hold no span and no budget.
OVER = frozenset({S.REFUSED, S.WITHDRAWN, S.RECOVERED})


def may(step: Step, state: State) -> bool:
    return state in LEADS[step][0]
