"""信息比对, what is compared: the ledger of a unit and a roster as frames of texts with the same columns."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl

from leye.apps.people import whole
from leye.apps.places import selectors as places
from leye.core.rosters.cells import text_of
from leye.core.rosters.columns import Header, letters, plain
from leye.core.rosters.rows import FOOTER, TOTAL
from leye.core.scope import Scope
from leye.core.vocabulary import Relation, Sex
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.gateways.sheets.limits import LARGE
from leye.notices.comparing import load_compared_columns
from leye.trips.identities import ID_CONTEXT, PHONE_CONTEXT
from leye.trips.rosters.found_sheets import FoundSheet, found_sheets
from leye.trips.rosters.intake import NOTICE

# Column of the frames → column of a roster.
FIELDS: Mapping[str, str] = {
    "name": "person.name", "id_no": "person.id_no", "sex": "person.sex",
    "birth_date": "person.birth_date", "phone": "person.phone", "county": "place.county",
    "township": "place.town", "village": "place.village", "site": "place.site_name",
    "head_name": "place.head_name", "relation": "place.relation",
}  # fmt: skip
FIRST_COLUMNS = 3  # in which a total or a footer begins


def ledger_frame(scope: Scope, keys: Keyring) -> pl.DataFrame:
    """Everybody of the scope: ledger_id, household_id and `FIELDS`, all texts; numbers in clear."""
    today = clock.today()
    tree = places.tree(scope, today)
    sites = {site.id: site.name for site in places.sites(scope, today)}
    found = whole.bearers(scope)
    heads = {one.household_id: one.name for one in found if one.relation == Relation.HEAD.value}
    relations = {member.value: member.label for member in Relation}
    columns: dict[str, list[str]] = {
        "ledger_id": [str(one.person_id) for one in found],
        "household_id": [str(one.household_id) for one in found],
        "name": [one.name for one in found],
        "id_no": [_opened(keys, one.id_cipher, ID_CONTEXT) for one in found],
        "sex": [Sex(one.sex).label if one.sex else "" for one in found],
        "birth_date": [one.birth_date.isoformat() if one.birth_date else "" for one in found],
        "phone": [_opened(keys, one.phone_cipher, PHONE_CONTEXT) for one in found],
        "county": [tree.name(one.county) for one in found],
        "township": [tree.name(one.town) if one.town else "" for one in found],
        "village": [""] * len(found),
        "site": [sites.get(one.site_id or 0, "") for one in found],
        "head_name": [heads.get(one.household_id, "") for one in found],
        "relation": [relations.get(one.relation or "", "") for one in found],
    }
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


def _opened(keys: Keyring, cipher: str, context: str) -> str:
    return sealing.unseal(keys, cipher, context) if cipher else ""


class RosterFrame:
    """A roster read whole: `frame` has roster_id ("sheet number:row"), `FIELDS` and every other column read.

    headers: the header of each sheet by its place; unread: columns that nobody knows, in words.
    """

    def __init__(self, path: Path, kind: str) -> None:
        self.headers: list[tuple[str, Header]] = []
        self.unread: list[str] = []
        parts: list[pl.DataFrame] = []
        for sheet in found_sheets(path, load_compared_columns(NOTICE), kind, LARGE):
            number = len(self.headers)
            self.headers.append((sheet.name, sheet.header))
            self.unread += [f"{letters(i)}列“{label}”" for i, label in sheet.header.unread]
            parts.extend(_parts(number, sheet))
        whole = pl.concat(parts, how="diagonal") if parts else pl.DataFrame()
        empty = {"roster_id": pl.String, **dict.fromkeys(FIELDS.values(), pl.String)}
        missing = [
            pl.lit("", pl.String).alias(c) for c in empty if c not in whole.columns and whole.height
        ]
        self.frame = whole.with_columns(missing) if whole.height else pl.DataFrame(schema=empty)

    def compared(self) -> pl.DataFrame:
        """The columns that are compared, under the names of the frames."""
        columns = [pl.col(own).fill_null("").alias(name) for name, own in FIELDS.items()]
        return self.frame.select("roster_id", pl.lit("").alias("dept"), *columns)

    def rows(self, roster_ids: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
        """(roster_id, texts by column) of the named rows."""
        wanted = self.frame.filter(pl.col("roster_id").is_in(roster_ids))
        for row in wanted.iter_rows(named=True):
            roster_id = row.pop("roster_id")
            yield roster_id, {key: text for key, text in row.items() if text}

    def place(self, roster_id: str) -> tuple[str, int]:
        """The sheet's name and the row's number in it."""
        sheet, _, row_no = roster_id.partition(":")
        return self.headers[int(sheet)][0], int(row_no)


def _parts(number: int, sheet: FoundSheet) -> Iterator[pl.DataFrame]:
    """The rows of a sheet as frames of texts, without blank rows, totals, footers and repeated headers."""
    columns = sheet.header.columns
    schema = dict.fromkeys(["roster_id", *(key for _, key, _ in columns)], pl.String)
    labels = tuple(plain(label.rpartition("/")[2]) for _, _, label in columns)
    for batch in sheet.batches:
        rows: list[list[str]] = []
        for row_no, values in batch:
            if row_no <= sheet.header.last_row:
                continue
            texts = [text_of(values[i]) if i < len(values) else "" for i, _, _ in columns]
            if any(texts) and not _tells_of_nobody(values, texts, labels):
                rows.append([f"{number}:{row_no}", *texts])
        if rows:
            yield pl.DataFrame(rows, schema=schema, orient="row")


def _tells_of_nobody(values: tuple[object, ...], texts: list[str], labels: tuple[str, ...]) -> bool:
    first = next((plain(value) for value in values[:FIRST_COLUMNS] if value is not None), "")
    return bool(TOTAL.match(first) or FOOTER.match(first)) or tuple(texts) == labels
