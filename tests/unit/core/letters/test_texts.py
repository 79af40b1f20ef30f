"""Figures bound in a text."""

import pytest

from leye.core.letters.texts import (
    Bar,
    Bound,
    Chart,
    Grid,
    Heading,
    Letter,
    NotNamed,
    Paragraph,
    bounds_of,
    names_in,
    parts_of,
    plain,
)

A, B = Bound("f1", "12", "已就业"), Bound("f2", "34.5%", "就业率")


def test_a_sentence_becomes_text_and_figures_in_turn():
    assert parts_of("就业{a}人，占{b/c}", {"a": A, "b/c": B}) == ("就业", A, "人，占", B)
    assert parts_of("{a}", {"a": A}) == (A,)
    assert parts_of("没有数字", {}) == ("没有数字",)
    assert names_in("{a}和{b/c}") == ("a", "b/c")


def test_a_figure_that_is_not_there_is_an_error_and_never_a_blank():
    with pytest.raises(NotNamed):
        parts_of("{nobody}", {})


def test_a_body_tells_its_figures_and_the_text_around_them():
    body = (
        Heading("一、台账"),
        Paragraph(("就业", A, "人")),
        Grid("表1", ("单位", "就业"), (("甲", B),)),
        Chart("图1", (Bar("乙", 500, A),)),
    )
    assert list(bounds_of(body)) == [A, B, A]
    assert list(plain(body)) == ["一、台账", "就业人", "表1", "单位", "就业", "甲", "图1", "乙"]


@pytest.mark.parametrize(
    ("title", "second", "lines"),
    [
        ("清水河县情况报告", "情况", ("清水河县情况报告",)),
        ("呼和浩特市关于易地扶贫搬迁就业帮扶专项行动的情况报告", "就业帮扶", ("呼和浩特市关于易地扶贫搬迁", "就业帮扶专项行动的情况报告")),
        ("一" * 21, "就业帮扶", ("一" * 21,)),
        ("就业帮扶" + "一" * 21, "就业帮扶", ("就业帮扶" + "一" * 21,)),
        ("一" * 21, "", ("一" * 21,)),
    ],
)  # fmt: skip
def test_a_long_title_is_broken_between_words_and_a_short_one_is_not(title, second, lines):
    assert Letter("1", title, "", (), "", "", second).title_lines == lines
