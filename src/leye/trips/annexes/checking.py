"""统计上报, the checks that need more than one table: between the annexes, and with the month before."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from django.db import connection

from leye.apps.people import selectors as people
from leye.core.query.sql import text_of
from leye.core.reports.comparisons import (
    idle_homes,
    poor_within_all,
    since_last_month,
    sites_within_all,
)
from leye.core.reports.identities import Violation
from leye.core.reports.tables import idle_homes_statement
from leye.core.scope import Scope
from leye.notices.loader import load_notice
from leye.trips.annexes.counting import ENTRY, MOST, Basis, put_in, range_of
from leye.trips.annexes.reporting import Ask, annex_table, basis_of

_texts: dict[tuple[object, ...], str] = {}


def checks_between(scope: Scope, ask: Ask) -> tuple[Violation, ...]:
    """What only shows beside the other annexes and the month before. Raises NotYet, OutOfScope."""
    one, two, three = (annex_table(scope, replace(ask, annex=key))[0] for key in ("1", "2", "3"))
    before, _ = annex_table(scope, replace(ask, annex="1", month=ask.month.shifted(-1)))
    numbers = load_notice(ask.notice).numbers(one.on)
    return (
        *poor_within_all(one, two),
        *sites_within_all(one, two, three),
        *since_last_month(one, before, numbers["jump"]),
        *idle(scope.narrowed(ask.unit), basis_of(scope, ask.notice, one.on), one.seq),
    )


def idle(scope: Scope, basis: Basis, seq: int) -> Iterator[Violation]:
    """V15: the households without work of each county in the scope."""
    tree = basis.tree
    with connection.cursor() as cursor:
        cursor.execute(put_in(_idle_text(scope, basis, seq), seq, (), scope))
        homes: Counter[str] = Counter()
        for county, many in cursor.fetchall():  # a county and what it took over are one
            homes[tree.canonical(county)] += int(many)
    yield from idle_homes(homes, {code: tree.name(code) for code in homes})


def _idle_text(scope: Scope, basis: Basis, seq: int) -> str:
    """The statement's text, built once for a month."""
    on, engine, recodes = basis.on, people.engine(), basis.tree.recodes()
    codes, taken_in = range_of(scope), replace(scope, recodes=recodes).taken_in
    key = (basis.definitions, on, recodes, engine, codes, taken_in, people.is_kept(scope, seq))
    if key not in _texts:
        bound = basis.notice.bound(on, recodes)
        state = people.state_relation(scope, on, seq, ENTRY)
        statement = idle_homes_statement(bound, state, on, engine, codes, taken_in)
        if len(_texts) > MOST:
            _texts.clear()
        _texts[key] = text_of(statement, engine)
    return _texts[key]
