"""One vacancy is one: however it is written, whoever sends it; and what it is found by."""

import pytest

from leye.core.vacancies.sameness import employer_key, may_be_same, vacancy_key
from leye.core.vacancies.words import asked, words
from tests.unit.core.vacancies.made import told


@pytest.mark.parametrize(
    "title",
    [
        "餐厅服务员 ",
        "餐厅 服务员",
        "【餐厅服务员】",
        "餐厅服务员（急招）",
        "诚聘餐厅服务员5名",
        "餐厅服务员若干名",
    ],
)
def test_titles_that_differ_by_spaces_signs_and_lures_are_one(title):
    assert vacancy_key("7", told(title=title)) == vacancy_key("7", told())


def test_another_place_employer_or_kind_of_post_is_another_vacancy():
    own = vacancy_key("7", told())
    assert vacancy_key("8", told()) != own
    assert vacancy_key("7", told(place="北京市朝阳区")) != own
    assert vacancy_key("7", told(post="公益性岗位")) != own


def test_an_employer_is_known_by_code_before_name():
    assert employer_key("91150124MA0N0UMC75", "甲公司") == employer_key(
        "91150124MA0N0UMC75", "乙公司"
    )
    assert employer_key(None, "甲 公司") == employer_key(None, "甲公司")


@pytest.mark.parametrize(
    ("one", "other", "is_close"),
    [
        ("服务员", "餐厅服务员", True),
        ("缝纫工", "缝纫女工", True),
        ("保安", "保洁", False),
        ("电焊工", "会计", False),
    ],
)
def test_titles_that_may_mean_the_same_are_shown_to_a_clerk(one, other, is_close):
    assert may_be_same(one, other) is is_close


def test_a_text_is_found_by_neighbouring_characters():
    assert words("电焊工 CO2保护焊") == ["电焊", "焊工", "co2", "保护", "护焊"]
    assert asked("焊") == ["焊"]
    assert words("") == words("！？") == []
    assert len(asked("一二三四五六七八九十" * 20)) <= 32
