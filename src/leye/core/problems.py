"""What is wrong with a row or a file, as a value that a clerk can act on.

A problem is data, never an exception: all of them are collected, counted and shown.
"""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How far a problem keeps a row from the ledger."""

    REFUSED = "refused"  # cannot be read: the row stays out until it is mended
    STRANGE = "strange"  # can be read: waits for a word of explanation, then goes in, flagged
    NOTE = "note"  # worth knowing: the row goes in

    @property
    def label(self) -> str:
        return {"refused": "不能读取", "strange": "需要说明", "note": "提示"}[self.value]


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding about one cell, row or file.

    code      stable name, e.g. "id_no.check_digit"; tests and the command line rely on it
    severity  see `Severity`
    column    the column's own name in the user's table, or None for the row or file as a whole
    found     what stands there (may be personal data: for the screen of its owner, never a log)
    message   one Chinese sentence: what is wrong
    remedy    one Chinese sentence: what to do
    """

    code: str
    severity: Severity
    message: str
    remedy: str
    column: str | None = None
    found: str | None = None


def worst(problems: tuple[Problem, ...] | list[Problem]) -> Severity | None:
    """The gravest severity among the problems, or None when there is none."""
    found = {problem.severity for problem in problems}
    for severity in Severity:
        if severity in found:
            return severity
    return None
