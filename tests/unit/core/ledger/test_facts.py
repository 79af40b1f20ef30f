"""The kinds of facts: every column of the state row is some fact's, and only one's."""

from dataclasses import fields

import pytest

from leye.core.ledger.facts import KINDS, STATE_COLUMNS, Fact
from leye.core.ledger.state import FOLLOWERS


def test_every_column_of_the_state_row_comes_from_one_kind_of_fact():
    told = [column for kind in KINDS for _, column in kind.state]
    assert sorted(told) == sorted(set(STATE_COLUMNS) - {"person_id"})


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.table)
def test_a_kind_takes_only_columns_that_its_fact_has(kind):
    own = {column.name for column in fields(kind.fact)}
    assert {column for column, _ in kind.state} <= own
    assert issubclass(kind.fact, Fact)


def test_tables_have_names_of_their_own():
    assert len({kind.table for kind in KINDS}) == len(KINDS)
    assert set(FOLLOWERS) < set(KINDS)
