"""All checks before paying: claims and what is known in, what was found out, each with its two rows side by side.

Claims of the whole region go in, those that are asked about come out; every check is one pass over an index.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from leye.core.subsidies.claims import Check, Claim, Found, Ground, Hit, Side
from leye.core.subsidies.pair_checks import pair_hits
from leye.core.subsidies.shared_checks import shared_hits
from leye.core.subsidies.single_checks import single_hits

CODES = frozenset(
    {
        "twice", "same_course", "excluded", "two_firms", "same_firm_before", "kin_firm_before", "too_many_months",
        "too_often", "too_many_days", "not_yet", "under_age", "over_age", "dead", "moved", "not_in_ledger",
        "insured_elsewhere", "works_elsewhere", "two_posts", "post_and_away", "left_before", "workshop_idle",
        "workshop_unrecognised", "own_agent", "kin_agent", "course_while_away", "shared_account", "paid_to_firm",
        "firms_share_account", "shared_phone", "phone_of_firm", "same_number", "paper_twice",
    }
)  # fmt: skip


def hits(claims: Sequence[Claim], ground: Ground) -> Iterator[Hit]:
    """Everything that speaks against any of the claims."""
    of_person: dict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        yield from single_hits(claim, ground)
        of_person[claim.person].append(claim)
    for own in of_person.values():
        if len(own) > 1:
            yield from pair_hits(own, ground)
    yield from shared_hits(claims, ground)


def found(
    claims: Sequence[Claim],
    ground: Ground,
    checks: Mapping[str, Check],
    asked: Collection[int] | None = None,
) -> list[Found]:
    """What was found of the claims that are asked about (keys; None: all), by claim; the same thing once.

    A pair is told to whichever of its two claims is asked about, to the later one if both are.
    """
    wanted = None if asked is None else set(asked)
    told: dict[tuple[str, int, int | None, str], Found] = {}
    for hit in hits(claims, ground):
        mine, other = hit.claim, hit.other
        if wanted is not None and mine.key not in wanted:
            if other is None or other.key not in wanted:
                continue
            mine, other = other, mine
        key = (hit.code, mine.key, other.key if other else None, "" if other else hit.words)
        if key not in told:
            theirs = side(other, ground, "另一份申请") if other else hit.record
            told[key] = Found(
                checks[hit.code], mine.key, other.key if other else None, hit.words,
                side(mine, ground, "本次申请"), theirs,
            )  # fmt: skip
    return sorted(told.values(), key=lambda one: (one.claim, one.check.code, one.other or 0))


def side(claim: Claim, ground: Ground, title: str) -> Side:
    """A claim as one of two rows; names and numbers are put beside it by who may see them."""
    lines = [
        ("补贴", ground.rule(claim).title),
        ("申请日期", str(claim.applied_on)),
        ("补贴期间", f"{claim.start}至{claim.end}"),
        ("付款旗县", claim.county),
    ]
    if claim.hired_on:
        lines.append(("招用日期", str(claim.hired_on)))
    if claim.trade:
        lines.append(("工种", claim.trade))
    return Side(title, tuple(lines), claim.key)
