"""情况报告: drafted from the board, every figure bound to what it counts; edited in Word, sent back, looked through again."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from leye.apps.boards import actions, selectors
from leye.apps.boards.models import CheckedFigure, Summary, SummaryCheck, SummarySent
from leye.apps.places import selectors as places
from leye.core.letters.checking import Verdict, Written, judged
from leye.core.letters.texts import (
    Bar,
    Block,
    Bound,
    Chart,
    Grid,
    Heading,
    Letter,
    Paragraph,
    Part,
    names_in,
    parts_of,
    plain,
)
from leye.core.periods import Month, day_of
from leye.core.places.tree import REGION
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.gateways.documents import letters
from leye.gateways.documents.typeset import pdf as typeset
from leye.gateways.seals.vault import digest_of
from leye.notices.reports import Bars, Due, Form, load_due, load_form
from leye.notices.reports import Part as Section
from leye.trips.boards import boards
from leye.trips.boards.boards import Told
from leye.trips.boards.summary_blocks import block_of, printed
from leye.trips.boards.summary_blocks import plain as plain_block
from leye.trips.boards.summary_figures import Named, called, text_of, value_of
from leye.trips.rosters.intake import NOTICE

NUMERALS = "一二三四五六七八九十"
ROWS = 60


class NotOurs(Exception):
    """The file that came back holds no figures of this report; the message is for the user."""


@dataclass(slots=True)
class _Pen:
    """Writes sentences and keeps what each figure in them counts."""

    told: Told
    names: dict[str, str]
    places: dict[str, str]
    bound: list[tuple[Bound, Named]] = field(default_factory=list)

    def figure(self, named: Named, place: str) -> Bound:
        key = f"f{len(self.bound) + 1}"
        bound = Bound(key, text_of(self.told, named) or "—", called(named, place))
        self.bound.append((bound, named))
        return bound

    def sentence(self, text: str) -> Paragraph:
        for name, words in self.names.items():
            text = text.replace(f"{{{name}}}", words)
        unit = self.told.unit
        figures = {
            name: self.figure(Named(name, unit), self.places[unit])
            for name in dict.fromkeys(names_in(text))
        }
        return Paragraph(parts_of(text, figures))


def draft(scope: Scope, month: Month | None = None) -> Summary:
    """Draft the report of the own unit from the board of a month's end. Raises OutOfScope."""
    if not scope.may(Capability.PREPARE_RETURN) or scope.site is not None:
        raise OutOfScope(scope.unit)
    told = boards.told(scope, scope.unit, month or boards.last_month())
    tree, on, unit = places.tree(scope, told.month.last_day), told.month.last_day, told.unit
    form = load_form(NOTICE)
    name = tree.name(unit)
    above = (
        "" if unit == REGION else tree.name(REGION if unit.endswith("00") else tree.league_of(unit))
    )
    level = "region" if unit == REGION else "league" if unit.endswith("00") else "county"
    names = {"unit": name, "above": above, "on": _day(on)}
    pen = _Pen(told, names, {unit: name})
    blocks = tuple(_blocks(pen, form))
    signed = form.signed_region if unit == REGION else form.signed
    words = {
        "title": form.title.format(unit=name), "receiver": form.to[level].format(above=above),
        "signed": signed.format(unit=name),
        "body": json.dumps([plain_block(block) for block in blocks], ensure_ascii=False),
    }  # fmt: skip
    figures: list[dict[str, object]] = [
        {
            "key": bound.key, "what": named.what, "code": named.code, "site": named.site,
            "label": bound.label[:120], "text": bound.text,
        }
        for bound, named in pen.bound
    ]  # fmt: skip
    row, _ = actions.draft(
        by=scope.actor, unit=unit, on=on, seq=told.seq, digest=digest_of(words["body"].encode()), words=words,
        figures=figures, at=clock.now(),
    )  # fmt: skip
    return row


