"""A finding: whose numbers on which day, what is not known, what the amount comes to, kinds from declarations alone."""

import datetime as dt
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from importlib import resources

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from leye.core.local_jobs.spells import Span
from leye.core.periods import Month
from leye.core.query.reading import UnreadableDeclaration
from leye.core.rules.asked import Asked
from leye.core.rules.conditions import VOCABULARY, Condition, judged
from leye.core.rules.findings import Finding, Verdict, together
from leye.core.rules.parameters import Parameter, Value, levels
from leye.core.rules.rules import finding
from leye.core.subsidies.situations import read_case
from leye.core.subsidies.values import EVENTS, Case, Job, Person, day_of
from leye.notices.subsidies import load_book, load_situations, read_book

NOTICE = "nm_2020_84"
RAW = yaml.safe_load(
    resources.files(f"leye.notices.{NOTICE}").joinpath("subsidies.yaml").read_text()
)
BOOK = load_book(NOTICE)
USUAL = {kind: many[0].case for kind, many in load_situations(NOTICE).items()}
LEAGUE = """
parameters:
  absorption.amount:
    - {at: 150100, from: 2020-07-01, value: 2000, cite: 某市就字〔2020〕1号, by: 某市人社局}
    - {at: 150124, from: 2020-08-01, value: 1500, cite: 某县就字〔2020〕2号, by: 某县人社局}
"""


def found(kind: str, case: Case, local: str = "") -> Finding:
    told = load_book(NOTICE, local)
    return finding(told.rules[kind], told.parameters, case)


def hired(on: str, **more: object) -> Case:
    case = USUAL["absorption"]
    return replace(case, job=replace(case.job, hired_on=dt.date.fromisoformat(on)), **more)


@pytest.mark.parametrize(
    ("county", "on", "fen", "level"),
    [
        ("150124", "2020-06-30", 100000, "自治区"),
        ("150124", "2020-07-01", 200000, "盟市"),
        ("150124", "2020-08-01", 150000, "旗县"),
        ("150123", "2020-08-01", 200000, "盟市"),
        ("150221", "2020-08-01", 100000, "自治区"),
    ],
)
def test_the_nearest_level_holds_on_the_day_of_the_event(county, on, fen, level):
    """T13: the rate is that of the day on which the person was hired, not of the application."""
    told = found("absorption", hired(on, county=county), LEAGUE)
    (used,) = [one for one in told.used if one.name == "absorption.amount"]
    assert (told.amount_fen, used.level) == (fen, level)
    assert told.event_on == dt.date.fromisoformat(on)


def test_a_rate_that_changes_between_months_is_taken_month_by_month():
    own = "parameters: {on_job_training.amount: [{at: 150000, from: 2020-07-01, value: 600, cite: x, by: y}]}"
    told = found("on_job_training", USUAL["on_job_training"], own)
    assert told.amount_fen == 50000 + 2 * 60000
    assert "1个月 × 500元 + 2个月 × 600元" in told.steps[-1].words
    assert len([one for one in told.used if one.name == "on_job_training.amount"]) == 2


def test_nothing_known_is_never_a_no():
    """Whatever lacks, no condition but the one on the day of the rule says no."""
    for kind, rule in BOOK.rules.items():
        bare = Case(kind=kind, county="150124", applied_on=dt.date(2020, 9, 1))
        told = finding(rule, BOOK.parameters, bare)
        assert Verdict.NO not in {one.verdict for one in told.judged}, kind
        assert told.verdict is Verdict.UNKNOWN
        assert told.payable_fen == 0


CALLED = sorted(VOCABULARY)


@pytest.mark.parametrize("name", CALLED)
def test_every_condition_says_unknown_where_its_facts_lack(name):
    word = VOCABULARY[name]
    condition = Condition(
        name,
        dict.fromkeys(word.numbers, "youngest"),
        dict.fromkeys(word.days, "applied_on"),
        {key: tuple(codes)[:1] for key, codes in (word.lists or {}).items()},
        "某条",
    )
    bare = Case(kind="x", county="150124", applied_on=dt.date(2020, 9, 1))
    told = judged(condition, Asked(bare, BOOK.parameters, dt.date(2020, 9, 1)))
    if name in {
        "alive_on",
        "applied_within",
    }:  # nobody is said to be dead; the day is that of the claim
        assert told.verdict is Verdict.YES
    else:
        assert told.verdict is Verdict.UNKNOWN
        assert "不明" in told.why


