"""Places on a plane."""

from hypothesis import given
from hypothesis import strategies as st

from leye.core.boards.outlines import outlines

SQUARE = [(110.0, 40.0), (111.0, 40.0), (111.0, 41.0), (110.0, 41.0), (110.0, 40.0)]


def test_north_is_up_and_both_ways_have_one_scale():
    (one,) = outlines({"150124": [SQUARE]}, 100, 100)
    assert one.path.startswith("M") and one.path.endswith("Z")  # noqa: PT018
    xs, ys = _of(one.path)
    assert (min(ys), max(ys)) == (
        0,
        100,
    )  # a degree of latitude is longer than one of longitude up here
    assert 70 < max(xs) - min(xs) < 80
    assert (one.x, one.y) == (50, 50)


def test_a_name_stands_in_the_largest_ring_and_points_without_area_have_a_middle():
    far = [(112.0, 40.0), (112.1, 40.0), (112.1, 40.1), (112.0, 40.0)]
    (one,) = outlines({"a": [far, SQUARE]}, 200, 100)
    assert one.x < 100
    line = outlines({"a": [[(110.0, 40.0), (111.0, 40.0)]]}, 100, 100)
    assert line[0].x == 50
    assert outlines({"a": [[(110.0, 40.0)] * 3]}, 100, 100)[0].path.count("L") == 0


def test_nothing_is_drawn_of_nothing():
    assert outlines({}, 10, 10) == []
    assert [one.code for one in outlines({"a": [], "b": [SQUARE]}, 10, 10)] == ["b"]


@given(
    st.dictionaries(
        st.sampled_from("abc"),
        st.lists(
            st.lists(st.tuples(st.floats(97, 126), st.floats(37, 53)), min_size=1, max_size=6),
            max_size=3,
        ),
    )
)
def test_whatever_is_drawn_stays_within_its_frame(rings):
    for one in outlines(rings, 500, 340):
        xs, ys = _of(one.path)
        assert min(xs) >= -0.1 and max(xs) <= 500.1  # noqa: PT018
        assert min(ys) >= -0.1 and max(ys) <= 340.1  # noqa: PT018


def _of(path):
    points = [
        p.split()
        for p in path.replace("M", " ").replace("Z", ",").replace("L", ",").split(",")
        if p.strip()
    ]
    return [float(x) for x, _ in points], [float(y) for _, y in points]
