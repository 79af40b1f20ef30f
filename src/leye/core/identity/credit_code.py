"""Unified social credit codes (GB 32100-2015): what stands in a cell, and which code it means.

18 characters: the office that registered, the kind of body, six digits of a division, nine characters
of the organisation, one check character. Letters lead as well as digits: N for village collectives.
"""

import re
import unicodedata
from dataclasses import dataclass

from leye.core.problems import Problem, Severity
from leye.core.vocabulary import BLANKS

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without I O S V Z
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
AUTHORITIES = {
    "1": "机构编制", "2": "外交", "3": "司法行政", "4": "文化", "5": "民政", "6": "旅游", "7": "宗教",
    "8": "工会", "9": "市场监管", "A": "军队", "N": "农业农村", "Y": "其他",
}  # fmt: skip
NOISE = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\-'‘’`\"=]+")
SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]+")
MOST_EXACT = 2**53  # above it a spreadsheet's number has lost digits


@dataclass(frozen=True, slots=True)
class CreditReading:
    """code: 18 characters, or None where the cell does not tell; problems: what to say about the cell."""

    code: str | None
    problems: tuple[Problem, ...] = ()


def check_character(first17: str) -> str:
    """The last character that belongs to the first seventeen (MOD 31, weights 3^i).

    Raises ValueError for characters that no code has.
    """
    total = sum(ALPHABET.index(c) * w for c, w in zip(first17, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def read(value: object, column: str) -> CreditReading:
    """Read a cell: text in any width and case, with spaces or hyphens; or a number."""
    if value is None:
        return CreditReading(None)
    if isinstance(value, float | int):
        return _refused(_of_number(value), column, value)
    text = str(value)
    folded = unicodedata.normalize("NFKC", text).strip()
    code = NOISE.sub("", folded).upper()
    if not code or folded.upper() in BLANKS:
        return CreditReading(None)
    if fault := _fault(code, folded.upper()):
        return _refused(fault, column, value)
    if code == text:
        return CreditReading(code)
    message = "统一社会信用代码里的空格、全角或小写等已清理。"
    note = Problem("credit_code.cleaned", Severity.NOTE, message, "无需处理。", column, text)
    return CreditReading(code, (note,))


def _of_number(value: float | int) -> str:
    """A whole code of digits does not fit into a spreadsheet's number."""
    return "lost" if value > MOST_EXACT else "length"


def _fault(code: str, text: str) -> str:
    if SCIENTIFIC.fullmatch(text):
        return "lost"
    if re.fullmatch(r"[0-9]{15}", code):
        return "old_licence"
    if re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code):
        return "organisation"
    if len(code) != 18:
        return "length"
    if any(character not in ALPHABET for character in code):
        return "characters"
    if code[0] not in AUTHORITIES:
        return "authority"
    if not code[2:8].isdigit():
        return "division"
    return "" if code[17] == check_character(code[:17]) else "check_character"


FAULTS = {
    "lost": (
        "统一社会信用代码被表格软件变成了数字，后几位已经丢失。",
        "请把该列设为“文本”格式，按营业执照重新填写。",
    ),
    "old_licence": (
        "填的是15位的旧营业执照注册号。",
        "请按换发后的营业执照填写18位统一社会信用代码。",
    ),
    "organisation": (
        "填的是9位的组织机构代码。",
        "请按营业执照填写18位统一社会信用代码，它的第9至17位就是组织机构代码。",
    ),
    "length": ("统一社会信用代码的位数不对。", "请按营业执照核对，应为18位。"),
    "characters": (
        "统一社会信用代码含有不该出现的字符。",
        "请核对：只用数字和大写字母，不用 I、O、S、V、Z；常见的是把 0 写成 O、把 1 写成 I。",
    ),
    "authority": (
        "统一社会信用代码第1位不是登记管理部门的代码。",
        "请核对第1位：企业、个体户、合作社是 9，农村集体经济组织是 N，社会组织是 5，机关事业单位是 1。",
    ),
    "division": ("统一社会信用代码第3至8位不是数字。", "请核对第3至8位，应为行政区划代码。"),
    "check_character": (
        "统一社会信用代码最后一位校验码不符。",
        "请按营业执照核对，通常是某一位写错或两位写反。",
    ),
}


def _refused(fault: str, column: str, raw: object) -> CreditReading:
    message, remedy = FAULTS[fault]
    problem = Problem(f"credit_code.{fault}", Severity.STRANGE, message, remedy, column, str(raw))
    return CreditReading(None, (problem,))
