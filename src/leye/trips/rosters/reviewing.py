"""What people see of an upload and of a person: summaries, problems and timelines, masked."""

import datetime as dt
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from leye.apps.audit import actions as audit
from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.apps.rosters import selectors as rosters
from leye.apps.rosters.models import Outcome, Upload, UploadState
from leye.core.identity.masking import mask_found, mask_id
from leye.core.problems import Problem, Severity
from leye.core.scope import Scope
from leye.core.vocabulary import (
    Answer,
    Category,
    Channel,
    EmploymentKind,
    Health,
    LabourSkill,
    Relation,
    Schooling,
    Settlement,
    Standing,
    WishArea,
)
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.trips.identities import ID_CONTEXT
from leye.trips.rosters.kept_rows import unpack

PAGE = 200
KINDS = {
    "ledger_identity": "身份", "ledger_contact": "联系电话", "ledger_residence": "安置",
    "ledger_standing": "身份类别", "ledger_capacity": "劳动能力", "ledger_employment": "就业",
    "ledger_wish": "意愿", "ledger_death": "去世",
}  # fmt: skip
WORDS: dict[str, type[Category]] = {
    "settlement": Settlement, "relation": Relation, "standing": Standing,
    "labour_skill": LabourSkill, "schooling": Schooling, "health": Health,
    "job_kind": EmploymentKind, "job_channel": Channel, "wants_work": Answer, "wish_area": WishArea,
}  # fmt: skip
SHOWN = (
    "name",
    "ethnicity",
    "county",
    "site_id",
    *WORDS,
    "employer",
    "trade",
    "job_place_text",
    "licences",
    "languages",
    "wish_trade",
)


def refusal_of(upload: Upload) -> Problem | None:
    """Why the file could not be read; None when it could."""
    if upload.state != UploadState.REFUSED:
        return None
    raw = json.loads(upload.notes)["problems"][0]
    return Problem(**{**raw, "severity": Severity(raw["severity"])})


@dataclass(frozen=True, slots=True)
class RowView:
    """A row with problems, for its clerk: cells as she wrote them."""

    id: int
    sheet: str
    row_no: int
    outcome: str
    cells: tuple[object, ...]
    problems: tuple[Problem, ...]
    explanation: str


def problem_rows(
    scope: Scope,
    upload_id: int,
    keys: Keyring,
    outcomes: list[str],
    after: int = 0,
    limit: int = 50,
) -> list[RowView]:
    """Rows that did not go in, in the order of the file."""
    return [
        RowView(row.pk, row.sheet, row.row_no, row.outcome, cells, problems, row.explanation)
        for row in rosters.rows(scope, upload_id, outcomes, after, limit)
        for cells, problems in (unpack(keys, row.sealed),)
    ]


def summary(scope: Scope, upload_id: int, keys: Keyring) -> dict[str, Any]:
    """An upload as values for JSON: counts that balance, and every problem of every row."""
    upload = rosters.upload(scope, upload_id)
    rows: list[dict[str, object]] = []
    after = 0
    every = [outcome.value for outcome in Outcome]
    while part := rosters.rows(scope, upload_id, every, after, PAGE):
        after = part[-1].pk
        for row in part:
            for p in unpack(keys, row.sealed)[1] if row.codes else ():
                found = mask_found(p.found) if p.found else None
                rows.append(
                    {"sheet": row.sheet, "row": row.row_no, "column": p.column, "code": p.code,
                     "severity": p.severity.value, "found": found, "message": p.message, "remedy": p.remedy}
                )  # fmt: skip
    counts = rosters.counts(scope, upload_id)
    people_read = upload.rows_seen - upload.not_people
    return {
        "upload": upload.pk,
        "kind": upload.kind,
        "rows_read": upload.rows_seen,
        "people": people_read,
        "not_people": upload.not_people,
        "counts": counts,
        "balances": people_read == sum(counts.values()),
        "unread_columns": json.loads(upload.notes).get("unread", []),
        "problems": rows,
    }


