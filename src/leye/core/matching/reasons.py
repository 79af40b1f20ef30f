"""Why a vacancy is proposed to a person, and why another one is not: in words."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from leye.core.late import Late
from leye.core.matching.data import WORDS, Instance, Ints, Person, Rule, Vacancy

if TYPE_CHECKING:
    from leye.core.matching import kernels
else:
    kernels = Late("leye.core.matching.kernels")


def utilities_of(instance: Instance, who: Ints, what: Ints) -> Ints:
    """The points of utility of the pairs of persons `who` and vacancies `what`."""
    found: Ints = kernels.utilities(
        instance.people, instance.vacancies, instance.points(), who, what
    )
    return found


def reasons_of(instance: Instance, who: Ints, what: Ints) -> tuple[Ints, list[str]]:
    """(points of utility, the reasons in words) of the pairs of persons `who` and vacancies `what`."""
    points = utilities_of(instance, who, what)
    person, offer = instance.people[who], instance.vacancies[:, what]
    near = np.select(
        [
            person[:, Person.COUNTY] == offer[Vacancy.COUNTY],
            person[:, Person.LEAGUE] == offer[Vacancy.LEAGUE],
            person[:, Person.REGION] == offer[Vacancy.REGION],
            offer[Vacancy.LODGING] > 0,
        ],
        [0, 1, 2, 3],
        4,
    )
    wanted = offer[Vacancy.TRADE]
    is_known = (wanted > 0) & (person[:, Person.TRADE] == wanted)
    is_trained = (wanted > 0) & (person[:, Person.TRAINED] == wanted)
    schooled, season = person[:, Person.SCHOOLING], person[:, Person.SEASON]
    is_schooled = (schooled > 0) & (schooled == offer[Vacancy.SCHOOLING])
    fits_season = np.where(season == offer[Vacancy.SEASON], season, 0)
    columns = (
        near, person[:, Person.WISHED_PAY], offer[Vacancy.PAY], is_known, is_trained, is_schooled, fits_season
    )  # fmt: skip
    told = [_words(row) for row in zip(*(column.tolist() for column in columns), strict=True)]
    return points, told


NEAR = ("在本旗县", "在本盟市", "在自治区内", "外地岗位，包住宿", "")


def _words(row: Sequence[int]) -> str:
    near, wished, pay, is_known, is_trained, is_schooled, season = row
    told = [NEAR[near]] if NEAR[near] else []
    if wished and pay:
        told.append(f"月薪{pay}元，{'不低于' if pay >= wished else '低于'}期望的{wished}元")
    elif pay:
        told.append(f"月薪{pay}元")
    if is_known:
        told.append("做过同类工作")
    if is_trained:
        told.append("培训过这个工种")
    if is_schooled:
        told.append("文化程度正合要求")
    if season:
        told.append("可以做一整年" if season == 1 else "季节性的活，不误农牧时")
    return "；".join(told) or "符合要求"


def refusals(instance: Instance, i: int, j: int) -> tuple[str, ...]:
    """Why vacancy j cannot be proposed to person i, by the rules that it breaks; none where it suits."""
    bits = int(kernels.broken(instance.people, instance.vacancies, i, j))
    found = [WORDS[rule][0] for rule in Rule if bits & (1 << rule)]
    if instance.vacancies[Vacancy.OPENINGS, j] <= 0:
        found.append("岗位已招满或地点不明")
    return tuple(found)
