"""信息比对, what goes back: correction tickets, rows that nobody in the ledger fits; and what is cleared."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from leye.apps.audit import actions as audit
from leye.apps.comparisons import actions as comparisons
from leye.apps.comparisons import selectors as compared
from leye.apps.comparisons.models import Comparison
from leye.apps.rosters import selectors as rosters
from leye.core.cases.vocabulary import CaseOutcome, MatchClass, Section
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.gateways.seals import vault
from leye.gateways.seals.keyring import Keyring
from leye.gateways.sheets.cells import Value
from leye.gateways.sheets.write import write_table
from leye.trips.comparisons.compare_findings import open_evidence
from leye.trips.comparisons.compare_frames import FIELDS, RosterFrame
from leye.trips.comparisons.comparing import purposes_of

TICKET = (
    "工作表",
    "行",
    "姓名",
    "证件号码",
    "项目",
    "名册写的",
    "我们核实的",
    "核实意见",
    "核实人",
)


def ticket(scope: Scope, comparison_id: int, keys: Keyring, path: Path) -> int:
    """Write what we found wrong in a roster, for the office that gave it; returns how many lines.

    Raises OutOfScope. Writing it is an audit event: it holds numbers in clear, as the roster itself does.
    """
    comparison = _mine(scope, comparison_id)
    purposes = purposes_of(scope)
    lines: list[tuple[Value, ...]] = [TICKET]
    for case in compared.closed_with(scope, purposes, comparison_id, CaseOutcome.CONFIRMED.value):
        if case.match_class not in (MatchClass.DIFFERS, MatchClass.ONLY_LEDGER):
            continue
        evidence = open_evidence(keys, case.evidence)
        told = compared.standing(scope, purposes, case.pk)
        if evidence is not None and told is not None:
            said = (told.reason, told.judged_by)
            lines.extend((case.sheet, case.row_no, *one, *said) for one in _wrong(evidence))
    _told(scope, comparison, "ticket", len(lines) - 1)
    write_table(path, {"更正单": lines})
    return len(lines) - 1


def _wrong(evidence: dict[str, Any]) -> Iterator[tuple[str, str, str, str, str]]:
    right, left = evidence["right"], evidence["left"]
    name = right.get("person.name") or left.get("name", "")
    number = right.get("person.id_no") or left.get("id_no", "")
    for one in evidence["differences"]:
        yield name, number, Section(one["section"]).label, one["roster"], one["ledger"]


def only_in_roster(scope: Scope, comparison_id: int, keys: Keyring, path: Path) -> int:
    """Write the rows of a roster that fit nobody in the ledger; returns how many. Raises OutOfScope."""
    comparison = _mine(scope, comparison_id)
    if comparison.cleared_at is not None:
        raise OutOfScope(comparison_id)
    found = compared.rows_found(scope, purposes_of(scope), comparison_id)
    with vault.opened(settings.UPLOADS, comparison.digest, keys, comparison.file_name) as file:
        roster = RosterFrame(file, comparison.kind)
    lines: list[tuple[Value, ...]] = [("工作表", "行", *(LABELS[name] for name in FIELDS))]
    for row in roster.frame.iter_rows(named=True):
        place = roster.place(row["roster_id"])
        if place not in found:
            lines.append((*place, *(row.get(own) or None for own in FIELDS.values())))
    _told(scope, comparison, "only_roster", len(lines) - 1)
    write_table(path, {"仅名册": lines})
    return len(lines) - 1


LABELS = {
    "name": "姓名", "id_no": "证件号码", "sex": "性别", "birth_date": "出生日期", "phone": "联系电话",
    "county": "旗县", "township": "苏木乡镇", "village": "嘎查村", "site": "安置点", "head_name": "户主",
    "relation": "与户主关系",
}  # fmt: skip


def _mine(scope: Scope, comparison_id: int) -> Comparison:
    if not scope.may(Capability.READ_PEOPLE):
        raise OutOfScope(comparison_id)
    row = compared.comparison(scope, purposes_of(scope), comparison_id)
    if row.kind == MatchClass.OWN_WORD.value:  # there is no roster to send back
        raise OutOfScope(comparison_id)
    return row


@transaction.atomic
def _told(scope: Scope, comparison: Comparison, what: str, many: int) -> None:
    audit.record(
        by=scope.actor,
        action=f"comparison.{what}",
        unit=comparison.unit,
        subject=f"comparison:{comparison.pk}",
        detail={"lines": many},
    )


def clear_expired(scope: Scope) -> int:
    """Take away what rosters said whose retention has ended; returns how many rosters. Judgements stay."""
    done = 0
    for comparison in compared.expired(scope, clock.today()):
        digest = comparison.digest
        comparisons.clear(by=scope.actor, comparison=comparison, at=clock.now())
        if not compared.is_kept(scope, digest) and not rosters.is_kept(scope, digest):
            vault.forget(settings.UPLOADS, digest)
        done += 1
    return done
