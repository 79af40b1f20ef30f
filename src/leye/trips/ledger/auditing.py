"""The audit log in words."""

import datetime as dt
from dataclasses import dataclass

from leye.apps.audit import selectors as audit
from leye.core.scope import Scope

WORDS = {
    "account.open": "开立账号", "account.disable": "停用账号", "account.sign_in": "登录",
    "account.password": "修改密码", "access.denied": "无权访问被拒", "list.read": "查看名单",
    "person.read": "查看个人", "person.reveal.id_no": "查看完整身份证号", "person.reveal.phone": "查看完整电话",
    "ledger.open": "开始入账", "ledger.close": "完成入账", "ledger.withdraw": "撤回入账",
    "ledger.merge": "判定为同一人", "ledger.split": "撤销同一人判定", "roster.receive": "上传名册",
    "roster.checked": "名册核对完", "roster.refused": "名册不能读取", "roster.ask": "确认入账",
    "roster.recording": "名册入账中", "roster.done": "名册入账完", "roster.withdrawn": "撤回名册",
    "roster.explain": "说明存疑行", "places.load": "载入区划", "site.add": "新增安置点",
    "sites.lock": "锁定安置点名单", "station.record": "登记就业服务平台",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class EventRow:
    seq: int
    at: dt.datetime
    actor: str
    action: str
    unit: str
    subject: str
    detail: str


def events(scope: Scope, before: int | None) -> list[EventRow]:
    """The newest events of the scope, or those before one."""
    return [
        EventRow(
            event.seq,
            event.at,
            event.actor,
            WORDS.get(event.action, event.action),
            event.unit,
            event.subject,
            "" if event.detail == "{}" else event.detail,
        )
        for event in audit.events(scope, before)
    ]


def verify(scope: Scope) -> audit.Verification:
    """Whether the chain holds, from its first link to its last."""
    return audit.verify()
