"""统计上报, where the shares of a county's sites stand beside the figures of now."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from leye.apps.reports import selectors as reports
from leye.apps.reports.models import SiteAnswer, SitePart
from leye.core.periods import Month
from leye.core.reports.identities import Violation
from leye.core.reports.kept import written
from leye.core.reports.tables import Line, Table
from leye.core.scope import Scope
from leye.trips.rosters.intake import NOTICE

STATES = {
    "missing": "未核对", "sent": "已核对", "changed": "核对后有变动", "returned": "已退回", "taken": "已接收",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """One site's share: where it stands, and who looked it through when. state: a key of STATES."""

    site_id: int
    name: str
    state: str
    part: SitePart | None

    @property
    def label(self) -> str:
        return STATES[self.state]

    @property
    def answer(self) -> SiteAnswer | None:
        return answer_of(self.part)


def answer_of(part: SitePart | None) -> SiteAnswer | None:
    """What the county said of a share; None where it waits, or there is none."""
    found: SiteAnswer | None = getattr(part, "answer", None)
    return found


def told_of(line: Line) -> str:
    """A site's figures as they are kept; its number among the rows is none of them."""
    return written({c: value for c, value in line.figures.items() if c != "number"})


def state_of(part: SitePart | None, now: str) -> str:
    """Where a share stands beside the figures of now: a key of STATES."""
    if part is None:
        return "missing"
    answer = answer_of(part)
    if answer is not None and not answer.is_taken:
        return "returned"
    if part.figures != now:
        return "changed"
    return "taken" if answer is not None else "sent"


def county_places(scope: Scope, month: Month, county: str, tables: Sequence[Table]) -> tuple[Place, ...]:  # fmt: skip
    """Every site of a county's annex 3 and where its share stands."""
    parts = reports.site_parts(scope, NOTICE, str(month), county)
    lines = [x for t in tables if t.annex.rows == "sites" for x in t.lines if x.site_id is not None]
    return tuple(
        Place(x.site_id or 0, x.texts.get("site") or x.name, state_of(parts.get(x.site_id or 0), told_of(x)), parts.get(x.site_id or 0))
        for x in lines
    )  # fmt: skip


WHY = {
    "missing": "没有核对", "returned": "被退回后没有重新核对", "changed": "核对以后数字有变动",
}  # fmt: skip


def about_sites(found: Sequence[Place], county: str, name: str) -> Iterator[Violation]:
    """R03: where sites look their share through, those that did not, or whose figures changed since."""
    if all(one.part is None for one in found):
        return
    by_state: Mapping[str, list[str]] = {
        state: [one.name for one in found if one.state == state] for state in WHY
    }
    for state, names in by_state.items():
        if names:
            shown = "、".join(names[:5]) + ("等" if len(names) > 5 else "")
            message = f"{len(names)} 个安置点{WHY[state]}：{shown}。"
            remedy = "请催安置点核对；来不及的，说明原因后可以先报。"
            yield Violation("R03", False, county, name, (), message, remedy)
