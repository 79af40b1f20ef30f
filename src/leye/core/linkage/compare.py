"""Two rosters compared: certain pairs by number and name, the rest by the scorer; frames in, pairs out."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from leye.core.linkage import conflicts
from leye.core.linkage.blocking import Blocks, Rows
from leye.core.linkage.features import (
    BONE,
    FAR,
    LETTERS,
    NONE,
    Frequency,
    agreement,
    features,
    name_level,
    promising,
)  # fmt: skip
from leye.core.linkage.numbers import UNKNOWN, Kind, Numbers
from leye.core.linkage.people import People, people
from leye.core.linkage.scorer import Model
from leye.core.linkage.teacher import lesson

CHUNK = 500_000
CERTAIN, LEAST = 0.97, 0.35  # 一致 from here on; below, nothing is proposed
ENOUGH = 1.7  # points for two different numbers to be looked at as one person's
CLOSE = 0.12  # a runner-up this near makes a pair doubtful
CROWD = 5  # a number under more names than that says nothing about any of them
SAME, DIFFERS, DOUBTFUL = "一致", "有差异", "疑似"
Progress = Callable[[str, float], None]
Float = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Comparison:
    """pairs: ledger_id, roster_id, probability, match_class, rule, runner_up; each roster row at most once.

    remarks: what is strange about the roster as a whole, in words. model: the one that scored.
    """

    pairs: pl.DataFrame
    remarks: tuple[str, ...]
    model: Model | None


@dataclass(slots=True)
class Found:
    """Pairs of one part of the roster, as they are found."""

    right: list[Rows] = field(default_factory=list)
    left: list[Rows] = field(default_factory=list)
    probability: list[Float] = field(default_factory=list)
    match_class: list[NDArray[np.object_]] = field(default_factory=list)
    rule: list[NDArray[np.object_]] = field(default_factory=list)
    runner_up: list[Rows] = field(default_factory=list)

    def add(
        self,
        r: Rows,
        p: Rows,
        probability: Float,
        match_class: object,
        rule: object,
        runner_up: Rows | None = None,
    ) -> None:
        self.right.append(r)
        self.left.append(p)
        self.probability.append(probability)
        self.match_class.append(np.broadcast_to(np.asarray(match_class, dtype=object), len(r)))
        self.rule.append(np.broadcast_to(np.asarray(rule, dtype=object), len(r)))
        self.runner_up.append(np.full(len(r), -1) if runner_up is None else runner_up)


class Index:
    """The ledger made ready: cleaned, its keys sorted; rosters and single rows are compared with it.

    left: ledger_id and, as texts, household_id and the fields of `leye.core.linkage.people.FIELDS`.
    """

    def __init__(self, left: pl.DataFrame, model: Model | None = None) -> None:
        self.ids = left["ledger_id"].cast(pl.String)
        self.left = people(left)
        self.blocks, self.often, self.model = Blocks(self.left), Frequency.of(self.left), model
        valid = np.flatnonzero(self.left.numbers.is_valid)
        self._by_code = valid[np.argsort(self.left.numbers.code[valid], kind="stable")]
        self._codes = self.left.numbers.code[self._by_code]

    def compare(self, right: pl.DataFrame, progress: Progress | None = None) -> Comparison:
        """Compare a roster: roster_id and the fields, any of them absent or empty."""
        remarks = _remarks(right)
        parts: list[pl.DataFrame] = []
        for start in range(0, max(right.height, 1), CHUNK):
            part = right.slice(start, CHUNK)
            parts.append(self._part(part))
            if progress is not None:
                progress("compared", min(1.0, (start + CHUNK) / max(right.height, 1)))
        return Comparison(pl.concat(parts), remarks, self.model)

    def find(self, row: dict[str, str]) -> pl.DataFrame:
        """The pair of one row, by the columns of a roster; no line where it fits nobody."""
        return self._part(pl.DataFrame({"roster_id": [""], **{k: [v] for k, v in row.items()}}))

    def _part(self, frame: pl.DataFrame) -> pl.DataFrame:
        right, found = _trusted(people(frame)), Found()
        r, p = self.same_number(right)
        if self.model is None:
            self.model = _taught(self, right, (r, p))
        taken = self._certain(right, r, p, found)
        right, rest = _doubted(right, r), ~taken
        for has_number in (True, False):
            rows = np.flatnonzero(rest & (right.numbers.is_valid == has_number))
            if len(rows) and self.model is not None:
                self._scored(right.take(rows), rows, has_number, found)
        return self._frame(frame["roster_id"].cast(pl.String), found)

    def same_number(self, right: People) -> tuple[Rows, Rows]:
        """(right, left) rows that bear one valid number; where the ledger has it twice, the better name."""
        asked = np.flatnonzero(right.numbers.is_valid)
        codes = right.numbers.code[asked]
        low = np.searchsorted(self._codes, codes, "left")
        many = np.searchsorted(self._codes, codes, "right") - low
        first = np.repeat(np.cumsum(many) - many, many)
        r = np.repeat(asked, many)
        p = self._by_code[np.repeat(low, many) + np.arange(many.sum()) - first]
        if len(r) > len(np.unique(r)):
            level, _, _ = name_level(self.left.names, p, right.names, r)
            order = np.lexsort((level, r))
            _, places = np.unique(r[order], return_index=True)
            r, p = r[order][places], p[order][places]
        return r, p

    def _certain(self, right: People, r: Rows, p: Rows, found: Found) -> NDArray[np.bool_]:
        """Pairs that the number settles; returns which rows are done with."""
        left = self.left
        taken = np.zeros(len(right), dtype=bool)
        level, differing, _ = name_level(left.names, p, right.names, r)
        no_conflict = agreement(left.sex[p], right.sex[r]) != 2
        agrees = (level <= LETTERS) | (level == BONE) | (level == NONE)
        near = (level < FAR) & ~agrees | (level == FAR) & (right.names.length[r] >= 4) & (
            differing <= 2
        )
        sure = agrees & no_conflict & (level != NONE)
        found.add(r[sure], p[sure], np.full(sure.sum(), 0.999), SAME, "number name")
        close = near & no_conflict
        found.add(r[close], p[close], np.full(close.sum(), 0.995), SAME, "number near name")
        nameless = (level == NONE) & no_conflict
        found.add(r[nameless], p[nameless], np.full(nameless.sum(), 0.9), DOUBTFUL, "number only")
        odd = (agrees | near) & ~no_conflict
        found.add(r[odd], p[odd], np.full(odd.sum(), 0.95), DIFFERS, "number name, not sex")
        other = (level == FAR) & ~near
        taken[r[~other]] = True
        self._conflicts(right, r[other], p[other], taken, found)
        return taken

    def _conflicts(
        self, right: People, r: Rows, owner: Rows, taken: NDArray[np.bool_], found: Found
    ) -> None:
        rows, who, _ = conflicts.borrowed(self.left, right, r, owner)
        found.add(rows, who, np.full(len(rows), 0.97), DIFFERS, "borrowed number")
        taken[rows] = True
        left = np.flatnonzero(~taken[r])
        r, owner = r[left], owner[left]
        is_renamed = conflicts.renamed(self.left, right, r, owner)
        found.add(
            r[is_renamed],
            owner[is_renamed],
            np.full(is_renamed.sum(), 0.9),
            DIFFERS,
            "number, other name",
        )
        taken[r[is_renamed]] = True

    def _scored(self, right: People, rows: Rows, has_number: bool, found: Found) -> None:
        """Score what the number left open; the best person of each row, if any is good enough."""
        r, p = self.blocks.pairs(right, has_number)
        if has_number:
            likely = ~self.left.numbers.is_valid[p] | (
                conflicts.points(self.left, p, right, r) >= ENOUGH
            )
            r, p = r[likely], p[likely]
        if not len(r) or self.model is None:
            return
        table = features(self.left, right, (r, p), self.often)
        good = promising(table)
        r, p, table = r[good], p[good], table[good]
        if not len(r):
            return
        score = self.model.predict(table)
        if has_number:  # two numbers: what no lesson showed the scorer is counted by points
            told = conflicts.points(self.left, p, right, r)
            score = np.where(self.left.numbers.is_valid[p], 1 - np.exp(-told / 2), score)
        order = np.lexsort((-score, r))
        r, p, score = r[order], p[order], score[order]
        first = np.flatnonzero(np.r_[True, r[1:] != r[:-1]])
        has_second = np.r_[first[1:] > first[:-1] + 1, len(r) > first[-1] + 1]
        second = np.minimum(first + 1, len(r) - 1)
        runner = np.where(has_second, score[second], 0.0)
        r, l_best, best = r[first], p[first], score[first]
        two = (
            right.numbers.is_valid[r] & self.left.numbers.is_valid[l_best]
            if has_number
            else np.zeros(len(r), dtype=bool)
        )
        kept = best >= LEAST
        close = runner > best - CLOSE
        sure = (best >= CERTAIN) & ~two & ~close
        classes = np.where(sure, SAME, DOUBTFUL).astype(object)
        rule = np.where(two, "two numbers", "scored").astype(object)
        seconds = np.where(has_second & (runner > 0.05), p[second], -1)
        found.add(rows[r[kept]], l_best[kept], best[kept], classes[kept], rule[kept], seconds[kept])

    def _frame(self, roster_ids: pl.Series, found: Found) -> pl.DataFrame:
        right, left = np.concatenate(found.right), np.concatenate(found.left)
        order = np.argsort(right, kind="stable")
        runner = np.concatenate(found.runner_up)[order]
        ids = self.ids.gather(left[order])
        seconds = pl.Series(np.maximum(runner, 0), dtype=pl.UInt32)
        return pl.DataFrame(
            {
                "ledger_id": ids,
                "roster_id": roster_ids.gather(right[order]),
                "probability": np.concatenate(found.probability)[order],
                "match_class": pl.Series(
                    np.concatenate(found.match_class)[order].tolist(), dtype=pl.String
                ),
                "rule": pl.Series(np.concatenate(found.rule)[order].tolist(), dtype=pl.String),
                "runner_up": self.ids.gather(seconds).set(pl.Series(runner < 0), None)
                if len(runner)
                else pl.Series([], dtype=pl.String),
            }
        )


def compare(
    left: pl.DataFrame,
    right: pl.DataFrame,
    model: Model | None = None,
    progress: Progress | None = None,
) -> Comparison:
    """Compare a roster with the ledger. Without a model one is fitted on this very roster."""
    return Index(left, model).compare(right, progress)


def _taught(index: Index, right: People, certain: tuple[Rows, Rows]) -> Model | None:
    try:
        return lesson(index.left, right, certain, index.blocks, index.often)
    except ValueError:
        return None  # nothing with a number: nobody teaches, and only a kept model could score


def _trusted(right: People) -> People:
    """The rows, but for numbers that stand under so many names that they say nothing: those are not known."""
    own = right.numbers
    rows = np.flatnonzero(own.is_valid)
    named = np.unique(np.stack([own.code[rows].astype(np.uint64), right.names.sound[rows]]), axis=1)
    code, names_of = np.unique(named[0], return_counts=True)
    crowd = np.isin(own.code, code[names_of > CROWD].astype(np.int64)) & own.is_valid
    if not crowd.any():
        return right
    digits = np.where(crowd[:, None], UNKNOWN, own.digits)
    kind = np.where(crowd, Kind.OTHER, own.kind).astype(np.uint8)
    return replace(
        right,
        numbers=Numbers(kind, np.where(crowd, 0, own.code), digits, own.spare),
        birth=np.where(crowd, right.told_birth, right.birth),
        sex=np.where(crowd, right.told_sex, right.sex),
    )


def _doubted(right: People, matched: Rows) -> People:
    """The rows, but for numbers that nobody bears and that end in zeros as a spreadsheet makes them: one in
    eleven of those has a check digit that fits."""
    own = right.numbers
    odd = own.is_valid & (own.digits[:, 15:] == 0).all(axis=1)
    odd[matched] = False
    if not odd.any():
        return right
    digits = own.digits.copy()
    digits[np.ix_(odd, [15, 16, 17])] = UNKNOWN
    kind = np.where(odd, Kind.SPOILT, own.kind).astype(np.uint8)
    return replace(right, numbers=Numbers(kind, np.where(odd, 0, own.code), digits, own.spare))


def _remarks(right: pl.DataFrame) -> tuple[str, ...]:
    """What is strange about a roster as a whole."""
    found: list[str] = []
    has = {
        name: name in right.columns and bool((right[name].fill_null("") != "").any())
        for name in ("name", "id_no")
    }
    if not has["id_no"]:
        found.append("名册没有证件号码，只能凭姓名、出生日期和住址比对，结果多为疑似，请逐条核实。")
    if not has["name"]:
        found.append("名册没有姓名，只能凭证件号码比对，结果都作为疑似，请逐条核实。")
    if has["name"] and right["name"].fill_null("").str.contains(r"^\d{15,18}").mean() > 0.5:  # type: ignore[operator]
        found.append("“姓名”一列里多是号码，可能两列写反了。请核对表头后重新上传。")
    return tuple(found)
