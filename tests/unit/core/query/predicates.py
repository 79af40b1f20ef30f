"""Random predicates and rows over one small relation, for the engines to agree on."""

import datetime as dt

from hypothesis import strategies as st

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
    Recode,
    Surely,
    Value,
)

TEXTS = st.sampled_from(
    ["150124", "150123", "150124100", "15", "", "o'x", "\\", "%", "巴图", "ordinary"]
)
NUMBERS = st.integers(-3, 3)
DAYS = st.sampled_from(
    [dt.date(2004, 2, 29), dt.date(2004, 5, 31), dt.date(2004, 6, 1), dt.date(1960, 1, 1)]
) | st.dates(dt.date(1930, 1, 1), dt.date(2030, 1, 1))
TRUTHS = st.booleans()
COLUMNS = {
    "county": TEXTS,
    "job_place": TEXTS,
    "labour_skill": TEXTS,
    "site_id": NUMBERS,
    "household_id": NUMBERS,
    "birth_date": DAYS,
    "settled_on": DAYS,
    "is_primary": TRUTHS,
}
TYPES = {
    "county": "VARCHAR",
    "job_place": "VARCHAR",
    "labour_skill": "VARCHAR",
    "site_id": "BIGINT",
    "household_id": "BIGINT",
    "birth_date": "DATE",
    "settled_on": "DATE",
    "is_primary": "BOOLEAN",
}
GROUPS = (
    ("county", "job_place", "labour_skill"),
    ("site_id", "household_id"),
    ("birth_date", "settled_on"),
    ("is_primary",),
)
PAIRS = st.lists(st.tuples(TEXTS, TEXTS), max_size=3, unique_by=lambda pair: pair[0]).map(tuple)
SIGNS = st.sampled_from(["=", "<>", "<", "<=", ">", ">="])


def rows() -> st.SearchStrategy[dict]:
    return st.fixed_dictionaries({name: st.none() | values for name, values in COLUMNS.items()})


@st.composite
def terms(draw, group):
    """A term of one type: a column, a constant, and for texts what is made of one."""
    one = st.sampled_from(group).map(Field) | COLUMNS[group[0]].map(Value)
    term = draw(one)
    if group is GROUPS[0]:
        for wrap in draw(st.lists(st.sampled_from(["prefix", "recode"]), max_size=2)):
            if wrap == "prefix":
                term = Prefix(term, draw(st.integers(1, 9)))
            else:
                term = Recode(term, draw(PAIRS))
    return term


@st.composite
def leaves(draw):
    group = draw(st.sampled_from(GROUPS))
    term = draw(terms(group))
    match draw(st.sampled_from(["compare", "one of", "known", "age"])):
        case "compare":
            return Compare(draw(SIGNS), term, draw(terms(group)))
        case "one of":
            values = draw(st.lists(COLUMNS[group[0]], min_size=1, max_size=3))
            return OneOf(term, tuple(values))
        case "known":
            return Known(term)
    return OfAge(draw(st.integers(0, 90)))


def predicates() -> st.SearchStrategy:
    return st.recursive(
        leaves(),
        lambda part: (
            st.builds(Not, part)
            | st.builds(Surely, part)
            | st.builds(And, st.lists(part, max_size=3).map(tuple))
            | st.builds(Or, st.lists(part, max_size=3).map(tuple))
        ),
        max_leaves=8,
    )
