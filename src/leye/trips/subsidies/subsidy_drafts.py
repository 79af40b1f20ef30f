"""补贴申请 drafted: by an employer, at the desk, or by another room that knows who is owed what; the same key is the same draft."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from leye.apps.employers import selectors as employers
from leye.apps.people import selectors as people
from leye.apps.subsidies import actions, selectors
from leye.apps.subsidies.models import Application
from leye.core.payments.periods import spans
from leye.core.scope import Capability, OutOfScope, Role, Scope
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.notices.subsidy_procedure import Kind, load_kinds
from leye.trips.rosters.intake import NOTICE

ACCOUNT_CONTEXT = "subsidy.account"


class NotAccepted(Exception):
    """What was given cannot be taken; its text says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody for whom is asked. asked_fen: a fare, a fee, an insurance paid; account: in clear, sealed at once.

    reference: by which the bringing room knows him ("journey:5:seat:3").
    """

    person_id: int
    hired_on: dt.date | None = None
    contract_from: dt.date | None = None
    contract_to: dt.date | None = None
    monthly_pay_fen: int | None = None
    asked_fen: int | None = None
    account: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """What another room keeps as evidence. kind: a key of the declared papers; reference: "course:5 签到12天"."""

    kind: str
    reference: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An application. source and ref: who brings it, by which key; [start, end) the span that is claimed."""

    kind: str
    county: str
    start: dt.date
    end: dt.date
    source: str
    ref: str
    employer: int | None = None
    agent: int | None = None
    note: str = ""
    papers: tuple[Paper, ...] = ()


def draft(scope: Scope, asked: Asked, persons: Sequence[Person], keys: Keyring) -> int:
    """Keep a draft and return its id; brought twice under the same source and ref it is the same, unchanged.

    Raises OutOfScope for a county or person outside of the scope, NotAccepted with words.
    """
    kind = kind_of(asked.kind)
    if not scope.may(Capability.APPLY_FOR_SUBSIDY) or not scope.covers(asked.county):
        raise OutOfScope(asked.county)
    if scope.role is Role.EMPLOYER and scope.employer not in (asked.employer, asked.agent):
        raise OutOfScope(asked.county)
    if asked.county.endswith("00"):
        raise NotAccepted("没有写明由哪个旗县补贴。请选旗县。")
    if asked.end <= asked.start:
        raise NotAccepted(f"期间 {asked.start} 至 {asked.end} 写反了。请写清从哪一天到哪一天。")
    if kind.pays_person is False and asked.employer is None and asked.agent is None:
        raise NotAccepted(f"“{kind.title}”拨付给单位，没有选单位。请先选用人单位。")
    if scope.role is not Role.EMPLOYER:
        _in_county(scope, asked.county, persons)
    for one in (asked.employer, asked.agent):
        if one is not None:
            employers.employer(scope, one)
    spans(kind.once, asked.start, asked.end)
    with transaction.atomic():
        row, is_new = actions.draft(
            by=scope.actor, at=clock.now(), values=_values(asked), claims=[claim_of(keys, one) for one in persons],
        )  # fmt: skip
        selectors.application(scope, row.pk)  # a key that somebody else has used opens nothing
        if is_new:
            for paper in asked.papers:
                actions.add_evidence(
                    by=scope.actor, at=clock.now(), application=row, kind=paper.kind,
                    reference=paper.reference[:120],
                )  # fmt: skip
    return row.pk


def kind_of(key: str) -> Kind:
    """A declared kind. Raises NotAccepted."""
    found = load_kinds(NOTICE).get(key)
    if found is None:
        raise NotAccepted("没有这种补贴。请从列出的补贴里选。")
    return found


def _values(asked: Asked) -> Mapping[str, object]:
    return {
        "kind": asked.kind, "county": asked.county, "employer_id": asked.employer, "agent_id": asked.agent,
        "start": asked.start, "end": asked.end, "source": asked.source[:40],
        "source_ref": asked.ref[:80], "note": asked.note[:300],
    }  # fmt: skip


def claim_of(keys: Keyring, one: Person) -> dict[str, object]:
    """The columns of a claim."""
    account = "".join(one.account.split())
    return {
        "person_id": one.person_id, "hired_on": one.hired_on, "contract_from": one.contract_from,
        "contract_to": one.contract_to, "monthly_pay_fen": one.monthly_pay_fen, "asked_fen": one.asked_fen,
        "account_cipher": sealing.seal(keys, account, ACCOUNT_CONTEXT) if account else "",
        "account_index": sealing.index(keys, account, ACCOUNT_CONTEXT) if account else "",
        "reference": one.reference[:80],
    }  # fmt: skip


def _in_county(scope: Scope, county: str, persons: Sequence[Person]) -> None:
    ids = [one.person_id for one in persons]
    inside = {line.person_id for line in people.lines(scope, ids) if line.county == county}
    if outside := [one for one in ids if one not in inside]:
        raise NotAccepted(f"其中 {len(outside)} 人不在这个旗县的台账里。请由他们所在的旗县申请。")


def of_source(scope: Scope, source: str, ref: str) -> Application | None:
    """What became of an application that a room brought: its state and sum; None where there is none."""
    return selectors.by_source(scope, source, ref)
