"""The demo's returns of May 2020: most counties of the notice's league have sent, one was sent back, one is late."""

import datetime as dt
from pathlib import Path

from django.conf import settings

from leye.apps.reports import selectors as reports
from leye.apps.reports.actions import Noted
from leye.core.periods import SHANGHAI, Month
from leye.core.scope import Role, Scope
from leye.demo.stage import Stage
from leye.gateways import clock
from leye.trips.keys import keys_of
from leye.trips.returns import returning
from leye.trips.returns.returning import Blocked, Form
from leye.trips.rosters.intake import NOTICE

MAY, LEAGUE = Month(2020, 5), "150100"
MOST = 4  # counties; the others are seen missing
PHONE = "0471-1234567"
WORDS = "已与名册核对，情况属实。"


def play(stage: Stage) -> None:
    """Send what can be sent on 1 June, accept some, send one back."""
    own = [plan.code for plan in stage.plans if stage.tree.league_of(plan.code) == LEAGUE]
    sent = [code for code in own[: MOST + 1] if _send(code)]
    with clock.fixed(dt.datetime(2020, 6, 1, 11, tzinfo=SHANGHAI)):
        league = Scope("demo-league", LEAGUE, Role.CLERK)
        for number, code in enumerate(sent[:-1]):
            report = reports.find(league, NOTICE, str(MAY), code)
            if report is None:
                continue
            if number == 1:
                remark = Noted("请核对扶贫车间人数与花名册是否一致。", "1", code, "workshop")
                returning.send_back(league, report.pk, report.turn, [remark])
            else:
                returning.accept(league, report.pk, report.turn, keys_of(Path(settings.HOME)))


def _send(code: str) -> bool:
    """A county's return with a word for each soft check; False where a hard one is open."""
    scope = Scope("demo-county", code, Role.CLERK)
    with clock.fixed(dt.datetime(2020, 6, 1, 10, tzinfo=SHANGHAI)):
        ready = returning.prepare(scope, MAY, code)
        words = {one.ref: WORDS for one in ready.checks if not one.blocks}
        try:
            form = Form("张三", PHONE, words)
            returning.send(scope, MAY, code, form, keys_of(Path(settings.HOME)))
        except Blocked:
            return False
    return True
