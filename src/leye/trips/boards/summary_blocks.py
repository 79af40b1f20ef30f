"""情况报告, its blocks: kept as plain values, read again, and as a page to print takes them."""

from dataclasses import asdict

from leye.core.letters.texts import Bar, Block, Bound, Chart, Grid, Heading, Paragraph, Part


def plain(block: Block) -> dict[str, object]:
    """A block as values that JSON can write."""
    return {"kind": type(block).__name__, **asdict(block)}


def block_of(told: dict[str, object]) -> Block:
    """A block as it was kept. Raises ValueError for what is none."""
    match told:
        case {"kind": "Heading", "text": str(text)}:
            return Heading(text)
        case {"kind": "Paragraph", "parts": list(parts)}:
            return Paragraph(tuple(_part(one) for one in parts))
        case {"kind": "Grid", "caption": str(caption), "header": list(header), "rows": list(rows)}:
            return Grid(caption, tuple(header), tuple(tuple(_part(c) for c in row) for row in rows))
        case {"kind": "Chart", "caption": str(caption), "bars": list(bars)}:
            read = [Bar(one["name"], one["share"], Bound(**one["figure"])) for one in bars]
            return Chart(caption, tuple(read))
        case _:
            raise ValueError(f"no block: {told.get('kind')}")


def printed(block: Block) -> dict[str, object]:
    """A block as the template of the letter takes it."""
    match block:
        case Heading(words):
            return {"kind": "heading", "text": words}
        case Paragraph(parts):
            return {"kind": "paragraph", "text": "".join(map(_text, parts))}
        case Grid(caption, header, rows):
            told = [[_text(cell) for cell in line] for line in rows]
            return {"kind": "grid", "caption": caption, "header": header, "rows": told}
        case Chart(caption, bars):
            drawn = [{"name": b.name, "share": b.share, "figure": b.figure.text} for b in bars]
            return {"kind": "chart", "caption": caption, "bars": drawn}


def _part(one: object) -> Part:
    return one if isinstance(one, str) else Bound(**one)  # type: ignore[arg-type]


def _text(part: Part) -> str:
    return part if isinstance(part, str) else part.text
