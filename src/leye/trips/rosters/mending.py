"""The clerk's own workbook to take home: her cells at her row numbers, with what is wrong in a last column."""

from collections.abc import Collection
from pathlib import Path

from django.conf import settings

from leye.apps.rosters import actions as rosters_actions
from leye.apps.rosters import selectors as rosters
from leye.apps.rosters.models import Outcome
from leye.core.problems import Severity, worst
from leye.core.scope import Scope
from leye.gateways.seals import vault
from leye.gateways.seals.keyring import Keyring
from leye.gateways.sheets import read
from leye.gateways.sheets.cells import Value
from leye.gateways.sheets.write import write_rows
from leye.trips.rosters.kept_rows import unpack

PAGE = 1_000


def explain(scope: Scope, upload_id: int, row_ids: Collection[int], words: str) -> int:
    """Give one word of explanation for rows of an upload that wait; returns how many it met.

    Raises OutOfScope, and ValueError without words.
    """
    rows = rosters.rows_by_id(scope, upload_id, row_ids)
    return rosters_actions.explain(by=scope.actor, rows=rows, words=words)


def remarks_workbook(scope: Scope, upload_id: int, keys: Keyring, path: Path) -> None:
    """Write the workbook with remarks to `path`. Raises OutOfScope."""
    upload = rosters.upload(scope, upload_id)
    sheets: dict[str, list[tuple[int, tuple[Value, ...]]]] = {}
    with vault.opened(settings.UPLOADS, upload.digest, keys, upload.file_name) as file:
        for batch in read.batches(file):
            sheets.setdefault(batch.sheet, []).extend(batch.rows)
    write_rows(path, sheets, _remarks(scope, upload_id, keys))


def _remarks(
    scope: Scope, upload_id: int, keys: Keyring
) -> dict[tuple[str, int], tuple[Severity, str]]:
    """For each row that has problems: the gravest, and all of them in words."""
    found: dict[tuple[str, int], tuple[Severity, str]] = {}
    after = 0
    every = [outcome.value for outcome in Outcome]
    while part := rosters.rows(scope, upload_id, every, after, PAGE):
        after = part[-1].pk
        for row in part:
            problems = unpack(keys, row.sealed)[1] if row.codes else ()
            gravest = worst(problems)
            if gravest is None:
                continue
            words = "\n".join(
                f"【{p.severity.label}】{f'“{p.column}”' if p.column else ''}{p.message}{p.remedy}"
                for p in problems
            )
            found[row.sheet, row.row_no] = (gravest, words)
    return found
