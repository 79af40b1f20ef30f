"""统计上报, checks of a county's return beside the other rooms: workshops and posts that must be there, promises that are kept."""

from collections.abc import Iterator, Sequence

from leye.apps.local_jobs import selectors as local_jobs
from leye.core.reports.identities import Violation
from leye.core.reports.tables import Line, Table
from leye.core.scope import Scope
from leye.trips.outreach import promising

PROMISES = (("vacancies", "没有按期得到3个岗位"), ("training", "没有按期得到培训信息"))


def beside(scope: Scope, tables: Sequence[Table]) -> Iterator[Violation]:
    """V14 and V16 for a county; nothing for a collated return, whose counties were asked."""
    lines = tables[0].lines
    if len(lines) != 1:
        return
    line, on = lines[0], tables[0].on
    own = scope.narrowed(line.code)
    if line.figures.get("workshop"):
        known = [one.pk for one in local_jobs.workshops(own)]
        if not local_jobs.recognised_on(own, known, on):
            yield _missing(line, "workshop", "扶贫车间", "当天没有一个认定有效的扶贫车间")
    if line.figures.get("post") and not local_jobs.posts(own):
        yield _missing(line, "post", "公益性岗位", "没有登记一个公益性岗位")
    for key, words in PROMISES:
        broken = promising.board(own, line.code, on, key).total.many.get("broken", 0)
        if broken:
            message = f"有 {broken} 人{words}。"
            remedy = "请到“承诺兑现”点开名单，尽快补上；上报时说明原因。"
            yield Violation("V16", False, line.key, line.name, ("willing",), message, remedy)


def _missing(line: Line, column: str, what: str, why: str) -> Violation:
    message = f"{what}有 {line.figures[column]} 人，而{why}。"
    remedy = "请在“就地就业”登记，或核对这些人的就业形式；确有其事的请说明。"
    return Violation("V14", False, line.key, line.name, (column,), message, remedy)
