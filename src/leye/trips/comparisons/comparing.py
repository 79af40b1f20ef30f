"""信息比对: a roster of others against the ledger, from the file to cases that somebody owns."""

import datetime as dt
import itertools
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

import polars as pl
from django.conf import settings

from leye.apps.comparisons import actions as comparisons
from leye.apps.comparisons.actions import Given
from leye.apps.comparisons.models import Comparison, ComparisonState
from leye.apps.people import selectors as people
from leye.apps.people import whole
from leye.core.cases import rules
from leye.core.cases.vocabulary import MatchClass
from leye.core.linkage.audit import audit
from leye.core.linkage.compare import Index
from leye.core.linkage.dedupe import dedupe
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.gateways.seals import vault
from leye.gateways.seals.keyring import Keyring
from leye.gateways.sheets import refusals
from leye.gateways.sheets.limits import LARGE
from leye.gateways.sheets.refusals import FileRefused
from leye.notices.comparing import holds, load_comparing
from leye.trips.comparisons.compare_findings import Finder, Found, Texts, seal_evidence
from leye.trips.comparisons.compare_frames import RosterFrame, ledger_frame
from leye.trips.comparisons.linkage_model import kept_model
from leye.trips.rosters.intake import NOTICE, context_for
from leye.trips.rosters.list_intake import LEASE, too_large

STEP = 500
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of somebody who brings a roster for comparison; path None: the ledger itself."""

    unit: str
    as_of: dt.date
    purpose: str
    path: Path | None = None
    name: str = ""
    kind: str = ""
    supplier: str = ""
    legal_basis: str = ""
    retain_until: dt.date | None = None


def purposes_of(scope: Scope) -> frozenset[str]:
    """The purposes for which the actor's department may use what was given."""
    declared = load_comparing(NOTICE).purposes
    return frozenset(key for key, p in declared.items() if scope.department.value in p.departments)


def receive(scope: Scope, asked: Asked, keys: Keyring) -> tuple[Comparison, bool]:
    """Keep the file and let the comparison wait; the very same one under way is not taken in twice.

    Raises OutOfScope; ValueError where kind, purpose, supplier or legal basis are not told.
    """
    scope = scope.narrowed(asked.unit)
    if not scope.may(Capability.UPLOAD_ROSTER) or scope.site is not None:
        raise OutOfScope(asked.unit)
    if asked.purpose not in purposes_of(scope):
        raise ValueError("purpose")
    digest = ""
    if asked.path is not None:
        if asked.kind not in load_comparing(NOTICE).kinds:
            raise ValueError("kind")
        if not asked.supplier.strip() or not asked.legal_basis.strip():
            raise ValueError("ground")
        is_small = asked.path.stat().st_size <= LARGE.upload_bytes
        if not is_small:
            raise FileRefused(too_large(asked.path, LARGE))
        digest = vault.keep(settings.UPLOADS, asked.path.read_bytes(), keys)
    today = clock.today()
    days = dt.timedelta(days=load_comparing(NOTICE).retention_days)
    given = Given(
        asked.unit,
        asked.as_of,
        asked.purpose,
        asked.retain_until or today + days,
        asked.kind if asked.path is not None else "",
        asked.supplier.strip(),
        asked.legal_basis.strip(),
        asked.name,
        digest,
    )
    return comparisons.receive(by=scope.actor, given=given, at=clock.now())


def run(scope: Scope, comparison: Comparison, keys: Keyring) -> None:
    """Compare, and keep what was found. One that was broken off starts again from the beginning."""
    comparisons.begin(by=scope.actor, comparison=comparison)
    run = _Run(scope.narrowed(comparison.unit), comparison, keys)
    try:
        notes = run.roster() if comparison.kind else run.ledger_itself()
    except FileRefused as refusal:
        told = json.dumps({"problem": asdict(refusal.problem)}, ensure_ascii=False)
        state = ComparisonState.REFUSED
        comparisons.finish(by=scope.actor, comparison=comparison, state=state, notes=told)
        return
    told = json.dumps(notes, ensure_ascii=False)
    state = ComparisonState.DONE
    comparisons.finish(by=scope.actor, comparison=comparison, state=state, notes=told)


