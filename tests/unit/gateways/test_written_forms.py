"""The bytes of the workbooks that are archived: they may not change without a new writer."""

import datetime as dt
import hashlib
import io
import zipfile

import pytest

from leye.core.reports.tables import Line, Table
from leye.gateways.sheets.forms import Signed, return_workbook, workbook, writer
from leye.notices.loader import load_notice

ON = dt.date(2020, 5, 31)
CHANGED = (
    "The workbook form writes other bytes than those that are archived and checked against the ledger. "
    "If that is meant: name the new form in writer() (leye.gateways.sheets.forms), keep the old writer for what "
    "was sent with it, and only then put the new digest here. Now {now}, form {key}."
)
WRITTEN = {
    "1": "b17c7444610910b52f7f2c127440bf83ab43b5003c092a353a6595f837ff68d0",
    "2": "b9dfc8b6d5cd2454b320178bb96057f7a7675c13d6bac2a888a8229b8f037aca",
    "3": "b472509d73c2d06e0a273f8b7b39b5ce5429042e13ccd6fff2016a77e180f240",
    "return": "7d837ae8a3e93e505be9d9017a0f63620d5499691d8b57a70af92bc192db61d3",
}


def made_up(key: str) -> Table:
    """A table of fixed figures with a line of every level that the annex has."""
    annex = load_notice("nm_2020_84").annexes[key]
    lines = []
    levels = [
        ("region", "150000", "合计"),
        ("league", "150100", "呼和浩特市"),
        ("county", "150124", "清水河县"),
    ]
    if annex.rows == "sites":
        levels.append(("site", "1", "益民小区"))
    for number, (level, code, name) in enumerate(levels):
        line = Line(level, code, name)
        line.figures = {c: 100 * (number + 1) + at for at, c in enumerate(annex.columns)}
        lines.append(line)
    return Table(annex, ON, 7, tuple(lines))


def digest(content: bytes) -> str:
    """Of the parts of the file before they are packed: how they are packed depends on the machine's zlib."""
    told = hashlib.sha256()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for one in archive.infolist():
            told.update(f"{one.filename}\n{one.date_time}\n{one.file_size}\n".encode())
            told.update(archive.read(one))
    return told.hexdigest()


def made(key: str) -> bytes:
    if key == "return":
        tables = [made_up(one) for one in ("1", "2", "3")]
        return return_workbook(tables, "内蒙古自治区", Signed("张三", "0471-1234567"))
    return workbook(made_up(key), "内蒙古自治区")


@pytest.mark.parametrize("key", ["1", "2", "3", "return"])
def test_an_archived_workbook_is_written_as_ever_until_its_writer_gets_another_name(key):
    """A form that changes is noticed before it makes every archived workbook look as if it had been altered."""
    assert digest(made(key)) == WRITTEN[key], CHANGED.format(now=writer(), key=key)
    assert made(key) == made(key)
