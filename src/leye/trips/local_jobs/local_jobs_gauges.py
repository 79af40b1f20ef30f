"""就地就业 in numbers, county by county, for boards: registered counts only, no names."""

import datetime as dt
from dataclasses import dataclass

from leye.apps.local_jobs import selectors
from leye.apps.places import selectors as places
from leye.core.scope import Scope


@dataclass(frozen=True, slots=True)
class Gauge:
    """Of one place: recognised workshops and those at work there; posts, their places and holders; projects that run."""

    workshops: int = 0
    workers: int = 0
    post_places: int = 0
    post_holders: int = 0
    projects: int = 0


def gauges(scope: Scope, on: dt.date) -> dict[str, Gauge]:
    """County code → what is registered in it on a day, for every county of the scope; all add up to the scope's."""
    told = selectors.registered_on(scope, on)
    counties = {one for one in places.tree(scope, on).known_counties() if scope.covers(one)}
    return {code: Gauge(**told.get(code, {})) for code in sorted(counties | set(told))}
