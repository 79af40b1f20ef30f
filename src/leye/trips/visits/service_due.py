"""服务, what waits for a clerk: visits that contradict each other."""

from collections import Counter

from leye.apps.training import selectors as training
from leye.apps.visits import selectors as visits
from leye.core.scope import Capability, Scope
from leye.trips.awaiting import Awaiting
from leye.trips.visits import stations

NAMED = 3  # counties that a row of the start page names


def awaiting(scope: Scope) -> list[Awaiting]:
    """What the rooms of 服务 have for an actor."""
    if not scope.may(Capability.READ_FIGURES):
        return []
    blank = stations.blank(scope)
    found = [Awaiting("服务平台登记是空的", _where(blank), blank.total(), "stations")]
    if not scope.may(Capability.SERVE_PEOPLE):
        return found
    return [
        *found,
        Awaiting("培训信息待告知", "推荐了还没有告知本人", training.untold(scope), "training"),
        Awaiting(
            "走访不一致", "两位工作人员登记的不一样，等你判定", visits.many_waiting(scope), "visits"
        ),
    ]


def _where(blank: Counter[str]) -> str:
    """In which counties platforms are said to be built and nothing else, those with most first."""
    named = "、".join(f"{county} {many}" for county, many in blank.most_common(NAMED))
    rest = "等" if len(blank) > NAMED else ""
    return f"登记为已建，其他一项都没有填：{named}{rest}。请核实后补齐"
