"""What pays: answers laid beside lists, draws with a stated confidence, spans, steps, papers, rows of workers."""

import datetime as dt
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leye.core.payments.answers import Answer, Kept, Sent, Told, reconcile, still_open
from leye.core.payments.evidence import MOST_BYTES, Medium, medium, refusal
from leye.core.payments.periods import Once, lasts_until, spans
from leye.core.payments.sampling import drawn, sample_size
from leye.core.payments.steps import LEADS, OVER, State, Step, may

DAY = dt.date


@given(
    st.lists(st.integers(1, 500), max_size=8),
    st.lists(
        st.tuples(st.none() | st.integers(0, 10), st.none() | st.integers(1, 500), st.sampled_from([True, False, None])),
        max_size=12,
    ),
)  # fmt: skip
def test_every_line_of_list_and_answer_is_told_and_none_is_paid_twice(fens, said):
    sent = [Sent(no, fen) for no, fen in enumerate(fens, start=1)]
    told = reconcile(sent, [Answer(row, *one) for row, one in enumerate(said, start=2)])
    assert [one.row_no for one in told.settled] == list(range(2, len(said) + 2))
    paid = [one.no for one in told.settled if one.told in (Told.PAID, Told.RETURNED)]
    assert len(paid) == len(set(paid))
    assert all(
        fens[no - 1] == one.fen for one in told.settled if one.told is Told.PAID for no in [one.no]
    )
    mentioned = {one[0] for one in said}
    assert set(told.missing) == {one.no for one in sent} - mentioned
    assert told.fen(Told.PAID) <= sum(fens)


def test_each_word_of_an_answer():
    answers = [
        Answer(2, 1, 100, True), Answer(3, 2, 100, False, "户名不符"), Answer(4, 3, 99, True), Answer(5, 9, 1, True),
        Answer(6, 4, 100, True), Answer(7, 4, 100, False), Answer(8, None, 1, True), Answer(9, 5, None, True),
        Answer(10, 1, 100, True),
    ]  # fmt: skip
    told = reconcile([Sent(no, 100) for no in range(1, 7)], answers)
    assert [one.told.label for one in told.settled] == [
        "已到账", "银行退回", "金额不符", "清单里没有", "回单重复", "回单重复", "读不出结果", "读不出结果", "回单重复",
    ]  # fmt: skip
    assert told.missing == (6,)


def chance_of_missing(many: int, wrong: int, n: int) -> float:
    return comb(many - wrong, n) / comb(many, n)


@given(st.integers(1, 400), st.integers(10, 500), st.integers(500, 990))
def test_a_sample_is_the_least_that_finds_a_wrong_one_so_surely(many, wrong_permille, confidence):
    n = sample_size(many, wrong_permille, confidence)
    wrong = -(-many * wrong_permille // 1000)
    allowed = 1 - confidence / 1000
    assert n <= many
    assert chance_of_missing(many, wrong, n) <= allowed + 1e-9
    assert n == 0 or chance_of_missing(many, wrong, n - 1) > allowed - 1e-9


def test_a_draw_repeats_with_its_seed_and_nothing_is_drawn_of_nothing():
    assert sample_size(0, 50, 950) == 0
    assert sample_size(2, 1000, 999) == 1
    with pytest.raises(ValueError, match="per mille"):
        sample_size(10, 0, 950)
    ids = list(range(100))
    assert drawn(ids, 10, "s") == drawn(reversed(ids), 10, "s")  # type: ignore[arg-type]
    assert drawn(ids, 10, "s") != drawn(ids, 10, "t")
    assert len(set(drawn(ids, 10, "s"))) == 10


def test_lines_stay_open_until_somebody_or_a_later_answer_clears_them_up():
    kept = [
        Kept(1, Told.PAID, 1, is_settled=False), Kept(2, Told.DIFFERENT, 2, is_settled=False),
        Kept(3, Told.UNKNOWN, 77, is_settled=False), Kept(4, Told.UNREAD, None, is_settled=False),
        Kept(5, Told.TWICE, 3, is_settled=False), Kept(6, Told.UNKNOWN, 78, is_settled=True),
    ]  # fmt: skip
    assert still_open(kept, [2, 3, 4]) == ([2, 3, 4, 5], [4])
    assert still_open(kept, []) == ([3, 4], [])  # a later answer has spoken of 2 and 3
    assert still_open([], [9]) == ([], [9])


def test_spans_that_are_paid_once():
    start, end = DAY(2020, 11, 15), DAY(2021, 2, 1)
    assert spans(Once.EVER, start, end) == ("ever",)
    assert spans(Once.YEAR, start, end) == ("2020", "2021")
    assert spans(Once.MONTH, start, end) == ("2020-11", "2020-12", "2021-01")
    assert {one.label for one in Once} == {
        "每人一次", "每人每月一次", "每人每年一次", "同一天只补一次",
    }  # fmt: skip
    assert spans(Once.DAY, DAY(2020, 5, 31), DAY(2020, 6, 2)) == ("2020-05-31", "2020-06-01")
    with pytest.raises(ValueError, match="a day at least"):
        spans(Once.MONTH, end, end)


def test_the_row_at_which_money_ends():
    assert lasts_until([100, 100, 100], 250) == 2
    assert lasts_until([100, 100], 200) == 2
    assert lasts_until([300], 200) == 0


def test_every_step_and_state_has_a_word_and_nothing_leads_out_of_what_is_over():
    assert all(state.label for state in State)
    assert all(step.label and LEADS[step] for step in Step)
    for state in OVER:
        assert [step for step in Step if may(step, state)] == []
    reached = {after for _, after in LEADS.values()}
    assert reached == set(State) - {State.DRAFT}


def test_papers_are_what_their_bytes_say():
    pdf = b"%PDF-1.7 ... %%EOF"
    ofd = b"PK\x03\x04" + b"OFD.xml"
    for content, kind in (
        (pdf, Medium.PDF), (b"\xff\xd8\xff\xe0", Medium.JPEG), (b"\x89PNG\r\n\x1a\n", Medium.PNG), (ofd, Medium.OFD),
        (b"%PDF-1.7 cut off", None), (b"hello", None),
    ):  # fmt: skip
        assert medium(content) is kind
        assert (refusal(content) == "") is (kind is not None)
    assert {kind.content_type for kind in Medium} >= {"application/pdf", "image/png"}
    for content, words in ((b"", "空的"), (b"MZ", "程序"), (pdf + b"/Launch %%EOF", "自动运行"), (b"0" * (MOST_BYTES + 1), "最多")):  # fmt: skip
        assert words in refusal(content)
