"""岗位归集, second half: rows that are ready become vacancies, each once, whoever brought it."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from leye.apps.employers import actions as employers
from leye.apps.employers.actions import Told
from leye.apps.places import selectors as places
from leye.apps.rosters import actions as rosters
from leye.apps.rosters import selectors as uploads
from leye.apps.rosters.models import Outcome, Upload, UploadRow, UploadState
from leye.apps.vacancies import actions as vacancies
from leye.apps.vacancies import selectors as known_vacancies
from leye.apps.vacancies.actions import Brought
from leye.apps.vacancies.models import Vacancy, VacancyState
from leye.core.places.tree import Tree
from leye.core.rosters.rows import NotAPerson
from leye.core.scope import Scope
from leye.core.vacancies import words
from leye.core.vacancies.sameness import employer_key, folded, may_be_same, vacancy_key
from leye.core.vacancies.values import VacancyRow
from leye.core.vacancies.vocabulary import Level, Origin, PostKind
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.notices.advertising import load_classes
from leye.trips.rosters.columns_kept import restore_header
from leye.trips.rosters.intake import NOTICE
from leye.trips.rosters.kept_rows import unpack
from leye.trips.rosters.list_intake import LEASE
from leye.trips.vacancies.vacancy_intake import COLUMNS, reader_of

STEP = 500
PHONE_CONTEXT = "employer.phone"


def record_vacancies(scope: Scope, upload_id: int, keys: Keyring) -> dict[str, int]:
    """Record all rows of a list of vacancies that are ready; returns the counts of outcomes.

    A step is one transaction; a killed recording goes on where it stopped. Whoever calls has the upload in hand.
    """
    upload = uploads.upload(scope, upload_id)
    headers = json.loads(upload.notes).get("headers", {})
    readers = {
        name: reader_of(scope, restore_header(raw, COLUMNS), name, upload.unit, upload.as_of)
        for name, raw in headers.items()
    }
    origin = (
        Origin.FEED if upload.file_name.lower().endswith(".json") or upload.sender else Origin.EXCEL
    )
    tree = places.tree(scope, upload.as_of)
    while rows := uploads.rows(scope, upload.pk, [Outcome.READY], limit=STEP):
        told = []
        for kept in rows:
            cells, _ = unpack(keys, kept.sealed, "filled")
            row = readers[kept.sheet].read(kept.row_no, cells)
            if isinstance(row, NotAPerson):
                raise RuntimeError(f"row {kept.row_no} is read differently now")
            told.append((kept, row))
        with transaction.atomic():
            _settle(scope, upload, told, origin, tree, keys)
    rosters.set_state(by=scope.actor, upload=upload, state=UploadState.DONE)
    return uploads.counts(scope, upload.pk)


def _settle(
    scope: Scope,
    upload: Upload,
    told: Sequence[tuple[UploadRow, VacancyRow]],
    origin: Origin,
    tree: Tree,
    keys: Keyring,
) -> None:
    sender = upload.sender or tree.name(upload.unit)
    step = Recording(scope, upload.unit, tree, keys)
    made = step.take(
        [row for _, row in told],
        [Brought(origin, sender, row.reference, upload.unit, upload.pk) for _, row in told],
        verified=origin is Origin.EXCEL,
    )
    outcomes = [(kept.pk, one.outcome, None) for (kept, _), one in zip(told, made, strict=True)]
    rosters.settle_rows(by=scope.actor, outcomes=outcomes)
    rosters.renew(by=scope.actor, upload=upload, until=clock.now() + LEASE)


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of an offer: the vacancy that it is, and whether that was new, changed or known."""

    vacancy_id: int
    outcome: Outcome


