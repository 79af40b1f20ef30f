"""信息比对, what is found: pairs of a roster's rows and persons become agreement or cases."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.core.cases import rules
from leye.core.cases.declared import Comparing, Supply
from leye.core.cases.differences import TABLES, Difference, differences
from leye.core.cases.vocabulary import MatchClass, Section
from leye.core.ledger import facts as f
from leye.core.ledger.additions import Held
from leye.core.rosters.changes import Links, current
from leye.core.rosters.columns import Header, RosterKind
from leye.core.rosters.rows import Context, NotAPerson, RowReader
from leye.core.rosters.values import RosterRow
from leye.core.scope import Scope
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.trips.identities import contact_of, identity_of
from leye.trips.rosters.reviewing import words_of

CONTEXT = "comparison.case"
CERTAIN_RULES = frozenset({"number name", "number near name", "scored"})
Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Found:
    """One pair as the comparison proposed it. left: the frame's row of the person; right: the roster's."""

    person_id: int
    sheet: str
    row_no: int
    match_class: str
    probability: float
    rule: str
    left: Texts
    right: Texts


class Finder:
    """Turns pairs into rows of `comparison_case`, with what the ledger holds on the roster's day."""

    def __init__(
        self,
        scope: Scope,
        keys: Keyring,
        supply: Supply,
        declared: Comparing,
        context: Context,
        due_on: dt.date,
    ) -> None:
        self.scope, self.keys, self.supply, self.declared = scope, keys, supply, declared
        self.context, self.due_on = context, due_on
        tree = places.tree(scope, context.as_of)
        self.name_of = tree.name
        self.counties = frozenset(c for a in tree.leagues() for c in tree.counties(a))

    def cases(self, found: Sequence[Found]) -> Iterator[dict[str, object]]:
        """The cases among the pairs; a pair on which nothing differs makes none."""
        held = people.held(self.scope, {one.person_id for one in found})
        for one in found:
            facts = held[one.person_id]
            row = read_row(one.right, self.context)
            told = self.differences(row, facts, one.person_id) if row is not None else ()
            if one.match_class == MatchClass.DOUBTFUL.label:
                yield self._case(MatchClass.DOUBTFUL, one, facts, told)
            elif told or one.match_class == MatchClass.DIFFERS.label:
                yield self._case(MatchClass.DIFFERS, one, facts, told)

    def differences(
        self, row: RosterRow, held: Sequence[Held], person_id: int
    ) -> tuple[Difference, ...]:
        """Where the row says other than the ledger, in the sections that the roster is compared for."""
        links = Links(
            person_id,
            partial(identity_of, self.keys, row),
            partial(contact_of, self.keys, row.person.phone or ""),
        )
        return differences(row, held, links, self.context.as_of, self.supply.tells)

    def _case(
        self, kind: MatchClass, one: Found, held: Sequence[Held], told: Sequence[Difference]
    ) -> dict[str, object]:
        sections = [difference.section for difference in told]
        # Under another name the number speaks for two people, and nobody is believed beforehand.
        is_certain = one.rule in CERTAIN_RULES
        is_believed = is_certain and bool(sections) and all(map(self._believes, sections))
        evidence = {
            "left": dict(one.left),
            "right": dict(one.right),
            "rule": one.rule,
            "differences": [self._said(difference) for difference in told],
        }
        return {
            "match_class": kind.value,
            "county": self.owner(held),
            "person_id": one.person_id,
            "sheet": one.sheet,
            "row_no": one.row_no,
            "probability": one.probability,
            "sections": " ".join(sections),
            "weight": rules.weight(kind, sections, one.probability),
            "proposal": rules.proposal(kind, is_believed, one.probability).value,
            "due_on": self.due_on,
            "evidence": seal_evidence(self.keys, evidence),
        }

    def only_in_ledger(
        self, person_ids: Iterable[int], lefts: Mapping[int, Texts]
    ) -> Iterator[dict[str, object]]:
        """Cases about people whom a roster of this kind should have held."""
        ids = list(person_ids)
        tells = self.supply.tells
        section = Section.EMPLOYMENT if Section.EMPLOYMENT in tells else Section.STANDING
        held = people.held(self.scope, ids)
        for person_id in ids:
            facts = held[person_id]
            table = TABLES[section][0]
            now = current(facts, table, self.context.as_of)
            said = words_of(now.values, self.name_of, {}) if now is not None else ""
            difference = {"section": section.value, "ledger": said, "roster": "名册里没有此人"}
            left = dict(lefts.get(person_id, {}))
            evidence = {"left": left, "right": {}, "rule": "absent", "differences": [difference]}
            kind = MatchClass.ONLY_LEDGER
            yield {
                "match_class": kind.value,
                "county": self.owner(facts),
                "person_id": person_id,
                "probability": 1.0,
                "sections": section.value,
                "weight": rules.weight(kind, [section], 1.0),
                "proposal": rules.proposal(kind, False, 1.0).value,
                "due_on": self.due_on,
                "evidence": seal_evidence(self.keys, evidence),
            }

    def owner(self, held: Sequence[Held]) -> str:
        """The county whose case a person's is, by what the ledger holds on the roster's day."""
        homes = [fact for fact in held if fact.table == f.RESIDENCE.table]
        home = max(homes, key=lambda fact: fact.valid_from, default=None)
        settled = str(home.values["county"]) if home is not None else self.context.unit
        job = current(held, f.EMPLOYMENT.table, self.context.as_of)
        work = str(job.values["job_place"] or "") if job is not None else None
        return rules.owner(settled, work, self.counties)

    def _believes(self, section: Section) -> bool:
        declared, day = self.declared, self.context.as_of
        return declared.prefers(section, day, self.supply.supplier, declared.own)

    def _said(self, difference: Difference) -> dict[str, str]:
        now = [words_of(fact.values, self.name_of, {}) for fact in difference.held]
        new = [
            words_of(fact.values, self.name_of, {})
            + (f"（到 {fact.valid_to} 前）" if fact.valid_to else "")
            for fact in difference.additions
        ]
        return {
            "section": difference.section.value,
            "ledger": "；".join(now) or "没有记录",
            "roster": "；".join(new),
        }


def read_row(texts: Texts, context: Context) -> RosterRow | None:
    """The typed values of a roster's row from its texts by column; None where it tells of nobody."""
    columns = tuple((index, key, key) for index, key in enumerate(texts))
    kind = RosterKind("compared", "", frozenset(), frozenset())
    row = RowReader(Header(0, 0, kind, columns, ()), "", context).read(0, tuple(texts.values()))
    return None if isinstance(row, NotAPerson) else row


def seal_evidence(keys: Keyring, evidence: Mapping[str, object]) -> str:
    """The evidence of a case, sealed for keeping."""
    return sealing.seal(keys, json.dumps(evidence, ensure_ascii=False), CONTEXT)


def open_evidence(keys: Keyring, sealed: str) -> dict[str, object] | None:
    """What was frozen with a case; None once the roster's retention has ended."""
    if not sealed:
        return None
    opened: dict[str, object] = json.loads(sealing.unseal(keys, sealed, CONTEXT))
    return opened
