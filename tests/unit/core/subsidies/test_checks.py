"""The checks one by one: who is told of a pair, what is not known stays quiet, and a plain count agrees with the index."""

import datetime as dt
from dataclasses import replace
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.made_claims import World, course, day, hired, months, spell
from leye.core.local_jobs.spells import Span
from leye.core.rules.amounts import Amount
from leye.core.rules.findings import Finding, Verdict
from leye.core.rules.rules import finding
from leye.core.subsidies.checks import found
from leye.core.subsidies.claims import FirmKnown, Ground, Known, worst
from leye.core.subsidies.situations import read_case
from leye.notices.subsidies import load_book, load_checks

BOOK, CHECKS = load_book("nm_2020_84"), load_checks("nm_2020_84")


def world() -> World:
    return World(1, BOOK)


def codes(made: World, asked: set[int] | None = None) -> list[tuple[str, int]]:
    told = found(made.claims, made.ground, CHECKS, asked)
    return [(one.check.code, one.claim) for one in told]


def twice(made: World) -> None:
    person = made.person()
    for _ in range(2):
        hired(made, person, made.firm(), day(3))


def test_a_pair_is_told_to_the_later_and_to_the_earlier_if_only_that_is_asked_about():
    made = world()
    twice(made)
    assert codes(made) == [("twice", 2)]
    assert codes(made, {2}) == [("twice", 2)]
    assert codes(made, {1}) == [("twice", 1)]
    assert codes(made, {1, 2}) == [("twice", 2)]
    assert codes(made, set()) == []


def test_both_rows_stand_side_by_side_with_article_and_what_to_do():
    made = world()
    twice(made)
    (one,) = found(made.claims, made.ground, CHECKS)
    assert one.mine.key == 2
    assert one.theirs is not None
    assert one.theirs.key == 1
    assert ("招用日期", "2021-03-01") in one.theirs.lines
    assert one.check.article
    assert one.check.remedy
    trained = world()
    person, school = trained.person(), trained.firm()
    course(trained, "training", person, school, 2, "焊工")
    course(trained, "training", person, school, 8, "焊工")
    (again,) = found(trained.claims, trained.ground, CHECKS)
    assert ("工种", "焊工") in again.mine.lines


def test_what_stops_is_a_no_and_what_asks_is_open():
    made = world()
    twice(made)
    stopping = found(made.claims, made.ground, CHECKS)
    asking = [replace(one, check=CHECKS["moved"]) for one in stopping]
    assert [worst(stopping), worst(asking), worst([])] == [Verdict.NO, Verdict.UNKNOWN, Verdict.YES]


def test_what_is_not_known_says_nothing_against_anybody():
    made = world()
    person = made.person(birth_date=None, sex=None, settled=None)
    months(made, "on_job_training", person, made.firm(), 1, 3)
    assert codes(made) == []
    sexless = made.person(birth_date=dt.date(1940, 1, 1), sex=None)
    months(made, "on_job_training", sexless, made.firm(), 1, 3)
    assert codes(made) == []


def test_firms_are_kin_by_account_or_telephone_and_never_with_themselves():
    firms = {
        "a": FirmKnown("1", "7"), "b": FirmKnown("1", "8"), "c": FirmKnown("2", "8"), "d": FirmKnown(),
        "e": FirmKnown(),
    }  # fmt: skip
    ground = Ground(BOOK, firms=firms)
    kin = {pair for pair in combinations("abcde", 2) if ground.are_kin(*pair)}
    assert kin == {("a", "b"), ("b", "c")}
    assert not ground.are_kin("a", "a")
    assert not ground.are_kin("a", "nobody")


def test_a_kind_without_a_window_asks_nothing_of_the_time_before():
    made = world()
    person, firm = made.person(), made.firm()
    made.works(person, spell(firm, dt.date(2018, 1, 1)))
    months(made, "insurance", person, firm, 1, 3)
    assert codes(made) == []


def test_an_old_spell_with_a_stranger_within_the_window_is_no_harm():
    made = world()
    person, firm = made.person(), made.firm()
    made.works(person, spell(made.firm(), dt.date(2020, 1, 1), day(3)), spell(firm, day(3)))
    hired(made, person, firm, day(3))
    assert codes(made) == []


def test_whoever_left_in_the_last_month_claimed_has_worked_in_it():
    made = world()
    person, firm = made.person(), made.firm()
    made.works(person, spell(firm, day(1), day(3, 15)))
    months(made, "on_job_training", person, firm, 1, 3)
    assert codes(made) == []


def test_an_agency_whose_employer_is_not_told_is_let_be():
    made = world()
    made.claim(
        "agency_fee", made.person(), made.firm(), employer="", hired_on=day(3), start=day(3), end=day(4),
        applied_on=day(6),
    )  # fmt: skip
    assert codes(made) == []


def test_a_person_paid_on_an_account_that_a_firm_claims_on_is_told_once():
    made = world()
    person, firm = made.person(), made.firm()
    months(made, "insurance", made.person(), firm, 1, 3)
    course(made, "living", person, firm, 5, "焊工")
    made.claims[-1] = replace(made.claims[-1], account=made.claims[0].account)
    assert codes(made) == [("paid_to_firm", 2)]


def test_claims_of_one_firm_do_not_stand_against_each_other_for_sharing_what_is_its_own():
    made = world()
    one, other = made.firm(), made.firm()
    for firm in (one, one, other):
        months(made, "insurance", made.person(), firm, 1, 3)
        made.claims[-1] = replace(made.claims[-1], account="x", papers=frozenset({"d"}))
    assert codes(made) == [("firms_share_account", 3), ("paper_twice", 3)]