@given(
    taken=st.sampled_from(sorted(USUAL)),
    part=st.sampled_from(["person", "job", "firm", "workshop", "post", "course", "journey", "had"]),
    data=st.data(),
)
def test_taking_a_fact_away_never_makes_a_no_of_a_yes(taken, part, data):
    whole = getattr(USUAL[taken], part)
    names = [name for name in type(whole).__dataclass_fields__ if name != "firm"]
    less = replace(whole, **{data.draw(st.sampled_from(names)): None})
    told = found(taken, replace(USUAL[taken], **{part: less}))
    assert told.verdict is not Verdict.NO


@given(
    months=st.integers(1, 20),
    had=st.integers(0, 10),
    used=st.integers(0, 700000),
    rate=st.integers(1, 900),
    most=st.integers(0, 12),
    cap=st.none() | st.integers(0, 9000),
)
def test_months_and_caps_come_to_what_plain_arithmetic_says(months, had, used, rate, most, cap):
    own = {
        "parameters": {
            f"on_job_training.{name}": [
                {"at": 150124, "from": dt.date(2018, 1, 1), "value": value, "cite": "x", "by": "y"}
            ]
            for name, value in (("amount", rate), ("months", most), ("firm_year", cap))
        }
    }
    told = read_book(RAW, own)
    case = USUAL["on_job_training"]
    start = dt.date(2020, 1, 1)
    case = replace(
        case, start=start, end=Month(2020, 1).shifted(months).first_day,
        had=replace(case.had, months=had, fen_firm_year=used),
    )  # fmt: skip
    fen = min(months, max(most - had, 0)) * rate * 100
    if cap is not None:
        fen = min(fen, max(cap * 100 - used, 0))
    assert finding(told.rules["on_job_training"], told.parameters, case).amount_fen == fen


@given(st.lists(st.sampled_from(list(Verdict))))
def test_one_no_is_no_and_one_unknown_is_unknown(verdicts):
    told = together(verdicts)
    assert (told is Verdict.NO) == (Verdict.NO in verdicts)
    assert (told is Verdict.YES) == (set(verdicts) <= {Verdict.YES})


def test_a_cap_that_nobody_has_told_the_use_of_leaves_the_amount_open():
    own = "parameters: {absorption.firm_year: [{at: 150124, from: 2020-01-01, value: 5000, cite: x, by: y}]}"
    case = hired("2020-06-01")
    for used, fen in ((None, None), (450000, 50000), (500000, 0)):
        asked = replace(case, had=replace(case.had, fen_firm_year=used))
        assert found("absorption", asked, own).amount_fen == fen


TENTH = {
    "title": "返乡创业补贴", "summary": "", "applicant": "本人", "payee": "person", "once": "ever",
    "event": "applied_on", "article": "某条", "authority": "旗县人社局",
    "in_force": [{"from": dt.date(2020, 1, 1), "cite": "某文件"}],
    "amount": {"how": "once", "rate": "job_search.amount"}, "excludes": [], "evidence": {}, "marks": [],
}  # fmt: skip


@given(st.sets(st.sampled_from(CALLED), min_size=1))
def test_a_further_kind_made_of_known_conditions_works_from_its_declaration_alone(names):
    conditions = [
        {
            "is": name, "article": "某条", **dict.fromkeys(VOCABULARY[name].numbers, "post.months"),
            **dict.fromkeys(VOCABULARY[name].days, "applied_on"),
            **{key: list(codes)[:1] for key, codes in (VOCABULARY[name].lists or {}).items()},
        }
        for name in sorted(names)
    ]  # fmt: skip
    raw = {**RAW, "kinds": {**RAW["kinds"], "tenth": {**TENTH, "conditions": conditions}}}
    told = read_book(raw, {})
    for case in USUAL.values():
        one = finding(told.rules["tenth"], told.parameters, case)
        each = [
            judged(c, Asked(case, told.parameters, case.applied_on))
            for c in told.rules["tenth"].conditions
        ]
        assert [x.verdict for x in one.judged[1:]] == [x.verdict for x in each]
        assert one.amount_fen == 50000
        assert "{" not in "".join(x.words for x in one.judged)