class _Run:
    """One comparison under way."""

    def __init__(self, scope: Scope, comparison: Comparison, keys: Keyring) -> None:
        self.scope, self.comparison, self.keys = scope, comparison, keys
        self.declared = load_comparing(NOTICE)
        self.due_on = clock.today() + dt.timedelta(days=self.declared.due_days)

    def at(self, percent: int, stage: str) -> None:
        until = clock.now() + LEASE * 3
        comparisons.advance(
            by=self.scope.actor,
            comparison=self.comparison,
            percent=percent,
            stage=stage,
            until=until,
        )

    def roster(self) -> dict[str, object]:
        """A roster against the ledger; returns what is said of the comparison as a whole."""
        comparison = self.comparison
        self.at(2, "读取名册")
        with vault.opened(
            settings.UPLOADS, comparison.digest, self.keys, comparison.file_name
        ) as path:
            roster = RosterFrame(path, comparison.kind)
        if not roster.frame.height:
            raise FileRefused(refusals.problem("file.empty", {}))
        self.at(30, "读取台账")
        left, right = ledger_frame(self.scope, self.keys), roster.compared()
        self.at(40, "比对")
        index = Index(left, kept_model())
        found = index.compare(right, lambda _, part: self.at(40 + round(28 * part), "比对"))
        seen = audit(index, right)
        scored = found.pairs.filter(pl.col("rule") == "scored").height
        self.at(70, "核对差异")
        matched, classes = self._keep_pairs(found.pairs, left, roster)
        only_ledger = self._only_in_ledger(left, matched)
        return {
            "rows": right.height,
            "people": left.height,
            "unread": roster.unread,
            "remarks": list(found.remarks),
            "pairs": classes,
            "only_roster": right.height - found.pairs.height,
            "only_ledger": only_ledger,
            "audit": {**asdict(seen), "missed": seen.missed(scored)},
        }

    def _keep_pairs(
        self, pairs: pl.DataFrame, left: pl.DataFrame, roster: RosterFrame
    ) -> tuple[set[int], dict[str, int]]:
        """Keep pairs and cases; returns who was found, and how many pairs came to which class."""
        finder = self._finder()
        many: Counter[str] = Counter()
        people_of = {
            row["ledger_id"]: row
            for row in left.filter(
                pl.col("ledger_id").is_in(pairs["ledger_id"].implode())
            ).iter_rows(named=True)
        }
        done = 0
        for part in pairs.iter_slices(STEP):
            rights = dict(roster.rows(part["roster_id"].to_list()))
            found = [
                self._found(pair, people_of, rights, roster) for pair in part.iter_rows(named=True)
            ]
            cases = list(finder.cases(found))
            many.update(str(case["match_class"]) for case in cases)
            comparisons.keep(
                by=self.scope.actor,
                comparison=self.comparison,
                pairs=[_pair(one) for one in found],
                cases=cases,
            )
            done += len(found)
            self.at(70 + round(25 * done / pairs.height), "核对差异")
        many[MatchClass.SAME.value] = pairs.height - many.total()
        classes = (MatchClass.SAME, MatchClass.DIFFERS, MatchClass.DOUBTFUL)
        return {int(x) for x in people_of}, {x.label: many[x.value] for x in classes}

    def _found(
        self,
        pair: Mapping[str, object],
        people_of: Mapping[str, Texts],
        rights: Mapping[str, Texts],
        roster: RosterFrame,
    ) -> Found:
        roster_id, ledger_id = str(pair["roster_id"]), str(pair["ledger_id"])
        sheet, row_no = roster.place(roster_id)
        return Found(
            int(ledger_id),
            sheet,
            row_no,
            str(pair["match_class"]),
            float(str(pair["probability"])),
            str(pair["rule"]),
            people_of[ledger_id],
            rights[roster_id],
        )

    def _finder(self) -> Finder:
        comparison = self.comparison
        context = context_for(self.scope, comparison.unit, comparison.as_of)
        supply = self.declared.kinds[comparison.kind]
        return Finder(self.scope, self.keys, supply, self.declared, context, self.due_on)

    def _only_in_ledger(self, left: pl.DataFrame, matched: set[int]) -> int:
        """Cases about those whom the roster should have held and does not; returns how many."""
        declared = holds(NOTICE, self.comparison.kind)
        if declared is None:
            return 0
        self.at(96, "核对台账")
        should = whole.who(self.scope, declared, self.comparison.as_of)
        missing = [person for person in should if person not in matched]
        lefts = {int(row["ledger_id"]): row for row in left.iter_rows(named=True)}
        finder = self._finder()
        for part in _parts(missing, STEP):
            cases = list(finder.only_in_ledger(part, lefts))
            comparisons.keep(by=self.scope.actor, comparison=self.comparison, cases=cases)
        return len(missing)

    def ledger_itself(self) -> dict[str, object]:
        """The ledger of the unit against itself: the same person twice."""
        self.at(10, "读取台账")
        left = ledger_frame(self.scope, self.keys)
        self.at(40, "比对")
        pairs = dedupe(left, kept_model())
        rows = {row["ledger_id"]: row for row in left.iter_rows(named=True)}
        cases = [self._twice(pair, rows) for pair in pairs.iter_rows(named=True)]
        for part in _parts(cases, STEP):
            comparisons.keep(by=self.scope.actor, comparison=self.comparison, cases=part)
        return {"rows": 0, "people": left.height, "twice": len(cases)}

    def _twice(self, pair: Mapping[str, object], rows: Mapping[str, Texts]) -> dict[str, object]:
        one, other = sorted((str(pair["ledger_id"]), str(pair["other_id"])), key=int)
        probability = float(str(pair["probability"]))
        held = people.held(self.scope, [int(one)])[int(one)]
        evidence = {
            "left": rows[one],
            "right": rows[other],
            "rule": pair["rule"],
            "differences": [],
        }
        kind = MatchClass.TWICE
        homes = [str(fact.values["county"]) for fact in held if "county" in fact.values]
        return {
            "match_class": kind.value,
            "county": homes[-1] if homes else self.comparison.unit,
            "person_id": int(one),
            "other_id": int(other),
            "probability": probability,
            "weight": rules.weight(kind, [], probability),
            "proposal": rules.proposal(kind, False, probability).value,
            "due_on": self.due_on,
            "evidence": seal_evidence(self.keys, evidence),
        }


def _pair(one: Found) -> dict[str, object]:
    return {
        "sheet": one.sheet,
        "row_no": one.row_no,
        "person_id": one.person_id,
        "match_class": one.match_class,
        "probability": one.probability,
        "rule": one.rule,
    }


def _parts(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while part := list(itertools.islice(rest, size)):
        yield part
