"""绑定微信: a code on one's own page, scanned with WeChat, binds the account; its number is kept sealed, and let go again."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from leye.apps.messages import selectors as outbox
from leye.apps.messages import wishes
from leye.core.messages.channels import Report, Way
from leye.gateways import clock
from leye.gateways.channels.wechat.account import WeChat
from leye.gateways.seals import sealing
from leye.notices.outreach import load_outreach
from leye.trips import passing
from leye.trips.keys import keys_of
from leye.trips.outreach.carriers import carriers
from leye.trips.outreach.outreach_sending import BOUND_CONTEXT
from leye.trips.outreach.own_page import scope_of
from leye.trips.outreach.workers import WORKER
from leye.trips.passing import Opened, Purpose
from leye.trips.rosters.intake import NOTICE

BY = "provider"


def _account() -> WeChat | None:
    some = carriers(Path(settings.HOME)).get(Way.WECHAT, ())
    return next((one for one in some if isinstance(one, WeChat)), None)


def can_bind() -> bool:
    """Whether this installation has an official account."""
    return _account() is not None


def is_bound(opened: Opened) -> bool:
    """Whether the person has bound his account."""
    return (opened.number, Way.WECHAT.value) in outbox.bound(scope_of(opened), [opened.number])


def code(opened: Opened) -> str:
    """What the code on the person's page holds; "" where WeChat gives none. The key in it is his alone."""
    account, scope = _account(), scope_of(opened)
    if account is None:
        return ""
    told = load_outreach(NOTICE, clock.today())
    (key,) = passing.issue(scope, Purpose.PERSON, [(opened.subject, opened.unit)], told.link_days)
    return account.scene(key)


def unbind(opened: Opened) -> None:
    """The person lets his account go."""
    scope = scope_of(opened)
    wishes.unbind(by=scope.actor, channel=Way.WECHAT.value, person_id=opened.number, at=clock.now())


def identified(provider: str, reports: Sequence[Report]) -> list[Report]:
    """Receipts with our own number where they name an account and a kind, and one message only can be meant.

    WeChat's answer to a subscription message may bring no number; its event does, and names the account. Where two
    messages wait for that account's receipt, it is kept and counts for none of them: nobody is told to have had what
    he may not have had.
    """
    return [_identified(provider, one) for one in reports]


def _identified(provider: str, one: Report) -> Report:
    if one.id is not None or not one.to or not one.kind:
        return one
    index = sealing.index(keys_of(Path(settings.HOME)), one.to, BOUND_CONTEXT)
    some = outbox.awaits_receipt(WORKER, provider, one.kind, index)
    return replace(one, id=some[0] if len(some) == 1 else None)


def bound(events: Sequence[tuple[str, str]]) -> int:
    """Accounts that came with a key are bound to the key's person; those that follow no more are let go."""
    keys, at, many = keys_of(Path(settings.HOME)), clock.now(), 0
    for account, key in events:
        index = sealing.index(keys, account, BOUND_CONTEXT)
        if not key:
            wishes.unbind(by=BY, channel=Way.WECHAT.value, index=index, at=at)
            continue
        opened = passing.enter(key)
        if opened is None or opened.purpose is not Purpose.PERSON:
            continue  # an old or strange code
        wishes.bind(
            by=opened.subject, unit=opened.unit, person_id=opened.number, channel=Way.WECHAT.value,
            cipher=sealing.seal(keys, account, BOUND_CONTEXT), index=index, at=at,
        )  # fmt: skip
        many += 1
    return many
