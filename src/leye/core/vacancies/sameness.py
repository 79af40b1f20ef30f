"""When two offers are one vacancy: the same unit, the same work, the same place."""

import re
import unicodedata

from rapidfuzz import fuzz

from leye.core.vacancies.values import VacancyRow

NOISE = re.compile(r"[\W_]+")
TITLE_TAIL = re.compile(r"(诚聘|急聘|急招|高薪|招聘|若干名|数名|\d+名|\d+人)")
CLOSE = 80  # per cent of likeness


def folded(text: str) -> str:
    """A text for comparison: one width, no spaces, no signs, lower case."""
    return NOISE.sub("", unicodedata.normalize("NFKC", text)).lower()


def employer_key(code: str | None, name: str) -> str:
    """An employer without a code is known by its name."""
    return code or folded(name)


def title_key(title: str) -> str:
    """A title without what advertisements add to it."""
    plain = folded(title)
    return TITLE_TAIL.sub("", plain) or plain


def vacancy_key(employer: str, row: VacancyRow) -> str:
    """The same for offers that are one vacancy: of `employer` (its key), title, place and kind of post."""
    post = row.post.value if row.post else ""
    return "|".join((employer, title_key(row.title), row.place or "", post))


def may_be_same(title: str, other: str) -> bool:
    """Whether two titles of one employer in one place may mean the same work."""
    one, two = title_key(title), title_key(other)
    return one in two or two in one or fuzz.ratio(one, two) >= CLOSE
