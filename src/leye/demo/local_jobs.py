"""The demo of 就地就业: a workshop, public posts and a work-relief project of the printed counties, with their people."""

import datetime as dt
import random
from decimal import Decimal
from pathlib import Path

from django.conf import settings

from leye.apps.local_jobs.models import Post, Workshop
from leye.apps.people import selectors as people
from leye.apps.people import whole
from leye.apps.places import selectors as places
from leye.core.identity.id_number import check_digit
from leye.core.ledger.additions import Held
from leye.core.ledger.facts import EMPLOYMENT
from leye.core.local_jobs.vocabulary import Funding, KeyKind, ProjectKind, Proof
from leye.core.periods import SHANGHAI, Month
from leye.core.rosters.changes import current
from leye.core.scope import Role, Scope
from leye.demo.stage import BY, Stage
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.gateways.sheets.cells import Value
from leye.gateways.sheets.write import write_table
from leye.notices.loader import load_notice
from leye.trips import receiving
from leye.trips.identities import ID_CONTEXT
from leye.trips.keys import keys_of
from leye.trips.lists import read_list
from leye.trips.local_jobs import key_enterprises, local_jobs_placing, posts, projects, workshops
from leye.trips.local_jobs.local_jobs_placing import Placing, Worked
from leye.trips.rosters.intake import NOTICE

DAY = dt.date(2020, 6, 1)
COUNTIES = ("150124", "150123")
MOST = 20  # people of each kind; the others are left to be seen as differences
WORKSHOP, SERVICE = "惠民扶贫车间", "安置区物业服务站"
PAY = ("序号", "姓名", "身份证号码", "出工天数", "劳务报酬", "领款人签字")


def play(stage: Stage) -> None:
    """Show the room in the printed counties."""
    keys = keys_of(Path(settings.HOME))
    for plan in stage.plans:
        if plan.code in COUNTIES:
            scope = Scope(BY, plan.code, Role.CLERK)
            with clock.fixed(dt.datetime.combine(DAY, dt.time(11), SHANGHAI)):
                _workshop(scope, plan.name)
                _posts(scope, plan.name)
                _project(scope, plan.name, stage, keys)


def at_work(scope: Scope, measure: str) -> list[tuple[int, Held]]:
    """(person, spell) of those of a measure of annex 1 on the demo's day."""
    bound = load_notice(NOTICE).bound(DAY, places.tree(scope, DAY).recodes())
    found = whole.who(scope, bound[measure], DAY)[:MOST]
    held = people.held(scope, found)
    spells = [(one, current(held[one], EMPLOYMENT.table, DAY)) for one in found]
    return [(one, spell) for one, spell in spells if spell is not None]


def _workshop(scope: Scope, name: str) -> None:
    given = workshops.Given(
        scope.unit, f"{name}{WORKSHOP}", WORKSHOP, trade="缝纫", places=40, is_aided=scope.unit == COUNTIES[1]
    )  # fmt: skip
    made = workshops.register(scope, given)
    workshops.recognise(
        scope, made, dt.date(2018, 1, 1), dt.date(2020, 7, 15), "人社认定〔2018〕1号（示范）"
    )
    row = Workshop.objects.get(pk=made)
    rng = random.Random(made)  # noqa: S311
    kept = []
    for number, (person, spell) in enumerate(at_work(scope, "in_workshop")):
        months = 12 if number % 5 else None
        pay = spell.values["monthly_pay"] if number % 7 else 1380
        placing = Placing(
            person, spell.valid_from, f"C{number:03d}" if months else "", months, number % 4 != 3 or None,
            int(str(pay)) if pay else None,
        )  # fmt: skip
        kept.append(local_jobs_placing.place(scope, row, placing))
    for month in (Month(2020, 4), Month(2020, 5)):
        told = [Worked(one, Decimal(rng.randrange(30, 46)) / 2, rng.randrange(150_000, 320_000)) for one in kept]  # fmt: skip
        local_jobs_placing.attend(scope, row, month.first_day, told)
    workshops.prove(scope, made, Month(2020, 3), Proof.INVOICE, "电费发票（示范）")


def _posts(scope: Scope, name: str) -> None:
    line = posts.LineGiven(
        scope.unit, Funding.EMPLOYMENT, "2018年公益性岗位补贴", 60, dt.date(2018, 1, 1), None, "财社〔2018〕9号（示范）"
    )  # fmt: skip
    line_id = posts.open_line(scope, line)
    made = posts.open_post(scope, posts.PostGiven(line_id, "保洁员", SERVICE, 40, 1200))
    posts.open_post(scope, posts.PostGiven(line_id, "护路员", f"{name}交通运输局", 6, 1500))
    row = Post.objects.get(pk=made)
    for number, (person, spell) in enumerate(at_work(scope, "in_post")):
        placing = Placing(person, spell.valid_from, f"G{number:03d}", 12, number % 6 != 5 or None)
        local_jobs_placing.place(scope, row, placing)
    told = key_enterprises.Given(
        scope.unit, "某某食品公司", "", KeyKind.SUPPLY, dt.date(2020, 2, 1), None, "重点企业名单（示范）"
    )  # fmt: skip
    key_enterprises.register(scope, told)


def _project(scope: Scope, name: str, stage: Stage, keys: Keyring) -> None:
    given = projects.Given(
        scope.unit, ProjectKind.RELIEF, f"{name}安置区通村道路", f"{name}长城路桥工程有限公司", 2020, 900_000_00,
        dt.date(2020, 4, 10), dt.date(2020, 9, 30), places=30, document="以工代赈〔2020〕5号（示范）",
    )  # fmt: skip
    project = projects.register(scope, given)
    workers = _without_work(scope, keys)
    folder = stage.home / "pay"
    folder.mkdir(parents=True, exist_ok=True)
    rng = random.Random(project)  # noqa: S311
    for month in (Month(2020, 4), Month(2020, 5)):
        rows: list[tuple[Value, ...]] = [PAY]
        for number, (worker, id_no) in enumerate(workers, start=1):
            days = rng.randrange(8, 22)
            rows.append((str(number), worker, id_no, str(days), f"{days * 160}.00", None))
        rows.append(("合计", None, None, None, None, None))
        path = folder / f"{scope.unit}_劳务报酬_{month}.xlsx"
        write_table(path, {"发放表": rows})
        upload = projects.bring_list(scope, project, month, path, path.name, keys)
        read_list(scope, receiving.take(scope, upload.pk), keys)
        receiving.record_now(scope, upload.pk, keys)


def _without_work(scope: Scope, keys: Keyring) -> list[tuple[str, str]]:
    """(name, number) of people who are out of work and want some, and of two whom no ledger knows."""
    bound = load_notice(NOTICE).bound(DAY, places.tree(scope, DAY).recodes())
    found = whole.who(scope, bound["willing"], DAY)[:12]
    told = [
        (line.name, sealing.unseal(keys, line.id_cipher, ID_CONTEXT))
        for line in people.lines(scope, found)
        if line.id_cipher
    ]
    for name, first in (("路人甲", "15010319800101101"), ("路人乙", "15010419820202202")):
        told.append((name, first + check_digit(first)))
    return told
