"""Why a vacancy is proposed to a person, and why another one is not: in words."""

from leye.core.matching import kernels
from leye.core.matching.data import WORDS, Instance, Person, Rule, Vacancy


def reasons(instance: Instance, i: int, j: int) -> tuple[int, str]:
    """(points of utility, the reasons in words) of person i and vacancy j."""
    person, offer = instance.people[i], instance.vacancies[:, j]
    told: list[str] = []
    if person[Person.COUNTY] == offer[Vacancy.COUNTY]:
        told.append("在本旗县")
    elif person[Person.LEAGUE] == offer[Vacancy.LEAGUE]:
        told.append("在本盟市")
    elif person[Person.REGION] == offer[Vacancy.REGION]:
        told.append("在自治区内")
    elif offer[Vacancy.LODGING]:
        told.append("外地岗位，包住宿")
    wished, pay = int(person[Person.WISHED_PAY]), int(offer[Vacancy.PAY])
    if wished and pay:
        told.append(f"月薪{pay}元，{'不低于' if pay >= wished else '低于'}期望的{wished}元")
    if person[Person.TRADE] and person[Person.TRADE] == offer[Vacancy.TRADE]:
        told.append("做过同类工作")
    if person[Person.TRAINED] and person[Person.TRAINED] == offer[Vacancy.TRADE]:
        told.append("培训过这个工种")
    points = int(kernels.utility(instance.people, instance.vacancies, instance.points(), i, j))
    return points, "；".join(told) or "符合要求"


def refusals(instance: Instance, i: int, j: int) -> tuple[str, ...]:
    """Why vacancy j cannot be proposed to person i, by the rules that it breaks; none where it suits."""
    bits = int(kernels.broken(instance.people, instance.vacancies, i, j))
    found = [WORDS[rule][0] for rule in Rule if bits & (1 << rule)]
    if instance.vacancies[Vacancy.OPENINGS, j] <= 0:
        found.append("岗位已招满或地点不明")
    return tuple(found)
