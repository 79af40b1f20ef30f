"""事后抽查和追回: paid claims drawn with a stated confidence, looked at on the spot, money asked back."""

import secrets
from dataclasses import dataclass

from leye.apps.people import selectors as people
from leye.apps.subsidies import money_actions, money_selectors, selectors
from leye.apps.subsidies.actions import Hand, NotPossible
from leye.core.payments.sampling import drawn, sample_size
from leye.core.periods import day_of
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.notices.subsidy_procedure import load_sampling
from leye.trips.rosters.intake import NOTICE
from leye.trips.subsidies.subsidy_drafts import kind_of


def draw(scope: Scope, county: str, year: int) -> int:
    """Draw claims that a county paid in a year; returns how many. Raises OutOfScope, NotPossible."""
    if not scope.may(Capability.REVIEW_SUBSIDY):
        raise OutOfScope(county)
    rule = load_sampling(NOTICE, clock.today())
    ids = money_selectors.paid_claims(scope, county, year)
    if not ids:
        raise NotPossible("这一年还没有拨付过补贴，没有可抽查的。")
    many = sample_size(len(ids), rule.wrong_permille, rule.confidence_permille)
    seed = secrets.token_hex(8)  # kept: with it anybody can draw the same again
    money_actions.draw(
        by=scope.actor, at=clock.now(), claim_ids=drawn(ids, many, seed),
        values={
            "county": county, "year": year, "seed": seed, "of_many": len(ids),
            "wrong_permille": rule.wrong_permille, "confidence_permille": rule.confidence_permille,
        },
    )  # fmt: skip
    return many


@dataclass(frozen=True, slots=True)
class Item:
    id: int
    application_id: int
    name: str
    title: str
    firm: str
    outcome: str
    note: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A draw in words: how many of how many, with which confidence; seed: to draw the same again."""

    words: str
    seed: str
    when: str
    items: tuple[Item, ...]


def draws(scope: Scope) -> list[Drawn]:
    """The draws of the scope, the newest first. Raises OutOfScope."""
    if not (scope.may(Capability.REVIEW_SUBSIDY) or scope.may(Capability.APPROVE)):
        raise OutOfScope(scope.unit)
    found = []
    for one in money_selectors.samples(scope):
        items = list(one.items.all())
        names = {
            line.person_id: line.name
            for line in people.lines(scope, [item.claim.person_id for item in items])
        }
        told = tuple(
            Item(
                item.pk, item.claim.application_id, names.get(item.claim.person_id, ""),
                kind_of(item.claim.application.kind).title,
                item.claim.application.employer.name if item.claim.application.employer else "本人",
                item.outcome, item.note,
            )
            for item in items
        )  # fmt: skip
        words = (
            f"{one.year}年已拨付 {one.of_many} 人次，抽 {len(items)} 人次：若有 {one.wrong_permille / 10:g}% 以上不实，"
            f"有 {one.confidence_permille / 10:g}% 以上的把握抽到"
        )
        found.append(Drawn(words, one.seed, day_of(one.drawn_at).isoformat(), told))
    return found


def look(scope: Scope, item_id: int, *, is_good: bool, note: str) -> None:
    """What was found on the spot. Raises OutOfScope, NotPossible."""
    if not scope.may(Capability.REVIEW_SUBSIDY):
        raise OutOfScope(item_id)
    if not is_good and not note.strip():
        raise NotPossible("查实有问题的，请写清是什么问题。")
    row = money_selectors.item(scope, item_id)
    money_actions.look(
        by=scope.actor, on=clock.today(), item=row, outcome="good" if is_good else "wrong", note=note.strip(),
    )  # fmt: skip


def recover(scope: Scope, application_id: int, fen: int, why: str) -> None:
    """Ask back what was paid wrongly. By who may approve. Raises OutOfScope, NotPossible."""
    if not scope.may(Capability.APPROVE):
        raise OutOfScope(application_id)
    row = selectors.application(scope, application_id)
    if not why.strip():
        raise NotPossible("没有写追回的理由。")
    if not 0 < fen <= (row.fen or 0):
        raise NotPossible("追回金额应大于0，且不超过已拨付的金额。")
    money_actions.recover(
        by=scope.actor, hand=Hand(scope.role.value, clock.now(), why.strip()), application=row, fen=fen,
        on=clock.today(),
    )  # fmt: skip


def repaid(scope: Scope, application_id: int) -> None:
    """The money is back. Raises OutOfScope, NotPossible."""
    if not scope.may(Capability.REVIEW_SUBSIDY):
        raise OutOfScope(application_id)
    row = selectors.application(scope, application_id)
    money_actions.repaid(
        by=scope.actor, hand=Hand(scope.role.value, clock.now()), application=row, on=clock.today()
    )
