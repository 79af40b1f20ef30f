"""What travellers are told: when and where they are picked up, and when their vacancy is gone."""

from collections.abc import Sequence

from leye.apps.journeys.models import Booking
from leye.core.scope import Scope


def tell_withdrawn(scope: Scope, rows: Sequence[Booking]) -> int:
    """Their vacancy was withdrawn; they are matched anew."""
    return 0
