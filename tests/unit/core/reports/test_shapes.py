"""People who are alike are judged once: every answer stays what the question itself says of the person."""

import datetime as dt
import sqlite3

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

from leye.core.query.model import EVERYONE, NOBODY, And, Compare, Field, Known, Not, OfAge, Surely
from leye.core.query.plain import holds
from leye.core.query.sql import Engine, text_of
from leye.core.reports.shapes import shaped
from tests.unit.core.query.predicates import COLUMNS, predicates, rows

ON = dt.date(2020, 5, 31)
AWAY = Compare("<>", Field("job_place"), Field("county"))
WORKS = Known(Field("job_kind"))


def test_what_everybody_has_alone_is_judged_by_the_engine_and_the_rest_is_read():
    found = shaped([And((OfAge(16), Not(Surely(WORKS)))), And((WORKS, AWAY)), EVERYONE])
    assert found.columns == ("job_kind",)
    assert found.told == (OfAge(16), AWAY)
    assert found.bits([None, 1, None]) == 0b101
    assert found.bits(["unit", 1, 1]) == 0b110
    assert shaped([NOBODY]).bits([]) == 0


@settings(max_examples=40, deadline=None)
@given(st.lists(predicates(), min_size=1, max_size=4), st.lists(rows(), min_size=1, max_size=6))
def test_a_likeness_answers_as_its_person_does(questions, people):
    shapes = shaped(questions)
    with sqlite3.connect(":memory:") as db:
        db.execute(f"CREATE TABLE state ({', '.join(COLUMNS)})")
        for row in people:
            values = [
                value.isoformat() if isinstance(value, dt.date) else value for value in row.values()
            ]
            db.execute(
                f"INSERT INTO state ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})", values
            )
        chosen = shapes.expressions(ON, Engine.SQLITE) or [exp.Literal.number(1)]
        told = db.execute(text_of(exp.select(*chosen).from_("state"), Engine.SQLITE)).fetchall()
    for row, likeness in zip(people, told, strict=True):
        expected = sum(1 << n for n, q in enumerate(questions) if holds(q, row, ON) is True)
        got = shapes.bits(likeness if shapes.columns or shapes.told else ())
        assert got == expected
