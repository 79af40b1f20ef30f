"""Drawings as plain numbers."""

from leye.core.boards.drawing import trend


def test_a_month_that_is_not_known_is_a_gap():
    line = trend([("一月", 10), ("二月", None), ("三月", 30), ("四月", 20)], 100, 50, 10)
    assert [[p.value for p in part] for part in line.parts] == [[10], [30, 20]]
    assert (line.low, line.high) == (10, 30)
    assert line.paths == ("10,40", "63.3,10 90,25")
    assert [p.label for p in line.points] == ["一月", "三月", "四月"]


def test_nothing_known_is_no_line():
    assert trend([("一月", None)], 100, 50, 10).parts == ()


def test_a_small_change_of_a_large_figure_is_no_mountain():
    line = trend([("一月", 10_000), ("二月", 10_001)], 100, 50, 10)
    assert line.high - line.low == 100
    heights = [p.y for p in line.points]
    assert abs(heights[0] - heights[1]) < 1


def test_a_single_month_stands_at_the_left():
    assert trend([("一月", 3)], 100, 50, 10).points[0].x == 10
