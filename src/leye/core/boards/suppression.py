"""Public figures with small numbers left out: counts of units in, the units that may be shown out.

A unit is shown whole or not at all. What is shown of it are sums of atoms, groups of people of which nobody is in two;
a difference of two shown figures of one unit, or of a unit and those below it, is again a sum of atoms. So it is enough
that no atom that anybody can work out lies between 1 and `least` - 1:

- every atom of a unit that is shown is 0 or at least `least`;
- what is left of a unit after those below it that are shown is that of two units or more, and its atoms are such, too.

Who subtracts learns of a hidden unit nothing but that it lies between 0 and what is left.
"""

from collections.abc import Mapping, Sequence

Atoms = Sequence[int]


def is_safe(atoms: Atoms, least: int) -> bool:
    """Whether no atom is a small number; nobody is no small number."""
    return all(many == 0 or many >= least for many in atoms)


def hidden(children: Mapping[str, Atoms], least: int) -> frozenset[str]:
    """Which units below a unit that is shown must not be shown; the smallest ones join those that are unsafe."""
    out = {code for code, atoms in children.items() if not is_safe(atoms, least)}
    others = sorted(
        (code for code in children if code not in out and any(children[code])),
        key=lambda code: (sum(children[code]), code),
    )
    while out and (len(out) < 2 or not is_safe(_sum(children, out), least)):
        if not others:
            break
        out.add(others.pop(0))
    return frozenset(out)


def shown(
    root: str, below: Mapping[str, Sequence[str]], atoms: Mapping[str, Atoms], least: int
) -> frozenset[str]:
    """The units of a tree that may be shown. below: unit → units below it, whose atoms add up to its own."""
    if not is_safe(atoms[root], least):
        return frozenset()
    found, waiting = {root}, [root]
    while waiting:
        children = {code: atoms[code] for code in below.get(waiting.pop(), ())}
        seen = set(children) - hidden(children, least)
        found |= seen
        waiting.extend(seen)
    return frozenset(found)


def _sum(children: Mapping[str, Atoms], codes: set[str]) -> list[int]:
    return [sum(column) for column in zip(*(children[code] for code in codes), strict=True)]
