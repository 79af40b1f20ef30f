"""Django finds the models of the ledger here; they stand in entries, facts and kept."""

from leye.apps.people.entries import (
    Entry,
    Household,
    LedgerClock,
    Merge,
    Person,
    Projection,
    Source,
)
from leye.apps.people.facts import (
    FACT_MODELS,
    CapacityFact,
    ContactFact,
    DeathFact,
    EmploymentFact,
    Fact,
    IdentityFact,
    ResidenceFact,
    StandingFact,
    WishFact,
)
from leye.apps.people.kept import KeptState

__all__ = [
    "FACT_MODELS",
    "CapacityFact",
    "ContactFact",
    "DeathFact",
    "EmploymentFact",
    "Entry",
    "Fact",
    "Household",
    "IdentityFact",
    "KeptState",
    "LedgerClock",
    "Merge",
    "Person",
    "Projection",
    "ResidenceFact",
    "Source",
    "StandingFact",
    "WishFact",
]
