"""人岗对接 as its clerk sees it: runs, what is proved, who fell short and why, fairness."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leye.apps.matching import selectors
from leye.apps.matching.models import TO_DO, Run, RunState
from leye.apps.people import selectors as people
from leye.apps.people.whole import Profile
from leye.apps.places import selectors as places
from leye.core.matching.data import WORDS, Rule
from leye.core.periods import age_on
from leye.core.scope import Scope
from leye.core.vacancies.vocabulary import Step
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.notices.matching import load_policy
from leye.trips.listing import PersonRow
from leye.trips.listing import shown as shown_people
from leye.trips.matching.matching_ledger import POOR, willing
from leye.trips.matching.matching_results import FULL
from leye.trips.rosters.intake import NOTICE

PAGE = 50
WISHES = ("ledger_wish",)
RULES = {rule.name.lower(): words for rule, words in WORDS.items()} | {"full": FULL}
# What helps where a rule binds: to ask the person, or to bring work.
REMEDIES = {
    "age": "请为超过年龄上限的人归集不限年龄的岗位，或就近安排；不满16周岁的不推荐。",
    "area": "请走访问问能不能放宽去处；或在本旗县归集岗位、开办车间。",
    "capacity": "请归集适合弱劳动力的岗位：手工、保洁、看护、车间计件。",
    "schooling": "请归集不限文化程度的岗位，或安排培训。",
    "licence": "请安排相应的技能培训和考证。",
    "language": "请归集能用蒙古语的岗位，或安排语言培训。",
    "health": "请协助办理健康证。",
    "full": "适合的岗位都已推满，需要再归集岗位。",
}


@dataclass(frozen=True, slots=True)
class RunView:
    """One run. told: what it came to; rules: (code, words, people, remedy); supposed: the question in words;
    needs: (place, people, vacancies in words, openings) that would end the shortage."""

    row: Run
    unit: str
    label: str
    is_moving: bool
    told: Mapping[str, Any]
    rules: tuple[tuple[str, str, int, str], ...]
    counties: tuple[tuple[str, str, int, int, tuple[tuple[str, int], ...]], ...]
    supposed: str
    gap: str
    needs: tuple[tuple[str, int, str, int], ...]


def runs(scope: Scope) -> list[RunView]:
    """The newest runs of the scope's units."""
    return [_view(scope, row) for row in selectors.runs(scope)]


def run(scope: Scope, run_id: int) -> RunView:
    """One run. Raises OutOfScope."""
    return _view(scope, selectors.run(scope, run_id))


def _view(scope: Scope, row: Run) -> RunView:
    tree = places.tree(scope, row.on)
    told = json.loads(row.told)
    rules: Counter[str] = Counter()
    counties = []
    for county, many in told.get("by_county", {}).items():
        if not scope.covers(county):
            continue
        own = tuple((RULES[rule][0], many[rule]) for rule in RULES if rule in many)
        rules.update({rule: many[rule] for rule in RULES if rule in many})
        counties.append((county, tree.name(county), many["people"], many.get("short", 0), own))
    counties.sort(key=lambda one: -one[3])
    state = RunState(row.state)
    return RunView(
        row, tree.name(row.unit), state.label, state in TO_DO, told,
        tuple((rule, RULES[rule][0], many, REMEDIES[rule]) for rule, many in rules.most_common()),
        tuple(counties), _supposed(row.supposed, tree.name) if row.supposed else "",
        f"{told['gap'] * 100:.4f}%" if "gap" in told else "",
        tuple(
            (
                tree.name(one["county"]) if one["county"] else "自治区以外", one["people"],
                "、".join(f"第{r}个岗位{openings}个名额" for r, openings in enumerate(one["openings"], start=1))
                + ("（弱劳动力可做）" if one["suits_weak"] else ""),
                sum(one["openings"]),
            )
            for one in told.get("needs", ())
            if not one["county"] or scope.covers(one["county"])
        ),
    )  # fmt: skip