def test_a_number_that_is_not_set_is_no_hindrance():
    told = found("post", USUAL["post"])
    (attendance,) = [one for one in told.judged if "出勤" in one.words]
    assert attendance.verdict is Verdict.YES
    assert attendance.why == "当地没有设这一项限制。"


def test_the_wage_is_that_of_the_place_of_work():
    own = "parameters: {wage: [{at: 150123, from: 2017-08-01, value: 1760, cite: x, by: y}]}"
    case = hired("2020-06-01")
    case = replace(case, job=replace(case.job, monthly_pay_fen=150000))
    there = replace(case, job=replace(case.job, place="150123"))
    outside = replace(case, job=replace(case.job, place="110105"))
    assert [found("absorption", one, own).verdict for one in (case, there, outside)] == [
        Verdict.YES, Verdict.NO, Verdict.UNKNOWN,
    ]  # fmt: skip


def test_levels_go_from_the_county_up():
    assert levels("150124") == ("150124", "150100", "150000")
    assert levels("150100") == ("150100", "150000")
    told = Parameter("a", "甲", "元", (Value("150000", dt.date(2020, 1, 1), 5, "x", "y"),))
    assert told.on("150124", dt.date(2019, 12, 31)) is None
    own = Value("150124", dt.date(2020, 2, 1), None, "x", "y")
    league = Value("150100", dt.date(2020, 2, 1), 7, "x", "y")
    both = replace(told, values=(own, league, *told.values))
    assert [one.level for one in both.in_order()] == ["自治区", "盟市", "旗县"]
    assert both.shown(None) == "不设"


def spoiled(change):
    raw = deepcopy(RAW)
    change(raw)
    return raw


@pytest.mark.parametrize(
    "change",
    [
        lambda raw: raw["kinds"]["post"].pop("article"),
        lambda raw: raw["kinds"]["post"].update(once="twice"),
        lambda raw: raw["kinds"]["post"].update(event="birthday"),
        lambda raw: raw["kinds"]["post"]["amount"].update(how="eval"),
        lambda raw: raw["kinds"]["post"]["amount"].update(rate="1000"),
        lambda raw: raw["kinds"]["post"]["amount"].update(formula="1+1"),
        lambda raw: raw["kinds"]["training"]["amount"].update(of="party"),
        lambda raw: raw["kinds"]["post"]["conditions"][0].update({"is": "rich"}),
        lambda raw: raw["kinds"]["post"]["conditions"][0].update(more=1),
        lambda raw: raw["kinds"]["post"]["conditions"][0].update(years=16),
        lambda raw: raw["kinds"]["post"]["excludes"][0].update(kind="nothing"),
        lambda raw: raw["parameters"]["wage"]["values"][0].update(value=14.6),
        lambda raw: raw["parameters"]["wage"]["values"][0].update(value=-1),
        lambda raw: raw["parameters"]["wage"]["values"][0].update(cite=""),
    ],
)
def test_a_declaration_that_is_not_whole_is_refused(change):
    with pytest.raises(UnreadableDeclaration):
        read_book(spoiled(change), {})


@pytest.mark.parametrize("own", [{"kinds": {}}, {"parameters": {"invented": []}}])
def test_a_county_sets_numbers_that_are_known_and_nothing_else(own):
    with pytest.raises(UnreadableDeclaration):
        read_book(RAW, own)


def test_every_event_has_a_day():
    case = USUAL["training"]
    assert {name: day_of(case, name) is not None for name in EVENTS}["course_to"]
    with pytest.raises(KeyError):
        day_of(case, "birthday")


