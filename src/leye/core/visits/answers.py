"""One visit as a phone brings it: plain values in, a typed answer or what is wrong with it out."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from leye.core.identity.phones import read as read_phone
from leye.core.query.model import Scalar
from leye.core.vocabulary import Answer, Category, Health, LabourSkill, WishArea

LONGEST, HIGHEST_PAY = 100, 100_000


class Outcome(Category):
    """How a visit went."""

    DONE = "done", "已走访"
    NOT_HOME = "not_home", "不在家"
    REFUSED = "refused", "本人不愿意答"


CATEGORIES: Mapping[str, type[Category]] = {
    "wants_work": Answer,
    "wish_area": WishArea,
    "wants_training": Answer,
    "labour_skill": LabourSkill,
    "health": Health,
}
WISHES = (
    "wants_work", "wants_training", "wish_area", "wish_trade", "wish_pay", "training_trade", "only_local",
)  # fmt: skip
CAPACITY = ("labour_skill", "health")
QUESTIONS = (*WISHES, *CAPACITY, "phone")


class Unreadable(Exception):
    """What was brought is no answer; its text says what was found and is for the clerk."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit to one person. told: what was answered, by question; device_at: by the phone's own clock.

    offset: seconds to add to the phone's clock, as it was known when the answer was given; None before the
    phone had ever asked.
    """

    key: uuid.UUID
    person_id: int
    form: int
    outcome: Outcome
    device_at: dt.datetime
    offset: float | None
    told: Mapping[str, Scalar]


def read(raw: object) -> Visit:
    """A visit from its plain values. Raises Unreadable; a question that the form does not have is not dropped."""
    if not isinstance(raw, dict):
        raise Unreadable("不是一条走访记录。")
    try:
        key, person_id, form = uuid.UUID(str(raw["uuid"])), int(raw["person"]), int(raw["form"])
        device_at = dt.datetime.fromisoformat(str(raw["device_at"]))
    except (KeyError, TypeError, ValueError):
        raise Unreadable("缺少编号、人员、表样或时间。") from None
    outcome = Outcome.read_code(str(raw.get("outcome", "")))
    if outcome is None or device_at.tzinfo is None:
        raise Unreadable("没有走访结果，或时间没有写时区。")
    offset, told = raw.get("offset"), raw.get("answers")
    if offset is not None and (isinstance(offset, bool) or not isinstance(offset, int | float)):
        raise Unreadable("手机时间差不是数字。")
    if not isinstance(told, dict):
        raise Unreadable("没有回答。")
    said = read_answers(told)
    if outcome is not Outcome.DONE and said:
        raise Unreadable("没有走访成，却有回答。")
    seconds = None if offset is None else float(offset)
    return Visit(key, person_id, form, outcome, device_at, seconds, said)


def read_answers(told: Mapping[str, object]) -> dict[str, Scalar]:
    """What was answered, by question; what nothing was said to is left out. Raises Unreadable."""
    answers = {str(name): _answer(str(name), value) for name, value in told.items()}
    return {name: value for name, value in answers.items() if value is not None}


def _answer(name: str, value: object) -> Scalar | None:
    """One answer; None where nothing was said. Raises Unreadable."""
    if name not in QUESTIONS:
        raise Unreadable("有表样里没有的问题。")
    if value is None or value == "":
        return None
    if name == "only_local":
        if isinstance(value, bool):
            return value
        raise Unreadable("“是否需照顾家庭”只能回答是或否。")
    text = str(value).strip()
    if name in CATEGORIES:
        member = CATEGORIES[name].read_code(text)
        if member is None:
            raise Unreadable("有一个选项不在表样里。")
        return member.value
    if name == "wish_pay":
        if not text.isascii() or not text.isdigit() or int(text) > HIGHEST_PAY:
            raise Unreadable(f"期望月薪“{text[:20]}”不是整数元。请写每月多少元，例如 3000。")
        return int(text)
    if name == "phone":
        return _phone(text)
    if len(text) > LONGEST:
        raise Unreadable(f"有一个回答超过{LONGEST}字：“{text[:20]}…”。请写短一些。")
    return text


def _phone(text: str) -> str:
    found = read_phone(text, "phone")
    if found.number is None:
        raise Unreadable("电话号码读不出来。")
    return found.number
