"""The words of the forms: each is read as one thing, and nothing is guessed."""

import inspect

import pytest

from leye.core import vocabulary
from leye.core.vocabulary import (
    Answer,
    Category,
    EmploymentKind,
    LabourSkill,
    Schooling,
    Standing,
    StationState,
)

CATEGORIES = [
    kind
    for _, kind in inspect.getmembers(vocabulary, inspect.isclass)
    if issubclass(kind, Category) and kind is not Category
]


@pytest.mark.parametrize("kind", CATEGORIES)
def test_a_code_is_stable_ascii_and_a_label_reads_back(kind):
    for member in kind:
        assert member.value.isascii()
        assert kind(member.value) is member
        assert kind.read(member.label) is member


@pytest.mark.parametrize("kind", CATEGORIES)
def test_no_word_means_two_things_within_a_category(kind):
    words = [word for member in kind for word in set(member.words)]
    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize("kind", CATEGORIES)
def test_labels_stand_in_the_order_of_the_members(kind):
    assert kind.labels() == tuple(member.label for member in kind)


@pytest.mark.parametrize(
    ("kind", "text", "member"),
    [
        (LabourSkill, " 弱劳动力 或半劳动力 ", LabourSkill.WEAK),
        (LabourSkill, "弱\u3000劳力\n", LabourSkill.WEAK),
        (EmploymentKind, "公益岗", EmploymentKind.PUBLIC_POST),
        (EmploymentKind, "务农", EmploymentKind.FARMING),
        (Standing, "同步搬迁户", Standing.ACCOMPANYING),
        (Schooling, "普通高中二年级", Schooling.IN_SCHOOL),
        (Answer, "无意愿", Answer.NO),
        (StationState, "依托", StationState.SHARED),
    ],
)
def test_a_cell_is_read_without_its_spaces(kind, text, member):
    assert kind.read(text) is member


@pytest.mark.parametrize("text", ["", "大概", "弱劳动力吗", "ordinary", "普通劳动力、技能劳动力"])
def test_a_word_that_is_not_listed_is_not_guessed(text):
    assert LabourSkill.read(text) is None


def test_a_member_is_its_code_wherever_text_is_wanted():
    assert EmploymentKind.WORKSHOP == "workshop"
    assert str(EmploymentKind.WORKSHOP) == "workshop"
    assert f"{EmploymentKind.WORKSHOP}" == "workshop"
