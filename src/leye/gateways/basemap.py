"""The base map that an installation was given: map.geojson in its home, with the number under which it was reviewed."""

import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

LARGEST = 5_000_000
POINTS = 60_000
Ring = tuple[tuple[float, float], ...]


class NotAMap(Exception):
    """The file cannot be drawn; the message says why, for whoever looks after the machine."""


@dataclass(frozen=True, slots=True)
class BaseMap:
    """Rings of each place by its division code, and the 审图号 of the map."""

    reviewed: str
    rings: Mapping[str, tuple[Ring, ...]]


def base_map(home: Path) -> BaseMap | None:
    """The map of a home; None where there is none. Raises NotAMap.

    The file is GeoJSON (RFC 7946): a FeatureCollection with the member "reviewed" (审图号), whose features are
    Polygon or MultiPolygon with the property "code" or "adcode" (GB/T 2260).
    """
    path = home / "map.geojson"
    if not path.is_file():
        return None
    told = path.stat()
    return _read(path, told.st_mtime_ns, told.st_size)


@functools.lru_cache(maxsize=2)
def _read(path: Path, changed: int, size: int) -> BaseMap:
    if size > LARGEST:
        raise NotAMap(
            f"底图文件有 {size // 1_000_000} MB，最多 {LARGEST // 1_000_000} MB。请先简化边界。"
        )
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        reviewed = str(raw.get("reviewed") or "").strip()
        rings = {
            str(code): _rings(one["geometry"]) for one in raw["features"] if (code := _code(one))
        }
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        raise NotAMap("底图文件读不懂：应是带 code（行政区划代码）的 GeoJSON 面数据。") from None
    if not reviewed:
        raise NotAMap(
            "底图文件没有写审图号（reviewed），不能公开展示。请向测绘主管部门取得有审图号的底图。"
        )
    if sum(len(ring) for many in rings.values() for ring in many) > POINTS:
        raise NotAMap(f"底图的边界点超过 {POINTS:,} 个，手机打不开。请先简化边界。")
    return BaseMap(reviewed[:60], rings)


def _code(feature: dict[str, Any]) -> str:
    said = feature["properties"]
    return str(said.get("code") or said.get("adcode") or "")


def _rings(geometry: dict[str, Any]) -> tuple[Ring, ...]:
    """Every ring of a place; holes are rings too, and drawn by the even-odd rule."""
    parts = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        parts = [parts]
    elif geometry["type"] != "MultiPolygon":
        raise ValueError(geometry["type"])
    return tuple(
        tuple((float(point[0]), float(point[1])) for point in ring)
        for part in parts
        for ring in part
    )
