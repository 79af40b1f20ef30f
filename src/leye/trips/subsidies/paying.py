"""拨付: applications whose notice has ended become a list, frozen and signed by another; the bank's files of it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from leye.apps.audit import actions as audit
from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.apps.subsidies import money_actions, money_selectors, selectors
from leye.apps.subsidies.actions import Hand, NotPossible
from leye.apps.subsidies.models import Application, PaymentLine, PaymentList
from leye.apps.subsidies.money import ListState
from leye.core.digests import canonical
from leye.core.payments.money import capitals, plain_yuan, yuan
from leye.core.places.tree import REGION
from leye.core.scope import Capability, OutOfScope, Role, Scope
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.gateways.sheets.write import write_csv, write_table
from leye.notices.subsidy_procedure import load_lines
from leye.trips.rosters.intake import NOTICE
from leye.trips.subsidies.subsidy_drafts import ACCOUNT_CONTEXT, kind_of
from leye.trips.subsidies.subsidy_reviewing import dead_of, stop, was_looked_into

PAYEE_CONTEXT = "subsidy.payee"
BANK_HEADER = ("序号", "业务编号", "收款户名", "收款账号", "开户行", "金额（元）", "用途")


@dataclass(frozen=True, slots=True)
class Line:
    """A payment in clear."""

    no: int
    application_id: int
    claim_id: int
    payee: str
    account: str
    bank: str
    fen: int
    answer: str = ""
    why: str = ""

    @property
    def yuan(self) -> str:
        return yuan(self.fen)

    @property
    def masked_account(self) -> str:
        return f"{self.account[:4]}****{self.account[-4:]}"

    @property
    def label(self) -> str:
        return {"": "待银行回复", "paid": "已到账", "returned": "银行退回", "cancelled": "已作废"}[self.answer]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListView:
    """A payment list. is_sound False: it is not what was frozen."""

    row: PaymentList
    title: str
    county: str
    lines: tuple[Line, ...]
    total: str
    capitals: str
    is_sound: bool


def prepare(scope: Scope, county: str, line: str, keys: Keyring) -> int:
    """A list of everything of a county and funding line that may be paid. Raises OutOfScope, NotPossible.

    Whoever has died since is stopped before the list is made.
    """
    if not scope.may(Capability.REVIEW_SUBSIDY):
        raise OutOfScope(county)
    scope = scope.narrowed(county)
    rows = _alive(scope, money_selectors.payable(scope, county, line))
    if not rows:
        raise NotPossible("没有公示期满、可以拨付的申请。")
    named = _named(scope, rows, keys)
    lines = [Line(no, *rest) for no, rest in enumerate(named, start=1)]
    if without := [one for one in lines if not one.account]:
        raise NotPossible(f"有 {len(without)} 笔没有收款账号，不能列清单。请先补上。")
    total = sum(one.fen for one in lines)
    with transaction.atomic():
        row = money_actions.make_list(
            by=scope.actor, hand=_hand(scope), applications=rows,
            values={
                "county": county, "line": line, "year": clock.today().year,
                "digest": digest_of(county, line, lines, total, keys),
            },
            lines=[_sealed(one, keys) for one in lines],
        )  # fmt: skip
    return row.pk


def _alive(scope: Scope, rows: Sequence[Application]) -> list[Application]:
    alive = []
    for row in rows:
        counted = [one.person_id for one in selectors.claims(scope, row.pk) if one.is_counted]
        if dead_of(scope, counted) and not was_looked_into(scope, row.pk):
            stop(scope, row.pk, "台账登记了其中有人去世，暂停拨付，请核实")
        else:
            alive.append(row)
    return alive


Named = tuple[int, int, str, str, str, int]


def _named(scope: Scope, rows: Sequence[Application], keys: Keyring) -> list[Named]:
    """Who gets what: the employer for all its persons, or each person for himself; what is on a list is left out."""
    listed = money_selectors.listed_once(scope, [row.pk for row in rows])
    region = Scope(scope.actor, REGION, Role.CLERK)
    found: list[Named] = []
    for row in rows:
        if not kind_of(row.kind).pays_person:
            if (row.pk, 0) not in listed:
                account = _opened(keys, row.account_cipher)
                found.append((row.pk, 0, row.account_name, account, row.account_bank, row.fen or 0))
            continue
        claims = [one for one in selectors.claims(scope, row.pk) if one.is_counted and one.fen]
        names = {x.person_id: x.name for x in people.lines(region, [c.person_id for c in claims])}
        found.extend(
            (row.pk, c.pk, names.get(c.person_id, ""), _opened(keys, c.account_cipher), "", c.fen or 0)
            for c in claims
            if (row.pk, c.pk) not in listed
        )  # fmt: skip
    return found


def _opened(keys: Keyring, cipher: str) -> str:
    return sealing.unseal(keys, cipher, ACCOUNT_CONTEXT) if cipher else ""


def _sealed(one: Line, keys: Keyring) -> dict[str, object]:
    return {
        "no": one.no, "application_id": one.application_id, "claim_id": one.claim_id, "bank": one.bank,
        "fen": one.fen, "payee_cipher": sealing.seal(keys, one.payee, PAYEE_CONTEXT),
        "account_cipher": sealing.seal(keys, one.account, ACCOUNT_CONTEXT),
    }  # fmt: skip


def digest_of(county: str, line: str, lines: Sequence[Line], total: int, keys: Keyring) -> str:
    """Over all that the bank is told; accounts enter by their keyed digest, so that none can be guessed from it."""
    told = {
        "county": county, "line": line, "total": total,
        "lines": [
            [one.no, one.application_id, one.claim_id, one.payee, one.bank, one.fen,
             sealing.index(keys, one.account, ACCOUNT_CONTEXT)]
            for one in lines
        ],
    }  # fmt: skip
    return hashlib.sha256(canonical(told)).hexdigest()


def view(scope: Scope, list_id: int, keys: Keyring) -> ListView:
    """A list in clear, and whether it still is what was frozen. Raises OutOfScope."""
    if not (scope.may(Capability.REVIEW_SUBSIDY) or scope.may(Capability.APPROVE)):
        raise OutOfScope(list_id)
    row = money_selectors.one_list(scope, list_id)
    lines = tuple(_line(one, keys) for one in money_selectors.lines(scope, list_id))
    total = sum(one.fen for one in lines)
    is_sound = (
        digest_of(row.county, row.line, lines, total, keys) == row.digest
        and total == row.total_fen
        and len(lines) == row.lines_many
    )
    name = places.tree(scope, clock.today()).name(row.county)
    title = f"{name}{row.year}年第{row.no}号{load_lines(NOTICE)[row.line]}拨付清单"
    return ListView(row, title, name, lines, yuan(total), capitals(total), is_sound)


def _line(one: PaymentLine, keys: Keyring) -> Line:
    return Line(
        one.no, one.application_id, one.claim_id, sealing.unseal(keys, one.payee_cipher, PAYEE_CONTEXT),
        sealing.unseal(keys, one.account_cipher, ACCOUNT_CONTEXT), one.bank, one.fen, one.answer, one.why,
    )  # fmt: skip


def sign(scope: Scope, list_id: int, keys: Keyring) -> None:
    """Another person signs. Raises OutOfScope, NotPossible: the same person, or changed since it was made."""
    if not scope.may(Capability.APPROVE):
        raise OutOfScope(list_id)
    seen = _sound(scope, list_id, keys)
    money_actions.sign_list(by=scope.actor, at=clock.now(), row=seen.row)


def cancel(scope: Scope, list_id: int, why: str) -> None:
    """Give up a list that was not signed."""
    if not (scope.may(Capability.REVIEW_SUBSIDY) or scope.may(Capability.APPROVE)):
        raise OutOfScope(list_id)
    row = money_selectors.one_list(scope, list_id)
    money_actions.cancel_list(by=scope.actor, hand=_hand(scope, why), row=row)


def bank_file(scope: Scope, list_id: int, form: str, keys: Keyring) -> tuple[bytes, str]:
    """The file for the bank, "csv" or "xlsx", and its name; of a signed list that is what was signed.

    Taking it out is an audit event. Raises OutOfScope, NotPossible.
    """
    seen = _sound(scope, list_id, keys)
    if seen.row.state not in (ListState.SIGNED, ListState.ANSWERED):
        raise NotPossible("清单还没有签批，不能导出银行文件。请先由审核人员签批。")
    rows: list[tuple[object, ...]] = [BANK_HEADER]
    rows += [
        (
            one.no,
            f"{seen.row.pk}-{one.no}",
            one.payee,
            one.account,
            one.bank,
            plain_yuan(one.fen),
            "就业补贴",
        )
        for one in seen.lines
    ]
    rows.append(
        ("", "合计", f"{len(seen.lines)}笔", "", seen.capitals, plain_yuan(seen.row.total_fen), "")
    )
    with transaction.atomic():
        audit.record(
            by=scope.actor, action="payment_list.export", unit=seen.row.county,
            subject=f"payment_list:{seen.row.pk}", detail={"form": form, "digest": seen.row.digest},
        )  # fmt: skip
    with TemporaryDirectory(prefix="leye-") as folder:
        path = Path(folder) / "list"
        if form == "csv":
            write_csv(path, rows)  # type: ignore[arg-type]
        else:
            write_table(path, {"拨付清单": rows})  # type: ignore[dict-item]
        return (
            path.read_bytes(),
            f"payment-list-{seen.row.county}-{seen.row.year}-{seen.row.no}.{form}",
        )


def _sound(scope: Scope, list_id: int, keys: Keyring) -> ListView:
    seen = view(scope, list_id, keys)
    if not seen.is_sound:
        raise NotPossible(
            "清单与制表时不一致（摘要不符），有人改动过。不能签批和拨付，请报告上级核查。"
        )
    return seen


def _hand(scope: Scope, why: str = "") -> Hand:
    return Hand(scope.role.value, clock.now(), why)


@dataclass(frozen=True, slots=True)
class ListRow:
    id: int
    title: str
    many: int
    total: str
    state: str
    label: str
    prepared_by: str
    signed_by: str


def listed(scope: Scope) -> list[ListRow]:
    """The lists of the scope, the newest first."""
    tree, lines = places.tree(scope, clock.today()), load_lines(NOTICE)
    return [
        ListRow(
            one.pk, f"{tree.name(one.county)}{one.year}年第{one.no}号　{lines[one.line]}", one.lines_many,
            yuan(one.total_fen), one.state, ListState(one.state).label, one.prepared_by, one.signed_by,
        )
        for one in money_selectors.lists(scope)
    ]  # fmt: skip


def waiting(scope: Scope, county: str, line: str) -> tuple[int, int]:
    """(applications, fen) that could be listed now."""
    rows = money_selectors.payable(scope, county, line)
    return len(rows), sum(row.fen or 0 for row in rows)
