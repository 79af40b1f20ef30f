"""One number under two names: borrowed from a member of the household, or a name that was changed."""

import numpy as np
from numpy.typing import NDArray

from leye.core.linkage.blocking import Rows
from leye.core.linkage.features import (
    B_MONTH,
    B_SAME,
    B_SWAPPED,
    B_YEAR_OFF,
    BONE,
    ONE_OFF,
    agreement,
    birth_level,
    name_level,
)  # fmt: skip
from leye.core.linkage.people import People


def borrowed(left: People, right: People, r: Rows, owner: Rows) -> tuple[Rows, Rows, Rows]:
    """(right, left, owner) of rows whose name is that of somebody else in the owner's household."""
    members = np.argsort(left.household, kind="stable")
    homes = left.household[members]
    asked = left.household[owner]
    low = np.searchsorted(homes, asked, "left")
    many = np.where(asked > 0, np.searchsorted(homes, asked, "right") - low, 0)
    many = np.where(many <= 30, many, 0)  # no household: a list of people without one
    first = np.repeat(np.cumsum(many) - many, many)
    who = members[np.repeat(low, many) + np.arange(many.sum()) - first]
    rows, owners = np.repeat(r, many), np.repeat(owner, many)
    level, _, _ = name_level(left.names, who, right.names, rows)
    fits = (level < BONE) & (who != owners)
    rows, who, owners, level = rows[fits], who[fits], owners[fits], level[fits]
    best = np.lexsort((level, rows))
    _, places = np.unique(rows[best], return_index=True)
    chosen = best[places]
    return rows[chosen], who[chosen].astype(np.int64), owners[chosen]


def renamed(left: People, right: People, r: Rows, owner: Rows) -> NDArray[np.bool_]:
    """Whether a row with another name may well be the number's owner: the sex and something else agree."""
    same_sex = agreement(left.sex[owner], right.sex[r]) != 2
    same_birth = agreement(left.birth[owner], right.birth[r]) != 2
    more = np.zeros(len(r), dtype=bool)
    for one, other in (
        (left.phone, right.phone),
        (left.village, right.village),
        (left.site, right.site),
        (left.head, right.head),
        (left.county, right.county),
    ):
        more |= agreement(one[owner], other[r]) == 1
    more |= left.names.chars[owner, 0] == right.names.chars[r, 0]
    found: NDArray[np.bool_] = same_sex & same_birth & more
    return found


def points(left: People, p: Rows, right: People, r: Rows) -> NDArray[np.float64]:
    """What speaks for one person behind two valid numbers that differ; 0 where name or sex speak against it.

    About 1 for each of a telephone, a birth date, a number that is nearly the same; less for places.
    """
    level, _, _ = name_level(left.names, p, right.names, r)
    told = np.zeros(len(r))
    for one, other, weight in (
        (left.phone, right.phone, 1.0), (left.head, right.head, 0.7), (left.village, right.village, 0.4),
        (left.site, right.site, 0.5), (left.county, right.county, 0.2),
    ):  # fmt: skip
        told += weight * (agreement(one[p], other[r]) == 1)
    born = birth_level(left.birth[p], right.birth[r])
    told += 1.0 * (born == B_SAME) + 0.5 * np.isin(born, (B_SWAPPED, B_MONTH, B_YEAR_OFF))
    off = np.count_nonzero(left.numbers.digits[p] != right.numbers.digits[r], axis=1)
    told += 1.0 * (off <= 3)
    same_sex = agreement(left.sex[p], right.sex[r]) != 2
    found: NDArray[np.float64] = np.where((level < ONE_OFF) & same_sex, told, 0.0)
    return found
