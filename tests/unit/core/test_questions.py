"""Predicates: plain Python and SQL give one answer; declarations are read or refused."""

import datetime as dt
import sqlite3

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

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
    both,
    fields_of,
)
from leye.core.query.plain import holds, value_of
from leye.core.query.reading import UnreadableDeclaration, read_predicate
from leye.core.query.sql import Engine, predicate_sql, text_of
from leye.core.reports.sharing import prepared

ON = dt.date(2020, 2, 29)
CODES = ("150124", "150123", "110105", "150124100")
ROWS = st.fixed_dictionaries(
    {
        "skill": st.sampled_from(["ordinary", "lost", None]),
        "place": st.sampled_from([*CODES, None]),
        "county": st.sampled_from(CODES[:2]),
        "age": st.sampled_from([1, 2, 3, None]),
        "birth_date": st.sampled_from(
            [dt.date(2004, 2, 29), dt.date(2004, 3, 1), dt.date(1950, 1, 1), None]
        ),
    }
)
PAIRS = (("150124", "150199"), ("110105", "110199"))
TERMS = st.sampled_from(
    [
        Field("skill"),
        Field("county"),
        Prefix(Field("place"), 6),
        Recode(Prefix(Field("place"), 6), PAIRS),
        Recode(Field("county"), ()),
        Value("150124"),
        Value("ordinary"),
    ]
)
LEAVES = st.one_of(
    st.builds(Compare, st.sampled_from(["=", "<>", "<", "<=", ">", ">="]), TERMS, TERMS),
    st.builds(Compare, st.sampled_from(["<", "="]), st.just(Field("age")), st.just(Value(2))),
    st.builds(OneOf, TERMS, st.just(("ordinary", "150124"))),
    st.builds(Known, TERMS),
    st.builds(OfAge, st.sampled_from([16, 60])),
)
PREDICATES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(Surely, inner),
        st.builds(And, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, max_size=3).map(tuple)),
    ),
    max_leaves=8,
)


def put(rows, engine):
    connection = sqlite3.connect(":memory:") if engine is Engine.SQLITE else duckdb.connect()
    day = "TEXT" if engine is Engine.SQLITE else "DATE"
    connection.execute(
        f"CREATE TABLE state (n INTEGER, skill TEXT, place TEXT, county TEXT, age INTEGER, birth_date {day})"
    )
    for number, row in enumerate(rows):
        values = [number, *row.values()]
        if engine is Engine.SQLITE:
            values = [v.isoformat() if isinstance(v, dt.date) else v for v in values]
        connection.execute("INSERT INTO state VALUES (?, ?, ?, ?, ?, ?)", values)
    return connection


@pytest.mark.parametrize("engine", [Engine.SQLITE, Engine.DUCKDB])
@settings(max_examples=40)
@given(
    rows=st.lists(ROWS, min_size=1, max_size=5), asked=st.lists(PREDICATES, min_size=1, max_size=4)
)
def test_the_engine_answers_as_plain_python_does_alone_and_shared(engine, rows, asked):
    connection = put(rows, engine)
    try:
        inner, over = prepared(asked, ("n",), ON, engine)
        shared = exp.select("n").from_(inner.subquery("x")).order_by("n")
        alone = exp.select("n").from_("state").order_by("n")
        for place, (one, shared_one) in enumerate(zip(asked, over, strict=True)):
            shared = shared.select(exp.alias_(predicate_sql(shared_one, ON, engine), f"p{place}"))
            alone = alone.select(exp.alias_(predicate_sql(one, ON, engine), f"p{place}"))
        expected = [[holds(one, row, ON) for one in asked] for row in rows]
        for statement in (shared, alone):
            found = connection.execute(text_of(statement, engine)).fetchall()
            told = [[None if v is None else bool(v) for v in row[1:]] for row in found]
            assert told == expected
    finally:
        connection.close()


def test_nothing_asked_is_everyone_and_no_choice_is_nobody():
    assert holds(EVERYONE, {}, ON) is True
    assert holds(NOBODY, {}, ON) is False
    assert both(EVERYONE, Known(Field("a"))) == Known(Field("a"))
    assert both() == EVERYONE
    with pytest.raises(ValueError, match="NOBODY"):
        OneOf(Field("a"), ())


def test_a_predicate_names_its_columns():
    predicate = And(
        (OfAge(16), Or((Compare("=", Prefix(Field("a"), 6), Value(1)), Not(Known(Field("b"))))))
    )
    assert fields_of(predicate) == {"birth_date", "a", "b"}
    assert fields_of(Surely(OneOf(Recode(Field("c"), ()), ("x",)))) == {"c"}
    assert value_of(Prefix(Field("a"), 2), {"a": None}) is None
    assert value_of(Recode(Field("a"), PAIRS), {"a": None}) is None


NAMES = {"labour": OfAge(16)}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"all": []}, EVERYONE),
        ({"any": [{"use": "labour"}]}, Or((OfAge(16),))),
        ({"not": {"use": "labour"}}, Not(OfAge(16))),
        ({"surely": {"use": "labour"}}, Surely(OfAge(16))),
        ({"age_at_least": 16}, OfAge(16)),
        ({"age_below": 60}, Not(OfAge(60))),
        ({"field": "sex", "in": ["m", "f"]}, OneOf(Field("sex"), ("m", "f"))),
        ({"field": "sex", "is": "m"}, Compare("=", Field("sex"), Value("m"))),
        ({"field": "job", "known": True}, Known(Field("job"))),
        ({"field": "job", "known": False}, Not(Known(Field("job")))),
        ({"place": "job", "finer_than": 6}, Compare(">", Field("job"), Prefix(Field("job"), 6))),
        (
            {"place": "job", "digits": 6, "differs_from": "county"},
            Compare("<>", Prefix(Field("job"), 6), Prefix(Field("county"), 6)),
        ),
        (
            {"place": "job", "digits": 6, "same_as": "county"},
            Compare("=", Prefix(Field("job"), 6), Prefix(Field("county"), 6)),
        ),
    ],
)
def test_a_declaration_is_read(raw, expected):
    assert read_predicate(raw, NAMES) == expected


@pytest.mark.parametrize(
    "raw",
    [
        {},
        [],
        {"all": "x"},
        {"nonsense": 1},
        {"use": "unheard_of"},
        {"age_at_least": "16"},
        {"age_at_least": True},
        {"field": "sex", "in": "m"},
        {"field": "sex", "is": "m", "also": 1},
        {"place": "job", "digits": "six", "same_as": "county"},
    ],
)
def test_a_declaration_that_says_something_else_is_refused(raw):
    with pytest.raises(UnreadableDeclaration):
        read_predicate(raw, NAMES)


def test_truth_and_numbers_and_days_are_written_in_each_engines_words():
    for engine, day in (
        (Engine.SQLITE, "'2020-02-29'"),
        (Engine.DUCKDB, "CAST('2020-02-29' AS DATE)"),
    ):
        asked = And(
            (
                Compare("=", Field("d"), Value(ON)),
                Compare("=", Field("b"), Value(False)),
                Compare("=", Field("n"), Value(3)),
            )
        )
        text = text_of(predicate_sql(asked, ON, engine), engine)
        assert day in text
        assert "FALSE" in text
        assert "3" in text
