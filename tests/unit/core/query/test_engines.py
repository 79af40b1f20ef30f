"""A predicate means the same in plain Python, on SQLite and on DuckDB: true, false or not known."""

import datetime as dt
import sqlite3

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from leye.core.query.model import (
    EVERYONE,
    NOBODY,
    And,
    Compare,
    Field,
    Known,
    Not,
    OfAge,
    OneOf,
    Or,
    Prefix,
    Recode,
    Surely,
    Value,
)
from leye.core.query.plain import holds
from leye.core.query.sql import Engine, predicate_sql, text_of
from tests.unit.core.query.predicates import COLUMNS, TYPES, predicates, rows

ON = st.sampled_from([dt.date(2020, 2, 29), dt.date(2020, 5, 31), dt.date(2021, 2, 28)])
UNKNOWN = dict.fromkeys(COLUMNS)


@pytest.fixture(scope="module")
def connections():
    opened = {Engine.SQLITE: sqlite3.connect(":memory:"), Engine.DUCKDB: duckdb.connect()}
    columns = ", ".join(f"{name} {kind}" for name, kind in TYPES.items())
    for connection in opened.values():
        connection.execute(f"CREATE TABLE state ({columns})")
    yield opened
    for connection in opened.values():
        connection.close()


def answer(connection, engine: Engine, predicate, row: dict, on: dt.date) -> bool | None:
    """What the engine makes of one row."""
    values = [row[name] for name in COLUMNS]
    if engine is Engine.SQLITE:
        values = [v.isoformat() if isinstance(v, dt.date) else v for v in values]
    connection.execute("DELETE FROM state")
    connection.execute(f"INSERT INTO state VALUES ({', '.join('?' * len(row))})", values)
    text = text_of(predicate_sql(predicate, on, engine), engine)
    (found,) = connection.execute(f"SELECT {text} FROM state").fetchone()
    return None if found is None else bool(found)


@settings(max_examples=400)
@given(predicates(), rows(), ON)
@example(EVERYONE, UNKNOWN, dt.date(2020, 5, 31))
@example(NOBODY, UNKNOWN, dt.date(2020, 5, 31))
@example(Surely(OfAge(16)), UNKNOWN, dt.date(2020, 5, 31))
@example(Or((OfAge(16), Not(EVERYONE))), UNKNOWN, dt.date(2020, 5, 31))
@example(And((OfAge(16), NOBODY)), UNKNOWN, dt.date(2020, 5, 31))
@example(OneOf(Field("county"), ("o'x",)), {**UNKNOWN, "county": "o'x"}, dt.date(2020, 5, 31))
@example(Compare("=", Field("is_primary"), Value(True)), UNKNOWN, dt.date(2020, 5, 31))
@example(Known(Prefix(Recode(Field("county"), ()), 6)), UNKNOWN, dt.date(2020, 5, 31))
def test_plain_python_and_each_engine_give_the_same_of_three_answers(
    connections, predicate, row, on
):
    wanted = holds(predicate, row, on)
    for engine, connection in connections.items():
        got = answer(connection, engine, predicate, row, on)
        assert got is wanted, f"{engine}: {got}, and not {wanted}"


@pytest.mark.parametrize("engine", [Engine.POSTGRES, Engine.SPARK])
@given(predicate=predicates(), on=ON)
def test_servers_get_dates_as_dates(engine, predicate, on):
    text = text_of(predicate_sql(And((predicate, OfAge(16))), on, engine), engine)
    assert "DATE" in text


def test_a_recoding_reads_a_former_code_and_leaves_the_others():
    merged = Recode(Field("county"), (("150123", "150124"),))
    settled = Compare("=", merged, Value("150124"))
    day = dt.date(2020, 5, 31)
    assert holds(settled, {"county": "150123"}, day) is True
    assert holds(settled, {"county": "150124"}, day) is True
    assert holds(settled, {"county": "150929"}, day) is False
    assert holds(settled, {"county": None}, day) is None
