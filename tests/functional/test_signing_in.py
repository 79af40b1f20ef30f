"""Signing in: one answer for every wrong try, a limit, an end."""

import datetime as dt

import pytest

from leye.apps.audit.models import AuditEvent
from leye.gateways import clock
from tests.functional.conftest import PASSWORD, account
from tests.made import QINGSHUIHE, a_county

pytestmark = pytest.mark.django_db
WRONG = "用户名或密码不对"


def attempt(client, name, password):
    return client.post("/sign-in/", {"username": name, "password": password})


def test_the_right_password_leads_to_the_start_page_and_is_written_down(client):
    a_county()
    account("county-clerk", QINGSHUIHE)
    assert attempt(client, "county-clerk", PASSWORD).headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert AuditEvent.objects.filter(action="account.sign_in", actor="county-clerk").exists()


def test_a_wrong_password_and_a_wrong_name_get_the_same_answer(client):
    account("county-clerk", QINGSHUIHE)
    texts = []
    for name in ("county-clerk", "nobody-here"):
        answer = attempt(client, name, "not this one")
        texts.append(answer.content.decode().replace(name, "").split("csrf")[0])
        assert WRONG in answer.content.decode()
    assert texts[0] == texts[1]


def test_ten_wrong_tries_close_the_door_for_a_while(client):
    account("county-clerk", QINGSHUIHE)
    for _ in range(10):
        answer = attempt(client, "county-clerk", "not this one")
    assert answer.status_code == 429
    assert "15分钟" in answer.content.decode()
    assert attempt(client, "county-clerk", PASSWORD).status_code == 429


def test_the_next_page_is_never_another_site(client):
    account("county-clerk", QINGSHUIHE)
    said = {"username": "county-clerk", "password": PASSWORD, "next": "https://example.com/"}
    assert client.post("/sign-in/", said).headers["Location"] == "/"


def test_who_is_idle_for_half_an_hour_is_signed_out(as_user):
    a_county()
    client = as_user()
    assert client.get("/").status_code == 200
    with clock.fixed(clock.now() + dt.timedelta(minutes=31)):
        assert client.get("/").headers["Location"].startswith("/sign-in/")


def test_a_closed_account_is_out_at_its_next_request(as_user):
    a_county()
    client = as_user()
    from leye.apps.accounts.models import Account

    Account.objects.update(is_active=False)
    assert client.get("/").headers["Location"].startswith("/sign-in/")


def test_signing_out_ends_the_session(as_user):
    a_county()
    client = as_user()
    client.post("/sign-out/")
    assert client.get("/").status_code == 302
    assert client.get("/sign-out/").status_code == 405


def test_the_own_password_is_changed_with_the_old_one(as_user):
    a_county()
    client = as_user()
    assert client.get("/password/").status_code == 200
    wrong = {
        "old_password": "no",
        "new_password1": "an even longer one",
        "new_password2": "an even longer one",
    }
    assert client.post("/password/", wrong).status_code == 200
    assert client.post("/password/", {**wrong, "old_password": PASSWORD}).status_code == 302
    assert client.get("/").status_code == 200


def test_pages_say_that_they_are_not_to_be_kept_and_run_no_strange_script(as_user):
    a_county()
    answer = as_user().get("/")
    assert answer.headers["Cache-Control"] == "no-store"
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
