"""名册导入, second half: rows that are ready become facts, in small steps that all count together.

A step is one transaction: facts and the rows' outcomes. A killed recording goes on where it stopped.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from leye.apps.people import actions as ledger
from leye.apps.people import projection
from leye.apps.people import selectors as people
from leye.apps.people.models import Source
from leye.apps.places import selectors as places
from leye.apps.rosters import actions as rosters
from leye.apps.rosters import selectors as uploads
from leye.apps.rosters.models import Outcome, Upload, UploadRow, UploadState
from leye.core.ledger import facts as f
from leye.core.ledger.additions import Addition, Held
from leye.core.problems import Problem, Severity
from leye.core.rosters.changes import Links, changes, current
from leye.core.rosters.columns import Header
from leye.core.rosters.rows import NotAPerson, RowReader
from leye.core.rosters.values import RosterRow
from leye.core.scope import Scope
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.notices.rosters import load_columns
from leye.trips.columns_kept import restore_header
from leye.trips.identities import contact_of, household_number, identity_of, index_of
from leye.trips.intake import NOTICE, context_for
from leye.trips.kept_rows import pack, unpack

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
    """Record all rows of an upload that are ready; returns the counts of outcomes."""
    upload = uploads.upload(scope, upload_id)
    headers = {
        name: restore_header(raw, load_columns(NOTICE))
        for name, raw in json.loads(upload.notes).get("headers", {}).items()
    }
    step = _Recording(scope, upload, keys, headers)
    while rows := uploads.rows(scope, upload.pk, [Outcome.READY], limit=STEP):
        step.take(rows)
    step.close()
    projection.follow(by=scope.actor)
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
            self.upload.save(update_fields=["entry_id"])
            rosters.set_state(by=self.scope.actor, upload=self.upload, state=UploadState.RECORDING)
        return self.upload.entry_id

    def close(self) -> None:
        with transaction.atomic():
            if self.upload.entry_id is not None:
                ledger.close_entry(
                    by=self.scope.actor, entry_id=self.upload.entry_id, at=clock.now()
                )
            self.upload.entry_id = None
            rosters.set_state(by=self.scope.actor, upload=self.upload, state=UploadState.DONE)

    @transaction.atomic
    def take(self, rows: Sequence[UploadRow]) -> None:
        """One step. Two rows about one person never share a step, so that the second sees the first."""
        ready: list[Ready] = []
        seen: set[str] = set()
        for kept in rows:
            cells, problems = unpack(self.keys, kept.sealed, "filled")
            row = self.readers[kept.sheet].read(kept.row_no, cells)
            if isinstance(row, NotAPerson):
                raise RuntimeError(f"row {kept.row_no} is read differently now")
            index = index_of(self.keys, row)
            if index in seen:
                continue  # stays ready, and comes with the next step
            seen.add(index)
            ready.append(Ready(kept, cells, problems, row, index))
        found = people.persons_by_id_index(self.scope, seen, self.entry_id)
        known = people.held(
            self.scope, [p for persons in found.values() for p in persons], self.entry_id
        )
        ready = [one for one in ready if self._passes(one, found.get(one.id_index, []), known)]
        self._add(ready, found, known)
        UploadRow.objects.bulk_update(
            [one.kept for one in ready], ["outcome", "person_id"], batch_size=200
        )

    def _passes(self, one: Ready, persons: list[int], known: dict[int, list[Held]]) -> bool:
        """Whether the row may go in; otherwise it waits, with what is strange added to it."""
        if one.kept.explanation:
            return len(persons) <= 1
        problem = self._strange(one.row, persons, known)
        if problem is None:
            return True
        one.kept.outcome, one.kept.severity = Outcome.WAITING, Severity.STRANGE.value
        one.kept.codes = f"{one.kept.codes} {problem.code}".strip()
        uploaded, _ = unpack(self.keys, one.kept.sealed)
        one.kept.sealed = pack(self.keys, uploaded, [*one.problems, problem], one.cells)
        one.kept.save(update_fields=["outcome", "severity", "codes", "sealed"])
        return False

    def _strange(
        self, row: RosterRow, persons: list[int], known: dict[int, list[Held]]
    ) -> Problem | None:
        def problem(code: str, message: str, remedy: str, found: str) -> Problem:
            return Problem(code, Severity.STRANGE, message, remedy, None, found)

        if len(persons) > 1:
            message, remedy = "台账里有两个人用这个号码。", "请先在信息比对里判定，再导入这一行。"
            return problem("person.two", message, remedy, row.person.name)
        has_site = (row.place.county, row.place.site_name) in self.sites
        if row.place.site_name and not has_site:
            message = "台账里没有这个安置点。"
            remedy = "请核对名称；确属分散安置的，请说明。"
            return problem("site.unknown", message, remedy, row.place.site_name)
        if not persons:
            if not row.place.site_name and row.place.settlement is None:
                message = "台账里没有这个人，名册也没有写安置点。"
                remedy = "请先导入搬迁对象花名册；说明后按分散安置登记。"
                return problem("person.unknown", message, remedy, row.person.name)
            return None
        held = known[persons[0]]
        identity = next((x for x in held if x.table == f.IDENTITY.table), None)
        told = identity_of(self.keys, row)
        if identity is not None and identity.values["name_key"] != told["name_key"]:
            message, remedy = (
                "同一个号码，台账里是另一个姓名。",
                "请核对证件；改名或写错的，请说明。",
            )
            return problem("person.name_differs", message, remedy, row.person.name)
        home = current(held, f.RESIDENCE.table, self.upload.as_of)
        site_id = self.sites.get((row.place.county or "", row.place.site_name))
        if home is not None and row.place.site_name and home.values["site_id"] != site_id:
            message, remedy = "此人已登记在别的安置点。", "请核对；确已搬来的，请说明搬来的情况。"
            return problem("residence.elsewhere", message, remedy, row.place.site_name)
        return None

    def _add(
        self, ready: list[Ready], found: dict[str, list[int]], known: dict[int, list[Held]]
    ) -> None:
        new = [one for one in ready if not found.get(one.id_index)]
        ids = ledger.add_people(by=self.scope.actor, entry_id=self.entry_id, many=len(new))
        persons = {one.id_index: person for one, person in zip(new, ids, strict=True)}
        numbers = {one.id_index: household_number(self.keys, one.row) for one in ready}
        wanted = {(one.row.place.county or "", numbers[one.id_index]) for one in ready}
        households = people.households(self.scope, wanted)
        missing = sorted(wanted - households.keys())
        households |= ledger.add_households(
            by=self.scope.actor, entry_id=self.entry_id, numbers=missing
        )
        facts: list[Addition] = []
        for one in ready:
            person = persons.get(one.id_index) or found[one.id_index][0]
            place = one.row.place
            tells_home = bool(place.site_name or place.settlement or one.id_index in persons)
            links = Links(
                person,
                identity_of(self.keys, one.row),
                contact_of(self.keys, one.row),
                households[place.county or "", numbers[one.id_index]] if tells_home else None,
                self.sites.get((place.county or "", place.site_name)),
            )
            added = changes(one.row, known.get(person, []), links, self.upload.as_of)
            facts.extend(added)
            one.kept.person_id = person
            one.kept.outcome = (
                Outcome.NEW
                if one.id_index in persons
                else Outcome.CHANGED
                if added
                else Outcome.SAME
            )
        ledger.add_facts(by=self.scope.actor, entry_id=self.entry_id, facts=facts)
