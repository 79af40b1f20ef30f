"""Every situation of the notice's subsidies, in a caseworker's words, comes out as it says."""

import json
import time
from decimal import Decimal

import pytest

from leye.core.rules.findings import Verdict, thawed
from leye.core.rules.rules import finding
from leye.notices.subsidies import load_book, load_situations

NOTICE = "nm_2020_84"
BOOK = load_book(NOTICE)
SITUATIONS = [(kind, one) for kind, many in load_situations(NOTICE).items() for one in many]


@pytest.mark.parametrize(
    ("kind", "one"), SITUATIONS, ids=[f"{kind}-{one.says}" for kind, one in SITUATIONS]
)
def test_a_situation_comes_out_as_it_says(kind, one):
    found = finding(BOOK.rules[kind], BOOK.parameters, one.case)
    amount = None if found.amount_fen is None else Decimal(found.amount_fen) / 100
    assert (found.verdict, amount) == (one.expect, one.amount_yuan), found.unmet


def test_every_kind_has_situations_with_a_yes_and_a_no():
    told = load_situations(NOTICE)
    assert set(told) == set(BOOK.rules)
    for kind, many in told.items():
        assert {Verdict.YES, Verdict.NO} <= {one.expect for one in many}, kind
        assert len({one.says for one in many}) == len(many) >= 4, kind


def test_every_condition_word_with_an_article_and_every_number_with_a_citation():
    for rule in BOOK.rules.values():
        assert all(one.article for one in rule.conditions), rule.kind
    for parameter in BOOK.parameters.values():
        assert all(one.cite and one.authority for one in parameter.values), parameter.name


def test_the_ten_kinds_of_the_issue_are_declared():
    titles = [rule.title for rule in BOOK.rules.values()]
    for word in ("吸纳就业", "车间奖补", "以工代训", "职业培训", "生活费", "交通", "求职创业", "岗位补贴", "社会保险", "服务补助"):  # fmt: skip
        assert any(word in title for title in titles), word


def test_a_finding_freezes_to_the_same_bytes_and_thaws():
    for kind, one in SITUATIONS:
        first = finding(BOOK.rules[kind], BOOK.parameters, one.case)
        again = finding(BOOK.rules[kind], BOOK.parameters, one.case)
        assert first.frozen() == again.frozen()
        assert first.digest == again.digest
        assert thawed(json.loads(first.frozen())) == first


def test_a_finding_takes_less_than_twenty_milliseconds():
    start = time.process_time()
    for kind, one in SITUATIONS:
        finding(BOOK.rules[kind], BOOK.parameters, one.case).frozen()
    assert (time.process_time() - start) / len(SITUATIONS) < 0.02
