"""The tree of divisions on one day: codes, names, parents, and reading a place as people write it."""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from leye.core.periods import covers

REGION = "150000"
# Facts carry codes that were in force on their roster's day, and the moves began in 2016: a code that
# ended before can stand in no fact, and each recoding costs a comparison on every row of a question.
FIRST_DAY = dt.date(2016, 1, 1)
SUFFIX = re.compile(
    r"(特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|自治州|自治县|自治旗|地区|省|市|盟|旗|县|区|镇|乡|苏木|街道)$"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A division for as long as its code was in force. `parent` is empty for a province."""

    code: str
    name: str
    kind: str
    parent: str
    valid_from: dt.date = dt.date(1949, 10, 1)
    valid_to: dt.date | None = None
    successor: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """How a place in a cell was understood: one code, or the candidates among which nobody may guess."""

    code: str | None
    candidates: tuple[str, ...] = ()

    @property
    def is_ambiguous(self) -> bool:
        return self.code is None and bool(self.candidates)


UNKNOWN = Resolution(None)


@dataclass(slots=True)
class Tree:
    """The divisions in force on `day`, and the codes that were in force before it."""

    day: dt.date
    places: Mapping[str, Place]
    former: Mapping[str, Place]
    _children: dict[str, list[str]] = field(default_factory=dict)
    _by_name: dict[str, list[str]] = field(default_factory=dict)
    _answers: dict[tuple[str, str], Resolution] = field(default_factory=dict)

    @classmethod
    def on(cls, day: dt.date, places: Iterable[Place]) -> "Tree":
        in_force: dict[str, Place] = {}
        former: dict[str, Place] = {}
        for place in places:
            if covers(place.valid_from, place.valid_to, day):
                in_force[place.code] = place
            elif place.valid_to is not None and place.valid_to <= day:
                former[place.code] = place
        tree = cls(day, in_force, former)
        for code, place in sorted(in_force.items()):
            tree._children.setdefault(place.parent, []).append(code)
            for name in {place.name, SUFFIX.sub("", place.name) or place.name}:
                if len(name) > 1:
                    tree._by_name.setdefault(name, []).append(code)
        return tree

    def name(self, code: str) -> str:
        """The name of a code, also of one that is no longer in force; the code itself when unknown."""
        place = self.places.get(code) or self.former.get(code)
        return place.name if place else code

    def kind(self, code: str) -> str:
        """What a code in force is: province, league, county, town … or unit, which is no division."""
        return self.places[code].kind

    def children(self, code: str) -> tuple[str, ...]:
        return tuple(self._children.get(code, ()))

    def leagues(self) -> tuple[str, ...]:
        return self.children(REGION)

    def counties(self, league: str) -> tuple[str, ...]:
        return self.children(league)

    def groups(self, apart: Collection[str] = ()) -> list[tuple[str, tuple[str, ...]]]:
        """(league, its counties) as a table lists them; a county in `apart` is a group of its own, last."""
        found = [(a, tuple(c for c in self.counties(a) if c not in apart)) for a in self.leagues()]
        return found + [(code, (code,)) for code in sorted(apart) if code in self.places]

    def league_of(self, code: str) -> str:
        """The league of a county or anything below it, by the tree and not by the digits."""
        county = self.places.get(self.canonical(code[:6]))
        return county.parent if county else f"{code[:4]}00"

    def known_counties(self) -> frozenset[str]:
        """Every six-digit code that is or ever was in force."""
        return frozenset(c for c in (*self.places, *self.former) if len(c) == 6)

    def canonical(self, code: str) -> str:
        """The code that is in force on the day for a code of any day."""
        seen: set[str] = set()
        while code not in self.places and code in self.former and code not in seen:
            seen.add(code)
            code = self.former[code].successor or code
        return code

    def recodes(self) -> tuple[tuple[str, str], ...]:
        """(former county code, code in force) for each code that facts may carry and that has a successor."""
        return tuple(
            (code, self.canonical(code))
            for code, place in sorted(self.former.items())
            if place.valid_to is not None
            and place.valid_to > FIRST_DAY
            and self.canonical(code) in self.places
        )

    def path(self, code: str) -> str:
        """A place with the names above it: 内蒙古自治区呼和浩特市清水河县."""
        names: list[str] = []
        current: str = code
        while current in self.places:
            names.append(self.places[current].name)
            current = self.places[current].parent
        return "".join(reversed(names)) or self.name(code)

    def resolve(self, text: str, within: str = "") -> Resolution:
        """Read a place name or code. `within`: a division in which an ambiguous name is looked for first."""
        asked = ("".join(text.split()), within)
        answer = self._answers.get(asked)
        if answer is None:
            answer = self._answers[asked] = self._resolve(*asked)
        return answer

    def _resolve(self, text: str, within: str) -> Resolution:
        if re.fullmatch(r"\d{6}|\d{9}|\d{12}", text):
            code = self.canonical(text[:6])
            return (
                Resolution(text if code == text[:6] else code) if code in self.places else UNKNOWN
            )
        found = self._walk(text)
        if not found and len(text) >= 3:
            found = [c for c in self._abbreviated(text, within) if c in self.places]
        for digits in (6, 4, 2):  # the own county first, then the own league, then the own province
            near = [c for c in found if within and c.startswith(within[:digits])]
            if len(found) > 1 and near:
                found = near
        if len(found) == 1:
            return Resolution(found[0])
        return Resolution(None, tuple(found))

    def _walk(self, text: str) -> list[str]:
        """The deepest places whose names stand one after another from the start of the text."""
        best: list[str] = []
        frontier: list[tuple[str, str]] = [(text, "")]
        while frontier:
            deeper: list[tuple[str, str]] = []
            for rest, above in frontier:
                for length in range(min(len(rest), 15), 1, -1):
                    hits = [
                        c for c in self._by_name.get(rest[:length], ()) if self._below(c, above)
                    ]
                    if hits:
                        deeper.extend((rest[length:], code) for code in hits)
                        break
            if deeper:
                best = sorted({code for _, code in deeper})
                whole = [code for rest, code in deeper if not rest]
                best = sorted(set(whole)) or best
            frontier = deeper
        return best

    def _below(self, code: str, above: str) -> bool:
        while code:
            if code == above:
                return True
            place = self.places.get(code)
            code = place.parent if place else ""
        return not above

    def _abbreviated(self, text: str, within: str) -> list[str]:
        """Counties whose name holds the characters of the text in order and starts with the same one."""
        near = within[:2] or "15"
        return [
            code
            for code, place in self.places.items()
            if len(code) == 6
            and code.startswith(near)
            and place.name[0] == text[0]
            and _holds(place.name, text)
        ]


def _holds(name: str, text: str) -> bool:
    letters = iter(name)
    return all(character in letters for character in text)
