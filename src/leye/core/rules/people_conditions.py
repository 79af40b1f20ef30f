"""Conditions on the person: age, standing, settled, able, alive. A case and what was declared in, an outcome out."""

from leye.core.periods import age_on, birthday
from leye.core.rules.asked import Given, Outcome, unknown, yes_if
from leye.core.subsidies.values import Case
from leye.core.vocabulary import LabourSkill, Sex
from leye.core.vocabulary import Standing as Kinds


def age_at_least(case: Case, given: Given) -> Outcome:
    born, on = case.person.birth_date, given.days["when"]
    if born is None:
        return unknown("出生日期")
    met = birthday(born, given.numbers["years"]) <= on
    return yes_if(met, f"{on}时{age_on(born, on)}周岁。", ("出生日期", str(born), "person"))


def age_below(case: Case, given: Given) -> Outcome:
    born, on = case.person.birth_date, given.days["when"]
    sex = Sex.read_code(case.person.sex or "")
    if born is None:
        return unknown("出生日期")
    if sex is None:
        return unknown("性别")
    years = given.numbers["men" if sex is Sex.MALE else "women"]
    return yes_if(
        birthday(born, years) > on,
        f"{sex.label}，{on}时{age_on(born, on)}周岁，上限{years}周岁。",
        ("出生日期", str(born), "person"),
        ("性别", sex.label, "person"),
    )


def standing_on(case: Case, given: Given) -> Outcome:
    on, told = given.days["when"], case.person.standings
    if told is None:
        return unknown("身份类别")
    held = [one for one in told if one.span.covers(on)]
    label = "、".join(Kinds(one.kind).label for one in held) or "没有登记的身份"
    met = any(one.kind in given.words["kinds"] for one in held)
    return yes_if(met, f"{on}时是{label}。", ("身份类别", label, "person"))


def settled_on(case: Case, given: Given) -> Outcome:
    on, told = given.days["when"], case.person.settled
    if told is None:
        return unknown("安置情况")
    met = any(span.covers(on) for span in told)
    words = "在安置地" if met else "不在安置地"
    return yes_if(met, f"{on}时{words}。", ("安置情况", words, "person"))


def alive_on(case: Case, given: Given) -> Outcome:
    on, died = given.days["when"], case.person.died_on
    if died is None:
        return yes_if(True, "台账没有死亡记录。", ("死亡记录", "无", "person"))
    return yes_if(died > on, f"台账记载{died}死亡。", ("死亡日期", str(died), "person"))


def able(case: Case, given: Given) -> Outcome:
    skill = LabourSkill.read_code(case.person.labour_skill or "")
    if skill is None:
        return unknown("劳动能力")
    return yes_if(
        skill.value in given.words["kinds"], f"{skill.label}。", ("劳动技能", skill.label, "person")
    )


def not_in_school(case: Case, given: Given) -> Outcome:
    told = case.person.is_in_school
    if told is None:
        return unknown("是否在校")
    words = "在校生" if told else "非在校生"
    return yes_if(not told, f"是{words}。", ("在校生状况", words, "person"))


def times_at_most(case: Case, given: Given) -> Outcome:
    times = case.had.times_year
    if times is None:
        return unknown("本年已享受次数")
    return yes_if(
        times < given.numbers["times"],
        f"本年已享受{times}次。",
        ("本年已享受次数", str(times), "had"),
    )


def never_before(case: Case, given: Given) -> Outcome:
    times = case.had.times
    if times is None:
        return unknown("以前是否享受过")
    return yes_if(times == 0, f"以前享受过{times}次。", ("以前享受次数", str(times), "had"))
