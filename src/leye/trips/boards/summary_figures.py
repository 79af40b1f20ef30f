"""情况报告, its figures: what a name in a sentence counts on a board, as text; and how it is called."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from leye.core.reports.identities import label
from leye.trips.boards.boards import Told

OWN_WORDS = {
    "idle_homes": "零就业家庭", "sites": "集中安置点", "bare_sites": "没有服务平台的安置点", "promised": "承诺对象",
    "promise_kept": "按期兑现", "promise_late": "逾期后兑现", "promise_broken": "逾期未兑现", "not_asked": "没有调查意愿",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A figure by what it counts and where: a name of the board, a/b for a share, a+b for a sum, gauge:x of a room."""

    what: str
    code: str
    site: int | None = None


def text_of(told: Told, named: Named) -> str | None:
    """The figure as a document writes it; None where the board does not know it any more."""
    if named.what.startswith("gauge:"):
        texts = [g.text for g in told.gauges if g.key == named.what[6:]]
        return texts[0] if texts else None
    counts = _counts(told, named)
    if counts is None:
        return None
    part, slash, whole = named.what.partition("/")
    if slash:
        of = _sum(counts, whole)
        return f"{_sum(counts, part) * 100 / of:.1f}%" if of else "0%"
    return str(_sum(counts, named.what))


def value_of(told: Told, named: Named) -> Fraction:
    """The figure as a number, a share as part of one; nothing where the board does not know it."""
    if named.what.startswith("gauge:"):
        return Fraction(sum(g.value for g in told.gauges if g.key == named.what[6:]))
    counts = _counts(told, named) or {}
    part, slash, whole = named.what.partition("/")
    of = _sum(counts, whole) if slash else 1
    return Fraction(_sum(counts, part), of) if of else Fraction(0)


def _counts(told: Told, named: Named) -> Mapping[str, int] | None:
    if named.code == told.unit and named.site is None:
        return told.total
    for line in told.lines:
        if (line.code, line.site) == (named.code, named.site):
            return line.counts
    return None


def _sum(counts: Mapping[str, int], names: str) -> int:
    return sum(counts.get(name, 0) for name in names.split("+"))


def called(named: Named, place: str) -> str:
    """A figure in words, for the control that holds it."""
    if named.what.startswith("gauge:"):
        return f"{place} {named.what[6:]}"
    part, slash, whole = named.what.partition("/")
    told = "＋".join(_word(name) for name in part.split("+"))
    return f"{place} {told}" + (f"/{_word(whole)}" if slash else "")


def _word(name: str) -> str:
    if name.startswith("poor."):
        return f"建档立卡{label(name[5:])}"
    return OWN_WORDS.get(name) or label(name)
