"""One row of a roster after reading: typed values and everything that is wrong with it.

None means that the roster does not say; it is never "no". Codes are those of `leye.core.vocabulary`,
places are division codes, days are dates.
"""

import datetime as dt
from dataclasses import dataclass, field

from leye.core.problems import Problem
from leye.core.vocabulary import (
    Answer,
    Channel,
    Education,
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
    WishTerm,
)


@dataclass(frozen=True, slots=True)
class PersonCells:
    """Who the row is about. `id_no` is canonical (18 characters) or None; `id_kind` says how it was read."""

    name: str = ""
    id_no: str | None = None
    id_kind: str = "empty"
    sex: Sex | None = None
    birth_date: dt.date | None = None
    ethnicity: str = ""
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceCells:
    """Where the household is settled. `county` six digits, `town` nine; the site by its name."""

    county: str | None = None
    town: str | None = None
    site_name: str = ""
    settlement: Settlement | None = None
    household_no: str = ""
    head_name: str = ""
    head_id_no: str | None = None
    relation: Relation | None = None
    moved_on: dt.date | None = None
    reason_in: MoveReason | None = None
    left_on: dt.date | None = None
    reason_out: MoveReason | None = None
    died_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class CapacityCells:
    standing: Standing | None = None
    monitoring: Monitoring | None = None
    labour_skill: LabourSkill | None = None
    schooling: Schooling | None = None
    health: Health | None = None
    education: Education | None = None
    licences: str = ""  # parted by 、
    languages: str = ""
    has_health_certificate: bool | None = None


@dataclass(frozen=True, slots=True)
class JobCells:
    """The spell that a row tells of. `is_employed` False says "not at work on the roster's day"."""

    is_employed: bool | None = None
    kind: EmploymentKind | None = None
    channel: Channel | None = None
    place: str | None = None
    place_text: str = ""
    employer: str = ""
    trade: str = ""
    started_on: dt.date | None = None
    ended_on: dt.date | None = None  # the first day on which the spell no longer holds
    monthly_pay: int | None = None  # yuan
    has_contract: bool | None = None
    is_insured: bool | None = None


@dataclass(frozen=True, slots=True)
class WishCells:
    wants_work: Answer | None = None
    area: WishArea | None = None
    trade: str = ""
    pay: int | None = None  # yuan a month
    wants_training: Answer | None = None
    training_trade: str = ""
    only_local: bool | None = None
    term: WishTerm | None = None
    asked_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A person's row. `row_no` is the user's own row number in `sheet`."""

    sheet: str
    row_no: int
    person: PersonCells = PersonCells()
    place: PlaceCells = PlaceCells()
    capacity: CapacityCells = CapacityCells()
    job: JobCells = JobCells()
    wish: WishCells = WishCells()
    problems: tuple[Problem, ...] = field(default=())
