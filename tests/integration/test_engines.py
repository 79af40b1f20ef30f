"""One question, the same answer from the application's database and from DuckDB over a snapshot."""

import pyarrow.parquet as pq
import pytest

from leye.core.periods import Month
from leye.trips.annexes.reporting import Ask
from leye.trips.annexes.snapshots import counts, write_snapshot
from tests.made import (
    QINGSHUIHE,
    ROSTER,
    WORK,
    a_county,
    clerk,
    figures,
    id_no,
    mover,
    take_in,
    worker,
    write,
)

pytestmark = pytest.mark.django_db


def test_duckdb_counts_what_the_database_counts_and_holds_nobodys_name(tmp_path):
    a_county()
    people = [
        mover(n, "王秀英", 脱贫属性="随迁户" if n % 3 else "建档立卡户") for n in range(1, 60, 2)
    ]
    take_in(write(tmp_path / "r.xlsx", ROSTER, people), "2018-12-31")
    spells = [
        worker(n, 就业形式="务工", 务工所在地=place, 务工开始时间="2019-02-01", 就业意愿="有")
        for n, place in zip(
            range(1, 40, 2), ["清水河县", "北京市朝阳区", "和林格尔县"] * 7, strict=False
        )
    ]
    take_in(write(tmp_path / "w.xlsx", WORK, spells), "2019-12-31")
    folder = tmp_path / "snapshot"
    files, rows = write_snapshot(clerk(), folder)
    assert files == 1
    assert rows >= 50
    for month in ("2018-12", "2020-05"):
        ask = Ask("1", Month.parse(month), QINGSHUIHE)
        (line,) = counts(clerk(), ask, folder)
        own = figures("1", month)["清水河县"]
        assert list(line[2:]) == list(own.values())
    text = str(pq.read_table(folder).to_pydict())
    assert "王秀英" not in text
    assert id_no(1)[6:14] not in text
