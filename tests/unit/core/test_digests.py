"""Digests: one text for one meaning, and no link can be changed alone."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leye.core.digests import canonical, chained

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)
MAPPINGS = st.dictionaries(st.text(max_size=4), PLAIN, max_size=4)


@given(MAPPINGS)
def test_the_order_in_which_a_mapping_was_made_does_not_matter(value):
    turned = dict(reversed(list(value.items())))
    assert canonical(value) == canonical(turned)


@given(MAPPINGS, MAPPINGS)
def test_different_mappings_have_different_bytes(one, other):
    same = repr(_sorted(one)) == repr(_sorted(other))
    assert (canonical(one) == canonical(other)) is same


def _sorted(value):
    if isinstance(value, dict):
        return sorted((key, _sorted(inner)) for key, inner in value.items())
    return [_sorted(inner) for inner in value] if isinstance(value, list) else value


def test_chinese_stands_as_it_is():
    assert canonical({"b": 1, "a": "巴图"}) == '{"a":"巴图","b":1}'.encode()


@pytest.mark.parametrize(
    "value",
    [1.5, float("nan"), dt.date(2020, 5, 31), {1, 2}, b"x", [1, {"deep": 2.0}], (1, 0.5), {1: "a"}],
)
def test_what_has_no_certain_text_is_refused(value):
    with pytest.raises(TypeError, match="no canonical form"):
        canonical({"value": value})


@given(st.lists(st.binary(max_size=5), min_size=2, max_size=6, unique=True), st.data())
def test_a_changed_link_changes_every_link_after_it(bodies, data):
    at = data.draw(st.integers(0, len(bodies) - 1))
    changed = [*bodies]
    changed[at] = bodies[at] + b"!"

    def links(of):
        found = [""]
        for body in of:
            found.append(chained(found[-1], body))
        return found

    one, other = links(bodies), links(changed)
    assert one[: at + 1] == other[: at + 1]
    assert all(a != b for a, b in zip(one[at + 1 :], other[at + 1 :], strict=True))
    assert all(len(link) == 64 for link in one[1:])
