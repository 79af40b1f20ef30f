"""The vocabulary of conditions: what a declaration may ask of a case, and one condition asked of one case.

A new kind of subsidy combines these; a new condition is a function here with its words. Nothing is evaluated.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from leye.core.rules import course_conditions as course
from leye.core.rules import people_conditions as people
from leye.core.rules import work_conditions as work
from leye.core.rules.asked import SOURCES, Asked, Given, Outcome, unknown
from leye.core.rules.findings import Judged, Seen, Verdict
from leye.core.subsidies.values import EVENTS, Case, day_of
from leye.core.vocabulary import Channel, LabourSkill, Standing


@dataclass(frozen=True, slots=True)
class Vocable:
    """words: the sentence, with places for numbers, days and lists; what has to be declared under which name."""

    words: str
    ask: Callable[[Case, Given], Outcome]
    numbers: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    lists: Mapping[str, Mapping[str, str]] | None = None  # name → the codes allowed and their words
    is_of_work_place: bool = False  # its numbers are those of where the work is


STANDINGS = {one.value: one.label for one in Standing}
SKILLS = {one.value: one.label for one in LabourSkill}
CHANNELS = {one.value: one.label for one in Channel}
FIRMS = {
    "enterprise": "企业", "cooperative": "农牧民合作社", "agency": "人力资源服务机构", "workshop": "扶贫车间",
    "household": "个体工商户", "park": "园区", "public": "机关事业单位", "other": "其他单位",
}  # fmt: skip
BEYOND = {"county": "旗县", "league": "盟市", "region": "自治区"}

VOCABULARY: dict[str, Vocable] = {
    "age_at_least": Vocable("{when}已满{years}", people.age_at_least, ("years",), ("when",)),
    "age_below": Vocable("{when}男不满{men}、女不满{women}", people.age_below, ("men", "women"), ("when",)),
    "standing_on": Vocable("{when}是{kinds}", people.standing_on, (), ("when",), {"kinds": STANDINGS}),
    "settled_on": Vocable("{when}是易地扶贫搬迁人口", people.settled_on, (), ("when",)),
    "alive_on": Vocable("{when}本人健在", people.alive_on, (), ("when",)),
    "able": Vocable("本人是{kinds}", people.able, (), (), {"kinds": SKILLS}),
    "not_in_school": Vocable("本人不是在校生", people.not_in_school),
    "times_at_most": Vocable("每人每年不超过{times}", people.times_at_most, ("times",)),
    "never_before": Vocable("以前没有享受过", people.never_before),
    "contract_at_least": Vocable("劳动合同或协议不少于{months}", work.contract_at_least, ("months",)),
    "insured_on": Vocable("{when}单位已为本人缴纳社会保险", work.insured_on, (), ("when",)),
    "insured_in_months": Vocable("补贴各月单位都为本人参保", work.insured_in_months),
    "not_at_firm_before": Vocable("招用前{months}内没有在本单位就业", work.not_at_firm_before, ("months",)),
    "pay_at_least": Vocable("月工资不低于当地最低工资{wage}", work.pay_at_least, ("wage",), is_of_work_place=True),
    "stayed": Vocable("招用后已工作满{months}", work.stayed, ("months",)),
    "out_of": Vocable("工作地点在安置地{beyond}以外", work.out_of, (), (), {"beyond": BEYOND}),
    "attended_at_least": Vocable("补贴各月出勤不少于{days}", work.attended_at_least, ("days",)),
    "firm_kind_in": Vocable("单位是{kinds}", work.firm_kind_in, (), (), {"kinds": FIRMS}),
    "key_firm_on": Vocable("{when}单位在重点企业名单", work.key_firm_on, (), ("when",)),
    "firm_licensed": Vocable("单位有人力资源服务许可证", work.firm_licensed),
    "channel_in": Vocable("就业渠道是{kinds}", work.channel_in, (), (), {"kinds": CHANNELS}),
    "workshop_recognised": Vocable("补贴各月车间都在认定期内", work.workshop_recognised),
    "workshop_ran": Vocable("补贴各月车间都在生产", work.workshop_ran),
    "workshop_workers_at_least": Vocable(
        "车间吸纳贫困劳动力不少于{people}", work.workshop_workers_at_least, ("people",)
    ),
    "post_funded": Vocable("补贴各月岗位都有资金", work.post_funded),
    "post_within_term": Vocable("在岗合计不超过{months}", work.post_within_term, ("months",)),
    "hours_at_least": Vocable("培训不少于{hours}", course.hours_at_least, ("hours",)),
    "attended_course": Vocable("培训出勤不少于{days}", course.attended_course, ("days",)),
    "certified": Vocable("培训后取得证书", course.certified),
    "course_reported": Vocable("开班以前已备案", course.course_reported),
    "applied_within": Vocable("{after}起{days}内申请", course.applied_within, ("days",), ("after",)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """A word of the vocabulary with what it was declared with. numbers: names of parameters."""

    name: str
    numbers: Mapping[str, str]
    days: Mapping[str, str]
    lists: Mapping[str, tuple[str, ...]]
    article: str

    def said(self, numbers: Mapping[str, str]) -> str:
        """The condition in words, with its numbers as they are shown."""
        word = VOCABULARY[self.name]
        lists = {
            name: "、".join((word.lists or {})[name][code] for code in codes)
            for name, codes in self.lists.items()
        }
        days = {name: EVENTS[event][0] for name, event in self.days.items()}
        return word.words.format_map({**numbers, **days, **lists})


def judged(condition: Condition, asked: Asked) -> Judged:
    """One condition of one case."""
    numbers: dict[str, int | None] = {}
    shown: dict[str, str] = {}
    outcome: Outcome | None = None
    word = VOCABULARY[condition.name]
    code = (asked.case.job.place or "") if word.is_of_work_place else ""
    for name, parameter in condition.numbers.items():
        value = asked.value(parameter, code=code)
        shown[name] = asked.parameters[parameter].shown(value.number) if value else "（未定）"
        if value is None:
            outcome = unknown(f"“{asked.parameters[parameter].label}”当日的规定")
        else:
            numbers[name] = value.number
    days: dict[str, dt.date] = {}
    for name, event in condition.days.items():
        day = day_of(asked.case, event)
        if day is None:
            outcome = unknown(EVENTS[event][0])
        else:
            days[name] = day
    if outcome is None:
        outcome = _asked_of(condition, asked.case, numbers, days)
    sources = {**SOURCES, **asked.case.sources}
    seen = tuple(Seen(label, value, sources[part]) for label, value, part in outcome.seen)
    return Judged(condition.said(shown), outcome.verdict, outcome.why, condition.article, seen)


def _asked_of(
    condition: Condition,
    case: Case,
    numbers: Mapping[str, int | None],
    days: Mapping[str, dt.date],
) -> Outcome:
    told = {name: number for name, number in numbers.items() if number is not None}
    if len(told) < len(numbers):
        return Outcome(Verdict.YES, "当地没有设这一项限制。")
    return VOCABULARY[condition.name].ask(case, Given(told, days, condition.lists))
