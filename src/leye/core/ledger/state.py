"""`state(on, known)`: the one definition of "as of a day, as known after an entry", as a statement.

Two relations with the same columns (`STATE_COLUMNS`):
`state_from_facts` asks the facts themselves; `state_kept` reads the kept state that is derived from them.
Both are sqlglot expressions, so that SQLite, PostgreSQL, DuckDB and Spark run one and the same question.
"""

import datetime as dt

from sqlglot import exp

from leye.core.ledger.facts import (
    CAPACITY,
    DEATH,
    EMPLOYMENT,
    ENTRY_TABLE,
    IDENTITY,
    KEPT_TABLE,
    MERGE_TABLE,
    RESIDENCE,
    STANDING,
    STATE_COLUMNS,
    WISH,
    Kind,
)
from leye.core.query.sql import Engine, literal

FOLLOWERS = (STANDING, CAPACITY, EMPLOYMENT, WISH)


def state_kept(on: dt.date, seq: int, engine: Engine) -> exp.Select:
    """The state row of everybody on a day, as known after entry `seq`, from the kept state."""
    day = literal(on, engine)
    return (
        exp.select(*STATE_COLUMNS)
        .from_(KEPT_TABLE)
        .where(exp.column("on_from") <= day)
        .where(exp.column("on_to") > day.copy())
        .where(exp.column("seq_from") <= seq)
        .where((exp.column("seq_to") > seq).or_(exp.column("seq_to").is_(exp.null())))
    )


def state_from_facts(on: dt.date, seq: int, engine: Engine) -> exp.Select:
    """The same relation, from the facts: the definition that the kept state must equal."""
    columns = {
        "person_id": "r.person_id",
        **{to: f"r.{of}" for of, to in RESIDENCE.state},
        **{to: f"i.{of}" for of, to in IDENTITY.state},
    }
    for number, kind in enumerate(FOLLOWERS):
        columns |= {to: f"k{number}.{of}" for of, to in kind.state}
    statement = (
        exp.select(*(f"{columns[name]} AS {name}" for name in STATE_COLUMNS))
        .from_("r")
        .join("i", on="i.person_id = r.person_id")
        .with_("merged", as_=_merged(seq))
        .with_("i", as_=_identity(seq))
        .with_("d", as_=_covering(DEATH, on, seq, engine).distinct())
        .with_("r", as_=_chosen(RESIDENCE, on, seq, engine))
    )
    for number, kind in enumerate(FOLLOWERS):
        statement = statement.with_(f"k{number}", as_=_chosen(kind, on, seq, engine)).join(
            f"k{number}", on=f"k{number}.person_id = r.person_id", join_type="left"
        )
    return (
        statement.join("d", on="d.person_id = r.person_id", join_type="left")
        .where("d.person_id IS NULL")
        .where(
            exp.column("birth_date", "i")
            .is_(exp.null())
            .or_(exp.column("birth_date", "i") <= literal(on, engine))
        )
    )


def _merged(seq: int) -> exp.Select:
    """Duplicate → survivor as judged after entry `seq`."""
    undone = (
        exp.select("u.undoes")
        .from_(f"{MERGE_TABLE} AS u")
        .join(f"{ENTRY_TABLE} AS ue", on=f"ue.id = u.entry_id AND ue.seq <= {seq:d}")
        .where("u.undoes IS NOT NULL")
    )
    return (
        exp.select("m.duplicate_id", "m.survivor_id")
        .from_(f"{MERGE_TABLE} AS m")
        .join(f"{ENTRY_TABLE} AS e", on=f"e.id = m.entry_id AND e.seq <= {seq:d}")
        .where("m.undoes IS NULL")
        .where(exp.not_(exp.column("id", "m").isin(query=undone)))
    )


def _believed(kind: Kind, seq: int) -> exp.Select:
    """The facts of a kind that are believed after entry `seq`, without columns yet."""
    corrected = (
        exp.select("g.corrects")
        .from_(f"{kind.table} AS g")
        .join(f"{ENTRY_TABLE} AS ge", on=f"ge.id = g.entry_id AND ge.seq <= {seq:d}")
        .where("g.corrects IS NOT NULL")
    )
    return (
        exp.select()
        .from_(f"{kind.table} AS f")
        .join(f"{ENTRY_TABLE} AS e", on=f"e.id = f.entry_id AND e.seq <= {seq:d}")
        .where("NOT f.is_void")
        .where(exp.not_(exp.column("id", "f").isin(query=corrected)))
    )


def _identity(seq: int) -> exp.Select:
    """Who each person is; those judged to be a duplicate are left out."""
    return (
        _believed(IDENTITY, seq)
        .select("f.person_id", *(f"f.{of}" for of, _ in IDENTITY.state))
        .join("merged AS m", on="m.duplicate_id = f.person_id", join_type="left")
        .where("m.duplicate_id IS NULL")
    )


def _covering(kind: Kind, on: dt.date, seq: int, engine: Engine) -> exp.Select:
    """The believed facts of a kind that cover the day, under the surviving person."""
    day = literal(on, engine)
    facts = (
        _believed(kind, seq)
        .select("COALESCE(m.survivor_id, f.person_id) AS person_id")
        .join("merged AS m", on="m.duplicate_id = f.person_id", join_type="left")
        .where(exp.column("valid_from", "f") <= day)
        .where(
            exp.column("valid_to", "f")
            .is_(exp.null())
            .or_(exp.column("valid_to", "f") > day.copy())
        )
    )
    return facts.where("f.is_primary") if kind is EMPLOYMENT else facts


def _chosen(kind: Kind, on: dt.date, seq: int, engine: Engine) -> exp.Select:
    """Of each person's covering facts the one that starts last, then the last recorded."""
    ranked = _covering(kind, on, seq, engine).select(
        *(f"f.{of}" for of, _ in kind.state),
        "ROW_NUMBER() OVER (PARTITION BY COALESCE(m.survivor_id, f.person_id)"
        " ORDER BY f.valid_from DESC, e.seq DESC, f.id DESC) AS place",
    )
    return (
        exp.select("person_id", *(of for of, _ in kind.state))
        .from_(ranked.subquery("ranked"))
        .where("place = 1")
    )
