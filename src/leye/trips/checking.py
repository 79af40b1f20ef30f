"""统计上报, the checks that need more than one table: between the annexes, and with the month before."""

from collections.abc import Iterator
from dataclasses import replace

from django.db import connection

from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.core.query.sql import text_of
from leye.core.reports.comparisons import (
    idle_homes,
    poor_within_all,
    since_last_month,
    sites_within_all,
)
from leye.core.reports.identities import Violation
from leye.core.reports.tables import Table, idle_homes_statement
from leye.core.scope import Scope
from leye.notices.loader import load_notice
from leye.trips.reporting import Ask, annex_table


def checks_between(scope: Scope, ask: Ask) -> tuple[Violation, ...]:
    """What only shows beside the other annexes and the month before. Raises NotYet, OutOfScope."""
    one, two, three = (annex_table(scope, replace(ask, annex=key))[0] for key in ("1", "2", "3"))
    before, _ = annex_table(scope, replace(ask, annex="1", month=ask.month.shifted(-1)))
    numbers = load_notice(ask.notice).numbers(one.on)
    return (
        *poor_within_all(one, two),
        *sites_within_all(one, two, three),
        *since_last_month(one, before, numbers["jump"]),
        *_idle_homes(scope.narrowed(ask.unit), ask, one),
    )


def _idle_homes(scope: Scope, ask: Ask, table: Table) -> Iterator[Violation]:
    tree = places.tree(scope, table.on)
    bound = load_notice(ask.notice).bound(table.on, tree.recodes())
    state = people.state_relation(scope, table.on, table.seq)
    engine = people.engine()
    statement = idle_homes_statement(bound, state, table.on, engine, scope.code_range)
    with connection.cursor() as cursor:
        cursor.execute(text_of(statement, engine))
        homes = {tree.canonical(county): int(many) for county, many in cursor.fetchall()}
    yield from idle_homes(homes, {code: tree.name(code) for code in homes})
