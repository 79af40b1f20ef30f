"""What every channel's folder offers: parcels handed over, doubtful ones asked for, receipts read and checked."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from leye.core.messages.channels import Answer, Parcel, Report, Way


class Forged(Exception):
    """A receipt whose signature or secret is not right; nothing of it is used."""


class Carrier(Protocol):
    """One provider's account. at_once: how many calls it takes side by side."""

    @property
    def provider(self) -> str: ...
    @property
    def way(self) -> Way: ...
    @property
    def at_once(self) -> int: ...

    def hand(self, parcel: Parcel) -> Answer:
        """Hand one message over. Never raises for what a network does: that is an Answer, too."""
        ...

    def find(self, parcel: Parcel, day: str) -> Answer | None:
        """What became of a message whose answer was lost, sent on a day (20200601).

        TAKEN: the provider has it; NEVER: it has not; None: it cannot tell.
        """
        ...

    def reports(
        self, headers: Mapping[str, str], query: Mapping[str, str], body: bytes
    ) -> Sequence[Report]:
        """The receipts of a call by the provider. Raises Forged."""
        ...

    def replies(self, query: Mapping[str, str], body: bytes) -> Sequence[tuple[str, str]]:
        """(number, text) of what people wrote back, of a call by the provider. Raises Forged."""
        ...
