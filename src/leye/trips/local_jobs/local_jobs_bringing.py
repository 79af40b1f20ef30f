"""A workshop's or a post's people brought as a list, and those who were taken on through its own vacancy."""

from pathlib import Path

from leye.apps.local_jobs import selectors
from leye.apps.matching import selectors as matching
from leye.apps.rosters.models import Upload
from leye.core.scope import Scope
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.trips import receiving
from leye.trips.local_jobs.local_jobs_people import LOCAL_WORKERS
from leye.trips.local_jobs.local_jobs_places import NotPossible
from leye.trips.local_jobs.local_jobs_placing import (
    AlreadyPlaced,
    Placing,
    may_place,
    place,
    where_of_kind,
)
from leye.trips.rosters.intake import Roster


def bring_people(
    scope: Scope, kind: str, place_id: int, path: Path, name: str, keys: Keyring
) -> Upload:
    """Receive a list of who works in a workshop or holds a post; it is read like every list. Raises OutOfScope."""
    where = where_of_kind(scope, kind, place_id)
    may_place(scope, where.county)
    told = Roster(path, name, where.county, clock.today(), LOCAL_WORKERS, f"{kind}:{place_id}")
    return receiving.receive(scope, told, keys)


def place_hired(scope: Scope) -> int:
    """Whoever was taken on through the vacancy of a workshop or a post works there from that day. Returns how many.

    Who cannot be placed (another post, no place left) stays for the clerk, as the pages show.
    """
    done = 0
    for one in selectors.demanding(scope):
        kind = "workshop" if one.workshop_id else "post"
        where = where_of_kind(scope, kind, one.workshop_id or one.post_id or 0)
        there = {row.person_id for row in selectors.ever_placed(scope, kind, where.pk)}
        for hired in matching.of_vacancy(scope, one.vacancy_id):
            if hired.hired_on is None or hired.hired_on > clock.today() or hired.person_id in there:
                continue
            try:
                place(scope, where, Placing(hired.person_id, hired.hired_on))
            except (AlreadyPlaced, NotPossible):
                continue
            done += 1
    return done
