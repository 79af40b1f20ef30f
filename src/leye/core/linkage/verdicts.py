"""Why two rows are, or may be, one person: field by field, in words."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from leye.core.linkage import features as f
from leye.core.linkage.numbers import UNKNOWN, Kind
from leye.core.linkage.people import FIELDS, People, people

LABELS = {
    "name": "姓名", "id_no": "证件号码", "sex": "性别", "birth_date": "出生日期", "phone": "联系电话",
    "county": "旗县", "township": "苏木乡镇", "village": "嘎查村", "site": "安置点", "head_name": "户主",
    "relation": "与户主关系",
}  # fmt: skip
SAME, NEAR, OTHER, MISSING = "same", "near", "other", "none"
NAMES = {
    f.SAME: ("相同", SAME), f.SOUND: ("同音", NEAR), f.LETTERS: ("字序不同", NEAR), f.SHAPE: ("形近", NEAR),
    f.BONE: ("译音", NEAR), f.ONE_OFF: ("差一字", NEAR), f.PART: ("缺字", NEAR), f.FAR: ("不同", OTHER),
    f.NONE: ("缺失", MISSING),
}  # fmt: skip
BIRTHS = {
    f.B_NONE: ("缺失", MISSING), f.B_SAME: ("相同", SAME), f.B_SWAPPED: ("日月颠倒", NEAR),
    f.B_MONTH: ("年月相同", NEAR), f.B_YEAR_OFF: ("年份差一位", NEAR), f.B_DAY: ("月日相同", NEAR),
    f.B_YEAR: ("年份相同", OTHER), f.B_FAR: ("不同", OTHER),
}  # fmt: skip
AGREED = {0: ("缺失", MISSING), 1: ("相同", SAME), 2: ("不同", OTHER)}
ENOUGH = 4  # digits that a masked number must show
KEYS = {
    "sex": "told_sex", "phone": "phone", "county": "county", "township": "township", "village": "village",
    "site": "site", "head_name": "head", "relation": "relation",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Verdict:
    """One field of a pair. word: how it agrees; severity: same, near, other or none (a side says nothing)."""

    field: str
    label: str
    left: str
    right: str
    word: str
    severity: str


def verdicts(left: Mapping[str, str], right: Mapping[str, str]) -> tuple[Verdict, ...]:
    """Every field of a pair that either side tells; the sides are texts by `FIELDS`."""
    one, other = _row(left), _row(right)
    zero = np.zeros(1, dtype=np.int64)
    level, _, _ = f.name_level(one.names, zero, other.names, zero)
    words = {
        "name": NAMES[int(level[0])],
        "id_no": _number(one, other),
        "birth_date": BIRTHS[int(f.birth_level(one.told_birth, other.told_birth)[0])],
    }
    for name, attribute in KEYS.items():
        words[name] = AGREED[
            int(f.agreement(getattr(one, attribute), getattr(other, attribute))[0])
        ]
    return tuple(
        Verdict(name, LABELS[name], left.get(name, ""), right.get(name, ""), *words[name])
        for name in FIELDS
        if left.get(name) or right.get(name)
    )


def _row(texts: Mapping[str, str]) -> People:
    return people(pl.DataFrame({name: [texts.get(name, "")] for name in FIELDS}))


def _number(one: People, other: People) -> tuple[str, str]:
    """How two numbers agree, the damaged one read as far as it goes."""
    if one.numbers.kind[0] == Kind.EMPTY or other.numbers.kind[0] == Kind.EMPTY:
        return "缺失", MISSING
    if one.numbers.code[0] and one.numbers.code[0] == other.numbers.code[0]:
        return "相同", SAME
    zero = np.zeros(1, dtype=np.int64)
    known, misses, turned, *_ = f.number_parts(one.numbers, zero, other.numbers, zero)
    many, wrong = int(known[0]), int(misses[0])
    hidden = bool((one.numbers.digits == UNKNOWN).any() or (other.numbers.digits == UNKNOWN).any())
    is_odd = other.numbers.kind[0] in (Kind.SHORT, Kind.LONG)
    if is_odd and wrong == 0:
        return "多或少一位", NEAR
    if hidden and not is_odd:
        return ("已知各位吻合", NEAR) if wrong == 0 and many >= ENOUGH else ("不同", OTHER)
    if bool(turned[0]):
        return "两位颠倒", NEAR
    if wrong <= 2:
        return f"差{wrong}位", NEAR
    return "不同", OTHER


def reasons(seen: tuple[Verdict, ...]) -> str:
    """The verdicts as one sentence: what is the same, what is near, what speaks against it."""
    parts = []
    for severity, start in ((SAME, "相同："), (NEAR, "相近："), (OTHER, "不同：")):
        found = [
            one.label if severity != NEAR else f"{one.label}（{one.word}）"
            for one in seen
            if one.severity == severity
        ]
        if found:
            parts.append(start + "、".join(found))
    return "；".join(parts)
