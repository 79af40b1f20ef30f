"""What a return was made with, as texts that are kept by their digest: a tree, a unit's sites, rows of a table."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence

from leye.core.digests import canonical
from leye.core.places.sites import SiteFigures, SiteValue
from leye.core.places.tree import Place, Tree
from leye.core.reports.tables import Line


def digest(text: str) -> str:
    """The name under which a text is kept."""
    return hashlib.sha256(text.encode()).hexdigest()


def tree_text(tree: Tree, region: str) -> str:
    """The divisions that a table of the region can name or recode: its own, and former counties with their heirs."""
    recodes = tree.recodes()
    wanted = {code for pair in recodes for code in pair}
    rows = [
        _place(place)
        for code, place in sorted({**tree.former, **tree.places}.items())
        if len(code) == 6 and (code.startswith(region[:2]) or code in wanted)
    ]
    return canonical({"places": rows}).decode()


def _place(place: Place) -> list[str]:
    until = place.valid_to.isoformat() if place.valid_to else ""
    return [
        place.code, place.name, place.kind, place.parent, place.valid_from.isoformat(), until, place.successor,
    ]  # fmt: skip


def tree_of(text: str, on: dt.date) -> Tree:
    """The tree of a day from a text that was kept."""
    return Tree.on(
        on,
        [
            Place(
                code, name, kind, parent, dt.date.fromisoformat(since),
                dt.date.fromisoformat(until) if until else None, successor,
            )
            for code, name, kind, parent, since, until, successor in json.loads(text)["places"]
        ],
    )  # fmt: skip


def sites_text(
    sites: Iterable[SiteValue], master: Mapping[int, SiteFigures], stations: Mapping[int, str]
) -> str:
    """Sites with the region's figures of each and the words about its station."""
    rows = []
    for site in sites:
        held = master.get(site.id)
        figures = (
            [held.households, held.people, held.poor_households, held.poor_people] if held else []
        )
        rows.append([site.id, site.name, site.county, figures, stations.get(site.id, "")])
    return canonical({"sites": rows}).decode()


def sites_of(text: str) -> tuple[list[SiteValue], dict[int, SiteFigures], dict[int, str]]:
    """The same three from a text that was kept."""
    rows = json.loads(text)["sites"]
    sites = [SiteValue(number, name, county) for number, name, county, _, _ in rows]
    master = {row[0]: SiteFigures(row[0], *row[3]) for row in rows if row[3]}
    return sites, master, {row[0]: row[4] for row in rows if row[4]}


def line_of(
    level: str, code: str, name: str, site_id: int | None, figures: str, texts: str
) -> Line:
    """A row of a table from its columns as they were kept."""
    return Line(level, code, name, site_id, json.loads(figures), json.loads(texts))


def written(values: Mapping[str, object]) -> str:
    """Figures or texts by column as they are kept."""
    return canonical(values).decode()


def rows_digest(rows: Iterable[Sequence[object]]) -> str:
    """The digest of state rows in their order; a day and a text of that day read the same."""
    told = hashlib.sha256()
    for row in rows:
        told.update("\x1f".join("" if value is None else str(value) for value in row).encode())
        told.update(b"\x1e")
    return told.hexdigest()
