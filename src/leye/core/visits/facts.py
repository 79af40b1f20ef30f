"""What a visit's answers add to the ledger: answers and what is held in, facts to add out."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from leye.core.ledger import facts as f
from leye.core.ledger.additions import Addition, Held
from leye.core.query.model import Scalar
from leye.core.rosters.changes import CONTACT, current
from leye.core.visits.answers import CAPACITY, WISHES
from leye.core.vocabulary import Answer


def facts(
    person_id: int,
    told: Mapping[str, Scalar],
    held: Sequence[Held],
    on: dt.date,
    contact: Mapping[str, Scalar | None] | None = None,
    origin: str = "survey",
) -> tuple[Addition, ...]:
    """Facts of the day of the visit; none for what is known already. contact: the sealed telephone, if one was told.

    origin: where it was said, "survey" or "desk".
    """
    return tuple(_facts(person_id, told, held, on, contact, origin))


def _facts(
    person_id: int,
    told: Mapping[str, Scalar],
    held: Sequence[Held],
    on: dt.date,
    contact: Mapping[str, Scalar | None] | None,
    origin: str,
) -> Iterator[Addition]:
    first = {f.WISH.table: {"wants_work": Answer.NOT_ASKED.value}, f.CAPACITY.table: {}}
    for table, names in ((f.WISH.table, WISHES), (f.CAPACITY.table, CAPACITY)):
        own = {name: told[name] for name in names if name in told}
        known = current(held, table, on)
        before: Mapping[str, Scalar | None] = known.values if known else first[table]
        # An answer that says what is known is still an answer of its day: who was asked has been asked.
        if own and (known is None or any(before.get(name) != own[name] for name in own)):
            yield Addition(table, person_id, on, {**before, **own}, origin=origin)
    if contact is not None:
        last = current(held, CONTACT, on)
        if last is None or last.values["phone_index"] != contact["phone_index"]:
            yield Addition(CONTACT, person_id, on, contact, origin=origin)
