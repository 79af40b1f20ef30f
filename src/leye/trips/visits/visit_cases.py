"""走访, contradictions: two workers brought different answers of one person; somebody judges which one counts."""

from dataclasses import dataclass

from django.db import transaction

from leye.apps.people import actions as ledger
from leye.apps.people import projection
from leye.apps.people import selectors as people
from leye.apps.people.models import Source
from leye.apps.visits import actions, selectors
from leye.apps.visits.models import Contradiction, Visit
from leye.core.periods import SHANGHAI
from leye.core.query.model import Scalar
from leye.core.scope import Capability, OutOfScope, Scope
from leye.core.visits.answers import QUESTIONS, Outcome
from leye.core.visits.merging import OUTCOME
from leye.core.vocabulary import Category
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.notices.survey import Survey, load_survey
from leye.trips.listing import PersonRow, shown
from leye.trips.rosters.intake import NOTICE
from leye.trips.rosters.survey_merging import opened
from leye.trips.visits.offline import clock_words, record


class Ruling(Category):
    """What a judgement says of two visits."""

    FIRST = "first", "以先到的为准"
    SECOND = "second", "以后到的为准"
    AGAIN = "again", "都不采用，再走访一次"


@dataclass(frozen=True, slots=True)
class Side:
    """One question, and what each of the two brought."""

    question: str
    first: str
    second: str
    is_unlike: bool


@dataclass(frozen=True, slots=True)
class Case:
    """A contradiction as it is judged: who brought what, when."""

    id: int
    person: PersonRow | None
    first_by: str
    second_by: str
    first_at: str
    second_at: str
    sides: tuple[Side, ...]


RULINGS = tuple((one.value, one.label) for one in Ruling)


def waiting(scope: Scope, keys: Keyring) -> list[Case]:
    """The contradictions that wait in the scope, the oldest first."""
    rows = selectors.waiting(scope)
    found = people.lines(scope, [row.visit.person_id for row in rows])
    names = {one.id: one for one in shown(scope, found, keys, clock.today())}
    survey = load_survey(NOTICE, clock.today())
    return [_case(row, names.get(row.visit.person_id), survey, keys) for row in rows]


def judge(scope: Scope, contradiction_id: int, ruling: Ruling, why: str, keys: Keyring) -> None:
    """Judge a contradiction; the ledger then says what is held right: the first visit, the second, or neither.

    Raises OutOfScope, Judged; ValueError without a reason.
    """
    if not scope.may(Capability.EDIT_LEDGER):
        raise OutOfScope(contradiction_id)
    if not why.strip():
        raise ValueError("a judgement has a reason")
    row = selectors.contradiction(scope, contradiction_id)
    with transaction.atomic():
        actions.judge(
            by=scope.actor, contradiction_id=row.pk, judged=ruling.value, why=why, at=clock.now()
        )
        if ruling is not Ruling.FIRST:
            _take_back(scope, row, why)
        if ruling is Ruling.SECOND:
            _record(scope, row, keys)
    projection.follow(by=scope.actor)


def _take_back(scope: Scope, row: Contradiction, why: str) -> None:
    """What the first visit brought does not count; what somebody has corrected since stays as he left it.

    A survey on paper came in with a whole list: of that only what it said of this person.
    """
    if row.against.entry_id is None:
        return
    by, at = scope.actor, clock.now()
    try:
        with transaction.atomic():
            entry = ledger.open_entry(
                by=by, source=Source.SURVEY, unit=row.county, at=at,
                source_ref=f"contradiction:{row.pk}", reason=f"走访核实：{why.strip()}"[:500],
            )  # fmt: skip
            ledger.take_back_facts(
                by=by, entry_id=entry, brought_by=row.against.entry_id, person_id=row.against.person_id
            )  # fmt: skip
            ledger.close_entry(by=by, entry_id=entry, at=at)
    except ledger.RestedOn:
        return


def _record(scope: Scope, row: Contradiction, keys: Keyring) -> None:
    """The second visit counts, and of the first what the second says nothing of; the earlier one comes first."""
    second, first = opened(row.visit.told, keys), opened(row.against.told, keys)
    rest = {name: value for name, value in first.items() if name not in second}
    both = [(row.visit, second)]
    if OUTCOME not in row.unlike.split():
        both.append((row.against, rest))
    for visit, told in sorted(both, key=lambda one: one[0].answered_at):
        record(scope, visit, told, keys)


def _case(row: Contradiction, person: PersonRow | None, survey: Survey, keys: Keyring) -> Case:
    first, second = opened(row.against.told, keys), opened(row.visit.told, keys)
    unlike = set(row.unlike.split())
    words = {one.key: one for one in survey.questions}
    sides = [
        Side("走访结果", Outcome(row.against.outcome).label, Outcome(row.visit.outcome).label, OUTCOME in unlike)
    ]  # fmt: skip
    for key in QUESTIONS:
        if key in first or key in second:
            asked = words[key]
            sides.append(
                Side(asked.label, _word(asked.options, first.get(key)), _word(asked.options, second.get(key)), key in unlike)
            )  # fmt: skip
    return Case(
        row.pk, person, row.against.brought_by, row.visit.brought_by,
        _when(row.against), _when(row.visit), tuple(sides),
    )  # fmt: skip


def _when(row: Visit) -> str:
    told = row.answered_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    return f"{told}（{clock_words(row)}）" if row.is_clock_off else told


def _word(options: object, value: Scalar | None) -> str:
    if value is None:
        return "没有答"
    key = str(value).lower() if isinstance(value, bool) else str(value)
    return str(options.get(key, key)) if isinstance(options, dict) else key
