"""Numbers of a rule: by day and by division, each with unit, citation and who set it; the nearest level holds."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

REGION = "150000"


@dataclass(frozen=True, slots=True)
class Value:
    """A value from a day on, for a division and all below it. number None: none is set (no cap, no window)."""

    at: str
    valid_from: dt.date
    number: int | None
    cite: str
    authority: str

    @property
    def level(self) -> str:
        return (
            "自治区" if self.at.endswith("0000") else "盟市" if self.at.endswith("00") else "旗县"
        )


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    label: str
    unit: str
    values: tuple[Value, ...]

    def on(self, code: str, day: dt.date) -> Value | None:
        """What holds in a county on a day: of the nearest level that has a value then; None before the first."""
        for at in levels(code):
            found = [one for one in self.values if one.at == at and one.valid_from <= day]
            if found:
                return max(found, key=lambda one: one.valid_from)
        return None

    def shown(self, number: int | None) -> str:
        """A number with its unit, in words."""
        return "不设" if number is None else f"{number:,}{self.unit}"

    def in_order(self) -> Sequence[Value]:
        return sorted(self.values, key=lambda one: (levels_rank(one.at), one.at, one.valid_from))


def levels(code: str) -> tuple[str, ...]:
    """The divisions whose values may hold for a code, the nearest first."""
    return tuple(dict.fromkeys((code[:6], code[:4] + "00", code[:2] + "0000")))


def levels_rank(at: str) -> int:
    return 0 if at.endswith("0000") else 1 if at.endswith("00") else 2


Parameters = Mapping[str, Parameter]
