"""推送 in the demo: one round of a county by the file channel, half of it signed off, and the van's next visits."""

import datetime as dt

from leye.apps.messages import selectors as outbox
from leye.core.messages.channels import Way
from leye.core.messages.states import State
from leye.core.periods import SHANGHAI
from leye.core.scope import Role, Scope
from leye.core.vacancies.vocabulary import Step
from leye.demo.stage import BY, Stage
from leye.gateways import clock
from leye.trips import passing
from leye.trips.annexes import site_pages
from leye.trips.keys import keys_of
from leye.trips.outreach import outreach_paper, outreach_round, outreach_settling, own_page
from leye.trips.outreach.outreach_sending import send_once
from leye.trips.passing import Purpose

COUNTY = "150124"
MOST = 400  # messages that the demo signs off
SAID = (
    ("", ""),
    ("wrong", "电话换了，登记的是我以前的号；孩子今年上了初中，不用人照顾了"),
    ("not_me", ""),
)  # what the first of them say on their own pages


def play(stage: Stage) -> None:
    """Prepare, send, sign off; as the county's clerk would on the demo's day."""
    scope, keys = Scope(BY, COUNTY, Role.CLERK), keys_of(stage.home)
    day = dt.date(2020, 6, 1)
    with clock.fixed(dt.datetime.combine(day, dt.time(14), SHANGHAI)):
        row, many = outreach_round.prepare(scope, COUNTY)
        if not many:
            return
        outreach_round.begin(scope, row.pk)
        while send_once(keys, stage.home):
            continue
    with clock.fixed(dt.datetime.combine(day, dt.time(17), SHANGHAI)):
        sent = outbox.of_round(
            scope, row.pk, channel=Way.FILE.value, state=State.HANDED.value, limit=MOST
        )
        outreach_settling.sign_off(scope, row.pk, [one.pk for one in sent[::2]], clock.now())
        for number, site in enumerate(site_pages.own_sites(scope)[:3], start=1):
            outreach_paper.plan(
                scope, site.id, day + dt.timedelta(days=2 * number), "党群服务中心广场"
            )
    with clock.fixed(dt.datetime.combine(day, dt.time(19), SHANGHAI)):
        _answered(scope, [one.person_id for one in sent if one.person_id is not None])


def _answered(scope: Scope, persons: list[int]) -> None:
    """People open their own pages on a phone: one is interested, one says what is wrong, one that it is not he."""
    for person, (kind, words) in zip(persons, SAID, strict=False):
        told = [(f"person:{person}", scope.unit)]
        opened = passing.enter(passing.issue(scope, Purpose.PERSON, told, days=7)[0])
        if opened is None:
            continue
        own_page.opened_by_person(opened)
        lines = own_page.page(opened).lines
        if kind:
            own_page.remark(opened, kind, words)
        elif lines:
            own_page.say(opened, lines[0].id, Step.INTERESTED)
