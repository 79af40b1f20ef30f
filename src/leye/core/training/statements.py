"""Completions from another learning platform: xAPI statements in, what each says or why it cannot be used out."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# The verbs of the ADL vocabulary that end a course; others tell of the way there and are passed over by name.
ENDING: Mapping[str, bool | None] = {
    "http://adlnet.gov/expapi/verbs/completed": None,
    "http://adlnet.gov/expapi/verbs/passed": True,
    "http://adlnet.gov/expapi/verbs/failed": False,
}


@dataclass(frozen=True, slots=True)
class Completion:
    """key: the platform's own; learner: the account's name there; points: of a hundred, None where not told."""

    key: str
    learner: str
    activity: str
    is_passed: bool
    on: dt.datetime
    points: int | None


@dataclass(frozen=True, slots=True)
class Unusable:
    """A statement that tells of no completion. is_other: it tells of something else, and nothing is wrong."""

    key: str
    why: str
    is_other: bool = False


def read(raw: object) -> Completion | Unusable:
    """One statement (xAPI 1.0.3)."""
    if not isinstance(raw, dict):
        return Unusable("", "不是一条记录")
    key = str(raw.get("id", ""))[:64]
    verb = _within(raw, "verb", "id")
    if not key or not isinstance(verb, str):
        return Unusable(key, "没有编号或动作")
    if verb not in ENDING:
        return Unusable(key, f"动作“{verb.rpartition('/')[2][:40]}”不是结业", True)
    learner, activity = _within(raw, "actor", "account", "name"), _within(raw, "object", "id")
    if not isinstance(learner, str) or not isinstance(activity, str):
        return Unusable(key, "没有学员账号或课程")
    try:
        on = dt.datetime.fromisoformat(str(raw.get("timestamp")))
    except ValueError:
        return Unusable(key, "没有时间")
    if on.tzinfo is None:
        return Unusable(key, "时间没有写时区")
    said = ENDING[verb]
    success = _within(raw, "result", "success")
    is_passed = said if said is not None else success is not False
    return Completion(key, learner.strip(), activity.strip(), is_passed, on, _points(raw))


def _points(raw: Mapping[str, Any]) -> int | None:
    scaled = _within(raw, "result", "score", "scaled")
    if isinstance(scaled, bool) or not isinstance(scaled, int | float) or not 0 <= scaled <= 1:
        return None
    return round(scaled * 100)


def _within(raw: object, *names: str) -> object:
    for name in names:
        raw = raw.get(name) if isinstance(raw, dict) else None
    return raw
