"""The statement of "as of a day, as known after an entry": one shape and one text for each engine."""

import datetime as dt

import pytest
import sqlglot

from leye.core.ledger.facts import KEPT_TABLE, KINDS, STATE_COLUMNS
from leye.core.ledger.state import state_from_facts, state_kept
from leye.core.query.sql import Engine, text_of

DAY = dt.date(2020, 5, 31)


@pytest.mark.parametrize("engine", list(Engine))
@pytest.mark.parametrize("make", [state_from_facts, state_kept])
def test_both_relations_have_the_columns_of_the_state_row_on_every_engine(make, engine):
    text = text_of(make(DAY, 7, engine), engine)
    read = sqlglot.parse_one(text, dialect=engine.value)
    assert tuple(read.named_selects) == STATE_COLUMNS
    assert "2020-05-31" in text


@pytest.mark.parametrize("engine", list(Engine))
def test_the_facts_are_asked_table_by_table_and_the_kept_state_alone(engine):
    asked = text_of(state_from_facts(DAY, 7, engine), engine)
    assert all(kind.table in asked for kind in KINDS)
    kept = text_of(state_kept(DAY, 7, engine), engine)
    assert [kind.table for kind in KINDS if kind.table in kept] == []
    assert KEPT_TABLE in kept


def test_only_sqlite_compares_days_as_text():
    for engine in Engine:
        text = text_of(state_kept(DAY, 7, engine), engine)
        assert ("CAST(" in text) is (engine is not Engine.SQLITE)
