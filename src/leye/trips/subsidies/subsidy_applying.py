"""补贴申请: started, filled in, handed in, taken back; an employer for itself, a clerk at the desk for anybody."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from leye.apps.accounts import selectors as accounts
from leye.apps.employers import selectors as employers
from leye.apps.people import selectors as people
from leye.apps.subsidies import actions, selectors
from leye.apps.subsidies.actions import Hand
from leye.apps.subsidies.models import Application
from leye.core.payments.steps import Step
from leye.core.scope import Capability, OutOfScope, Role, Scope
from leye.core.vacancies.sameness import folded
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.trips.ledger.finding import clues
from leye.trips.subsidies.subsidy_drafts import (
    ACCOUNT_CONTEXT,
    Asked,
    NotAccepted,
    Person,
    claim_of,
    draft,
    kind_of,
)
from leye.trips.subsidies.subsidy_people import phones_of
from leye.trips.subsidies.subsidy_rules import is_course

OWN, DESK = "own", "desk"


@dataclass(frozen=True, slots=True)
class Started:
    """What a form for a new application says. key: of the form, so that one sent twice is one."""

    kind: str
    start: dt.date
    end: dt.date
    key: str
    county: str = ""
    employer: int | None = None
    agent: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """Where money goes, in clear; sealed at once."""

    name: str
    bank: str
    number: str


def start(scope: Scope, said: Started, keys: Keyring) -> int:
    """A new draft; the same form sent twice is the same draft. Raises OutOfScope, NotAccepted."""
    is_own = scope.role is Role.EMPLOYER
    employer = scope.employer if is_own else said.employer
    county = scope.unit if is_own else said.county
    asked = Asked(
        said.kind, county, said.start, said.end, OWN if is_own else DESK, f"{scope.actor}:{said.key}"[:80],
        employer, said.agent, said.note,
    )  # fmt: skip
    return draft(scope, asked, (), keys)


def set_account(
    scope: Scope, application_id: int, name: str, bank: str, number: str, keys: Keyring
) -> None:
    """Where the money goes; the number is sealed. Raises OutOfScope, NotAccepted, actions.NotPossible."""
    row = _own(scope, application_id)
    actions.amend(
        by=scope.actor, application=row, values=_account(Account(name, bank, number), keys)
    )


def _account(said: Account, keys: Keyring, *, is_own: bool = False) -> dict[str, object]:
    """The columns of an account; of a person who is paid on his own the number is enough."""
    number = "".join(said.number.split())
    if not (number.isascii() and number.isdigit() and 8 <= len(number) <= 30):
        raise NotAccepted("银行账号应是8至30位数字。请照开户许可证填写。")
    sealed: dict[str, object] = {
        "account_cipher": sealing.seal(keys, number, ACCOUNT_CONTEXT),
        "account_index": sealing.index(keys, number, ACCOUNT_CONTEXT),
    }
    if is_own:
        return sealed
    if not said.name.strip() or not said.bank.strip():
        raise NotAccepted("户名和开户行要写全。请照开户许可证填写。")
    return {
        "account_name": said.name.strip()[:100],
        "account_bank": said.bank.strip()[:100],
        **sealed,
    }


def add_person(scope: Scope, application_id: int, words: str, said: Person, keys: Keyring) -> None:
    """At the desk: one person, by the whole identity number. said.person_id is not looked at.

    Raises OutOfScope, NotAccepted, actions.NotPossible.
    """
    row = _own(scope, application_id)
    wanted = clues(words, keys)
    if "id_index" not in wanted:
        raise NotAccepted("请写完整的18位身份证号码。")
    inside = Scope(scope.actor, row.county, Role.CLERK)
    found = people.search(inside, id_index=wanted["id_index"])
    if not found:
        raise NotAccepted("本旗县的台账里没有这个人。请核对号码，或请安置地的旗县申请。")
    one = Person(
        found[0], said.hired_on, said.contract_from, said.contract_to, said.monthly_pay_fen, said.asked_fen,
        said.account,
    )  # fmt: skip
    actions.add_claims(by=scope.actor, application=row, claims=[claim_of(keys, one)])


def set_course(scope: Scope, application_id: int, trade: str, reported_on: dt.date | None) -> None:
    """Which trade the course teaches and when it was reported, as its provider says.

    Raises OutOfScope, NotAccepted, actions.NotPossible.
    """
    row = _own(scope, application_id)
    if not is_course(row.kind):
        raise NotAccepted("这项补贴不是培训补贴，不用填开班备案。")
    actions.amend(
        by=scope.actor, application=row,
        values={"trade": trade.strip()[:100], "reported_on": reported_on},
    )  # fmt: skip


def mend_account(
    scope: Scope, application_id: int, said: Account, why: str, keys: Keyring, claim_id: int = 0
) -> None:
    """The bank sent the money back: the account is mended by who reviews, and the next list is signed by another.

    Raises OutOfScope, NotAccepted, actions.NotPossible.
    """
    if not scope.may(Capability.REVIEW_SUBSIDY):
        raise OutOfScope(application_id)
    row = selectors.application(scope, application_id)
    if not why.strip():
        raise NotAccepted("没有写更正的原因和依据。")
    values = _account(said, keys, is_own=bool(claim_id))
    actions.mend_account(
        by=scope.actor, hand=_hand(scope, why.strip()), application=row, values=values, claim_id=claim_id
    )  # fmt: skip


def drop_person(scope: Scope, application_id: int, claim_id: int) -> None:
    actions.drop_claim(by=scope.actor, application=_own(scope, application_id), claim_id=claim_id)


def submit(scope: Scope, application_id: int) -> None:
    """Hand the application in. Raises OutOfScope, NotAccepted, actions.NotPossible."""
    row = _own(scope, application_id)
    if lacks := lacking(scope, row):
        raise NotAccepted("还不能提交：" + "".join(lacks))
    claims = {one.pk: one.person_id for one in selectors.claims(scope, row.pk)}
    told = phones_of(scope, list(claims.values()))
    with transaction.atomic():
        actions.note_phones(
            by=scope.actor,
            application=row,
            phones={pk: told.get(person, "") for pk, person in claims.items()},
        )
        actions.take(
            by=scope.actor, hand=_hand(scope), application=row, step=Step.SUBMIT,
            values={"submitted_by": scope.actor, "submitted_on": clock.today()},
        )  # fmt: skip


def lacking(scope: Scope, row: Application) -> list[str]:
    """What is still missing before an application can be handed in, in words."""
    claims = selectors.claims(scope, row.pk)
    found = []
    if not claims:
        found.append("没有人员，请上传花名册或逐人添加。")
    if kind_of(row.kind).pays_person:
        without = sum(1 for one in claims if not one.account_cipher)
        if without:
            found.append(f"有 {without} 人没有银行账号（这项补贴直接发给本人）。")
    elif not row.account_cipher:
        found.append("没有填收款账户。")
    if not selectors.evidence(scope, row.pk):
        found.append("没有上传任何材料。")
    return found


def withdraw(scope: Scope, application_id: int, why: str) -> None:
    """Take an application back before it is reviewed. Raises OutOfScope, actions.NotPossible."""
    row = _own(scope, application_id)
    actions.take(by=scope.actor, hand=_hand(scope, why), application=row, step=Step.WITHDRAW)


def employer_names(scope: Scope, words: str) -> list[tuple[int, str, str]]:
    """(id, name, code) of employers whose name begins so, for the desk and for opening accounts."""
    if not (scope.may(Capability.REVIEW_SUBSIDY) or scope.may(Capability.MANAGE_ACCOUNTS)):
        raise OutOfScope(scope.unit)
    key = words.strip()
    if not key:
        return []
    return [(one.pk, one.name, one.code or "") for one in employers.named(scope, folded(key), 30)]


def has_account(scope: Scope, employer_id: int) -> bool:
    """Whether an employer has an account of its own in the scope's units."""
    return any(one.employer_id == employer_id for one in accounts.accounts(scope))


def _own(scope: Scope, application_id: int) -> Application:
    if not scope.may(Capability.APPLY_FOR_SUBSIDY):
        raise OutOfScope(application_id)
    return selectors.application(scope, application_id)


def _hand(scope: Scope, why: str = "") -> Hand:
    return Hand(scope.role.value, clock.now(), why)
