"""The model of predicates: what it refuses, how parts join, which columns are read."""

import pytest
from hypothesis import given

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
from leye.core.query.plain import holds
from tests.unit.core.query.predicates import COLUMNS, predicates, rows
from tests.unit.core.query.test_engines import ON

POOR, ADULT = OneOf(Field("standing"), ("jdlk",)), OfAge(16)


def test_one_of_no_values_is_refused():
    with pytest.raises(ValueError, match="NOBODY"):
        OneOf(Field("county"), ())


def test_joining_flattens_and_leaves_one_part_as_it_is():
    assert both(POOR) == POOR
    assert both() == EVERYONE
    assert both(And((POOR, ADULT)), EVERYONE, NOBODY) == And((POOR, ADULT, NOBODY))


def test_the_columns_of_a_predicate_are_those_of_all_its_parts():
    away = Compare("<>", Prefix(Field("job_place"), 6), Recode(Field("county"), (("1", "2"),)))
    asked = Or((Not(POOR), Surely(away), Known(Field("site_id")), ADULT, Known(Value(1))))
    assert fields_of(asked) == {"standing", "job_place", "county", "site_id", "birth_date"}
    assert fields_of(EVERYONE) == frozenset()


@given(predicates(), rows(), ON)
def test_a_column_that_is_not_read_does_not_matter(predicate, row, on):
    needed = {name: row[name] for name in fields_of(predicate) & COLUMNS.keys()}
    assert holds(predicate, needed, on) is holds(predicate, row, on)