def test_further_verdicts_of_single_conditions():
    base = USUAL["absorption"]
    place = {"months": "youngest"}

    def one(name, case, **lists):
        word = VOCABULARY[name]
        told = Condition(
            name, place if word.numbers else {}, dict.fromkeys(word.days, "hired_on"), lists, "某条"
        )
        return judged(told, Asked(case, BOOK.parameters, dt.date(2020, 6, 1)))

    no_sex = replace(base, person=replace(base.person, sex=None))
    over = Condition(
        "age_below",
        {"men": "oldest_men", "women": "oldest_women"},
        {"when": "hired_on"},
        {},
        "某条",
    )
    asked = Asked(no_sex, BOOK.parameters, dt.date(2020, 6, 1))
    assert judged(over, asked).why.startswith("性别不明")
    man = replace(base, person=replace(base.person, sex="m"))
    assert "上限60周岁" in judged(over, Asked(man, BOOK.parameters, base.applied_on)).why
    listed = replace(base, firm=replace(base.firm, key=(Span(dt.date(2020, 1, 1)),)))
    assert one("key_firm_on", listed).verdict is Verdict.YES
    assert one("key_firm_on", replace(base, firm=replace(base.firm, key=()))).verdict is Verdict.NO
    insured = replace(base, job=replace(base.job, insured=(Span(dt.date(2020, 6, 1)),)))
    assert one("insured_on", insured).verdict is Verdict.YES
    assert one("insured_on", replace(base, job=replace(base.job, insured=()))).verdict is Verdict.NO
    nobody = replace(base, person=replace(base.person, standings=()))
    assert "没有登记的身份" in one("standing_on", nobody, kinds=("jdlk",)).why
    away = replace(base, job=replace(base.job, place="150200"))
    homeless = replace(away, person=replace(away.person, county=None))
    assert one("out_of", away, beyond=("league",)).verdict is Verdict.YES
    assert one("out_of", homeless, beyond=("county",)).why.startswith("安置地不明")


def test_amounts_that_cannot_be_worked_out_say_what_lacks():
    numbers = {
        "on_job_training.amount",
        "on_job_training.months",
        "living.amount",
        "living.most",
        "training.share",
        "training.most",
        "absorption.amount",
    }
    early = read_book(
        {**RAW, "parameters": {
            name: {**item, "values": [{**one, "from": dt.date(2030, 1, 1)} for one in item["values"]]} if name in numbers else item
            for name, item in RAW["parameters"].items()
        }},
        {},
    )  # fmt: skip
    for kind in ("on_job_training", "living", "training", "absorption"):
        told = finding(early.rules[kind], early.parameters, USUAL[kind])
        assert told.amount_fen is None
        assert "不明，金额算不出来" in told.steps[-1].words
    for gone, kind in (
        ("on_job_training.amount", "on_job_training"),
        ("living.most", "living"),
        ("training.most", "training"),
    ):
        raw = deepcopy(RAW)
        raw["parameters"][gone]["values"][0]["from"] = dt.date(2030, 1, 1)
        told = read_book(raw, {})
        assert finding(told.rules[kind], told.parameters, USUAL[kind]).amount_fen is None
    capless = deepcopy(RAW)
    capless["parameters"]["transport.year"]["values"][0]["from"] = dt.date(2030, 1, 1)
    told = read_book(capless, {})
    assert finding(told.rules["transport"], told.parameters, USUAL["transport"]).amount_fen is None
    for kind, name in (("on_job_training", "months"), ("living", "most"), ("training", "most")):
        own = {
            "parameters": {
                f"{kind}.{name}": [
                    {
                        "at": 150124,
                        "from": dt.date(2018, 1, 1),
                        "value": None,
                        "cite": "x",
                        "by": "y",
                    }
                ]
            }
        }
        told = read_book(RAW, own)
        assert finding(told.rules[kind], told.parameters, USUAL[kind]).amount_fen


def test_a_case_without_months_has_none():
    bare = Case(kind="x", county="150124", applied_on=dt.date(2020, 9, 1))
    assert bare.months is None
    assert USUAL["post"].months == (Month(2020, 6), Month(2020, 7), Month(2020, 8))


def test_a_situation_is_read_strictly():
    with pytest.raises(TypeError):
        read_case(
            "x", {"county": 150124, "applied_on": dt.date(2020, 9, 1), "person": {"rich": True}}
        )
    told = read_case("x", {"county": 150124, "applied_on": dt.date(2020, 9, 1), "evidence": None})
    assert told.evidence is None
    assert told.person == Person()
    assert told.job == Job()
    assert Decimal(0) == 0
