"""The chain of the audit log: whatever is changed, cut, put in or moved is found."""

import random

import pytest
from django.db import connection, transaction

from leye.apps.audit import actions as audit
from leye.apps.audit.selectors import Anchor, verify

pytestmark = pytest.mark.django_db
TABLE = "audit_event"


@pytest.fixture
def chain():
    with transaction.atomic():
        for number in range(60):
            audit.record(
                by=f"clerk-{number % 7}", action="list.read", unit="150124", detail={"n": number}
            )
    head = verify().head
    with connection.cursor() as cursor:  # as somebody with the whole database in hand would
        if connection.vendor == "sqlite":
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER {TABLE}_no_{verb}")
        else:
            cursor.execute(f"DROP TRIGGER {TABLE}_append_only ON {TABLE}")
    return head


def run(statement: str, *parameters: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)


def test_an_untouched_chain_holds(chain):
    assert verify([chain]).holds
    assert verify().events == chain.seq


@pytest.mark.parametrize("seed", range(40))
def test_an_edit_anywhere_is_found_at_its_place(chain, seed):
    rng = random.Random(seed)
    seq = rng.randrange(1, chain.seq + 1)
    column = rng.choice(["actor", "action", "unit", "subject", "detail", "previous", "digest"])
    run(f"UPDATE {TABLE} SET {column} = %s WHERE seq = %s", "forged", seq)
    assert seq in verify().broken


def test_a_link_taken_out_of_the_middle_is_found(chain):
    run(f"DELETE FROM {TABLE} WHERE seq = %s", 30)
    assert 31 in verify().broken


def test_a_tail_that_was_cut_is_found_by_the_head_and_by_an_anchor_outside(chain):
    run(f"DELETE FROM {TABLE} WHERE seq > %s", 50)
    assert not verify().holds
    run("UPDATE audit_head SET seq = 50, digest = (SELECT digest FROM audit_event WHERE seq = 50)")
    assert verify().holds
    assert chain.seq in verify([chain]).broken


def test_links_that_changed_places_are_found(chain):
    run(f"UPDATE {TABLE} SET seq = -1 WHERE seq = 10")
    run(f"UPDATE {TABLE} SET seq = 10 WHERE seq = 11")
    run(f"UPDATE {TABLE} SET seq = 11 WHERE seq = -1")
    assert {10, 11} & set(verify().broken)


def test_a_wrong_anchor_is_said(chain):
    assert verify([Anchor(5, "0" * 64)]).broken == (5,)
