"""本人反映 for the county: who says that his data are wrong, in his own words, and the answer that he reads."""

import datetime as dt
from dataclasses import dataclass

from leye.apps.messages import ownwords
from leye.apps.messages import selectors as outbox
from leye.apps.people import selectors as people
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.trips.awaiting import Awaiting
from leye.trips.listing import PersonRow
from leye.trips.listing import shown as shown_people
from leye.trips.outreach.own_page import KINDS, REMARK_CONTEXT


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """One remark; answer "" while it is open."""

    id: int
    person: PersonRow
    kind: str
    text: str
    said_at: dt.datetime
    answer: str


def remarks(scope: Scope, keys: Keyring) -> list[RemarkLine]:
    """The scope's remarks, the open ones first."""
    rows = outbox.remarks(scope)
    ids = sorted({row.person_id for row in rows})
    who = {
        one.id: one for one in shown_people(scope, people.lines(scope, ids), keys, clock.today())
    }
    return [
        RemarkLine(
            row.pk, who[row.person_id], KINDS[row.kind],
            sealing.unseal(keys, row.text_cipher, REMARK_CONTEXT), row.said_at, row.answer,
        )
        for row in rows
        if row.person_id in who
    ]  # fmt: skip


def answer(scope: Scope, remark_id: int, words: str) -> bool:
    """Answer a remark of the scope. Raises OutOfScope."""
    row = next((one for one in outbox.remarks(scope) if one.pk == remark_id), None)
    if row is None:
        raise OutOfScope(remark_id)
    return ownwords.answer(
        by=scope.actor, remark_id=remark_id, unit=row.unit, words=words, at=clock.now()
    )


def awaiting(scope: Scope) -> list[Awaiting]:
    """What waits for a clerk of messages."""
    if not scope.may(Capability.SEND_MESSAGES):
        return []
    return [
        Awaiting("本人反映待核对", "本人在自己的页面上说信息不对", outbox.open_remarks(scope), "remarks"),
        Awaiting("推送待登记送达", "文件通道和纸质推送单，送到本人后登记", outbox.to_sign_off(scope), "outreach"),
        Awaiting("岗位已关闭，需要重新推送", "准备一轮新的推送就会补上", outbox.dropped(scope), "outreach"),
    ]  # fmt: skip
