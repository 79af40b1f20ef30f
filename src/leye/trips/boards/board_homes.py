"""总览, behind 零就业家庭: household by household, who lives there, who could work, who wants to."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from django.db import connection, transaction

from leye.apps.audit import actions as audit
from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.core.boards.sheets import homes_statement, members_statement
from leye.core.query.sql import text_of
from leye.core.reports.tables import cell_predicate
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways.seals.keyring import Keyring
from leye.gateways.sheets.write import write_table
from leye.notices.loader import load_notice
from leye.trips.boards.board_people import IDLE, Figure
from leye.trips.listing import PersonRow, shown
from leye.trips.rosters.intake import NOTICE

PAGE = 30
MOST = 5_000  # households of one download
HEAD = (
    "户号", "旗县", "安置点", "姓名", "性别", "年龄", "身份证号码", "劳动力", "愿意就业",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    person: PersonRow
    could_work: bool
    wants_work: bool


@dataclass(frozen=True, slots=True)
class Home:
    """A household in which somebody wants work and nobody has any. number: as the rosters call it."""

    id: int
    number: str
    members: tuple[Member, ...]

    @property
    def could_work(self) -> int:
        return sum(one.could_work for one in self.members)

    @property
    def wants_work(self) -> int:
        return sum(one.wants_work for one in self.members)

    @property
    def place(self) -> PersonRow:
        """Who says where the household lives: the first who wants work, as it is counted."""
        return next((one for one in self.members if one.wants_work), self.members[0]).person


def homes_of(
    scope: Scope, figure: Figure, keys: Keyring, after: int = 0, limit: int = PAGE
) -> list[Home]:
    """The households of the figure, by id; reading the list is an audit event. Raises OutOfScope."""
    if not scope.may(Capability.READ_PEOPLE):
        raise OutOfScope(figure.unit)
    own, on = scope.narrowed(figure.unit), figure.month.last_day
    last = people.seq_at(own)
    state = people.state_relation(own, on, last if figure.seq is None else min(figure.seq, last))
    engine, notice = people.engine(), load_notice(NOTICE)
    bound = notice.bound(on, places.tree(own, on).recodes())
    site = own.site if own.site is not None else figure.site
    wanted = homes_statement(bound, state, on, engine, own.code_range, site, after, limit)
    asked = [cell_predicate(notice, notice.annexes["1"], x, bound) for x in ("labour", "willing")]
    rows: list[tuple[int, int, int, int]] = []
    with connection.cursor() as cursor:
        cursor.execute(text_of(wanted, engine))
        ids = [row[0] for row in cursor.fetchall()]
        if ids:
            members = members_statement(asked, state, on, engine, own.code_range, ids)
            cursor.execute(text_of(members, engine))
            rows = list(cursor.fetchall())
    with transaction.atomic():
        audit.record(
            by=scope.actor, action="list.read", unit=figure.unit,
            subject=f"board:{figure.month}:{IDLE}", detail={"people": len(rows), "homes": len(ids)},
        )  # fmt: skip
    lines = people.lines(own, [row[1] for row in rows])
    named = {row.id: row for row in shown(own, lines, keys, on)}
    return list(_grouped(rows, named, people.household_numbers(own, ids)))


def _grouped(
    rows: Sequence[tuple[int, int, int, int]],
    named: dict[int, PersonRow],
    numbers: dict[int, str],
) -> Iterator[Home]:
    for home, lived in groupby(rows, key=lambda row: row[0]):
        members = tuple(
            Member(named[person], bool(labour), bool(willing))
            for _, person, labour, willing in lived
            if person in named
        )
        if members:
            yield Home(home, numbers.get(home, ""), members)


def workbook(homes: Sequence[Home]) -> bytes:
    """The households as a workbook."""
    with tempfile.TemporaryDirectory(prefix="leye-") as folder:
        path = Path(folder) / "homes.xlsx"
        write_table(path, {"零就业家庭": grid(homes)})
        return path.read_bytes()


def grid(homes: Sequence[Home]) -> list[list[str | int]]:
    """The households as the rows of a workbook, a line for each member; its number once for each household."""
    rows: list[list[str | int]] = [list(HEAD)]
    for home in homes:
        for order, one in enumerate(home.members):
            who = one.person
            rows.append(
                [
                    "" if order else home.number, who.county, who.site, who.name, who.sex,
                    "" if who.age is None else who.age, who.id_no, "是" if one.could_work else "否",
                    "是" if one.wants_work else "否",
                ]
            )  # fmt: skip
    return rows
