"""Declarations read as predicates: each form, and every way to get one wrong."""

import pytest

from leye.core.query.model import (
    And,
    Compare,
    Field,
    Known,
    Not,
    OfAge,
    OneOf,
    Or,
    Prefix,
    Surely,
    Value,
)
from leye.core.query.reading import UnreadableDeclaration, read_predicate

NAMES = {"labour": OfAge(16)}
KIND = Field("job_kind")


@pytest.mark.parametrize(
    ("declared", "predicate"),
    [
        ({"use": "labour"}, OfAge(16)),
        ({"age_at_least": 16}, OfAge(16)),
        ({"age_below": 60}, Not(OfAge(60))),
        ({"field": "job_kind", "is": "workshop"}, Compare("=", KIND, Value("workshop"))),
        ({"field": "job_kind", "in": ["a", "b"]}, OneOf(KIND, ("a", "b"))),
        ({"field": "job_kind", "known": True}, Known(KIND)),
        ({"field": "job_kind", "known": False}, Not(Known(KIND))),
        ({"not": {"use": "labour"}}, Not(OfAge(16))),
        ({"surely": {"use": "labour"}}, Surely(OfAge(16))),
        ({"all": []}, And(())),
        ({"any": [{"use": "labour"}, {"age_at_least": 1}]}, Or((OfAge(16), OfAge(1)))),
        (
            {"place": "job_place", "digits": 6, "differs_from": "county"},
            Compare("<>", Prefix(Field("job_place"), 6), Prefix(Field("county"), 6)),
        ),
        (
            {"place": "job_place", "digits": 9, "same_as": "town"},
            Compare("=", Prefix(Field("job_place"), 9), Prefix(Field("town"), 9)),
        ),
        (
            {"place": "job_place", "finer_than": 6},
            Compare(">", Field("job_place"), Prefix(Field("job_place"), 6)),
        ),
    ],
)
def test_each_form_of_a_declaration_is_one_predicate(declared, predicate):
    assert read_predicate(declared, NAMES) == predicate


@pytest.mark.parametrize(
    ("declared", "part"),
    [
        ("labour", "a predicate is a mapping"),
        ({}, "a predicate is a mapping"),
        (None, "a predicate is a mapping"),
        ({"feild": "x", "is": 1}, r"\['feild', 'is'\]"),
        ({"use": "labour", "age_below": 60}, r"\['age_below', 'use'\]"),
        ({"use": "nothing"}, "no predicate is declared as 'nothing'"),
        ({"all": {"use": "labour"}}, "a list of predicates"),
        ({"any": "labour"}, "a list of predicates"),
        ({"any": ["labour"]}, "a predicate is a mapping"),
        ({"age_at_least": "16"}, "a whole number is wanted"),
        ({"age_below": True}, "a whole number is wanted"),
        ({"age_below": 59.5}, "a whole number is wanted"),
        ({"field": "job_kind", "in": "workshop"}, "a list of values"),
        ({"field": "job_kind", "in": 7}, "a list of values"),
        ({"field": "job_kind", "in": []}, "a list of values"),
        ({"field": "job_kind", "in": [None]}, "a text, number, truth or day"),
        ({"field": "job_kind", "is": None}, "a text, number, truth or day"),
        ({"field": "job_kind", "is": ["workshop"]}, "a text, number, truth or day"),
        ({"field": "job_kind", "known": "yes"}, "true or false is wanted"),
        ({"place": "job_place", "digits": "6", "same_as": "county"}, "a whole number is wanted"),
        ({"place": "job_place", "finer_than": None}, "a whole number is wanted"),
    ],
)
def test_a_declaration_that_says_something_else_names_the_part(declared, part):
    with pytest.raises(UnreadableDeclaration, match=part):
        read_predicate(declared, NAMES)
