"""Returns under races, each on a database of its own: SQLite, or the server that the tests use."""

import json
import os
import subprocess
import sys

import pytest

from tests.integration.test_races import ROOT, database

__all__ = ["database"]


def race(database, name):
    environment = {
        **os.environ, **database, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", "DJANGO_SETTINGS_MODULE": "leye.web.settings",
    }  # fmt: skip
    command = [sys.executable, "-m", "tests.integration.return_races", name]
    ran = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr[-2000:]
    return json.loads(ran.stdout.splitlines()[-1])


def test_six_clicks_at_once_are_one_return(database):
    """C1, small: one version, with its row and its step; the others are told it is there."""
    assert race(database, "six_at_once") == [1, 1, 1, 1, 1]


@pytest.mark.nightly
def test_fifty_clicks_at_once_are_one_return(database):
    """C1."""
    assert race(database, "fifty_at_once") == [1, 1, 1, 1, 1]


@pytest.mark.nightly
def test_a_return_sent_while_a_clerk_records_has_all_of_an_entry_or_nothing(database):
    """C2: each of eight returns is made again to the byte, though the ledger changed while it was sent."""
    assert race(database, "sent_while_edited") == [8, 0, 1, 1]


@pytest.mark.nightly
def test_a_sender_killed_at_any_moment_leaves_a_whole_return_or_none(database):
    """K3: SIGKILL between the snapshot and the change of state; the next sending makes it whole."""
    assert race(database, "killed_senders") == [0, 9, 0, 9]


@pytest.mark.nightly
def test_versions_sent_within_a_second_keep_their_order_and_the_same_one_is_kept_once(database):
    found = race(database, "within_a_second")
    assert found == [1, [1, 2, 3, 4], ["第0次", "第1次", "第2次"], 4, 1]
