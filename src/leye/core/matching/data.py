"""Willing people and vacancies as columns of numbers, and the dated numbers of the sharing-out.

Unknown is unknown and never no: a person of unknown capacity, schooling or health is not kept from a vacancy.
"""

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
UNKNOWN = 0
LOWEST_AGE = 16  # 劳动法第十五条
NO_LIMIT = 200
ALL_YEAR_MONTHS = 10  # a contract of so many months or more is no seasonal work


class Rule(IntEnum):
    """A hard rule: what it says to a clerk, and what it rests on, stand in `WORDS`."""

    AGE = 0
    AREA = 1
    CAPACITY = 2
    SCHOOLING = 3
    LICENCE = 4
    LANGUAGE = 5
    HEALTH = 6


WORDS = {
    Rule.AGE: ("年龄不合要求", "劳动法第十五条（不满16周岁不得招用）；岗位的年龄要求"),
    Rule.AREA: ("不在期望的地方", "本人就业意愿；需照顾家庭的只推本旗县岗位"),
    Rule.CAPACITY: ("弱劳动力不适合这项工作", "本人劳动能力；岗位是否适合弱劳动力"),
    Rule.SCHOOLING: ("文化程度不够", "岗位的文化程度要求"),
    Rule.LICENCE: ("没有要求的证书或技能", "岗位的证书、技能要求"),
    Rule.LANGUAGE: ("语言不合要求", "岗位的语言要求"),
    Rule.HEALTH: ("没有健康证", "食品安全法第四十五条等；岗位要求健康证"),
}


class Person(IntEnum):
    """Columns of the people's table. Codes: capacity 1 weak, 2 ordinary, 3 skilled; health 1 has a certificate,
    2 has none; schooling 1 to 6; licences, languages and trades as bits or numbers of one vocabulary."""

    AGE = 0
    FIRST = 1  # places that are wished: vacancies FIRST <= j < LAST in the order of places …
    LAST = 2
    NOT_FIRST = 3  # … but not NOT_FIRST <= j < NOT_LAST
    NOT_LAST = 4
    CAPACITY = 5
    SCHOOLING = 6
    LICENCES = 7
    LANGUAGES = 8
    HEALTH = 9
    WISHED_PAY = 10
    TRADE = 11
    TRAINED = 12
    WEIGHT = 13  # of the person in the sharing-out, see `Policy`
    COUNTY = 14
    LEAGUE = 15
    REGION = 16
    SEASON = 17  # 1 wants work all year, 2 for a season


class Vacancy(IntEnum):
    """Columns of the vacancies' table, which is sorted by place. OPENINGS 0: closed or full."""

    OPENINGS = 0
    YOUNGEST = 1
    OLDEST = 2
    NEEDS_CAPACITY = 3  # 1 where the weak can do it, 2 where not
    SCHOOLING = 4
    LICENCES = 5
    LANGUAGES = 6
    NEEDS_HEALTH = 7
    PAY = 8
    TRADE = 9
    LODGING = 10
    COUNTY = 11
    LEAGUE = 12
    REGION = 13
    SEASON = 14  # 1 all year, 2 for a season


@dataclass(frozen=True, slots=True)
class Policy:
    """The numbers of the sharing-out that a notice declares for a day, in points and quarter points.

    k: vacancies a person is to be offered; slot: worth of one of them, above any finite cost; tiers: (up to so
    many people an opening, cost of one more), the last one's bound is the cap; poor, other: weights of a person;
    near (same county, league, region), pay, trade, trained, lodging, schooling (just what is asked for), season:
    points of utility.
    """

    k: int
    slot: int
    tiers: tuple[tuple[int, int], ...]
    poor: int
    other: int
    near: tuple[int, int, int]
    pay: int
    trade: int
    trained: int
    lodging: int
    schooling: int
    season: int

    @property
    def scale(self) -> int:
        """Costs are given beside a person of the lesser weight."""
        return min(self.poor, self.other)

    @property
    def cap(self) -> int:
        return self.tiers[-1][0]


@dataclass(frozen=True, slots=True)
class Instance:
    """people: (n, len(Person)), vacancies: (len(Vacancy), m) sorted by place; both int64."""

    people: Ints
    vacancies: Ints
    policy: Policy

    def costs(self) -> Ints:
        """(m, steps): up to how many people each tier of a vacancy goes, from the first tier on."""
        openings = np.minimum(self.vacancies[Vacancy.OPENINGS], len(self.people))
        bounds = np.array([upto for upto, _ in self.policy.tiers], dtype=np.int64)
        found: Ints = np.minimum(openings[:, None] * bounds[None, :], len(self.people))
        return found

    def caps(self) -> Ints:
        """(m,): how many people each vacancy is put forward to at most."""
        found: Ints = self.vacancies[Vacancy.OPENINGS] * self.policy.cap
        return found

    def tier_costs(self) -> Ints:
        """The cost of one more person in each tier, scaled as values are."""
        return np.array([cost * self.policy.scale for _, cost in self.policy.tiers], dtype=np.int64)

    def points(self) -> Ints:
        """The points of utility in the order that the kernels expect."""
        policy = self.policy
        return np.array(
            [
                *policy.near,
                policy.pay,
                policy.trade,
                policy.trained,
                policy.lodging,
                policy.slot,
                policy.schooling,
                policy.season,
            ],
            dtype=np.int64,
        )
