"""Facts that are about to be added, as the trips hand them to the ledger."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from leye.core.query.model import Scalar


@dataclass(frozen=True, slots=True)
class Addition:
    """One fact to add. table: a table of `leye.core.ledger.facts`; values: its own columns by name."""

    table: str
    person_id: int
    valid_from: dt.date
    values: Mapping[str, Scalar | None]
    valid_to: dt.date | None = None
    corrects: int | None = None
    is_void: bool = False
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """One fact that the ledger holds and believes, with all of its own columns."""

    table: str
    id: int
    person_id: int
    seq: int
    valid_from: dt.date
    valid_to: dt.date | None
    values: Mapping[str, Scalar | None] = field(default_factory=dict)
