"""The layout of a form: header spans, figures and texts cell by cell, for workbook, page and CSV alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from leye.core.reports.notice import Annex
from leye.core.reports.tables import Line, Table

PLACES = {"place", "league", "county", "site", "station"}


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A header cell. row, column from 0; `across`, `down` how many cells it covers."""

    row: int
    column: int
    across: int
    down: int
    text: str


@dataclass(frozen=True, slots=True)
class BodyCell:
    """A body cell: a figure (None = not known, which stays blank) or a text; `column` names the measure."""

    column: str
    value: int | str | None
    opens: bool


def header_cells(annex: Annex) -> tuple[HeaderCell, ...]:
    """The header's cells; a stepped parent keeps its own column, the blanks beside it are one cell."""
    height, width = len(annex.header), len(annex.columns)
    cells: list[HeaderCell] = []
    for row in range(height):
        column = 0
        while column < width:
            text = annex.header[row][column]
            if text in ("<", "^"):
                column += 1
                continue
            across = 1
            while column + across < width and annex.header[row][column + across] == "<":
                across += 1
            down = 1
            while row + down < height and annex.header[row + down][column] == "^":
                down += 1
            if across > 1 and down > 1:  # stepped: the label stands above its own column alone
                cells.append(HeaderCell(row, column, 1, down, text))
                cells.append(HeaderCell(row, column + 1, across - 1, 1, ""))
            else:
                cells.append(HeaderCell(row, column, across, down, text))
            column += across
    return tuple(cells)


def body(table: Table) -> tuple[tuple[BodyCell, ...], ...]:
    """The body's rows, in the form's own columns."""
    return tuple(
        tuple(_cell(table.annex, line, column) for column in table.annex.columns)
        for line in table.lines
    )


def _cell(annex: Annex, line: Line, column: str) -> BodyCell:
    if column == "place":
        indent = "" if line.level in ("league", "region") else "　"
        return BodyCell(column, indent + line.name, False)
    if column in PLACES:
        return BodyCell(column, line.texts.get(column, ""), False)
    opens = column not in ("number", "households", "poor_households") and (
        annex.rows == "counties" or column not in ("people", "poor_people")
    )
    return BodyCell(column, line.figures.get(column), opens)


def grid(table: Table) -> list[list[int | str | None]]:
    """Header labels of the leaves and the body as plain rows, for CSV."""
    leaves: list[int | str | None] = []
    for column in range(len(table.annex.columns)):
        labels: Sequence[str] = [
            level[column] for level in table.annex.header if level[column] not in ("<", "^")
        ]
        leaves.append(labels[-1] if labels else "")
    return [leaves, *([cell.value for cell in row] for row in body(table))]
