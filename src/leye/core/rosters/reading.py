"""The cells of one row by the meaning of their columns: typed values out, each trouble noted once."""

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import TypeVar

from leye.core.problems import Problem, Severity
from leye.core.rosters import cells
from leye.core.vocabulary import Category

C = TypeVar("C", bound=Category)
PARTED = re.compile(r"[、,，;；/\s]+")
NOTHING = frozenset({"无", "不限", "无要求", "不要求", "否", "均可", "没有"})


@dataclass(slots=True)
class CellReader:
    """Reads cells of the row in hand.

    as_of: the roster's day; labels: column key → the column's name in the user's table.
    """

    as_of: dt.date
    labels: dict[str, str]
    given: dict[str, object] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def say(self, code: str, severity: Severity, key: str, message: str, remedy: str) -> None:
        """Note a problem of a column, with what stands in its cell."""
        found = cells.text_of(self.given.get(key)) or None
        self.problems.append(Problem(code, severity, message, remedy, self.labels.get(key), found))

    def text(self, key: str, longest: int = 200) -> str:
        """The cell as text, cut to `longest` characters."""
        return cells.text_of(self.given.get(key))[:longest]

    def several(self, key: str) -> str:
        """The words of a cell that may hold several, each once, parted by 、; none where it says that there are none."""
        found = {one for one in PARTED.split(self.text(key)) if one and one not in NOTHING}
        return "、".join(sorted(found))

    def category(self, key: str, category: type[C], severity: Severity) -> C | None:
        """The category that the cell names; an unknown word is a problem of the given severity."""
        text = cells.text_of(self.given.get(key))
        if not text:
            return None
        found = category.read(text)
        if found is None:
            label = self.labels[key]
            known = "、".join(category.labels())
            self.say(f"{key}.word", severity, key, f"“{label}”的写法不认识。", f"请改为：{known}。")
        return found

    def day(self, key: str, *, end: bool = False) -> dt.date | None:
        """The day in the cell; with `end` the first day after it. What is no day or lies ahead is refused."""
        try:
            day = cells.day_of(self.given.get(key), end=end)
        except cells.Unreadable:
            label = self.labels[key]
            self.say(
                f"{key}.date",
                Severity.REFUSED,
                key,
                f"“{label}”不是真实日期。",
                "请写成 2020-05-31。",
            )
            return None
        latest = self.as_of + dt.timedelta(days=1 if end else 0)
        if day is not None and day > latest:
            label = self.labels[key]
            message = f"“{label}”晚于名册日期 {self.as_of}。"
            self.say(
                f"{key}.future", Severity.REFUSED, key, message, "请核对日期；还没有发生的不登记。"
            )
            return None
        return day

    def yes_no(self, key: str) -> bool | None:
        """Yes, no, or None where the cell does not say."""
        try:
            return cells.yes_no(self.given.get(key))
        except cells.Unreadable:
            label = self.labels[key]
            self.say(
                f"{key}.word", Severity.STRANGE, key, f"“{label}”的写法不认识。", "请写“是”或“否”。"
            )
            return None

    def money(self, key: str) -> int | None:
        """Whole yuan, or None."""
        try:
            return cells.money(self.given.get(key))
        except cells.Unreadable:
            label = self.labels[key]
            self.say(
                f"{key}.money",
                Severity.NOTE,
                key,
                f"“{label}”不是金额，没有读入。",
                "请写数字，单位元。",
            )
            return None