def sentence(told: dict[str, Any]) -> str:
    """The sum that closes an intake, and the problems, in words."""
    counts = told["counts"]
    named = "＋".join(
        f"{outcome.label} {counts[outcome.value]}"
        for outcome in Outcome
        if counts[outcome.value] or outcome is not Outcome.READY
    )
    lines = [f"读到 {told['people']} 行 = {named}；另有 {told['not_people']} 行不是人员。"]
    if told["unread_columns"]:
        lines.append("没有读取的列：" + "、".join(told["unread_columns"]))
    for p in told["problems"]:
        where = f"{p['sheet']} 第{p['row']}行" + (f"“{p['column']}”" if p["column"] else "")
        found = f"写的是“{p['found']}”。" if p["found"] else ""
        lines.append(f"{where}：{p['message']}{found}{p['remedy']}")
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class FactView:
    """One fact of a person's timeline, on both time axes."""

    what: str
    words: str
    valid_from: dt.date
    valid_to: dt.date | None
    known_at: dt.datetime | None
    source: str
    is_believed: bool

    @property
    def upload_id(self) -> int | None:
        """The upload that the fact came with, where it came with one."""
        found = re.search(r"名册(\d+)", self.source)
        return int(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """A person, masked, with the facts that are known."""

    id: int
    name: str
    id_no: str
    facts: tuple[FactView, ...]


def person_page(scope: Scope, person_id: int, keys: Keyring) -> PersonPage | None:
    """A person of the scope; None for any other. Reading the page is an audit event."""
    found = people.lines(scope, [person_id])
    if not found:
        return None
    line = found[0]
    with transaction.atomic():
        audit.record(
            by=scope.actor, action="person.read", unit=line.county, subject=f"person:{person_id}"
        )
    names = places.tree(scope, dt.date(9998, 1, 1))
    facts = facts_of(scope, person_id, names.name, {})
    number = sealing.unseal(keys, line.id_cipher, ID_CONTEXT) if line.id_cipher else ""
    return PersonPage(person_id, line.name, mask_id(number), facts)


def facts_of(
    scope: Scope, person_id: int, name_of: Callable[[str], str], sites: Mapping[int, str]
) -> tuple[FactView, ...]:
    """All facts about a person of the scope in words, the oldest first; name_of: of a division code."""
    return tuple(
        FactView(
            KINDS[fact.table],
            words_of(fact.values, name_of, sites),
            fact.valid_from,
            fact.valid_to,
            fact.known_at,
            _source(fact.source),
            fact.is_believed,
        )
        for fact in people.history(scope, person_id)
    )


ROOMS = (
    (r"pay_list:(\d+)", r"工资表\1"), (r"visit:(\d+)(?: survey)?", r"入户走访\1"),
    (r"placement:(\d+)", r"岗位安置\1"), (r"proposal:(\d+)", r"岗位推荐\1"),
    (r"desk:\S+", "窗口登记"), (r"booking:(\d+)", r"外出报名\1"),
)  # fmt: skip


def _source(reference: str) -> str:
    """ "upload:12 row:7" as 名册12 第7行, "visit:3 survey" as 入户走访3; what has no word of its own as it is."""
    for pattern, words in ROOMS:
        reference = re.sub(pattern, words, reference)
    told = re.sub(r"upload:(\d+)", r"名册\1", re.sub(r"row:(\d+)", r"第\1行", reference))
    return re.sub(r"comparison:(\d+)", r"比对\1", told).replace("absent", "名册里没有此人")


def words_of(
    values: Mapping[str, Any], name_of: Callable[[str], str], sites: Mapping[int, str]
) -> str:
    """The columns of a fact in words; name_of: of a division code, sites: names by id."""
    said: list[str] = []
    for column in SHOWN:
        value = values.get(column)
        if not value:
            continue
        if column in WORDS:
            said.append(WORDS[column](value).label)
        elif column == "site_id":
            said.append(sites.get(value, ""))
        else:
            said.append(name_of(value) if column == "county" else str(value))
    if values.get("monthly_pay"):
        said.append(f"月工资{values['monthly_pay']}元")
    return "，".join(word for word in dict.fromkeys(said) if word)
