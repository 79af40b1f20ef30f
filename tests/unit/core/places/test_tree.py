"""The tree of a day: renames, successors, and names that mean more than one place."""

import datetime as dt

import pytest

from leye.core.places.tree import FIRST_DAY, UNKNOWN, Place, Resolution, Tree

DAY = dt.date(2020, 5, 31)
LATER = dt.date(2021, 7, 1)


def place(code: str, name: str, parent: str, kind: str = "county", **dates: object) -> Place:
    return Place(code, name, kind, parent, **dates)


PLACES = (
    place("150000", "内蒙古自治区", "", "province"),
    place("110000", "北京市", "", "province"),
    place("220000", "吉林省", "", "province"),
    place("210000", "辽宁省", "", "province"),
    place("150100", "呼和浩特市", "150000", "league"),
    place("150900", "乌兰察布市", "150000", "league"),
    place("152900", "阿拉善盟", "150000", "league"),
    place("150400", "赤峰市", "150000", "league"),
    place("211300", "朝阳市", "210000", "league"),
    place("220100", "长春市", "220000", "league"),
    place("150124", "清水河县", "150100"),
    place("150123", "和林格尔县", "150100"),
    place("150927", "察哈尔右翼中旗", "150900"),
    place("150928", "察哈尔右翼后旗", "150900"),
    place("152921", "阿拉善左旗", "152900"),
    place("150402", "红山区", "150400"),
    place("150403", "元宝山区", "150400"),
    place("110105", "朝阳区", "110000"),
    place("220104", "朝阳区", "220100"),
    place("211321", "朝阳县", "211300"),
    place("150124100", "城关镇", "150124", "town"),
    place("150123100", "城关镇", "150123", "town"),
    place("150123101", "盛乐镇", "150123", "town"),
    # 152622 went into 150123 in 1995; a county that was renamed in 2020; one that was split up.
    place("152622", "和林格尔县", "150900", valid_to=dt.date(1995, 12, 1), successor="150123"),
    place("150425", "旧名旗", "150400", valid_to=LATER, successor="150426"),
    place("150426", "新名旗", "150400", valid_from=LATER, valid_to=dt.date(2023, 1, 1), successor="150429"),
    place("150429", "再新旗", "150400", valid_from=dt.date(2023, 1, 1)),
    place("150499", "撤销县", "150400", valid_to=dt.date(2019, 1, 1)),
)  # fmt: skip


@pytest.fixture(scope="module")
def tree() -> Tree:
    return Tree.on(DAY, PLACES)


def test_leagues_counties_and_towns_stand_below_each_other(tree):
    assert tree.leagues() == ("150100", "150400", "150900", "152900")
    assert tree.counties("150100") == ("150123", "150124")
    assert tree.children("150123") == ("150123100", "150123101")
    assert tree.children("150124100") == ()


def test_a_path_names_all_places_from_the_top(tree):
    assert tree.path("150124100") == "内蒙古自治区呼和浩特市清水河县城关镇"
    assert tree.path("110105") == "北京市朝阳区"
    assert tree.path("152622") == "和林格尔县"
    assert tree.path("999999") == "999999"


def test_a_county_has_the_name_of_its_day_and_the_names_before_are_known():
    before, after = Tree.on(DAY, PLACES), Tree.on(LATER, PLACES)
    assert "150425" in before.counties("150400")
    assert "150426" not in before.counties("150400")
    assert "150426" in after.counties("150400")
    assert after.name("150425") == "旧名旗"
    assert before.name("150426") == "150426", "a name to come is not known yet"


def test_a_former_code_is_read_as_the_one_in_force_over_several_steps():
    assert Tree.on(DAY, PLACES).canonical("150425") == "150425"
    assert Tree.on(LATER, PLACES).canonical("150425") == "150426"
    assert Tree.on(dt.date(2024, 1, 1), PLACES).canonical("150425") == "150429"
    assert Tree.on(DAY, PLACES).canonical("152622") == "150123"


