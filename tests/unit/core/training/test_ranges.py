"""Which part of a video a player gets."""

import pytest

from leye.core.training.ranges import Part, Unsatisfiable, part_of


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("bytes=0-", Part(0, 99)),
        ("bytes=10-19", Part(10, 19)),
        ("bytes=900-", Part(900, 999)),
        ("bytes=900-5000", Part(900, 999)),
        ("bytes=-50", Part(950, 999)),
        ("bytes=-5000", Part(0, 99)),
        ("bytes = 0 - 1", Part(0, 1)),
        ("", None),
        ("bytes=-", None),
        ("bytes=20-10", None),
        ("bytes=0-1,5-9", None),
        ("lines=0-1", None),
    ],
)
def test_a_part_is_what_was_asked_for_and_never_more_than_the_most(asked, wanted):
    found = part_of(asked, 1000, 100)
    assert found == wanted
    assert found is None or found.length <= 100


@pytest.mark.parametrize("asked", ["bytes=1000-", "bytes=5000-6000", "bytes=-0"])
def test_a_part_behind_the_end_is_told_as_such(asked):
    with pytest.raises(Unsatisfiable):
        part_of(asked, 1000, 100)
