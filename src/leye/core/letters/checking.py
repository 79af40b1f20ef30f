"""A text that comes back: which figures stand as they were written, which were changed, which the ledger says otherwise now."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from leye.core.vocabulary import Category

NUMBER = re.compile(r"\d+(?:\.\d+)?%?")


class Verdict(Category):
    SAME = "same", "未改动"
    OUTDATED = "outdated", "未改动，但台账已变"
    CHANGED = "changed", "改动过，与台账不符"
    CORRECTED = "corrected", "改动过，与台账现在的数一致"
    LOOSE = "loose", "标记丢了，同样的数字还在文中"
    MISSING = "missing", "文中找不到了"
    BY_HAND = "by_hand", "手工写入的数字，没有来处"


@dataclass(frozen=True, slots=True)
class Written:
    """A figure as it was written, and as the ledger says now; now None: it cannot be told any more."""

    key: str
    text: str
    now: str | None


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of a figure. key "": a number that was written by hand; found: as it stands in the text."""

    key: str
    verdict: Verdict
    written: str
    found: str
    now: str
    where: str = ""


def plain_number(text: str) -> str:
    """A number as people write it in one form: full-width digits, separators, blanks and an amount's last .00 are nothing."""
    return re.sub(r"[\s,，]|(?<=\d)\.00\s*$", "", unicodedata.normalize("NFKC", text))


def judged(
    written: Sequence[Written],
    found: Mapping[str, Sequence[str]],
    before: Iterable[str],
    after: Sequence[str],
) -> list[Judged]:
    """Each figure with its verdict, then the numbers that nobody wrote but a hand.

    found: what stands in the marks of a returned text, by key (a copied mark stands twice).
    before, after: the text outside of the marks, as it was written and as it came back.
    """
    free = _new_numbers(before, after)
    told: list[Judged] = []
    for one in written:
        now = plain_number(one.now) if one.now is not None else ""
        stands = [plain_number(text) for text in found.get(one.key, ()) if plain_number(text)]
        if not stands:
            wanted = plain_number(one.text)
            is_there = any(number == wanted for number, _ in free)
            if is_there:
                free.remove(next(pair for pair in free if pair[0] == wanted))
            verdict = Verdict.LOOSE if is_there else Verdict.MISSING
            told.append(Judged(one.key, verdict, one.text, wanted if is_there else "", now))
            continue
        for text in dict.fromkeys(stands):
            verdict = _verdict(text, plain_number(one.text), one.now is not None, now)
            told.append(Judged(one.key, verdict, one.text, text, now))
    told.extend(Judged("", Verdict.BY_HAND, "", number, "", where) for number, where in free)
    return told


def _verdict(text: str, written: str, is_known: bool, now: str) -> Verdict:
    if text == written:
        return Verdict.OUTDATED if is_known and now != written else Verdict.SAME
    return Verdict.CORRECTED if is_known and text == now else Verdict.CHANGED


def _new_numbers(before: Iterable[str], after: Sequence[str]) -> list[tuple[str, str]]:
    """(number, the words around it) for each number of `after` that `before` does not have."""
    known = Counter(n for text in before for n in NUMBER.findall(plain_number(text)))
    found = []
    for text in after:
        line = plain_number(text)
        for match in NUMBER.finditer(line):
            if known[match[0]] > 0:
                known[match[0]] -= 1
                continue
            found.append((match[0], line[max(0, match.start() - 12) : match.end() + 8]))
    return found
