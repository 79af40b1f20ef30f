"""The channels by which something reaches a person, and what a provider answers."""

from dataclasses import dataclass, field

from leye.core.messages.states import State
from leye.core.vocabulary import Category


class Way(Category):
    """推送渠道. The slip is what is left for those whom no message reaches."""

    SMS = "sms", "短信"
    WECHAT = "wechat", "微信公众号"
    WORK_WECHAT = "work_wechat", "企业微信"
    FILE = "file", "文件通道"
    SLIP = "slip", "纸质推送单"


class Outcome(Category):
    """What a try came to. UNSURE: the answer was lost, the provider may have taken the message or not."""

    TAKEN = "taken", "通道已接收"
    AGAIN = "again", "暂时没有发出"
    NEVER = "never", "通道不接收"
    UNSURE = "unsure", "没有收到答复"


class Why(Category):
    """Why a message was not delivered."""

    NONE = "", ""
    DEAD_NUMBER = "dead_number", "空号或停机"
    NOT_HIS = "not_his", "接收的人说不是本人"
    SWITCHED_OFF = "switched_off", "关机或不在服务区"
    BLACKLISTED = "blacklisted", "本人退订或在黑名单"
    NOT_FOLLOWING = "not_following", "没有关注公众号"
    NO_MEMBER = "no_member", "企业微信里没有这个账号，或不在应用的可见范围"
    NOT_SUBSCRIBED = "not_subscribed", "没有订阅该类消息"
    DAY_LIMIT = "day_limit", "超过当天发送次数"
    CONTENT = "content", "内容或模板没有通过审核"
    ACCOUNT = "account", "通道账号、签名或余额有问题"
    BUSY = "busy", "通道繁忙或故障"
    NO_ANSWER = "no_answer", "没有收到通道答复"
    NO_ADDRESS = "no_address", "没有号码或账号"
    CLOSED = "closed", "岗位已关闭"
    NO_SEAT = "no_seat", "培训班已报满或不再招人"
    OPTED_OUT = "opted_out", "本人不接收"
    ELSEWHERE = "elsewhere", "已由其他渠道送达"
    TOO_LATE = "too_late", "超过期限仍未送达"
    UNKNOWN = "unknown", "通道给出的代码不认识"


@dataclass(frozen=True, slots=True)
class Code:
    """What a code of a provider means to us: a state, and why. In the answer to a try, AGAIN tries again."""

    state: State
    why: Why


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message as a carrier takes it. id: our own, which the provider brings back; to: number or account.

    link: the receiver's own page. fields: the template's fields in their order.
    """

    id: int
    to: str
    text: str
    link: str
    fields: tuple[str, ...]
    kind: str = ""  # which of the templates


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of handing over a parcel. ref: the provider's own number; code: its code as it stands."""

    outcome: Outcome
    ref: str = ""
    code: str = ""
    why: Why = Why.NONE


@dataclass(frozen=True, slots=True)
class Report:
    """A receipt: of our message `id` (None where the provider does not bring it back) or of its own `ref`.

    to, kind: the account and the kind of message that it names, where it may be all that tells whose it is; never kept.
    """

    id: int | None
    ref: str
    code: str
    state: State
    why: Why
    to: str = field(default="", repr=False)
    kind: str = ""