def test_a_code_without_a_successor_stays_as_it_is(tree):
    assert tree.canonical("150499") == "150499"
    assert tree.canonical("999999") == "999999"


def test_successors_that_go_in_a_circle_end():
    gone = {"valid_to": dt.date(2019, 1, 1)}
    circle = (
        place("150401", "甲旗", "", successor="150405", **gone),
        place("150405", "乙旗", "", successor="150401", **gone),
    )
    assert Tree.on(DAY, circle).canonical("150401") in {"150401", "150405"}


def test_only_codes_that_a_fact_can_carry_are_recoded():
    later = Tree.on(dt.date(2024, 1, 1), PLACES)
    assert later.recodes() == (("150425", "150429"), ("150426", "150429"))
    assert Tree.on(DAY, PLACES).recodes() == ()
    assert dt.date(1995, 12, 1) < FIRST_DAY


def test_every_county_code_ever_in_force_is_known(tree):
    known = tree.known_counties()
    assert {"150124", "152622", "150499", "150425"} <= known
    assert not known & {"150426", "150124100"}


def test_the_league_of_a_place_is_that_of_the_tree_and_not_of_the_digits(tree):
    assert tree.league_of("150124100") == "150100"
    assert tree.league_of("152622") == "150100"
    assert tree.league_of("150777") == "150700"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("150124", "150124"),
        ("150124100", "150124100"),
        ("150124100001", "150124100001"),
        ("152622", "150123"),
        ("152622100", "150123"),
        ("清水河县", "150124"),
        (" 清水 河县\n", "150124"),
        ("清水河", "150124"),
        ("呼和浩特市清水河县", "150124"),
        ("呼市", None),
        ("内蒙古清水河县城关镇", "150124100"),
        ("内蒙古自治区呼和浩特市清水河县喇嘛湾村工地", "150124"),
        ("北京朝阳", "110105"),
        ("北京市朝阳区", "110105"),
        ("长春市朝阳区", "220104"),
        ("吉林朝阳区", "220104"),
        ("阿拉善左旗", "152921"),
        ("阿左旗", "152921"),
        ("察右中旗", "150927"),
        ("北京", "110000"),
        ("红山区", "150402"),
        ("999999", None),
        ("不知道什么地方", None),
        ("", None),
        ("县", None),
    ],
)
def test_a_place_is_read_as_people_write_it(tree, text, code):
    assert tree.resolve(text).code == code


def test_a_name_of_several_places_is_not_guessed(tree):
    found = tree.resolve("朝阳区")
    assert found == Resolution(None, ("110105", "220104"))
    assert found.is_ambiguous
    assert tree.resolve("朝阳").candidates == ("110105", "211300", "211321", "220104")
    assert tree.resolve("城关镇").candidates == ("150123100", "150124100")
    assert not tree.resolve("天上").is_ambiguous
    assert not UNKNOWN.is_ambiguous


@pytest.mark.parametrize(
    ("text", "within", "code"),
    [
        ("城关镇", "150124", "150124100"),
        ("城关镇", "150123", "150123100"),
        ("城关镇", "150900", None),
        ("朝阳区", "110000", "110105"),
        ("朝阳区", "220104", "220104"),
        ("朝阳区", "150124", None),
        ("察右后旗", "150124", "150928"),
        ("察右后旗", "110000", None),
    ],
)
def test_an_ambiguous_name_is_looked_for_near_by_first(tree, text, within, code):
    assert tree.resolve(text, within).code == code


def test_an_abbreviation_of_two_banners_is_ambiguous(tree):
    assert tree.resolve("察右旗").candidates == ("150927", "150928")


def test_the_same_question_has_the_same_answer(tree):
    assert tree.resolve("城关镇", "150124") is tree.resolve(" 城关镇", "150124")


def test_a_town_of_another_county_is_not_below_this_one(tree):
    assert tree.resolve("清水河县盛乐镇").code == "150124"


def test_one_character_names_nothing():
    small = Tree.on(DAY, (place("340523", "和县", ""),))
    assert small.resolve("和县").code == "340523"
    assert small.resolve("和睦小区").code is None
