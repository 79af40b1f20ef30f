"""本人反映 for the county: who says that his data are wrong, in his own words, and the answer that he reads; judged as a case."""

import datetime as dt
from dataclasses import dataclass

from leye.apps.comparisons import selectors as compared
from leye.apps.messages import selectors as outbox
from leye.apps.people import selectors as people
from leye.core.messages.channels import Why
from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.trips.awaiting import Awaiting
from leye.trips.comparisons.comparing import purposes_of
from leye.trips.comparisons.own_words import KINDS, REMARK_CONTEXT
from leye.trips.listing import PersonRow
from leye.trips.listing import shown as shown_people


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """One remark; answer "" while it is open; case: where it is judged, None where the actor may not see that."""

    id: int
    person: PersonRow
    kind: str
    text: str
    said_at: dt.datetime
    answer: str
    case: int | None


def remarks(scope: Scope, keys: Keyring) -> list[RemarkLine]:
    """The scope's remarks, the open ones first."""
    rows = outbox.remarks(scope)
    ids = sorted({row.person_id for row in rows})
    cases = compared.of_own_words(scope, purposes_of(scope), [row.pk for row in rows])
    who = {
        one.id: one for one in shown_people(scope, people.lines(scope, ids), keys, clock.today())
    }
    return [
        RemarkLine(
            row.pk, who[row.person_id], KINDS[row.kind],
            sealing.unseal(keys, row.text_cipher, REMARK_CONTEXT), row.said_at, row.answer,
            cases.get(row.pk),
        )
        for row in rows
        if row.person_id in who
    ]  # fmt: skip


def awaiting(scope: Scope) -> list[Awaiting]:
    """What waits for a clerk of messages."""
    if not scope.may(Capability.SEND_MESSAGES):
        return []
    return [
        Awaiting("推送待登记送达", "文件通道和纸质推送单，送到本人后登记", outbox.to_sign_off(scope), "outreach"),
        Awaiting("岗位已关闭，需要重新推送", "准备一轮新的推送就会补上", outbox.dropped(scope, Why.CLOSED), "outreach"),
        Awaiting("培训班已满或停办，没有推送", "在培训页再推荐一次，再准备一轮推送", outbox.dropped(scope, Why.NO_SEAT), "training"),
    ]  # fmt: skip
