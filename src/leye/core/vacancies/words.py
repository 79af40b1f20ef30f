"""Words to search by, for a language that writes none apart: every two neighbouring characters, and Latin words."""

import re
import unicodedata
from itertools import pairwise

RUN = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]+")
LONGEST = 32  # words of one question


def words(text: str) -> list[str]:
    """The words that a text is found by: 电焊工 → 电焊 焊工; a lone character stands for itself."""
    found: dict[str, None] = {}
    for run in RUN.findall(unicodedata.normalize("NFKC", text).lower()):
        if run[0] < "\u3400" or len(run) == 1:
            found[run] = None
        else:
            found.update(dict.fromkeys(one + two for one, two in pairwise(run)))
    return list(found)


def asked(text: str) -> list[str]:
    """The words of a question, at most so many."""
    return words(text)[:LONGEST]
