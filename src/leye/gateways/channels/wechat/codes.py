"""What the codes of WeChat mean to us: of the official account's answers and receipts, and of 企业微信.

Checked on 2026-11-25. 企业微信: "发送应用消息" (developer.work.weixin.qq.com/document/path/90236: with errcode 0 the lists
invaliduser, invalidparty, invalidtag and unlicenseduser name who has not got it; if nobody can, errcode is 81013) and
"全局错误码" (…/document/path/90455). Official account: the public list of global codes as it is copied in many places
(43019, 45009, 45011, 48001, 48004); questions answered in the developers' community for 43004 "require subscribe" and
43101 "user refuse to accept the msg", which is also what comes when a single subscription is used up; and, for
subscription messages, tencentcloud.com/document/product/1219/67648 (43107, 43108, 45168, 47003). 45047 is of answers
to a customer and not of these messages, so that it is not here.

Checked on 2026-11-26: what became of a subscription message comes as the event subscribe_msg_sent_event with MsgID,
ErrorCode (0: pushed) and ErrorStatus for each template (developers.weixin.qq.com/doc/service/guide/product/
subscription_messages/push.html, and the mini program's page of the same events, which says that a failure is always
the system's while it pushed). That the answer to bizsend brings no msgid is told in the developers' community
(…/community/develop/doc/000ea648670c88925b0d5479756c00).
"""

from collections.abc import Mapping
from typing import Any

from leye.core.messages.channels import Answer, Code, Outcome, Why
from leye.core.messages.states import State

BUSY, ACCOUNT = Code(State.AGAIN, Why.BUSY), Code(State.AGAIN, Why.ACCOUNT)
CONTENT = Code(State.FAILED, Why.CONTENT)
NOT_FOLLOWING = Code(State.FAILED, Why.NOT_FOLLOWING)
NO_MEMBER = Code(State.FAILED, Why.NO_MEMBER)

OFFICIAL: Mapping[int, Code] = {
    -1: BUSY,
    40003: NOT_FOLLOWING,
    40037: CONTENT,
    43004: NOT_FOLLOWING,
    43019: Code(State.REFUSED, Why.BLACKLISTED),
    43101: Code(State.FAILED, Why.NOT_SUBSCRIBED),
    43107: ACCOUNT,
    43108: BUSY,
    45009: ACCOUNT,
    45011: BUSY,
    45168: CONTENT,
    47001: CONTENT,
    47003: CONTENT,
    48001: ACCOUNT,
    48004: ACCOUNT,
}
WORK: Mapping[int, Code] = {
    -1: BUSY,
    40003: NO_MEMBER,
    40008: CONTENT,
    40031: NO_MEMBER,
    40056: ACCOUNT,
    45009: ACCOUNT,
    45033: BUSY,
    48002: ACCOUNT,
    60011: NO_MEMBER,
    60020: ACCOUNT,
    60111: NO_MEMBER,
    81013: NO_MEMBER,
    301002: ACCOUNT,
}
# With errcode 0: who has not got it. Each message goes to one person, so that any name there is this person's.
LEFT_OUT = ("invaliduser", "invalidparty", "invalidtag", "unlicenseduser")
ENDS: Mapping[str, Code] = {
    "success": Code(State.DELIVERED, Why.NONE),
    "failed:user block": Code(State.REFUSED, Why.BLACKLISTED),
    "failed: system failed": Code(State.FAILED, Why.BUSY),
    "failed:system failed": Code(State.FAILED, Why.BUSY),
}


def sent(code: str) -> Code:
    """What the event after a subscription message says; what is no refusal of the person is the system's failure."""
    number = int(code)
    if number == 0:
        return Code(State.DELIVERED, Why.NONE)
    means = OFFICIAL.get(number, BUSY)
    return means if means.state in {State.FAILED, State.REFUSED} else Code(State.FAILED, Why.BUSY)


def answer(table: Mapping[int, Code], told: Mapping[str, Any]) -> Answer:
    """What an answer means; a code that is not in the table is tried again, since we do not know it."""
    code, ref = int(told["errcode"]), str(told.get("msgid", ""))
    if code == 0:
        left_out = next((name for name in LEFT_OUT if told.get(name)), "")
        if table is WORK and left_out:
            return Answer(Outcome.NEVER, ref, left_out, Why.NO_MEMBER)
        return Answer(Outcome.TAKEN, ref, "0")
    means = table.get(code, Code(State.AGAIN, Why.UNKNOWN))
    outcome = Outcome.AGAIN if means.state is State.AGAIN else Outcome.NEVER
    return Answer(outcome, ref, str(code), means.why)
