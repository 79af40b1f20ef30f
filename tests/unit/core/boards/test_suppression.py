"""Public figures with small numbers left out."""

from leye.core.boards.suppression import hidden, is_safe, shown


def test_nobody_is_no_small_number():
    assert is_safe((0, 5, 100), 5)
    assert not is_safe((0, 4), 5)


def test_a_unit_with_a_small_number_takes_the_smallest_other_along():
    children = {"a": (3, 50), "b": (10, 10), "c": (100, 100), "empty": (0, 0)}
    assert hidden(children, 5) == {"a", "b"}


def test_more_are_left_out_until_what_is_left_is_no_small_number():
    assert hidden({"a": (1, 9), "b": (2, 9), "c": (6, 9)}, 5) == {"a", "b", "c"}
    assert hidden({"a": (1, 9), "b": (1, 9), "c": (0, 9), "d": (7, 7)}, 5) == {"a", "b", "c", "d"}


def test_nothing_is_left_out_where_nothing_is_small():
    assert hidden({"a": (5, 9), "b": (0, 9)}, 5) == frozenset()


def test_one_unsafe_unit_alone_is_left_out():
    assert hidden({"a": (1, 1)}, 5) == {"a"}


def test_below_a_unit_that_is_left_out_nothing_is_shown():
    below = {"r": ["x", "y", "z"], "x": ["x1"], "y": ["y1", "y2"], "z": ["z1", "z2"]}
    atoms = {
        "r": (120,), "x": (3,), "y": (27,), "z": (90,), "x1": (3,), "y1": (13,), "y2": (14,), "z1": (40,), "z2": (50,),
    }  # fmt: skip
    assert shown("r", below, atoms, 5) == {"r", "z", "z1", "z2"}
    assert shown("x", below, atoms, 5) == frozenset()
