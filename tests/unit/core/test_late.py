"""A late module is imported when something of it is first used, and is then the module's own."""

import sys

import pytest

from leye.core.late import Late


def test_nothing_is_imported_before_something_is_used():
    Late("leye.nowhere")  # not even looked for
    late = Late("colorsys")
    sys.modules.pop("colorsys", None)
    assert late.rgb_to_hls(0, 0, 0) == (0, 0, 0)
    assert late.rgb_to_hls is sys.modules["colorsys"].rgb_to_hls


def test_what_a_module_has_not_is_missed_as_in_the_module_itself():
    with pytest.raises(AttributeError):
        _ = Late("colorsys").nothing
