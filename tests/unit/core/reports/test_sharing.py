"""Parts that columns have in common: named once, and every answer stays what it was."""

import datetime as dt
import sqlite3

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from leye.core.query.model import (
    EVERYONE,
    And,
    Compare,
    Field,
    Known,
    Not,
    OfAge,
    Or,
    Surely,
    Value,
)
from leye.core.query.plain import holds
from leye.core.query.sql import Engine, predicate_sql, text_of
from leye.core.reports.sharing import kept_apart, prepared, reading_columns, shared_parts
from tests.unit.core.query.predicates import COLUMNS, TYPES, predicates, rows
from tests.unit.core.query.test_engines import ON

LABOUR = And((OfAge(16), Not(OfAge(60))))
WORKS = Known(Field("job_kind"))
AWAY = Compare("<>", Field("job_place"), Field("county"))


def test_the_largest_common_part_has_the_name_and_not_its_parts():
    shared = shared_parts([And((LABOUR, WORKS)), And((LABOUR, AWAY))])
    assert shared == {LABOUR: "f0"}
    assert reading_columns(And((LABOUR, Not(Surely(LABOUR)))), shared) == And(
        (
            Compare("=", Field("f0"), Value(True)),
            Not(Surely(Compare("=", Field("f0"), Value(True)))),
        )
    )


def test_a_part_of_a_shared_part_that_another_question_asks_alone_is_named_as_well():
    shared = shared_parts([And((LABOUR, WORKS)), Not(LABOUR), Or((AWAY, Not(OfAge(60))))])
    assert shared == {LABOUR: "f0", Not(OfAge(60)): "f1"}


def test_a_question_asked_twice_has_nothing_in_common_with_itself():
    assert shared_parts([LABOUR, LABOUR]) == {}


def test_what_reads_no_column_is_not_worth_a_name():
    assert shared_parts([And((EVERYONE, WORKS)), And((EVERYONE, AWAY))]) == {}


@pytest.fixture(scope="module")
def connections():
    opened = {Engine.SQLITE: sqlite3.connect(":memory:"), Engine.DUCKDB: duckdb.connect()}
    columns = ", ".join(f"{name} {kind}" for name, kind in TYPES.items())
    for connection in opened.values():
        connection.execute(f"CREATE TABLE state ({columns})")
    yield opened
    for connection in opened.values():
        connection.close()


@settings(max_examples=60)
@given(st.lists(predicates(), min_size=1, max_size=3), predicates(), rows(), ON)
def test_questions_over_shared_columns_have_the_answers_that_they_had(
    connections, parts, common, row, on
):
    questions = [And((part, common)) for part in parts] + [common]
    for engine, connection in connections.items():
        values = [row[name] for name in COLUMNS]
        if engine is Engine.SQLITE:
            values = [v.isoformat() if isinstance(v, dt.date) else v for v in values]
        connection.execute("DELETE FROM state")
        connection.execute(f"INSERT INTO state VALUES ({', '.join('?' * len(values))})", values)
        inner, over = prepared(questions, ("county",), on, engine)
        asked = [exp.alias_(predicate_sql(q, on, engine), f"q{n}") for n, q in enumerate(over)]
        statement = exp.select(*asked).from_(kept_apart(inner, engine).subquery("x"))
        (found,) = connection.execute(text_of(statement, engine)).fetchall()
        got = [None if value is None else bool(value) for value in found]
        assert got == [holds(question, row, on) for question in questions]


@pytest.mark.parametrize(
    ("engine", "word"),
    [
        (Engine.SQLITE, "LIMIT"),
        (Engine.POSTGRES, "OFFSET"),
        (Engine.DUCKDB, ""),
        (Engine.SPARK, ""),
    ],
)
def test_only_engines_that_would_dissolve_the_inner_select_are_kept_from_it(engine, word):
    text = text_of(kept_apart(exp.select("a").from_("b"), engine), engine)
    assert [w for w in ("LIMIT", "OFFSET") if w in text] == ([word] if word else [])