def _blocks(pen: _Pen, form: Form) -> Iterator[Block]:
    for sentence in form.opening:
        yield pen.sentence(sentence.text)
    for part in form.parts:
        said = list(_section(pen, part))
        if said:
            yield Heading(part.heading)
            yield from said
        if part.chart:
            yield from _chart(pen, part.chart)
        if part.has_grid and pen.told.lines:
            yield _grid(pen, form)


def _section(pen: _Pen, part: Section) -> Iterator[Paragraph]:
    number = 0
    for sentence in part.sentences:
        if sentence.when and not value_of(pen.told, Named(sentence.when, pen.told.unit)):
            continue
        pen.names["n"] = NUMERALS[number]
        number += "{n}" in sentence.text
        yield pen.sentence(sentence.text)


def _grid(pen: _Pen, form: Form) -> Grid:
    what = [name for name, _ in form.columns]
    told = pen.told
    rows: list[tuple[Part, ...]] = []
    lines = [line for line in told.lines if line.counts.get("people")][:ROWS]
    for line in lines:
        cells = [pen.figure(Named(one, line.code, line.site), line.name) for one in what]
        rows.append((line.name, *cells))
    total = [pen.figure(Named(one, told.unit), "合计") for one in what]
    caption = "各安置点情况（人）" if lines and lines[0].site is not None else "各地情况（人）"
    return Grid(caption, ("单位", *(label for _, label in form.columns)), (("合计", *total), *rows))


def _chart(pen: _Pen, form: Bars) -> Iterator[Chart]:
    """Bars of one figure over the lines below, or of several figures of the own unit; none where all are nothing."""
    told = pen.told
    if form.what:
        lines = [line for line in told.lines if line.counts.get("people")][:ROWS]
        named = [(line.name, Named(form.what, line.code, line.site)) for line in lines]
    else:
        named = [(label, Named(name, told.unit)) for name, label in form.bars]
    values = [value_of(told, one) for _, one in named]
    most = max(values, default=Fraction(0)) if not form.what else Fraction(1)
    if most and any(values):
        yield Chart(
            form.caption,
            tuple(
                Bar(name, round(value / most * 1000), pen.figure(one, name))
                for (name, one), value in zip(named, values, strict=True)
            ),
        )


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def letter_of(row: Summary) -> Letter:
    """A draft as the document that it is."""
    blocks = tuple(block_of(one) for one in json.loads(row.body))
    day = _day(day_of(row.drafted_at))
    second = load_form(NOTICE).second_line
    return Letter(str(row.pk), row.title, row.receiver, blocks, row.signed, day, second)


def docx(scope: Scope, summary_id: int) -> bytes:
    """The draft as a Word file. Raises OutOfScope."""
    return letters.docx(letter_of(selectors.summary(scope, summary_id)))


def pdf(scope: Scope, summary_id: int) -> bytes:
    """The draft as a PDF. Raises OutOfScope, NoFonts."""
    row = selectors.summary(scope, summary_id)
    letter = letter_of(row)

    told = {
        "title": letter.title_lines,
        "to": letter.to,
        "blocks": [printed(block) for block in letter.blocks],
        "signed": letter.signed,
        "day": letter.day,
    }
    return typeset("letter", told, row.drafted_at)