class Recording:
    """Keeps offers as vacancies for a unit: each once, with every source."""

    def __init__(self, scope: Scope, unit: str, tree: Tree, keys: Keyring) -> None:
        self.scope, self.unit, self.tree, self.keys = scope, unit, tree, keys
        self.classes = load_classes(NOTICE)

    @transaction.atomic
    def take(
        self,
        rows: Sequence[VacancyRow],
        how: Sequence[Brought],
        *,
        verified: bool,
    ) -> list[Kept]:
        """Keep the offers in their order. verified: whoever brings them has looked at the employers' papers."""
        by, now = self.scope.actor, clock.now()
        ids = self._employers(rows)
        if verified:
            employers.verify(by=by, unit=self.unit, employer_ids=sorted(set(ids)), on=clock.today())
        same = [vacancy_key(f"{employer}", row) for employer, row in zip(ids, rows, strict=True)]
        known = known_vacancies.standing_by_key(self.scope, same)
        senders = {one.sender for one in how}
        referred = {
            (sender, reference): vacancy
            for sender in senders
            for reference, vacancy in known_vacancies.by_reference(
                self.scope, sender, [one.reference for one in how if one.sender == sender]
            ).items()
        }
        titles = known_vacancies.titles_of(self.scope, set(ids))
        new: dict[str, int] = {}  # key → place among the new ones
        added: list[tuple[Mapping[str, object], Brought, Sequence[str]]] = []
        kept: list[Kept | str] = []
        again: list[tuple[str, Brought]] = []
        seen: list[tuple[int, Brought]] = []
        for row, key, employer, one in zip(rows, same, ids, how, strict=True):
            vacancy = referred.get((one.sender, one.reference)) or known.get(key)
            values = self._values(row, key, employer)
            if vacancy is not None:
                kept.append(self._anew(vacancy, values, row, one, known.get(key)))
                seen.append((vacancy.pk, one))
            elif key in new:
                kept.append(key)
                again.append((key, one))
            else:
                own = titles.get((employer, row.place or ""), [])
                values["alike_id"] = next(
                    (pk for pk, title in own if may_be_same(title, row.title)), None
                )
                new[key] = len(added)
                added.append((values, one, self._words(row)))
                kept.append(key)
        made = vacancies.add(by=by, at=now, rows=added)
        seen.extend((made[new[key]], one) for key, one in again)
        vacancies.see(
            by=by,
            at=now,
            seen=list({(pk, h.sender, h.reference): (pk, h) for pk, h in seen}.values()),
        )
        first = set(new)
        found: list[Kept] = []
        for settled in kept:
            if isinstance(settled, Kept):
                found.append(settled)
                continue
            outcome = Outcome.NEW if settled in first else Outcome.SAME
            first.discard(settled)
            found.append(Kept(made[new[settled]], outcome))
        return found

    def _anew(
        self,
        vacancy: Vacancy,
        values: dict[str, object],
        row: VacancyRow,
        how: Brought,
        same: Vacancy | None,
    ) -> Kept:
        """A vacancy that was known: its own unit says what it is now; another source is only noted."""
        if vacancy.unit != self.unit or (same is not None and same.pk != vacancy.pk):
            return Kept(vacancy.pk, Outcome.SAME)
        for name in ("unit", "state", "level", "alike_id"):
            values.pop(name, None)
        is_news = vacancies.change(
            by=self.scope.actor,
            at=clock.now(),
            vacancy=vacancy,
            values=values,
            own=self._words(row),
        )
        return Kept(vacancy.pk, Outcome.CHANGED if is_news else Outcome.SAME)

    def _employers(self, rows: Sequence[VacancyRow]) -> list[int]:
        told = {
            employer_key(row.employer.code, row.employer.name): Told(
                row.employer.name,
                folded(row.employer.name),
                row.employer.code,
                row.employer.kind.value if row.employer.kind else "",
                row.employer.licence,
                row.employer.industry,
                self._sealed(row.employer.phone),
            )
            for row in rows
        }
        ids = employers.note(by=self.scope.actor, unit=self.unit, told=list(told.values()))
        return [ids[employer_key(row.employer.code, row.employer.name)] for row in rows]

    def _sealed(self, phone: str | None) -> str:
        return sealing.seal(self.keys, phone, PHONE_CONTEXT) if phone else ""

    def _words(self, row: VacancyRow) -> list[str]:
        """What a vacancy is found by."""
        where = self.tree.path(row.place) if row.place else ""
        kind = self.classes.title(row.occupation or "")
        parts = (row.title, row.employer.name, where, row.place_text, kind, row.duties[:300])
        return words.words("\n".join(parts))

    def _values(self, row: VacancyRow, key: str, employer: int) -> dict[str, object]:
        terms, demand = row.terms, row.demand
        today = clock.today()
        return {
            "employer_id": employer, "unit": self.unit, "title": row.title, "same_key": key[:260],
            "occupation": row.occupation or "", "post": (row.post or PostKind.ORDINARY).value,
            "wanted": row.openings or 1, "duties": row.duties or row.title, "demands": demand.words,
            "place": row.place or "", "place_text": row.place_text, "pay_from": terms.pay_from,
            "pay_to": terms.pay_to, "pay_text": terms.pay_text, "board": terms.board,
            "lodging": terms.lodging, "insured": terms.insured,
            "contract_months": terms.contract_months, "shift": terms.shift.value if terms.shift else "",
            "transport": terms.transport, "child_care": terms.child_care, "pairing": terms.pairing,
            "min_age": demand.min_age, "max_age": demand.max_age, "suits_weak": demand.suits_weak,
            "schooling": demand.schooling.value if demand.schooling else "",
            "licences": demand.licences, "languages": demand.languages,
            "needs_health": demand.needs_health, "valid_from": row.valid_from or today,
            "valid_to": row.valid_to or today + dt.timedelta(days=30),
            "level": (row.level or Level.PUBLIC).value,
            "state": VacancyState.OPEN.value,
        }  # fmt: skip
