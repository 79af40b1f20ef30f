"""Figures bound in a text: sentences with names in braces in, parts out of which each figure can be found again."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

TITLE_LINE = 20  # characters of a title of size 二号 in a line
NAMED = re.compile(r"\{([^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Bound:
    """A figure in a text. key: under which it is found again; text: as it is written; label: what it is."""

    key: str
    text: str
    label: str


Part = str | Bound


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its caption; the first cell of a row is a name."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Part, ...], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a chart. share: of the longest bar's place, in thousandths."""

    name: str
    share: int
    figure: Bound


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars beside each other, each with its figure bound."""

    caption: str
    bars: tuple[Bar, ...]


Block = Heading | Paragraph | Grid | Chart


@dataclass(frozen=True, slots=True)
class Letter:
    """An official document: title, 主送, body, who signs and when. reference: by which a copy is recognised.

    second: the words with which the second line of a title begins that is too long for one.
    """

    reference: str
    title: str
    to: str
    blocks: tuple[Block, ...]
    signed: str
    day: str
    second: str = ""

    @property
    def title_lines(self) -> tuple[str, ...]:
        """The title as it stands on the page: a break between words, not where the line happens to be full."""
        ahead, second, rest = (
            self.title.partition(self.second) if self.second else (self.title, "", "")
        )
        if len(self.title) <= TITLE_LINE or not ahead or not second:
            return (self.title,)
        return (ahead, second + rest)


class NotNamed(Exception):
    """A sentence names a figure that is not there."""


def parts_of(sentence: str, figures: Mapping[str, Bound]) -> tuple[Part, ...]:
    """A sentence as text and bound figures in turn. Raises NotNamed."""
    found: list[Part] = []
    at = 0
    for match in NAMED.finditer(sentence):
        if match[1] not in figures:
            raise NotNamed(match[1])
        if match.start() > at:
            found.append(sentence[at : match.start()])
        found.append(figures[match[1]])
        at = match.end()
    if at < len(sentence):
        found.append(sentence[at:])
    return tuple(found)


def names_in(sentence: str) -> tuple[str, ...]:
    """The names of the figures in a sentence, in their order."""
    return tuple(match[1] for match in NAMED.finditer(sentence))


def bounds_of(blocks: Sequence[Block]) -> Iterator[Bound]:
    """Every bound figure of a body, in its order."""
    for block in blocks:
        match block:
            case Heading():
                continue
            case Paragraph(parts):
                yield from (part for part in parts if isinstance(part, Bound))
            case Grid():
                yield from (cell for row in block.rows for cell in row if isinstance(cell, Bound))
            case _:
                yield from (bar.figure for bar in block.bars)


def plain(blocks: Sequence[Block]) -> Iterator[str]:
    """The text of a body without its bound figures, block by block."""
    for block in blocks:
        match block:
            case Heading(text):
                yield text
            case Paragraph(parts):
                yield "".join(part for part in parts if isinstance(part, str))
            case Grid():
                yield block.caption
                yield from block.header
                yield from (cell for row in block.rows for cell in row if isinstance(cell, str))
            case _:
                yield block.caption
                yield from (bar.name for bar in block.bars)
