"""Resettlement sites as values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SiteValue:
    """A site of a county."""

    id: int
    name: str
    county: str


@dataclass(frozen=True, slots=True)
class SiteFigures:
    """What the region's locked list says of a site: annex 3's columns 5 to 8."""

    site_id: int
    households: int
    people: int
    poor_households: int
    poor_people: int
