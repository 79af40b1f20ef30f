"""Who is believed about what, how good the proposals were, and how much is missed."""

import datetime as dt
from dataclasses import dataclass

from leye.apps.comparisons import selectors as compared
from leye.core.cases.vocabulary import MatchClass, Section
from leye.core.scope import Scope
from leye.notices.comparing import load_comparing
from leye.trips.comparisons.case_pages import comparisons
from leye.trips.comparisons.comparing import purposes_of
from leye.trips.rosters.intake import NOTICE


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Who is believed about one section, from the most to the least; what it rests on."""

    label: str
    order: tuple[str, ...]
    since: dt.date
    cite: str


def sources(on: dt.date) -> list[SourceLine]:
    """The precedence of sources on a day."""
    declared = load_comparing(NOTICE)
    found = []
    for section in Section:
        belief = declared.belief(section, on)
        names = tuple(declared.suppliers[one] for one in belief.order)
        found.append(SourceLine(section.label, names, belief.valid_from, belief.cite))
    return found


@dataclass(frozen=True, slots=True)
class Quality:
    """How good the proposals of a class were: how many were judged, and how many as was proposed."""

    label: str
    judged: int
    as_proposed: int


@dataclass(frozen=True, slots=True)
class Misses:
    """How much of a comparison was not proposed, by an audit on rows whose person is certain."""

    title: str
    file_name: str
    sampled: int
    found: int
    wrong: int
    missed: int


def misses(scope: Scope) -> list[Misses]:
    """Of the newest comparisons that could be audited."""
    return [
        Misses(view.title, view.row.file_name, **view.notes["audit"])
        for view in comparisons(scope)
        if view.notes.get("audit", {}).get("sampled")
    ]


def quality(scope: Scope) -> list[Quality]:
    """Over the judgements that stand, by class."""
    found = compared.hits(scope, purposes_of(scope))
    return [Quality(MatchClass(x.match_class).label, x.judged, x.as_proposed) for x in found]
