"""推送, what may not go any more: a vacancy that closed, a course that filled or is not held, since it was prepared."""

import datetime as dt
from collections.abc import Collection

from leye.apps.matching import selectors as matching
from leye.apps.messages import selectors as outbox
from leye.apps.training import selectors as training
from leye.core.messages.channels import Why
from leye.core.scope import Scope

# kind of what is carried → which of it still holds, and why a message with the rest does not go
CARRIED = {
    "proposal": (matching.still_valid, Why.CLOSED),
    "offer": (training.still_open, Why.NO_SEAT),
}


def lapsed(scope: Scope, message_ids: Collection[int], on: dt.date) -> dict[int, Why]:
    """Messages of which a part does not hold on a day. They are not sent; what still holds goes with the next round."""
    found: dict[int, Why] = {}
    for kind, (still, why) in CARRIED.items():
        carried = outbox.carried(scope, message_ids, kind)
        valid = still(scope, [one for numbers in carried.values() for one in numbers], on)
        found.update({pk: why for pk, numbers in carried.items() if not valid.issuperset(numbers)})
    return found
