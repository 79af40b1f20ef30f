"""Each command as a call of a trip: (exit status, values for JSON, text)."""

import argparse
import datetime as dt
import time
from collections.abc import Callable
from dataclasses import asdict

from django.conf import settings
from django.db import transaction

from leye.apps.audit.selectors import verify
from leye.cli.answers import Refused, Told
from leye.core.periods import Month
from leye.core.problems import Problem, Severity
from leye.core.reports.forms import grid
from leye.core.scope import OutOfScope, Role, Scope
from leye.gateways import clock
from leye.gateways.sheets.forms import workbook
from leye.gateways.sheets.write import write_csv
from leye.trips.annexes import checking, reporting
from leye.trips.annexes.snapshots import write_snapshot
from leye.trips.keys import keys_of
from leye.trips.receiving import InOtherHands, check, record_now
from leye.trips.returns import rerunning
from leye.trips.rosters import reviewing
from leye.trips.rosters.intake import Roster
from leye.trips.working import freshen, tidy, work_once

EVERYWHERE = "150000"
AN_HOUR = 3600.0


def _scope(given: argparse.Namespace) -> Scope:
    return Scope(given.by, EVERYWHERE, Role.CLERK)


def intake(given: argparse.Namespace) -> Told:
    """Read a roster, and record it unless told not to."""
    scope, keys = _scope(given), keys_of(settings.HOME)
    if not given.file.is_file():
        message, remedy = f"没有这个文件：{given.file}。", "请核对路径。"
        raise Refused(Problem("file.not_found", Severity.REFUSED, message, remedy))
    as_of = given.as_of or clock.today()
    roster = Roster(given.file, given.file.name, given.unit, as_of, given.kind)
    with transaction.atomic() if given.dry_run else _nothing():
        try:
            upload = check(scope, roster, keys)
        except (OutOfScope, ValueError):
            message, remedy = f"没有这个单位：{given.unit}。", "请写六位行政区划代码。"
            raise Refused(Problem("unit.unknown", Severity.REFUSED, message, remedy)) from None
        except InOtherHands as busy:
            raise Refused(busy.problem) from None
        refusal = reviewing.refusal_of(upload)
        if refusal is not None and not given.dry_run:
            raise Refused(refusal)
        if refusal is None and not given.dry_run:
            record_now(scope, upload.pk, keys)
        told = reviewing.summary(scope, upload.pk, keys)
        if given.dry_run:
            transaction.set_rollback(True)
    if refusal is not None:
        raise Refused(refusal)
    status = 1 if told["counts"]["waiting"] or told["counts"]["refused"] else 0
    return status, told, reviewing.sentence(told)


class _nothing:
    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        return None


def report(given: argparse.Namespace) -> Told:
    """Fill in an annex; write it as a workbook or CSV when asked."""
    try:
        known_at = given.known_at.astimezone(dt.UTC) if given.known_at else None
        ask = reporting.Ask(
            given.annex, Month.parse(given.month), given.unit, known_at, given.notice
        )
        table, broken = reporting.annex_table(_scope(given), ask)
        if given.all_checks:
            broken = (*broken, *checking.checks_between(_scope(given), ask))
    except reporting.NotYet as error:
        raise Refused(error.problem) from None
    except ValueError:
        message, remedy = (
            f"月份或单位写得不对：{given.month} {given.unit}。",
            "请写成 2020-05 和六位代码。",
        )
        raise Refused(Problem("ask.unreadable", Severity.REFUSED, message, remedy)) from None
    rows = grid(table)
    if given.out and given.out.suffix == ".csv":
        write_csv(given.out, rows)
    elif given.out:
        name = reporting.unit_name(_scope(given), given.unit, table.on)
        given.out.write_bytes(workbook(table, name))
    lines = [
        {"level": x.level, "code": x.code, "name": x.name, "figures": x.figures, **x.texts}
        for x in table.lines
    ]
    told = {
        "annex": given.annex,
        "on": table.on.isoformat(),
        "seq": table.seq,
        "lines": lines,
        "violations": [asdict(one) for one in broken],
    }
    shown = "\n".join("\t".join("" if v is None else str(v) for v in row) for row in rows)
    wrong = "\n".join(f"{v.check} {v.place}：{v.message}{v.remedy}" for v in broken)
    return (1 if any(one.is_hard for one in broken) else 0), told, f"{shown}\n{wrong}".rstrip()


def reports(given: argparse.Namespace) -> Told:
    """Make every archived return again and compare it with what was sent."""
    scope = _scope(given).narrowed(given.unit)
    run, unequal = rerunning.rerun(scope, keys_of(settings.HOME), given.month)
    told = {
        "versions": run.versions,
        "unequal": [{"version": one.version, "told": list(one.told)} for one in unequal],
    }
    lines = [f"第 {x.version} 号：{'；'.join(words for _, words in x.told)}" for x in unequal]
    text = f"重做 {run.versions} 份报表，{run.versions - len(unequal)} 份逐字节相同。"
    return (1 if unequal else 0), told, "\n".join([text, *lines])


def person(given: argparse.Namespace) -> Told:
    """What the ledger holds about a person, masked."""
    page = reviewing.person_page(_scope(given), given.id, keys_of(settings.HOME))
    if page is None:
        message = f"台账里没有编号为 {given.id} 的人。"
        raise Refused(Problem("person.unknown", Severity.REFUSED, message, "请核对编号。"))
    facts = [
        {**asdict(fact), "valid_from": str(fact.valid_from), "known_at": str(fact.known_at)}
        for fact in page.facts
    ]
    told = {"id": given.id, "name": page.name, "id_no": page.id_no, "facts": facts}
    lines = [f"{f.valid_from} 起　{f.what}：{f.words}（{f.source}）" for f in page.facts]
    return 0, told, "\n".join([f"{page.name}　{page.id_no}", *lines])


def audit(given: argparse.Namespace) -> Told:
    """Walk the chain of the audit log."""
    found = verify()
    text = f"审计记录 {found.events} 条，" + (
        "链条完整。" if found.holds else f"有 {len(found.broken)} 处对不上：{found.broken[:20]}。"
    )
    told = {"events": found.events, "broken": list(found.broken), "head": asdict(found.head)}
    return (0 if found.holds else 2), told, text


def snapshot(given: argparse.Namespace) -> Told:
    """Write the kept state as Parquet, without names and numbers."""
    files, rows = write_snapshot(_scope(given).narrowed(given.unit), given.out)
    told = {"files": files, "rows": rows, "folder": str(given.out)}
    return 0, told, f"写出 {files} 个文件，{rows} 行：{given.out}"


def work(given: argparse.Namespace) -> Told:
    """Do the work that waits: all of it once, or whatever comes until stopped."""
    keys, done, next_tidy = keys_of(settings.HOME), 0, time.monotonic()
    while True:
        if time.monotonic() >= next_tidy:
            next_tidy = time.monotonic() + AN_HOUR
            tidy()
        if work_once(keys):
            done += 1
        elif given.once:
            return 0, {"done": done}, f"做完 {done} 件。"
        elif not freshen():
            time.sleep(0.5)


RUN: dict[str, Callable[[argparse.Namespace], Told]] = {
    "intake": intake,
    "report": report,
    "reports": reports,
    "person": person,
    "audit": audit,
    "snapshot": snapshot,
    "work": work,
}
