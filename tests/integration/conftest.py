"""Databases that races have to themselves: migrated once in a session, then copied."""

import os
import shutil
import uuid
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests import homes


@pytest.fixture(scope="session")
def migrated():
    """A home whose file has every table; or the name of such a database on the server that the tests use."""
    address = os.environ.get("LEYE_DATABASE", "")
    if not address:
        return homes.migrated()
    return (homes.once("races", lambda folder: _make(address, folder)) / "name").read_text()


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


def _make(address, folder):
    name = f"races_{uuid.uuid4().hex[:12]}"
    _told(address, f'CREATE DATABASE "{name}"')
    homes.migrate({**os.environ, "LEYE_HOME": str(folder), "LEYE_DATABASE": _at(address, name)})
    (folder / "name").write_text(name)


def _told(address, statement):
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(statement)


def _at(address, name):
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))
