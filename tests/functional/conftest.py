"""Accounts and a client for the pages; a variable that a template does not know fails the test."""

import pytest

from leye.apps.accounts import actions as accounts
from leye.core.scope import Department, Role
from tests.functional.browsing import browser, page
from tests.made import LEAGUE, QINGSHUIHE, REGION

PASSWORD = "a-long-password"


class Undefined(str):
    """What Django puts in place of an unknown variable; being written is an error."""

    def __contains__(self, other):
        return other == "%s"

    def __mod__(self, name):
        raise AssertionError(f"a template does not know {name}")


@pytest.fixture(autouse=True)
def unknown_variables_fail(settings):
    settings.TEMPLATES = [
        {**one, "OPTIONS": {**one["OPTIONS"], "string_if_invalid": Undefined("%s")}}
        for one in settings.TEMPLATES
    ]


def account(username: str, unit: str, role=Role.CLERK, department=Department.HRSS, site=None):
    return accounts.open_account(
        by="test",
        username=username,
        display_name=f"{username}科室",
        password=PASSWORD,
        role=role,
        department=department,
        unit=unit,
        site_id=site,
    )


@pytest.fixture
def as_user(client):
    """Sign in as a new account: as_user("county-clerk", unit=..., role=...)."""

    def sign_in(username="county-clerk", unit=QINGSHUIHE, **said):
        client.force_login(
            account(username, unit, **said), "django.contrib.auth.backends.ModelBackend"
        )
        return client

    return sign_in


__all__ = ["LEAGUE", "QINGSHUIHE", "REGION", "browser", "page"]