def check(scope: Scope, summary_id: int, content: bytes) -> SummaryCheck:
    """Look a returned file through against the ledger as it is now. Raises OutOfScope, NotReadable, NotOurs."""
    row = selectors.summary(scope, summary_id)
    if not scope.may(Capability.PREPARE_RETURN) or scope.site is not None:
        raise OutOfScope(summary_id)
    returned = letters.read_back(content)
    if str(row.pk) not in returned.references:
        other = "，它是另一份报告的" if returned.references else ""
        raise NotOurs(
            f"文件里没有这份报告的数字标记{other}。请上传从本页下载、在 Word 里改过的文件。"
        )
    told = boards.told(scope, row.unit, Month.of(row.on))
    written = [
        Written(one.key, one.text, text_of(told, Named(one.what, one.code, one.site)))
        for one in selectors.figures(scope, summary_id)
    ]
    letter = letter_of(row)
    before = [letter.title, f"{letter.to}：", *plain(letter.blocks), letter.signed, letter.day]
    found: list[dict[str, object]] = [
        {
            "key": one.key, "verdict": one.verdict.value, "written": one.written[:30], "found": one.found[:60],
            "now": one.now[:30], "around": one.where[:80],
        }
        for one in judged(written, returned.found, before, returned.rest)
        if one.verdict is not Verdict.SAME
    ]  # fmt: skip
    return actions.note_check(
        by=scope.actor, summary=row, digest=digest_of(content), seq=told.seq, found=found, at=clock.now()
    )  # fmt: skip


def send(scope: Scope, summary_id: int) -> bool:
    """The report goes to the unit above. Raises OutOfScope."""
    row = selectors.summary(scope, summary_id)
    if not scope.may(Capability.PREPARE_RETURN) or scope.unit != row.unit or scope.site is not None:
        raise OutOfScope(summary_id)
    return actions.send(by=scope.actor, summary=row, at=clock.now())


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of a check with the figure that it is about."""

    label: str
    verdict: Verdict
    row: CheckedFigure


@dataclass(frozen=True, slots=True)
class Checked:
    check: SummaryCheck
    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A draft, what came back of it, and whether it was sent."""

    row: Summary
    letter: Letter
    addresses: dict[str, str]
    figures: int
    checks: tuple[Checked, ...]
    sent: SummarySent | None
    due: Due


def page(scope: Scope, summary_id: int) -> Page:
    """Everything that the page of a draft shows. Raises OutOfScope."""
    row = selectors.summary(scope, summary_id)
    figures = selectors.figures(scope, summary_id)
    labels = {one.key: one.label for one in figures}
    checks = tuple(
        Checked(
            one, tuple(Found(labels.get(f.key, "（手工）"), Verdict(f.verdict), f) for f in found)
        )
        for one, found in selectors.checks(scope, summary_id)
    )
    month = Month.of(row.on)
    addresses = {
        one.key: f"unit={one.code}&month={month}&what={one.what}&seq={row.seq}"
        + (f"&site={one.site}" if one.site is not None else "")
        for one in figures
        if "/" not in one.what and "+" not in one.what and ":" not in one.what and opens(one.what)
    }
    return Page(
        row, letter_of(row), addresses, len(figures), checks, selectors.sent_one(scope, summary_id),
        load_due(NOTICE, row.on),
    )  # fmt: skip


def opens(what: str) -> bool:
    """Whether people stand behind a figure of the board."""
    return not what.startswith("promise") and what not in ("sites", "bare_sites")


@dataclass(frozen=True, slots=True)
class UnitState:
    """How far a unit is with its report: sent when, late or not."""

    code: str
    name: str
    sent: SummarySent | None
    is_late: bool


def states(scope: Scope) -> tuple[Due, list[UnitState]]:
    """The due day, and how far the units just below are."""
    today = clock.today()
    due = load_due(NOTICE, today)
    tree = places.tree(scope, today)
    sent = selectors.sent(scope)
    codes = tree.children(scope.unit) if scope.unit.endswith("00") else ()
    told = []
    for code in (scope.unit, *(c for c in codes if len(c) == 6)):
        one = sent.get(code)
        is_late = (day_of(one.sent_at) if one else today) > due.on
        told.append(UnitState(code, tree.name(code), one, is_late))
    return due, told


def drafts(scope: Scope) -> list[tuple[Summary, str]]:
    """The drafts of the scope with the names of their units, the newest first."""
    tree = places.tree(scope, clock.today())
    return [(row, tree.name(row.unit)) for row in selectors.summaries(scope)]
