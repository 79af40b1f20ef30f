"""The demo of 京蒙协作 and of agencies: people in Beijing, a session, a target, an agency with its people. All made up."""

import datetime as dt
from pathlib import Path

from django.conf import settings

from leye.apps.people import selectors as people
from leye.apps.people import whole
from leye.apps.places import selectors as places
from leye.apps.vacancies import selectors as vacancies
from leye.core.ledger.facts import EMPLOYMENT
from leye.core.pairing.vocabulary import CoopKind, Goal, Proof, Result
from leye.core.periods import SHANGHAI, months_after
from leye.core.rosters.changes import current
from leye.core.scope import Role, Scope
from leye.demo.local_jobs import COUNTIES, DAY
from leye.demo.stage import BY, Stage
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.gateways.sheets.cells import Value
from leye.gateways.sheets.write import write_table
from leye.notices.loader import load_notice
from leye.trips.identities import ID_CONTEXT
from leye.trips.keys import keys_of
from leye.trips.pairing import agencies, pairing, pairing_sessions
from leye.trips.receiving import check, record_now
from leye.trips.rosters.intake import NOTICE, Roster

DISTRICT = "110105"  # of the made-up session; the pair is not entered, for no source names it
MOST = 24
COLUMNS = ("姓名", "证件号码", "就业形式", "务工所在地", "务工企业名称", "务工开始时间", "就业渠道")


def play(stage: Stage) -> None:
    """Show the rooms in one county."""
    keys = keys_of(Path(settings.HOME))
    scope = Scope(BY, COUNTIES[0], Role.CLERK)
    if scope.unit not in {plan.code for plan in stage.plans}:
        return
    with clock.fixed(dt.datetime.combine(DAY, dt.time(14), SHANGHAI)):
        in_beijing = _in_beijing(scope)
        _channels(scope, in_beijing, stage, keys)
        _agency(scope, in_beijing)
        _session(scope, stage)
        aim = (Goal.ALL, 60), (Goal.BEIJING, 20), (Goal.POOR, 40)
        for goal, persons in aim:
            pairing.aim(scope, scope.unit, 2020, goal, persons, "2020年京蒙协作任务（示范）")
        told = pairing.CoopGiven(
            scope.unit, DISTRICT, 2020, CoopKind.LABOUR, "驻京劳务服务站（示范）", 300_000_00, 50, "协作协议（示范）"
        )  # fmt: skip
        pairing.cooperate(scope, told)


def _in_beijing(scope: Scope) -> list[tuple[int, dt.date]]:
    """(person, since when) of people of the county who work in Beijing."""
    bound = load_notice(NOTICE).bound(DAY, places.tree(scope, DAY).recodes())
    found = whole.who(scope, bound["away"], DAY)
    held = people.held(scope, found)
    spells = [(one, current(held[one], EMPLOYMENT.table, DAY)) for one in found]
    return [
        (one, spell.valid_from)
        for one, spell in spells
        if spell is not None and str(spell.values["job_place"] or "").startswith("11")
    ][:MOST]


def _channels(scope: Scope, found: list[tuple[int, dt.date]], stage: Stage, keys: Keyring) -> None:
    """A list that says through whom they went, taken in like the clerks' own."""
    since = dict(found)
    rows: list[tuple[Value, ...]] = [COLUMNS]
    for number, line in enumerate(people.lines(scope, list(since))):
        channel = "京蒙劳务协作" if number % 3 else "机构介绍"
        place = ("北京市朝阳区", "北京市丰台区")[number % 2]
        number_of = sealing.unseal(keys, line.id_cipher, ID_CONTEXT)
        started = since[line.person_id].isoformat()
        rows.append((line.name, number_of, "外出务工", place, "某某建设工程公司", started, channel))
    path = stage.home / "rosters" / f"{scope.unit}_输出渠道.xlsx"
    write_table(path, {"输出人员": rows})
    upload = check(scope, Roster(path, path.name, scope.unit, DAY - dt.timedelta(days=1)), keys)
    record_now(scope, upload.pk, keys)


def _agency(scope: Scope, found: list[tuple[int, dt.date]]) -> None:
    made = agencies.register_agency(scope, scope.unit, "示范人力资源服务有限公司", "")
    agencies.license(scope, made, "RZ-DEMO-001", dt.date(2018, 1, 1), dt.date(2020, 7, 20))
    for person, start in found[::3]:
        brought = agencies.bring(scope, made, person, start, 12)
        for months in (1, 3, 6):
            due = months_after(start, months)
            if due <= DAY and person % 4:
                agencies.verify(scope, brought, months, DAY, Proof.PHONE)


def _session(scope: Scope, stage: Stage) -> None:
    given = pairing_sessions.Given(
        scope.unit, DISTRICT, "京蒙线上招聘会（示范）", dt.date(2020, 5, 28), "09:30", "视频直播"
    )
    made = pairing_sessions.plan(scope, given)
    wanted = vacancies.search(scope, vacancies.Wanted(place="11", own=False), 6)
    for one in wanted:
        pairing_sessions.offer(scope, made, one.pk)
    bound = load_notice(NOTICE).bound(DAY, stage.tree.recodes())
    for number, person in enumerate(whole.who(scope, bound["willing"], DAY)[:9]):
        result = (Result.CAME, Result.INTERESTED, Result.INTERVIEW)[number % 3]
        vacancy = wanted[number % len(wanted)].pk if wanted and result is not Result.CAME else None
        pairing_sessions.note(scope, made, person, result, vacancy)
    pairing_sessions.hold(scope, made, 1260)
    later = pairing_sessions.Given(
        scope.unit, DISTRICT, "京蒙远程面试专场（示范）", dt.date(2020, 6, 12), "14:00", "视频会议"
    )
    pairing_sessions.plan(scope, later)
