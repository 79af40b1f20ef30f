"""What a room tells the start page: something that waits for a user."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Awaiting:
    """Something of a room that waits for the actor: what, how many, and the route where it is done."""

    title: str
    note: str
    many: int
    route: str
