"""The fee of an agency: those whose stay was verified go to the subsidies' room as one draft, each once."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from leye.apps.pairing import actions, selectors
from leye.apps.pairing.actions import AlreadyThere
from leye.apps.people import selectors as people
from leye.apps.subsidies import money_selectors as money
from leye.apps.subsidies import selectors as subsidies
from leye.core.payments.money import yuan
from leye.core.payments.steps import State
from leye.core.periods import months_after
from leye.core.scope import Scope
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.trips.local_jobs.local_jobs_places import NotPossible
from leye.trips.pairing.pairing import may_edit
from leye.trips.subsidies.subsidy_drafts import Asked, NotAccepted, Paper, Person, draft

KIND, SOURCE = "agency_fee", "agency"


@dataclass(frozen=True, slots=True)
class Fee:
    """One application for an agency's fee. yuan: as reviewed, "" before; paid: yuan that the bank has paid."""

    application_id: int
    asked_at: dt.datetime
    persons: int
    state: str
    yuan: str
    paid: str


@dataclass(frozen=True, slots=True)
class Fees:
    rows: tuple[Fee, ...]
    paid: str


def told(scope: Scope, agency_id: int) -> Fees:
    """What was asked for an agency's verified stays and what of it was paid. Raises OutOfScope."""
    row = selectors.agency(scope, agency_id)
    found = subsidies.some(scope, selectors.fees_of(scope, row.pk))
    ids = [one.pk for one in found]
    heads, paid = subsidies.heads(scope, ids), money.paid_of(scope, ids)
    rows = tuple(
        Fee(
            one.pk, one.made_at, heads.get(one.pk, 0), State(one.state).label,
            yuan(one.fen) if one.fen is not None else "", yuan(paid.get(one.pk, 0)),
        )
        for one in found
    )  # fmt: skip
    return Fees(rows, yuan(sum(paid.values())))


def ask_fee(scope: Scope, agency_id: int, keys: Keyring) -> tuple[int, int]:
    """Draft the fee for whoever has a verified stay and is in no application yet: (application, persons).

    Asked twice on one day it is the same draft. Raises OutOfScope, NotPossible.
    """
    row = selectors.agency(scope, agency_id)
    may_edit(scope, row.county)
    if row.employer_id is None:
        raise NotPossible("劳务经纪人没有单位账户，服务费请在“补贴”里由窗口申请。")
    on = clock.today()
    ref = f"{SOURCE}:{row.pk}:{on}"
    before = subsidies.by_source(scope, SOURCE, ref)
    if before is not None:  # asked for twice on one day
        return before.pk, subsidies.heads(scope, [before.pk]).get(before.pk, 0)
    persons = _persons(scope, agency_id, row.county)
    if not persons:
        raise NotPossible("没有可以申请的人：要先核验稳岗，已经申请过的不再申请。")
    start = min(one.hired_on for one in persons if one.hired_on)
    asked = Asked(
        KIND, row.county, start, on + dt.timedelta(days=1), SOURCE, ref, agent=row.employer_id,
        papers=(Paper("roster", f"agency:{row.pk} 服务费名单 {len(persons)}人"),),
    )  # fmt: skip
    try:
        with transaction.atomic():
            made = draft(scope, asked, persons, keys)
            ids = [int(one.reference.removeprefix("brought:")) for one in persons]
            actions.ask_fee(
                by=scope.actor,
                at=clock.now(),
                unit=row.county,
                brought_ids=ids,
                application_id=made,
            )
    except NotAccepted as why:
        raise NotPossible(str(why)) from None
    except AlreadyThere:
        raise NotPossible("刚才已经有人申请过。请刷新页面。") from None
    return made, len(persons)


def _persons(scope: Scope, agency_id: int, county: str) -> list[Person]:
    rows = selectors.brought(scope, agency_id, selectors.ALL)
    verified = selectors.stays(scope, [row.pk for row in rows])
    ids = sorted({row.person_id for row in rows})
    own = {line.person_id for line in people.lines(scope, ids) if line.county == county}
    asked = selectors.fees_asked(scope, [row.pk for row in rows])
    found: dict[int, Person] = {}
    for row in rows:
        reference = f"brought:{row.pk}"
        if not verified[row.pk] or row.person_id not in own or row.pk in asked:
            continue
        months = row.contract_months
        until = months_after(row.spell_from, months) if months else None
        found.setdefault(
            row.person_id,
            Person(
                row.person_id, row.spell_from, row.spell_from if until else None, until,
                reference=reference,
            ),
        )  # fmt: skip
    return list(found.values())
