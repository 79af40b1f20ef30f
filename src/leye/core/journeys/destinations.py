"""Where a journey goes: the code of a workplace in, the city that vehicles go to out."""

from leye.core.places.tree import REGION

MUNICIPALITIES = frozenset({"11", "12", "31", "50"})  # 北京、天津、上海、重庆


def destination_of(place: str) -> str:
    """A municipality as a whole, else the city or league: 110105 → 110000, 130705 → 130700."""
    if place[:2] in MUNICIPALITIES:
        return place[:2] + "0000"
    return place[:4] + "00"


def distance_of(county: str, destination: str) -> str:
    """How a distance that nobody has said is estimated: "league", "region" or "outside"."""
    if destination[:4] == county[:4]:
        return "league"
    return "region" if destination[:2] == REGION[:2] else "outside"
