"""Databases that races have to themselves: migrated once in a session, then copied."""

import os
import shutil
import subprocess
import sys
import uuid
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    """A home whose file has every table; or the name of such a database on the server that the tests use."""
    address = os.environ.get("LEYE_DATABASE", "")
    home = tmp_path_factory.mktemp("migrated")
    environment = {**os.environ, "LEYE_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    if not address:
        _migrate(environment)
        yield home
        return
    name = f"races_{uuid.uuid4().hex[:12]}"
    _told(address, f'CREATE DATABASE "{name}"')
    _migrate({**environment, "LEYE_DATABASE": _at(address, name)})
    yield name
    _told(address, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def database(migrated, tmp_path):
    """Where a script of a race works: a file, or a database of its own on the server that the tests use."""
    address = os.environ.get("LEYE_DATABASE", "")
    if not address:
        for file in migrated.glob("leye.sqlite3*"):
            shutil.copy2(file, tmp_path)
        yield {"LEYE_HOME": str(tmp_path)}
        return
    name = f"race_{uuid.uuid4().hex[:12]}"
    _told(address, f'CREATE DATABASE "{name}" TEMPLATE "{migrated}"')
    yield {"LEYE_HOME": str(tmp_path), "LEYE_DATABASE": _at(address, name)}
    _told(address, f'DROP DATABASE "{name}" WITH (FORCE)')


def _migrate(environment):
    command = [sys.executable, "-m", "leye.cli.main", "migrate"]
    subprocess.run(command, env=environment, check=True, capture_output=True)


def _told(address, statement):
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(statement)


def _at(address, name):
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))
