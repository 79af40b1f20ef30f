"""The facts of the ledger: typed, dated twice, only ever added.

Valid time is half open, [valid_from, valid_to). Recording time is `seq`, the place of the entry that
brought the fact among all closed entries. A correction is a fact that names the one it corrects;
a void correction says that the corrected fact never held.
"""

import datetime as dt
from dataclasses import dataclass, fields

from leye.core.vocabulary import (
    Answer,
    Channel,
    EmploymentKind,
    Health,
    LabourSkill,
    Monitoring,
    MoveReason,
    Relation,
    Schooling,
    Settlement,
    Sex,
    Standing,
    WishArea,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What every fact has. `id` grows with recording; `person_id` is the person it is about."""

    id: int
    person_id: int
    seq: int
    valid_from: dt.date
    valid_to: dt.date | None = None
    corrects: int | None = None
    is_void: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityFact(Fact):
    """Who the person is. Not a state that changes: later knowledge corrects the earlier."""

    sex: Sex | None
    birth_date: dt.date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidenceFact(Fact):
    """Where the household is settled. `site_id` is empty for dispersed settlement."""

    household_id: int
    county: str
    town: str | None
    site_id: int | None
    settlement: Settlement
    relation: Relation | None = None
    reason_in: MoveReason | None = None
    reason_out: MoveReason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingFact(Fact):
    standing: Standing
    monitoring: Monitoring | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityFact(Fact):
    labour_skill: LabourSkill | None
    schooling: Schooling | None
    health: Health | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmploymentFact(Fact):
    """A spell of work. On any day a person has at most one primary spell; the others are side jobs."""

    is_primary: bool = True
    job_kind: EmploymentKind
    job_channel: Channel | None = None
    job_place: str | None = None
    employer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WishFact(Fact):
    """An answer to the survey of `valid_from`; it stands until the next one."""

    wants_work: Answer
    wants_training: Answer = Answer.NOT_ASKED
    wish_area: WishArea | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeathFact(Fact):
    """The person died on `valid_from`; that day is the first on which the person is not counted."""


@dataclass(frozen=True, slots=True)
class Merge:
    """A judgement that `duplicate_id` is the same person as `survivor_id`; `undoes` takes one back."""

    id: int
    seq: int
    duplicate_id: int
    survivor_id: int
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class StateRow:
    """What is known of one person for one day: the row that measures are predicates over.

    A person who has died, was not yet born, or is settled nowhere on the day has no row.
    """

    person_id: int
    household_id: int
    county: str
    town: str | None
    site_id: int | None
    settlement: Settlement
    settled_on: dt.date
    sex: Sex | None
    birth_date: dt.date | None
    standing: Standing | None
    monitoring: Monitoring | None
    labour_skill: LabourSkill | None
    schooling: Schooling | None
    health: Health | None
    job_kind: EmploymentKind | None
    job_channel: Channel | None
    job_place: str | None
    job_from: dt.date | None
    wants_work: Answer | None
    wants_training: Answer | None
    wish_area: WishArea | None


STATE_COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(StateRow))


@dataclass(frozen=True, slots=True)
class Kind:
    """A table of facts: its name in every engine, and which of its columns make which state columns."""

    table: str
    fact: type[Fact]
    state: tuple[tuple[str, str], ...]  # (column of the fact, column of the state row)


def _same(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, name) for name in names)


IDENTITY = Kind("ledger_identity", IdentityFact, _same("sex", "birth_date"))
RESIDENCE = Kind(
    "ledger_residence",
    ResidenceFact,
    (
        *_same("household_id", "county", "town", "site_id", "settlement"),
        ("valid_from", "settled_on"),
    ),
)
STANDING = Kind("ledger_standing", StandingFact, _same("standing", "monitoring"))
CAPACITY = Kind("ledger_capacity", CapacityFact, _same("labour_skill", "schooling", "health"))
EMPLOYMENT = Kind(
    "ledger_employment",
    EmploymentFact,
    (*_same("job_kind", "job_channel", "job_place"), ("valid_from", "job_from")),
)
WISH = Kind("ledger_wish", WishFact, _same("wants_work", "wants_training", "wish_area"))
DEATH = Kind("ledger_death", DeathFact, ())
KINDS: tuple[Kind, ...] = (IDENTITY, RESIDENCE, STANDING, CAPACITY, EMPLOYMENT, WISH, DEATH)
"""Every kind of fact that the state row is made of."""

ENTRY_TABLE = "ledger_entry"
MERGE_TABLE = "ledger_merge"
KEPT_TABLE = "ledger_state"
