"""What claims of different persons or firms share and should not: account, telephone, number, papers."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from leye.core.subsidies.claims import Claim, Ground, Hit
from leye.core.subsidies.pair_checks import in_order
from leye.core.subsidies.single_checks import record


def shared_hits(claims: Sequence[Claim], ground: Ground) -> Iterator[Hit]:
    """Everything that claims share across persons and firms."""
    yield from _accounts(claims, ground)
    yield from _phones(claims, ground)
    for own in _by("number", claims).values():
        yield from _met("same_number", own, _person, "不同的人用同一个身份证号码。")
    holders = _holders(claims)
    for own in _by_paper(claims, ground).values():
        yield from _met(
            "paper_twice", own, lambda one: holders[one.application], "不同单位交了同一份材料。"
        )


def _by(name: str, claims: Iterable[Claim]) -> Mapping[str, list[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if getattr(claim, name):
            found[getattr(claim, name)].append(claim)
    return found


def _met(
    code: str, claims: Sequence[Claim], whose: Callable[[Claim], object], words: str
) -> Iterator[Hit]:
    """Each claim that is somebody else's than the first, of those that share what should be one's."""
    if len({whose(one) for one in claims}) > 1:
        first, *others = in_order(claims)
        for one in others:
            if whose(one) != whose(first):
                yield Hit(code, one, words, first)


def _person(claim: Claim) -> int:
    return claim.person


def _firm(claim: Claim) -> str:
    return claim.firm


def _accounts(claims: Sequence[Claim], ground: Ground) -> Iterator[Hit]:
    of_firms = {one.account: firm for firm, one in ground.firms.items() if one.account}
    for account, own in _by("account", claims).items():
        persons = [one for one in own if ground.rule(one).payee == "person"]
        firms = [one for one in own if ground.rule(one).payee == "firm"]
        yield from _met("firms_share_account", firms, _firm, "不同单位用同一个收款账户。")
        if firms or account in of_firms:
            for one in persons:
                side = None if firms else record("单位登记", ("账户", "与本人收款账户相同"))
                yield Hit(
                    "paid_to_firm",
                    one,
                    "发给本人的钱要打到单位的账户。",
                    firms[0] if firms else None,
                    side,
                )
        yield from _of_many(persons, ground)


def _of_many(claims: Sequence[Claim], ground: Ground) -> Iterator[Hit]:
    """One account for the people of two households, or for more than share one in a household."""
    persons = {one.person for one in claims}
    if len(persons) < 2:
        return
    limit = ground.number("check.account", claims[0])
    many = {_household(one, ground) for one in claims}
    if len(many) > 1 or (limit is not None and len(persons) > limit):
        words = f"一个账户收{len(persons)}个人的款，分属{len(many)}户。"
        yield from _met("shared_account", claims, _person, words)


def _household(claim: Claim, ground: Ground) -> int:
    """Whoever has no known household is one of its own."""
    known = ground.persons.get(claim.person)
    return known.household if known and known.household else -claim.person


def _phones(claims: Sequence[Claim], ground: Ground) -> Iterator[Hit]:
    of_firms = {one.phone for one in ground.firms.values() if one.phone}
    for phone, own in _by("phone", claims).items():
        persons = {one.person for one in own}
        limit = ground.number("check.phone", own[0])
        if phone in of_firms:
            side = record("单位登记", ("电话", "与本人电话相同"))
            for one in own:
                yield Hit("phone_of_firm", one, "本人的电话是单位的电话。", record=side)
        elif limit is not None and len(persons) > limit:
            yield from _met("shared_phone", own, _person, f"一个电话登记了{len(persons)}个人。")


def _by_paper(claims: Iterable[Claim], ground: Ground) -> Mapping[str, list[Claim]]:
    """Digest → claims; an agency shows the contract of the employer, and that is no harm."""
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if "agency" not in ground.rule(claim).marks:
            for paper in claim.papers:
                found[paper].append(claim)
    return found


def _holders(claims: Iterable[Claim]) -> Mapping[int, object]:
    """Application → whose its papers are: the firm's, or where persons apply the first one's."""
    found: dict[int, object] = {}
    for claim in claims:
        known = found.get(claim.application)
        found[claim.application] = claim.firm or (
            min(known, claim.person) if isinstance(known, int) else claim.person
        )
    return found
