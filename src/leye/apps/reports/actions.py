"""The one door for returns: sent once, sent back with remarks, accepted by somebody else, locked; versions only added."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from leye.apps import loading
from leye.apps.audit import actions as audit
from leye.apps.reports.models import (
    Brought,
    CellCase,
    Document,
    Finding,
    Part,
    Remark,
    Rerun,
    Return,
    Row,
    Step,
    Unequal,
    Version,
)
from leye.core.reports.kept import digest, written
from leye.core.reports.returns import State
from leye.core.reports.tables import Table


class NotPossible(Exception):
    """The step does not follow from where the return stands; its text is for the clerk."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """A version about to be kept: its tables, texts by kind, digests, and what a collated one is made of."""

    tables: Sequence[Table]
    documents: Mapping[str, str]
    facts: str
    figures: str
    workbook: str
    writer: str
    seq: int
    known_at: dt.datetime
    parts: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class Signature:
    """Who fills in, his telephone sealed, and why a version is sent late or again."""

    filler: str
    phone_cipher: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """A relation that does not hold, and the word about it."""

    check: str
    annex: str
    key: str
    place: str
    message: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Noted:
    """A remark on a cell; annex and key empty for the whole."""

    words: str
    annex: str = ""
    key: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Which:
    """One return: notice, month, unit, and who receives it."""

    notice: str
    month: str
    unit: str
    above: str


@transaction.atomic
def send(
    *,
    by: str,
    at: dt.datetime,
    which: Which,
    turn: int,
    frozen: Frozen,
    signed: Signature,
    explained: Iterable[Explained] = (),
) -> tuple[Version, bool]:
    """Keep a version and send it up. When somebody was faster, theirs is the return: (version, whether it is new)."""
    report, _ = Return.objects.get_or_create(
        notice=which.notice, month=which.month, unit=which.unit, defaults={"above": which.above}
    )
    report = Return.objects.select_for_update().get(pk=report.pk)
    if report.turn != turn:
        if report.newest is None:  # the turn goes up with a version only
            raise NotPossible("页面已经过时，请刷新后再试。")
        return report.newest, False
    version = _keep(by, at, report, frozen, signed)
    Finding.objects.bulk_create(
        [
            Finding(
                version=version, check_id=x.check, annex=x.annex, key=x.key, place=x.place,
                message=x.message, explanation=x.explanation,
            )
            for x in explained
        ]
    )  # fmt: skip
    report.newest, report.state, report.above = version, State.SENT.value, which.above
    report.sent_by, report.sent_at = by, at
    report.accepted_by, report.accepted_at = "", None
    _step(by, at, report, version, State.SENT, which.unit, signed.reason)
    return version, True


def _keep(by: str, at: dt.datetime, report: Return, frozen: Frozen, signed: Signature) -> Version:
    for kind, text in frozen.documents.items():
        Document.objects.get_or_create(digest=digest(text), defaults={"kind": kind, "text": text})
    number = report.newest.number + 1 if report.newest else 1
    version = Version.objects.create(
        report=report, number=number, on=frozen.tables[0].on, seq=frozen.seq, known_at=frozen.known_at,
        definitions_id=digest(frozen.documents["definitions"]), tree_id=digest(frozen.documents["tree"]),
        sites_id=digest(frozen.documents["sites"]), facts=frozen.facts, figures=frozen.figures,
        workbook=frozen.workbook, writer=frozen.writer, filler=signed.filler,
        phone_cipher=signed.phone_cipher, made_by=by, made_at=at, reason=signed.reason,
    )  # fmt: skip
    loading.insert(
        Row,
        [
            {
                "version_id": version.pk, "annex": table.annex.key, "place": place, "level": line.level,
                "code": line.code, "site_id": line.site_id, "name": line.name,
                "figures": written(line.figures), "texts": written(line.texts),
            }
            for table in frozen.tables
            for place, line in enumerate(table.lines)
        ],
    )  # fmt: skip
    Part.objects.bulk_create(
        [Part(whole=version, unit=unit, version_id=part) for unit, part in frozen.parts.items()]
    )
    return version


def _step(
    by: str, at: dt.datetime, report: Return, version: Version, step: State, unit: str, words: str
) -> None:
    report.turn += 1
    report.save()
    Step.objects.create(
        report=report, version=version, step=step.value, by=by, unit=unit, at=at, words=words
    )
    audit.record(
        by=by,
        action=f"return.{step.value}",
        unit=report.unit,
        subject=f"return:{report.pk}",
        detail={"month": report.month, "version": version.number, "figures": version.figures},
        at=at,
    )


def _sent(return_id: int, turn: int) -> tuple[Return, Version]:
    """A return that waits for an answer, as the page showed it. Raises NotPossible."""
    report = (
        Return.objects.select_for_update(of=("self",)).select_related("newest").get(pk=return_id)
    )
    if report.turn != turn or report.newest is None or report.state != State.SENT.value:
        state = State(report.state).label
        raise NotPossible(f"这期报表现在是“{state}”，这一步已经做过或已经过时。请刷新页面。")
    return report, report.newest


@transaction.atomic
def send_back(
    *, by: str, at: dt.datetime, return_id: int, turn: int, unit: str, remarks: Sequence[Noted]
) -> None:
    """Send a return back with remarks. Raises NotPossible."""
    report, version = _sent(return_id, turn)
    Remark.objects.bulk_create(
        [
            Remark(
                version=version, annex=one.annex, key=one.key, column=one.column, words=one.words, by=by, at=at
            )
            for one in remarks
        ]
    )  # fmt: skip
    report.state, report.returned_by, report.returned_at = State.RETURNED.value, by, at
    _step(by, at, report, version, State.RETURNED, unit, remarks[0].words if remarks else "")


@transaction.atomic
def accept(*, by: str, at: dt.datetime, return_id: int, turn: int, unit: str) -> None:
    """Accept a return; never by who sent it. Raises NotPossible."""
    report, version = _sent(return_id, turn)
    if report.sent_by == by:
        raise NotPossible("上报人不能接收自己的报表，请由另一位工作人员接收。")
    report.state, report.standing = State.ACCEPTED.value, version
    report.accepted_by, report.accepted_at = by, at
    _step(by, at, report, version, State.ACCEPTED, unit, "")


@transaction.atomic
def lock(*, by: str, at: dt.datetime, notice: str, month: str, unit: str) -> int:
    """Lock every accepted return of a month; returns how many. From then on only a correction with its reason is taken."""
    done = 0
    rows = Return.objects.select_for_update(of=("self",)).select_related("standing")
    for report in rows.filter(notice=notice, month=month, state=State.ACCEPTED.value):
        if report.standing is None:
            continue
        report.state, report.locked_by, report.locked_at = State.LOCKED.value, by, at
        _step(by, at, report, report.standing, State.LOCKED, unit, "")
        done += 1
    return done


@transaction.atomic
def begin_rerun(*, by: str, at: dt.datetime) -> Rerun:
    """Begin to make archived versions again."""
    return Rerun.objects.create(asked_by=by, began_at=at)


@transaction.atomic
def end_rerun(
    *,
    by: str,
    at: dt.datetime,
    rerun: Rerun,
    versions: int,
    unequal: Sequence[tuple[int, str, str]],
) -> None:
    """Write down what came of it: how many versions, and (version, what, in words) of those that differ."""
    Unequal.objects.bulk_create(
        [Unequal(rerun=rerun, version_id=pk, what=what, told=told) for pk, what, told in unequal]
    )
    rerun.versions, rerun.unequal, rerun.ended_at = versions, len({x[0] for x in unequal}), at
    rerun.save()
    audit.record(
        by=by,
        action="return.rerun",
        subject=f"rerun:{rerun.pk}",
        detail={"versions": versions, "unequal": rerun.unequal},
        at=at,
    )


@transaction.atomic
def bring(
    *,
    by: str,
    at: dt.datetime,
    version: Version,
    unit: str,
    file: tuple[str, str],
    cells: int,
    notes: str,
    differing: Sequence[Mapping[str, object]],
) -> tuple[Brought, bool]:
    """Keep what a returned workbook says otherwise, a case for each cell; the same file again is the same."""
    name, file_digest = file
    brought, is_new = Brought.objects.get_or_create(
        version=version,
        digest=file_digest,
        defaults={
            "file_name": name, "cells": cells, "differing": len(differing), "notes": notes,
            "brought_by": by, "brought_at": at,
        },
    )  # fmt: skip
    if is_new:
        CellCase.objects.bulk_create([CellCase(brought=brought, **one) for one in differing])
        audit.record(
            by=by, action="return.bring", unit=unit, subject=f"version:{version.pk}",
            detail={"cells": cells, "differing": len(differing)}, at=at,
        )  # fmt: skip
    return brought, is_new


@transaction.atomic
def judge_cell(*, by: str, at: dt.datetime, case_id: int, outcome: str, words: str) -> None:
    """Say what is right about a cell, once. Raises NotPossible."""
    done = CellCase.objects.filter(pk=case_id, outcome="").update(
        outcome=outcome, words=words, judged_by=by, judged_at=at
    )
    if not done:
        raise NotPossible("这一处已经有人处理过了。请刷新页面。")
    case = CellCase.objects.get(pk=case_id)
    audit.record(
        by=by, action="return.judge_cell", unit=case.owner, subject=f"cell:{case_id}",
        detail={"outcome": outcome}, at=at,
    )  # fmt: skip
