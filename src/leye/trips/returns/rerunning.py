"""统计上报, the archive: each version made again from the ledger as it was known, and compared to the byte."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from leye.apps.reports import actions
from leye.apps.reports import selectors as reports
from leye.apps.reports.models import Rerun, Version
from leye.core.periods import SHANGHAI
from leye.core.places.tree import REGION
from leye.core.reports.returns import figures_digest
from leye.core.reports.tables import Table
from leye.core.scope import Role, Scope
from leye.gateways import clock
from leye.gateways.seals import sealing, vault
from leye.gateways.seals.keyring import Keyring
from leye.gateways.sheets.forms import Signed, return_workbook, writer
from leye.trips.keys import keys_of
from leye.trips.returns.freezing import Made, Piece, basis_then, frozen_tables, make

PHONE = "return.phone"
NIGHT_ENDS = 6  # o'clock in Shanghai
MADE = 1_500  # versions that are held at a time: a month of the region and its parts


@dataclass(frozen=True, slots=True)
class Compared:
    """A version made again. told: (what differs, in words); empty when all is equal to the byte."""

    version: int
    told: tuple[tuple[str, str], ...]


def made_again(scope: Scope, version: Version, cache: dict[int, Made]) -> Made:
    """A version's tables from the ledger as it was known then, its parts first. cache: version → made."""
    if version.pk not in cache:
        parts = reports.parts(scope, version)
        wanted = reports.by_ids(scope, [part for part in parts.values() if part is not None])

        def source(unit: str) -> Piece | None:
            part = parts.get(unit)
            if part is None:
                return None
            made = made_again(scope, wanted[part], cache)
            return Piece(made.tables, made.facts, part)

        made = make(scope, basis_then(version), version.report.unit, version.seq, source)
        if len(cache) >= MADE:
            cache.clear()
        cache[version.pk] = made
    return cache[version.pk]


def compared(scope: Scope, version: Version, keys: Keyring, cache: dict[int, Made]) -> Compared:
    """Facts, figures and file of a version, made again and laid beside what was sent."""
    made = made_again(scope, version, cache)
    told: list[tuple[str, str]] = []
    if made.facts != version.facts:
        told.append(("facts", "所据事实与当时不同"))
    if figures_digest(made.tables) != version.figures:
        told.append(("figures", _first_difference(frozen_tables(scope, version), made.tables)))
    signed = Signed(version.filler, sealing.unseal(keys, version.phone_cipher, PHONE))
    unit = version.report.unit
    content = return_workbook(made.tables, made.basis.tree.path(unit), signed)
    if vault.digest_of(content) != version.workbook:
        other = (
            f"当时 {version.writer}，现在 {writer()}" if version.writer != writer() else "同一版本"
        )
        told.append(("file", f"工作簿字节不同（{other}）"))
    told.extend(_kept(version, keys))
    return Compared(version.pk, tuple(told))


def _kept(version: Version, keys: Keyring) -> Iterable[tuple[str, str]]:
    """Whether the file itself is still there as it was sent."""
    try:
        content = vault.fetch(settings.RETURNS, version.workbook, keys)
    except (FileNotFoundError, sealing.Unreadable):
        yield "file", "归档的工作簿不在或打不开"
        return
    if vault.digest_of(content) != version.workbook:
        yield "file", "归档的工作簿被改动过"


def _first_difference(sent: Iterable[Table], made: Iterable[Table]) -> str:
    for one, other in zip(sent, made, strict=True):
        mine = {line.key: line for line in other.lines}
        for line in one.lines:
            again = mine.get(line.key)
            if again is None:
                return f"附件{one.annex.key}缺“{line.name}”一行"
            for column, value in line.figures.items():
                if again.figures.get(column) != value:
                    return (
                        f"附件{one.annex.key} {line.name} {column}："
                        f"当时 {value}，现在 {again.figures.get(column)}"
                    )
    return "行数或文字不同"


def rerun(scope: Scope, keys: Keyring, month: str = "") -> tuple[Rerun, list[Compared]]:
    """Make every archived version of the scope again; what differs is written down."""
    row = actions.begin_rerun(by=scope.actor, at=clock.now())
    cache: dict[int, Made] = {}
    many, unequal, at = 0, [], ""
    for version_id in reports.archived(scope, month):
        version = reports.version(scope, version_id)
        if version.report.month != at:  # no return is made of another month's
            cache.clear()
            at = version.report.month
        found = compared(scope, version, keys, cache)
        many += 1
        if found.told:
            unequal.append(found)
    actions.end_rerun(
        by=scope.actor,
        at=clock.now(),
        rerun=row,
        versions=many,
        unequal=[(one.version, what, words) for one in unequal for what, words in one.told],
    )
    return row, unequal


def nightly(scope: Scope) -> int:
    """Once a day, in the night: every archived version again. Returns how many did not come out equal."""
    last, _ = reports.last_rerun(scope)
    now = clock.now()
    is_night = now.astimezone(SHANGHAI).hour < NIGHT_ENDS
    if not is_night or (last is not None and now - last.began_at < dt.timedelta(hours=20)):
        return 0
    everywhere = Scope(scope.actor, REGION, Role.CLERK)
    if not reports.months(everywhere):
        return 0
    _, unequal = rerun(everywhere, keys_of(settings.HOME))
    return len(unequal)
