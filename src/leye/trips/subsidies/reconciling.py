"""银行回单: a bank's file in, laid beside the list that it answers; every line of either side is told and kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from leye.apps.subsidies import money_actions, money_selectors
from leye.apps.subsidies.actions import Hand, NotPossible
from leye.apps.subsidies.models import AnswerLine
from leye.apps.subsidies.money import ListState
from leye.core.payments.answers import Answer, Reconciled, Sent, Told, reconcile
from leye.core.payments.money import read_yuan, yuan
from leye.core.periods import SHANGHAI, day_of
from leye.core.rosters import cells
from leye.core.rosters.columns import plain
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.gateways.seals import vault
from leye.gateways.seals.keyring import Keyring
from leye.gateways.sheets.limits import DEFAULT
from leye.gateways.sheets.refusals import FileRefused
from leye.notices.rosters import load_columns
from leye.trips.rosters.found_sheets import found_sheets
from leye.trips.rosters.intake import NOTICE
from leye.trips.rosters.list_intake import too_large
from leye.trips.subsidies.settling import OUTCOMES
from leye.trips.subsidies.subsidy_drafts import NotAccepted

COLUMNS = load_columns(NOTICE, "bank_answers")
PAID = ("成功", "已付", "已到账", "交易成功", "发放成功", "处理成功", "已发放")
RETURNED = (
    "失败",
    "退回",
    "退票",
    "已退",
    "交易失败",
    "发放失败",
    "不成功",
    "未成功",
    "账号不存在",
)


@dataclass(frozen=True, slots=True)
class AnswerView:
    """A line of an answer in words."""

    row_no: int
    no: int | None
    sum: str
    label: str
    told: str
    why: str
    settled: str = ""  # how it was cleared up by hand


def bring(scope: Scope, list_id: int, path: Path, keys: Keyring) -> Reconciled | None:
    """Take a bank's answer in. None: the very file was taken before. Raises OutOfScope, NotAccepted, NotPossible."""
    if not scope.may(Capability.REVIEW_SUBSIDY):
        raise OutOfScope(list_id)
    row = money_selectors.one_list(scope, list_id)
    if row.state not in (ListState.SIGNED, ListState.ANSWERED):
        raise NotPossible("清单还没有签批，不会有银行回单。")
    if path.stat().st_size > DEFAULT.upload_bytes:
        raise NotAccepted(too_large(path).message)
    try:
        answers = list(read(path))
    except FileRefused as refused:
        raise NotAccepted(refused.problem.message + refused.problem.remedy) from None
    if not answers:
        raise NotAccepted("回单里没有一行。请确认选对了文件。")
    sent = [Sent(one.no, one.fen) for one in money_selectors.lines(scope, list_id)]
    told = reconcile(sent, answers)
    digest = vault.keep(Path(settings.UPLOADS) / "papers", path.read_bytes(), keys)
    kept = money_actions.take_answer(
        by=scope.actor, hand=Hand(scope.role.value, clock.now()), row=row, digest=digest, told=told,
        on=clock.today(),
    )  # fmt: skip
    return told if kept else None


def read(path: Path) -> Iterator[Answer]:
    """The lines of a bank's file; what cannot be read of a line is None, the line is still one."""
    for sheet in found_sheets(path, COLUMNS, "bank_answer"):
        places = {key: index for index, key, _ in sheet.header.columns}
        for batch in sheet.batches:
            for row_no, values in batch:
                if row_no <= sheet.header.last_row:
                    continue
                texts = [plain(one) for one in values if one is not None and plain(one)]
                if texts and not any(one.startswith(("合计", "总计")) for one in texts[:2]):
                    yield _answer(row_no, values, places)


def _answer(row_no: int, values: Sequence[object], places: dict[str, int]) -> Answer:
    given = {key: values[index] if index < len(values) else None for key, index in places.items()}
    number = cells.text_of(given["number"])
    result = cells.text_of(given["result"])
    is_paid = False if result.startswith(RETURNED) else True if result.startswith(PAID) else None
    return Answer(
        row_no, int(number) if number.isascii() and number.isdigit() and len(number) < 10 else None,
        read_yuan(given["amount"]), is_paid, cells.text_of(given.get("why"))[:200],
    )  # fmt: skip


def shown(scope: Scope, list_id: int) -> list[tuple[str, list[AnswerView], tuple[int, ...]]]:
    """The answers of a list: (when, lines that are not simply paid, numbers of which nothing was said)."""
    found = []
    for answer in money_selectors.answers(scope, list_id):
        lines = [
            AnswerView(
                one.row_no, one.no, yuan(one.fen) if one.fen is not None else "", Told(one.told).label, one.told,
                one.why, _settled(one),
            )
            for one in sorted(answer.lines.all(), key=lambda x: x.row_no)
        ]  # fmt: skip
        missing = tuple(int(one) for one in answer.missing.split(",") if one)
        found.append((f"{answer.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}", lines, missing))
    return found


def _settled(line: AnswerLine) -> str:
    if not hasattr(line, "settlement"):
        return ""
    told = line.settlement
    return f"{OUTCOMES[told.outcome]}：{told.why}（{told.by} {day_of(told.at)}）"
