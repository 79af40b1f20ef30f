"""Whose a case is, how pressing, what is proposed, and who is believed."""

import datetime as dt

import pytest

from leye.core.cases import rules
from leye.core.cases.declared import Belief, Comparing, OwnWord
from leye.core.cases.vocabulary import OUTCOMES, CaseOutcome, MatchClass, Section, said

HERE, THERE = "150124", "150123"
DAY, LATER = dt.date(2020, 6, 1), dt.date(2021, 6, 1)


@pytest.mark.parametrize(
    ("work", "owner"),
    [
        (None, HERE),
        ("", HERE),
        (THERE, THERE),
        (THERE + "100", THERE),
        ("110105", HERE),
        (HERE, HERE),
    ],
)
def test_those_at_work_belong_to_where_they_work_the_others_to_where_they_live(work, owner):
    assert rules.owner(HERE, work, {HERE, THERE}) == owner


def test_the_queue_begins_with_what_is_at_stake():
    weights = [
        rules.weight(MatchClass.OWN_WORD, [Section.IDENTITY], 1),
        rules.weight(MatchClass.TWICE, [], 0.9),
        rules.weight(MatchClass.DIFFERS, [Section.DEATH], 1),
        rules.weight(MatchClass.DIFFERS, [Section.EMPLOYMENT, Section.IDENTITY], 1),
        rules.weight(MatchClass.DIFFERS, [Section.IDENTITY], 1),
        rules.weight(MatchClass.ONLY_LEDGER, [Section.EMPLOYMENT], 1),
        rules.weight(MatchClass.DOUBTFUL, [], 0.9),
        rules.weight(MatchClass.DOUBTFUL, [], 0.1),
    ]
    assert weights == sorted(weights, reverse=True)
    assert all(0 <= weight < 1000 for weight in weights)


@pytest.mark.parametrize(
    ("kind", "is_believed", "probability", "outcome"),
    [
        (MatchClass.DOUBTFUL, True, 0.4, CaseOutcome.NOT_SAME),
        (MatchClass.DOUBTFUL, False, 0.6, CaseOutcome.CONFIRMED),
        (MatchClass.TWICE, False, 0.9, CaseOutcome.CORRECTED),
        (MatchClass.TWICE, False, 0.2, CaseOutcome.NOT_SAME),
        (MatchClass.DIFFERS, True, 1, CaseOutcome.CORRECTED),
        (MatchClass.DIFFERS, False, 1, CaseOutcome.CONFIRMED),
        (MatchClass.ONLY_LEDGER, True, 1, CaseOutcome.CONFIRMED),
    ],
)
def test_what_is_proposed_can_also_be_decided(kind, is_believed, probability, outcome):
    assert rules.proposal(kind, is_believed, probability) is outcome
    assert outcome in OUTCOMES[kind]
    assert said(kind, outcome)


OWN_WORD = OwnWord("本人反映", "本人", "registration", ((DAY, "旧法"), (LATER, "新法")))


def declared(*beliefs: Belief) -> Comparing:
    return Comparing({}, {}, {}, beliefs, "hrss", 10, 180, OWN_WORD)


FIRST = Belief(Section.EMPLOYMENT, DAY, ("insurance", "employer", "hrss"), "文")
SECOND = Belief(Section.EMPLOYMENT, LATER, ("employer", "insurance"), "文")


@pytest.mark.parametrize(
    ("on", "one", "other", "first"),
    [
        (DAY, "insurance", "hrss", True),
        (DAY, "hrss", "insurance", False),
        (DAY, "hrss", "hrss", False),
        (DAY, "training", "hrss", False),
        (DAY, "hrss", "training", True),
        (dt.date(2019, 1, 1), "insurance", "employer", True),
        (LATER, "insurance", "employer", False),
    ],
)
def test_sources_are_believed_in_their_declared_and_dated_order(on, one, other, first):
    assert declared(FIRST, SECOND).prefers(Section.EMPLOYMENT, on, one, other) is first


def test_what_people_say_of_themselves_rests_on_the_law_of_its_day():
    days = (dt.date(2019, 1, 1), DAY, LATER)
    assert [OWN_WORD.ground(on) for on in days] == ["旧法", "旧法", "新法"]


def test_what_is_not_declared_is_no_guess():
    with pytest.raises(LookupError):
        declared(FIRST).belief(Section.DEATH, DAY)
