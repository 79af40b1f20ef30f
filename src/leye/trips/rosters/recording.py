"""名册导入, second half: rows that are ready become facts, in small steps that all count together.

A step is one transaction: facts and the rows' outcomes. A killed recording goes on where it stopped.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.db import transaction

from leye.apps.people import actions as ledger
from leye.apps.people import projection
from leye.apps.people import selectors as people
from leye.apps.people.models import Source
from leye.apps.places import selectors as places
from leye.apps.rosters import actions as rosters
from leye.apps.rosters import selectors as uploads
from leye.apps.rosters.models import Outcome, Upload, UploadRow, UploadState
from leye.core.ledger.additions import Addition, Held
from leye.core.problems import Problem
from leye.core.rosters.changes import Links, changes
from leye.core.rosters.columns import Header
from leye.core.rosters.rows import NotAPerson, RowReader
from leye.core.rosters.values import RosterRow
from leye.core.scope import Scope
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.notices.rosters import load_columns
from leye.trips.identities import (
    contact_of,
    household_number,
    identity_of,
    index_of,
    phone_index,
)
from leye.trips.rosters.columns_kept import restore_header
from leye.trips.rosters.intake import NOTICE, context_for
from leye.trips.rosters.judging import strange_beside
from leye.trips.rosters.kept_rows import pack, unpack
from leye.trips.rosters.list_intake import LEASE

STEP = 500


@dataclass(frozen=True, slots=True)
class Ready:
    """A row on its way into the ledger."""

    kept: UploadRow
    cells: tuple[object, ...]
    problems: tuple[Problem, ...]
    row: RosterRow
    id_index: str


def record(scope: Scope, upload_id: int, keys: Keyring) -> dict[str, int]:
    """Record all rows of an upload that are ready; returns the counts of outcomes.

    Whoever calls has the upload in hand (a lease), so that no second recording runs beside this one.
    """
    upload = uploads.upload(scope, upload_id)
    headers = {
        name: restore_header(raw, load_columns(NOTICE))
        for name, raw in json.loads(upload.notes).get("headers", {}).items()
    }
    step = _Recording(scope, upload, keys, headers)
    while rows := uploads.rows(scope, upload.pk, [Outcome.READY], limit=STEP):
        step.take(rows)
    step.close()
    projection.follow(by=scope.actor)  # figures have it before its clerk reads that it is done
    rosters.set_state(by=scope.actor, upload=upload, state=UploadState.DONE)
    return uploads.counts(scope, upload.pk)


class _Recording:
    """One upload's open entry, and what the steps share."""

    def __init__(
        self, scope: Scope, upload: Upload, keys: Keyring, headers: dict[str, Header]
    ) -> None:
        self.scope, self.upload, self.keys = scope, upload, keys
        context = context_for(scope, upload.unit, upload.as_of)
        self.readers = {name: RowReader(h, name, context) for name, h in headers.items()}
        self.sites = {
            (site.county, site.name): site.id
            for site in places.sites(replace(scope, site=None), upload.as_of)
        }

    @property
    def entry_id(self) -> int:
        """The open entry, opened on first use and kept with the upload."""
        if self.upload.entry_id is None:
            self.upload.entry_id = ledger.open_entry(
                by=self.scope.actor,
                source=Source.UPLOAD,
                unit=self.upload.unit,
                at=clock.now(),
                source_ref=f"upload:{self.upload.pk}",
            )
            rosters.set_state(by=self.scope.actor, upload=self.upload, state=UploadState.RECORDING)
        return self.upload.entry_id

    @transaction.atomic
    def close(self) -> None:
        if self.upload.entry_id is not None:
            ledger.close_entry(by=self.scope.actor, entry_id=self.upload.entry_id, at=clock.now())
            self.upload.entry_id = None
            self.upload.save(update_fields=["entry_id"])

    def take(self, rows: Sequence[UploadRow]) -> None:
        """One step. Two rows about one person never share a step, so that the second sees the first."""
        ready = self._unpacked(rows)  # before the transaction, so that others can write meanwhile
        with transaction.atomic():
            self._settle(ready)

    def _settle(self, ready: list[Ready]) -> None:
        entry_id = self.entry_id
        found = people.persons_by_id_index(self.scope, [one.id_index for one in ready], entry_id)
        known = people.held(
            self.scope, [p for persons in found.values() for p in persons], entry_id
        )
        passed = [one for one in ready if self._passes(one, found.get(one.id_index, []), known)]
        self._add(passed, found, known)
        rosters.renew(by=self.scope.actor, upload=self.upload, until=clock.now() + LEASE)

    def _unpacked(self, rows: Sequence[UploadRow]) -> list[Ready]:
        ready: dict[str, Ready] = {}
        for kept in rows:
            cells, problems = unpack(self.keys, kept.sealed, "filled")
            row = self.readers[kept.sheet].read(kept.row_no, cells)
            if isinstance(row, NotAPerson):
                raise RuntimeError(f"row {kept.row_no} is read differently now")
            index = index_of(self.keys, row)
            # Another row of the same person stays ready, and comes with the next step.
            ready.setdefault(index, Ready(kept, cells, problems, row, index))
        return list(ready.values())

    def _passes(self, one: Ready, persons: list[int], known: dict[int, list[Held]]) -> bool:
        """Whether the row may go in; otherwise it waits, with what is strange added to it."""
        if one.kept.explanation and len(persons) <= 1:
            return True
        held = known[persons[0]] if persons else []
        problem = strange_beside(one.row, persons, held, self.sites, self.upload.as_of)
        if problem is None:
            return True
        uploaded, _ = unpack(self.keys, one.kept.sealed)
        rosters.let_wait(
            by=self.scope.actor,
            row=one.kept,
            code=problem.code,
            sealed=pack(self.keys, uploaded, [*one.problems, problem], one.cells),
        )
        return False

    def _add(
        self, ready: list[Ready], found: dict[str, list[int]], known: dict[int, list[Held]]
    ) -> None:
        by, entry_id = self.scope.actor, self.entry_id
        new = [one.id_index for one in ready if not found.get(one.id_index)]
        ids = ledger.add_people(by=by, entry_id=entry_id, many=len(new))
        persons = dict(zip(new, ids, strict=True))
        households = self._households(ready)
        facts: list[Addition] = []
        outcomes: list[tuple[int, Outcome, int | None]] = []
        for one in ready:
            is_new = one.id_index in persons
            person = persons[one.id_index] if is_new else found[one.id_index][0]
            place = one.row.place
            links = Links(
                person,
                partial(identity_of, self.keys, one.row),
                partial(contact_of, self.keys, one.row.person.phone or ""),
                phone_index(self.keys, one.row),
                households[one.id_index] if is_new or place.site_name or place.settlement else None,
                self.sites.get((place.county or "", place.site_name)),
            )
            added = changes(one.row, known.get(person, []), links, self.upload.as_of)
            facts.extend(added)
            outcome = Outcome.NEW if is_new else Outcome.CHANGED if added else Outcome.SAME
            outcomes.append((one.kept.pk, outcome, person))
        ledger.add_facts(by=by, entry_id=entry_id, facts=facts)
        rosters.settle_rows(by=by, outcomes=outcomes)

    def _households(self, ready: list[Ready]) -> dict[str, int]:
        """The household of each row, by the row's keyed number; made where there is none yet."""
        wanted = {
            one.id_index: (one.row.place.county or "", household_number(self.keys, one.row))
            for one in ready
        }
        known = people.households(self.scope, set(wanted.values()))
        missing = sorted(set(wanted.values()) - known.keys())
        known |= ledger.add_households(by=self.scope.actor, entry_id=self.entry_id, numbers=missing)
        return {index: known[number] for index, number in wanted.items()}
