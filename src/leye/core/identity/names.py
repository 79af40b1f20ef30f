"""Names: cleaned for keeping, keyed for comparison, initials for search. The original stays with the row."""

import functools
import re
import unicodedata

from pypinyin import Style, pinyin

from leye.core.identity.traditional import simplified
from leye.core.problems import Problem, Severity

DOTS = re.compile(r"\s*[·•‧∙・･⋅．。˙●ᐧ᛫⸱﹒]\s*|(?<=[^\W\d_])\s*\.\s*(?=[^\W\d_])")
INVISIBLE = re.compile(r"[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
HAN = r"[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
INNER_SPACE = re.compile(rf"(?<={HAN})\s+(?={HAN})")
LONGEST = 100
# Readings of family names that differ from the usual one (现代汉语词典; 姓氏 readings).
SURNAMES = {
    "单": "S", "解": "X", "仇": "Q", "区": "O", "曾": "Z", "查": "Z", "覃": "Q", "朴": "P",
    "盖": "G", "华": "H", "任": "R", "乐": "Y", "尉迟": "YC", "万俟": "MQ", "乜": "N", "缪": "M",
    "冼": "X", "翟": "Z", "折": "S", "黑": "H", "种": "C", "繁": "P", "召": "S", "秘": "B",
}  # fmt: skip


@functools.lru_cache(maxsize=65_536)
def clean(text: str) -> str:
    """The name for keeping: NFC, dots to U+00B7, no invisible characters, no spaces within Han names."""
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    text = "".join(_narrow(character) for character in text).strip()
    return DOTS.sub("·", INNER_SPACE.sub("", text)).strip("·")


def _narrow(character: str) -> str:
    """Full-width letters and spaces as ordinary ones; all else as it is."""
    if "！" <= character <= "～" or character == "\u3000":
        return unicodedata.normalize("NFKC", character)
    return character


@functools.lru_cache(maxsize=65_536)
def key(text: str) -> str:
    """What two writings of one name share: no separators, no case, compatibility and traditional forms
    resolved."""
    folded = simplified(unicodedata.normalize("NFKC", clean(text)).casefold())
    return re.sub(r"[\s·\-]", "", folded)


@functools.lru_cache(maxsize=65_536)
def initials(text: str) -> str:
    """Pinyin initials in capitals: 王秀英 → WXY; letters and digits stay, other signs are left out."""
    name = clean(text).replace("·", "")
    found = ""
    for length in (2, 1):
        if name[:length] in SURNAMES:
            found, name = SURNAMES[name[:length]], name[length:]
            break
    syllables = pinyin(name, style=Style.FIRST_LETTER, errors=_letters)
    rest = "".join(letter for (letter,) in syllables)
    return (found + rest).upper()[:LONGEST]


def _letters(text: str) -> str:
    """What is no Han character, without its signs."""
    return "".join(character for character in text if character.isalnum())


def problems_of(text: str, column: str) -> tuple[Problem, ...]:
    """What a clerk should know about a name."""

    def refused(code: str, message: str, remedy: str) -> tuple[Problem, ...]:
        return (Problem(f"name.{code}", Severity.REFUSED, message, remedy, column, text),)

    name = clean(text)
    if not name:
        return refused("empty", "没有填姓名。", "请按身份证补填姓名。")
    if re.fullmatch(r"[0-9Xx*]{15,18}", name):
        return refused("number", "姓名栏里是号码。", "请检查姓名与身份证号码两列是否放反。")
    if len(name) > LONGEST:
        return refused("long", f"姓名超过{LONGEST}个字。", "请只填姓名，其他内容放到备注。")
    if re.search(r"[0-9]", name):
        message = "姓名里有数字。"
        return (Problem("name.digits", Severity.STRANGE, message, "请核对后说明。", column, text),)
    return ()
