"""The statement, the kept state and the plain reference give the same answer to every question."""

import datetime as dt
import os
import random
import sqlite3
from collections import defaultdict
from dataclasses import asdict, astuple, fields

import duckdb
import pyarrow as pa
import pytest

from leye.core.ledger import facts as f
from leye.core.ledger.state import state_from_facts, state_kept
from leye.core.ledger.timeline import survivors, timeline, versions
from leye.core.query.sql import Engine, text_of
from tests.generative.histories import EDGES, World, a_day, make_world
from tests.generative.reference import reference_state

COLUMN_TYPES = {dt.date: "DATE", bool: "BOOLEAN", int: "BIGINT"}

ARROW_TYPES = {
    "DATE": pa.date32(),
    "BOOLEAN": pa.bool_(),
    "BIGINT": pa.int64(),
    "VARCHAR": pa.string(),
}


def column_type(annotation: object) -> str:
    for python, sql in COLUMN_TYPES.items():
        if python.__name__ in str(annotation).replace("datetime.", "").split(" | ") or (
            annotation is python
        ):
            return sql
    return "VARCHAR"


def load(connection, world: World, engine: Engine) -> None:
    def put(table: str, columns: dict[str, str], rows: list[tuple]) -> None:
        connection.execute(
            f"CREATE TABLE {table} ({', '.join(f'{n} {t}' for n, t in columns.items())})"
        )
        if not rows:
            return
        if engine is Engine.DUCKDB:  # row by row it would take longer than all questions
            given = {
                name: pa.array([row[n] for row in rows], ARROW_TYPES[kind])
                for n, (name, kind) in enumerate(columns.items())
            }
            connection.register("given", pa.table(given))
            connection.execute(f"INSERT INTO {table} SELECT * FROM given")
            return
        rows = [tuple(v.isoformat() if isinstance(v, dt.date) else v for v in r) for r in rows]
        marks = ", ".join("?" for _ in columns)
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)

    put(
        f.ENTRY_TABLE,
        {"id": "BIGINT", "seq": "BIGINT"},
        [(900 + seq, seq) for seq in range(1, world.entries + 1)] + [(999, None)],
    )
    put(
        f.MERGE_TABLE,
        dict.fromkeys(("id", "entry_id", "duplicate_id", "survivor_id", "undoes"), "BIGINT"),
        [(m.id, 900 + m.seq, m.duplicate_id, m.survivor_id, m.undoes) for m in world.merges],
    )
    for kind in f.KINDS:
        columns = {x.name: column_type(x.type) for x in fields(kind.fact)}
        columns["entry_id"] = columns.pop("seq")
        rows = []
        for fact in world.of(kind.fact):
            values = {x.name: getattr(fact, x.name) for x in fields(fact)}
            values["entry_id"] = 900 + values.pop("seq")
            rows.append(tuple(values[name] for name in columns))
        put(kind.table, columns, rows)
    kept = {"on_from": "DATE", "on_to": "DATE", "seq_from": "BIGINT", "seq_to": "BIGINT"}
    kept |= {x.name: column_type(x.type) for x in fields(f.StateRow)}
    put(f.KEPT_TABLE, kept, [row for person in world.people for row in kept_rows(world, person)])


def facts_by_person(world: World) -> dict[int, list[f.Fact]]:
    found = defaultdict(list)
    for fact in world.facts:
        found[fact.person_id].append(fact)
    return found


def kept_rows(world: World, person: int) -> list[tuple]:
    """The kept state of a person, entry by entry, with the merges of that entry's moment."""
    cached = world.__dict__.setdefault("by_person", facts_by_person(world))
    ties = {m.duplicate_id for m in world.merges} | {m.survivor_id for m in world.merges}
    if person not in ties:
        seqs = sorted({fact.seq for fact in cached[person]})
        found = versions(person, cached[person], seqs)
        return [(v.on_from, v.on_to, v.seq_from, v.seq_to, *astuple(v.state)) for v in found]
    rows: list[tuple] = []
    for seq in range(1, world.entries + 1):
        into = survivors(world.merges, seq)
        if person in into:
            continue
        group = [person, *(dup for dup, survivor in into.items() if survivor == person)]
        facts = [fact for member in group for fact in cached[member]]
        for on_from, on_to, state in timeline(person, facts, seq):
            seq_to = seq + 1 if seq < world.entries else None
            rows.append((on_from, on_to, seq, seq_to, *astuple(state)))
    return rows


def plain(row: tuple) -> tuple:
    return tuple(str(v) if isinstance(v, dt.date) else v for v in row)


def ask(connection, statement) -> dict[int, tuple]:
    rows = connection.execute(statement).fetchall()
    answers = {row[0]: plain(tuple(row)) for row in rows}
    assert len(answers) == len(rows), "a person has two rows"
    return answers


def expected(world: World, on: dt.date, seq: int) -> dict[int, tuple]:
    cached = world.__dict__.setdefault("by_person", facts_by_person(world))
    groups = defaultdict(set)
    for merge in world.merges:
        groups[merge.survivor_id].add(merge.duplicate_id)
    answers = {}
    for person in world.people:
        facts = [x for member in {person} | groups[person] for x in cached[member]]
        state = reference_state(person, facts, world.merges, on, seq)
        if state is not None:
            answers[person] = plain(astuple(state))
    return answers


def questions(rng: random.Random, world: World, many: int) -> list[tuple[dt.date, int]]:
    days = [*EDGES, *(a_day(rng) for _ in range(many))]
    return [(rng.choice(days), rng.randrange(0, world.entries + 2)) for _ in range(many)]


def compare(seed: int, people: int, many: int) -> None:
    world = make_world(seed, people)
    connections = {Engine.SQLITE: sqlite3.connect(":memory:"), Engine.DUCKDB: duckdb.connect()}
    for engine, connection in connections.items():
        load(connection, world, engine)
    for on, seq in questions(random.Random(seed), world, many):
        wanted = expected(world, on, seq)
        for engine, connection in connections.items():
            for statement in (state_from_facts(on, seq, engine), state_kept(on, seq, engine)):
                got = ask(connection, text_of(statement, engine))
                assert got == wanted, (engine, on, seq, seed)
    for connection in connections.values():
        connection.close()


@pytest.mark.parametrize("seed", range(4))
def test_statement_kept_state_and_reference_agree_on_generated_histories(seed):
    compare(seed, people=60, many=6)


@pytest.mark.nightly
def test_a_hundred_thousand_histories_agree():
    people = int(os.environ.get("LEYE_HISTORIES", "100000"))
    for seed in range(1000, 1000 + people // 500):
        compare(seed, people=500, many=4)


def test_the_generator_makes_what_it_promises():
    world = make_world(7, 400)
    identities = world.of(f.IdentityFact)
    assert any(
        x.birth_date and (x.birth_date.month, x.birth_date.day) == (2, 29) for x in identities
    )
    corrections = {x.id: x.corrects for x in world.of(f.ResidenceFact) if x.corrects}
    assert any(old in corrections for old in corrections.values()), "no correction of a correction"
    assert any(x.is_void for x in world.facts)
    assert world.of(f.DeathFact)
    assert any(m.undoes for m in world.merges)
    assert asdict(world.merges[0])["duplicate_id"] == world.merges[0].duplicate_id
