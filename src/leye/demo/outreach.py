"""推送 in the demo: one round of a county by the file channel, half of it signed off, and the van's next visits."""

import datetime as dt

from leye.apps.messages import selectors as outbox
from leye.core.messages.channels import Way
from leye.core.messages.states import State
from leye.core.periods import SHANGHAI
from leye.core.scope import Role, Scope
from leye.demo.stage import BY, Stage
from leye.gateways import clock
from leye.trips.annexes import site_pages
from leye.trips.keys import keys_of
from leye.trips.outreach import outreach_paper, outreach_round, outreach_settling
from leye.trips.outreach.outreach_sending import send_once

COUNTY = "150124"
MOST = 400  # messages that the demo signs off


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
