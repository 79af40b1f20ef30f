"""Messages to escorts of journeys: who has no place in the ledger, his sealed number and a link to his page out."""

from collections.abc import Sequence
from dataclasses import dataclass

from leye.apps.journeys import selectors as journeys
from leye.apps.messages.models import Message
from leye.core.scope import Scope
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.notices.journeys import load_journeys
from leye.trips import passing
from leye.trips.identities import ESCORT_CONTEXT
from leye.trips.passing import Purpose
from leye.trips.rosters.intake import NOTICE

SUBJECT = "escort:"


@dataclass(frozen=True, slots=True)
class Addressed:
    """to: the number in clear, "" where none is kept any more; key: of a new link to the escort's page."""

    to: str
    key: str


def addressed(scope: Scope, rows: Sequence[Message], keys: Keyring) -> dict[int, Addressed]:
    """message → where it goes, for those to escorts."""
    own = {row.pk: int(row.subject.removeprefix(SUBJECT)) for row in rows if row.subject.startswith(SUBJECT)}  # fmt: skip
    known = journeys.journeys_by_id(scope, set(own.values()))
    found = {}
    for message, journey_id in own.items():
        journey = known.get(journey_id)
        if journey is None or not journey.escort_phone:
            found[message] = Addressed("", "")
            continue
        left = (journey.day - clock.today()).days
        days = max(left + load_journeys(NOTICE, journey.day).links["escort"], 1)
        subject = (f"journey:{journey.pk}", journey.county)
        [key] = passing.issue(scope, Purpose.ESCORT, [subject], days)
        found[message] = Addressed(sealing.unseal(keys, journey.escort_phone, ESCORT_CONTEXT), key)
    return found