def _supposed(said: str, name: Any) -> str:
    place, openings, pay, suits_weak, lodging = json.loads(said)
    parts = [f"如果{name(place)}来了{openings}个名额"]
    parts += [f"月薪{pay}元"] if pay else []
    parts += ["弱劳动力可做"] if suits_weak else []
    parts += ["包住"] if lodging else []
    return "，".join(parts)


@dataclass(frozen=True, slots=True)
class ShortView:
    """Somebody who fell short: how many he has, how many suit, what binds, what would open."""

    id: int
    person: PersonRow | None
    person_id: int
    has: int
    suiting: int
    rule: str
    cite: str
    opens: int
    remedy: str
    for_public_post: bool


def shortfalls(
    scope: Scope, run_id: int, keys: Keyring, unit: str = "", rule: str = "", after: int = 0
) -> list[ShortView]:
    """Who fell short in a run, of a unit and by a rule if named. Raises OutOfScope."""
    selectors.run(scope, run_id)
    narrowed = scope.narrowed(unit) if unit else scope
    rows = selectors.shortfalls(narrowed, run_id, rule, after, PAGE)
    found = people.lines(narrowed, [row.person_id for row in rows])
    names = {one.id: one for one in shown_people(narrowed, found, keys, clock.today())}
    return [
        ShortView(
            row.pk, names.get(row.person_id), row.person_id, row.has, row.suiting, *RULES[row.rule], row.opens,
            REMEDIES[row.rule], row.for_public_post,
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """One group of the willing: how many have at least three, the mean of what they have, and what came of it."""

    label: str
    people: int
    served: int
    mean: float
    points: int
    hired: int


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in a unit now."""

    people: int
    served: int
    short: int
    steps: tuple[tuple[str, int], ...]
    groups: tuple[Group, ...]
    wanted_each: int


def standing(scope: Scope) -> Standing:
    """Who has how many, by groups that must not fare worse than others; and what became of what was put forward."""
    today = clock.today()
    k = load_policy(NOTICE, today).k
    profiles = willing(scope, today, details=WISHES)
    many: Counter[int] = Counter()
    points: Counter[int] = Counter()
    hired: Counter[int] = Counter()
    steps: Counter[str] = Counter()
    for person, _, told, step in selectors.held(scope):
        steps[step] += 1
        if step != Step.REFUSED.value:
            many[person] += 1
            points[person] += told
        if step.startswith(("hired", "stayed")):
            hired[person] += 1
    served = sum(many[one.person_id] >= k for one in profiles)
    labels = [
        (Step(code).label if code else "待推送", steps[code]) for code in ("", *Step) if steps[code]
    ]
    groups = tuple(
        _group(label, [one for one in profiles if holds(one, today)], many, points, hired, k)
        for label, holds in GROUPS
    )
    return Standing(len(profiles), served, len(profiles) - served, tuple(labels), groups, k)


def _is_older(one: Profile, on: dt.date) -> bool:
    return one.birth_date is not None and age_on(one.birth_date, on) >= 50


GROUPS = (
    ("建档立卡", lambda one, on: one.standing in POOR),
    ("其他搬迁群众", lambda one, on: one.standing not in POOR),
    ("女", lambda one, on: one.sex == "f"),
    ("男", lambda one, on: one.sex == "m"),
    ("50岁及以上", _is_older),
    ("不满50岁", lambda one, on: not _is_older(one, on)),
    ("弱劳动力", lambda one, on: one.labour_skill == "weak"),
    (
        "只在安置点附近或本旗县",
        lambda one, on: bool(one.only_local) or one.wish_area in ("site", "county"),
    ),
)


def _group(
    label: str,
    own: list[Profile],
    many: Counter[int],
    points: Counter[int],
    hired: Counter[int],
    k: int,
) -> Group:
    ids = [one.person_id for one in own]
    held = sum(many[i] for i in ids)
    return Group(
        label, len(ids), sum(many[i] >= k for i in ids), held / len(ids) if ids else 0.0,
        round(sum(points[i] for i in ids) / held) if held else 0, sum(hired[i] > 0 for i in ids),
    )  # fmt: skip


def rule_codes() -> tuple[str, ...]:
    """The rules by which somebody may fall short."""
    return (*(rule.name.lower() for rule in Rule), "full")
