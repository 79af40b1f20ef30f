"""Whose a case is, how pressing it is, and what is proposed for it."""

from collections.abc import Collection

from leye.core.cases.vocabulary import CaseOutcome, MatchClass, Section

# The greater the weight, the earlier in the queue; classes first, then what is at stake.
CLASS_WEIGHT = {
    MatchClass.OWN_WORD: 500,  # somebody waits for the answer
    MatchClass.TWICE: 400,
    MatchClass.DIFFERS: 300,
    MatchClass.ONLY_LEDGER: 200,
    MatchClass.DOUBTFUL: 100,
}
SECTION_WEIGHT = {
    Section.DEATH: 90,
    Section.EMPLOYMENT: 60,
    Section.STANDING: 40,
    Section.IDENTITY: 20,
}
LIKELY = 0.5


def owner(settled: str, work_place: str | None, counties: Collection[str]) -> str:
    """The county whose case it is: those at work belong to where they work, the others to where they live.

    settled: county code; work_place: a division code, or None for who is not at work or nobody knows where;
    counties: those that use the ledger. A work place outside of them has nobody to decide: the settled one.
    """
    county = (work_place or "")[:6]
    return county if county in counties else settled


def weight(of: MatchClass, sections: Collection[Section], probability: float) -> int:
    """How early a case stands in the queue: 0 to 999."""
    stakes = max((SECTION_WEIGHT[section] for section in sections), default=0)
    return CLASS_WEIGHT[of] + stakes + round(9 * probability)


def proposal(of: MatchClass, is_roster_believed: bool, probability: float) -> CaseOutcome:
    """What the system would decide; a person decides."""
    if of is MatchClass.DOUBTFUL and probability < LIKELY:
        return CaseOutcome.NOT_SAME
    if of is MatchClass.TWICE:
        return CaseOutcome.CORRECTED if probability >= LIKELY else CaseOutcome.NOT_SAME
    if of is MatchClass.DIFFERS and is_roster_believed:
        return CaseOutcome.CORRECTED
    return CaseOutcome.CONFIRMED