def test_papers_of_persons_who_apply_together_are_theirs():
    made = world()
    for key in (1, 1, 2):
        person = made.person()
        course(made, "living", person, "", 5, "焊工")
        made.claims[-1] = replace(made.claims[-1], application=key, papers=frozenset({"d"}))
    assert [code for code, _ in codes(made)].count("paper_twice") == 1


def test_a_number_is_that_of_the_county_on_the_day_and_looked_up_once():
    made = world()
    claim = hired(made, made.person(), made.firm(), day(3))
    ground = made.ground
    assert ground.number("check.account", claim) == 2
    assert ground.number("check.account", claim) == 2
    early = replace(claim, applied_on=dt.date(2000, 1, 1))
    assert ground.number("check.account", early) is None


RANDOM = st.lists(
    st.tuples(
        st.integers(1, 4),  # person
        st.sampled_from(["absorption", "workshop_award", "on_job_training", "job_search", "post"]),
        st.integers(1, 9),  # first month
        st.integers(1, 3),  # how many
        st.integers(1, 3),  # account
    ),
    max_size=9,
)


@given(RANDOM)
@settings(max_examples=60)
def test_who_is_paid_twice_excluded_or_shares_an_account_is_who_a_plain_count_says(rows):
    made = world()
    for _ in range(4):
        made.person(household=0)
    for person, kind, first, many, account in rows:
        months(made, kind, person, f"f{account}", first, first + many - 1, account=f"x{account}", days={})  # fmt: skip
    told = {code: set() for code in ("twice", "excluded", "shared_account")}
    for one in found(made.claims, made.ground, CHECKS):
        if one.check.code in told:
            told[one.check.code].add(one.claim)
    wanted = {code: set() for code in told}
    for a, b in combinations(sorted(made.claims, key=lambda x: (x.applied_on, x.key)), 2):
        rule = BOOK.rules[b.kind]
        meets = a.start < b.end and b.start < a.end
        once = {"ever": True, "year": True, "months": meets}[rule.once]
        if a.person == b.person and a.kind == b.kind and once:
            wanted["twice"].add(b.key)
        others = {(b.kind, x.kind) for x in rule.excludes} | {(x.kind, a.kind) for x in BOOK.rules[a.kind].excludes}  # fmt: skip
        if a.person == b.person and a.kind != b.kind and meets and (b.kind, a.kind) in others:
            wanted["excluded"].add(b.key)
    own = [x for x in made.claims if BOOK.rules[x.kind].payee == "person"]
    for account in {x.account for x in own}:
        users = [x for x in own if x.account == account]
        if len({x.person for x in users}) > 1:
            first = min(users, key=lambda x: (x.applied_on, x.key))
            wanted["shared_account"] |= {x.key for x in users if x.person != first.person}
    assert told == wanted


def plain(kind: str, **told: object) -> Finding:
    case = read_case(kind, {"county": 150124, "applied_on": dt.date(2020, 9, 1), **told})
    return finding(BOOK.rules[kind], BOOK.parameters, case)


def test_a_finding_without_the_day_of_its_event_is_open_and_labels_its_verdicts():
    told = plain("absorption")
    assert told.judged[0].why == "招用之日不明，请补充后再核。"
    assert [one.label for one in Verdict] == ["符合", "不符合", "不明"]
    assert told.payable_fen == 0
    assert BOOK.rules["absorption"].is_in_force(dt.date(2020, 6, 1))
    assert not BOOK.rules["absorption"].is_in_force(dt.date(2020, 5, 1))
    assert "absorption.amount" in BOOK.rules["absorption"].parameters()


def test_a_course_reported_without_a_first_day_is_open():
    told = plain("training", course={"reported_on": dt.date(2020, 6, 1)})
    (one,) = [x for x in told.judged if "备案" in x.words]
    assert one.why.startswith("开班日期不明")


def test_a_post_without_a_span_is_open():
    told = plain("post", start=dt.date(2020, 6, 1), post={"held_from": dt.date(2020, 1, 1)})
    (one,) = [x for x in told.judged if "在岗合计" in x.words]
    assert one.why.startswith("补贴月份不明")
    assert Span(dt.date(2020, 1, 1)).covers(dt.date(2020, 1, 1))
    assert Known().worked == ()


def test_without_a_most_every_month_and_every_day_counts():
    told = {"start": dt.date(2020, 6, 1), "end": dt.date(2020, 9, 1), "course": {"days_attended": 40, "ended_on": dt.date(2020, 7, 1)}}  # fmt: skip
    case = read_case("x", {"county": 150124, "applied_on": dt.date(2020, 9, 1), **told})
    for kind, how, fen in (("on_job_training", "by_month", 150_000), ("living", "by_day", 200_000)):
        amount = Amount(how, BOOK.rules[kind].amount.rate)
        rule = replace(BOOK.rules[kind], amount=amount, conditions=(), evidence={})
        seen = finding(rule, BOOK.parameters, case)
        assert (seen.amount_fen, seen.payable_fen, seen.unmet) == (fen, fen, ())


def test_a_workshop_month_outside_of_what_is_asked_is_let_be():
    made = world()
    claim = hired(made, made.person(), made.firm(), day(3))
    made.claims[0] = replace(claim, number="", hired_on=None, contract_from=None)
    assert codes(made) == []


def test_a_course_of_somebody_whose_county_is_not_known_is_let_be():
    made = world()
    person = made.person(county="")
    made.works(person, spell(made.firm(), day(1), place="110105"))
    course(made, "training", person, made.firm(), 5, "焊工")
    near = made.person(county="150124")
    made.works(near, spell(made.firm(), day(5, 10), place="110105"))
    course(made, "training", near, made.firm(), 5, "焊工")
    assert codes(made) == []
