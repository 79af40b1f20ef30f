"""Vacancies of another platform as a file: schema.org JobPosting in JSON, read as a table with a header.

Strictly: a list of objects (or {"@graph": [...]}); a value that is no text or number where one belongs refuses
the file, so that nothing is half read.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from leye.gateways.sheets.cells import Row, Value
from leye.gateways.sheets.csv_text import decoded
from leye.gateways.sheets.limits import Limits
from leye.gateways.sheets.refusals import Unreadable

# Label of our table → where it stands in a posting; the first that is there counts.
FIELDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("岗位名称", ("title",)),
    ("单位名称", ("hiringOrganization.name", "hiringOrganization.legalName")),
    ("统一社会信用代码", ("hiringOrganization.taxID", "hiringOrganization.identifier.value", "hiringOrganization.identifier")),
    ("所属行业", ("industry",)),
    ("招聘人数", ("totalJobOpenings",)),
    ("工作内容", ("responsibilities", "description")),
    ("招聘条件", ("qualifications",)),
    ("证书要求", ("skills",)),
    ("学历要求", ("educationRequirements.credentialCategory", "educationRequirements")),
    ("职业", ("occupationalCategory",)),
    ("岗位编号", ("identifier.value", "identifier", "@id")),
    ("发布日期", ("datePosted",)),
    ("有效期至", ("validThrough",)),
)  # fmt: skip
PLACE, PAY = "工作地点", "月薪"
UNITS = {"HOUR": "/小时", "DAY": "/天", "MONTH": "/月", "YEAR": "/年", "": "/月"}


def rows(path: Path, limits: Limits) -> Iterator[Row]:
    """The header and a row for each posting; a row's number is its place in the file, the header's is 1."""
    try:
        told = json.loads(decoded(path.read_bytes()))
    except (ValueError, RecursionError):
        raise Unreadable("file.json") from None
    if isinstance(told, dict) and isinstance(told.get("@graph"), list):
        told = told["@graph"]
    if not isinstance(told, list):
        raise Unreadable("file.feed", row=1)
    yield 1, (*(label for label, _ in FIELDS), PLACE, PAY)
    for number, posting in enumerate(told, start=2):
        if not isinstance(posting, dict) or posting.get("@type", "JobPosting") != "JobPosting":
            raise Unreadable("file.feed", row=number - 1)
        own = [_first(posting, paths, number - 1, limits) for _, paths in FIELDS]
        yield number, (*own, _place(posting, number - 1, limits), _pay(posting, number - 1, limits))


def _first(posting: dict[str, Any], paths: tuple[str, ...], at: int, limits: Limits) -> Value:
    for path in paths:
        value: Any = posting
        for name in path.split("."):
            value = value.get(name) if isinstance(value, dict) else None
        if value is not None and not isinstance(value, dict):
            return _plain(value, at, limits)
    return None


def _plain(value: Any, at: int, limits: Limits) -> Value:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str):
        return value[: limits.cell_characters]
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "、".join(value)[: limits.cell_characters]
    raise Unreadable("file.feed", row=at)


def _place(posting: dict[str, Any], at: int, limits: Limits) -> Value:
    place = posting.get("jobLocation")
    place = place[0] if isinstance(place, list) and place else place
    address = place.get("address") if isinstance(place, dict) else place
    if isinstance(address, dict):
        code = address.get("postalCode") if address.get("addressCountry") == "GB/T 2260" else None
        names = (address.get(one) for one in ("addressRegion", "addressLocality", "streetAddress"))
        address = code or "".join(one for one in names if isinstance(one, str))
    return _plain(address, at, limits)


def _pay(posting: dict[str, Any], at: int, limits: Limits) -> Value:
    pay = posting.get("baseSalary")
    value = pay.get("value") if isinstance(pay, dict) else pay
    if not isinstance(value, dict):
        return _plain(value, at, limits)
    unit = UNITS.get(str(value.get("unitText") or "").upper())
    low, high = value.get("minValue", value.get("value")), value.get("maxValue")
    if unit is None or not all(one is None or isinstance(one, int | float) for one in (low, high)):
        raise Unreadable("file.feed", row=at)
    if low is None:
        return None
    return f"{low}-{high}元{unit}" if high is not None else f"{low}元{unit}"
