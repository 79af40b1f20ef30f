"""The base map of an installation."""

import json

import pytest

from leye.gateways.basemap import NotAMap, base_map

SQUARE = [[110.0, 40.0], [111.0, 40.0], [111.0, 41.0], [110.0, 40.0]]


def feature(kind="Polygon", coordinates=(SQUARE,), **said):
    return {"type": "Feature", "properties": said, "geometry": {"type": kind, "coordinates": list(coordinates)}}  # fmt: skip


def written(home, *features, **said):
    told = {"type": "FeatureCollection", "features": list(features), **said}
    (home / "map.geojson").write_text(json.dumps(told), encoding="utf-8")
    return home


def test_a_home_without_a_map_has_none(tmp_path):
    assert base_map(tmp_path) is None


def test_places_are_known_by_their_codes_and_the_map_by_its_number(tmp_path):
    places = (
        feature(code="150124"),
        feature("MultiPolygon", ([SQUARE], [SQUARE]), adcode=150123),
        feature(name="无代码"),
    )
    found = base_map(written(tmp_path, *places, reviewed="蒙S(2020)001号"))
    assert found.reviewed == "蒙S(2020)001号"
    assert {code: len(rings) for code, rings in found.rings.items()} == {"150124": 1, "150123": 2}
    assert found.rings["150124"][0][0] == (110.0, 40.0)


@pytest.mark.parametrize(
    ("features", "said", "words"),
    [
        ([feature(code="150124")], {}, "没有写审图号"),
        ([feature("Point", [110, 40], code="1")], {"reviewed": "x"}, "读不懂"),
        ([feature(coordinates=[SQUARE * 20_000], code="1")], {"reviewed": "x"}, "超过"),
        ([feature(coordinates=[SQUARE * 130_000], code="1")], {"reviewed": "x"}, "MB"),
        ([{"properties": None}], {"reviewed": "x"}, "读不懂"),
    ],
)
def test_what_must_not_or_cannot_be_drawn_is_said(tmp_path, features, said, words):
    with pytest.raises(NotAMap, match=words):
        base_map(written(tmp_path, *features, **said))


def test_a_file_that_is_no_json_is_said(tmp_path):
    (tmp_path / "map.geojson").write_bytes(b"\xff\xfe")
    with pytest.raises(NotAMap, match="读不懂"):
        base_map(tmp_path)
