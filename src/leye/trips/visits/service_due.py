"""服务, what waits for a clerk: visits that contradict each other."""

from leye.apps.training import selectors as training
from leye.apps.visits import selectors as visits
from leye.core.scope import Capability, Scope
from leye.trips.awaiting import Awaiting


def awaiting(scope: Scope) -> list[Awaiting]:
    """What the rooms of 服务 have for an actor."""
    if not scope.may(Capability.SERVE_PEOPLE):
        return []
    return [
        Awaiting("培训信息待告知", "推荐了还没有告知本人", training.untold(scope), "training"),
        Awaiting(
            "走访不一致", "两位工作人员登记的不一样，等你判定", visits.many_waiting(scope), "visits"
        ),
    ]
