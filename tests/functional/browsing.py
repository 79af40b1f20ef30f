"""A real browser, at a desk and on a phone, against a server as `leye serve` starts it, with its own worker."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests import homes
from tests.made import QINGSHUIHE

CHROMIUM = shutil.which("chromium")
ROOT = Path(__file__).parents[2]
PASSWORD = "a-long-password"
SIZES = {"desk": (1366, 800), "phone": (390, 844)}
PREPARE = f"""
import datetime as dt, django
django.setup()
from leye.apps.accounts import actions as accounts
from leye.apps.places import actions as places
from leye.core.scope import Department, Role
places.load_divisions(by="test")
places.add_site(by="test", name="益民小区", county="{QINGSHUIHE}", valid_from=dt.date(2018, 1, 1))
for name in {list(SIZES)!r}:
    accounts.open_account(by="test", username=name, display_name="清水河县人社局", password="{PASSWORD}",
        role=Role.CLERK, department=Department.HRSS, unit="{QINGSHUIHE}")
"""
BROWSES = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
]


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@contextmanager
def served(
    home: Path, more: str = "", day: str = "2020-06-01", prepare: str = PREPARE
) -> Iterator[str]:
    """The address of a server with 清水河县, 益民小区 and a clerk for each size of screen.

    more: further Python that is run once in the new home before it serves; prepare: in place of all of it.
    """
    environment = {
        **os.environ,
        "LEYE_HOME": str(home),
        "LEYE_DEMO_DAY": day,
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "leye.web.settings",
    }
    environment.pop("LEYE_DATABASE", None)
    environment.pop("LEYE_TEST", None)
    if not (home / "prepared").exists():  # the same home again: another day of the same office
        shutil.copytree(homes.migrated(), home, dirs_exist_ok=True)
        subprocess.run(
            [sys.executable, "-c", prepare + more], env=environment, check=True, cwd=home
        )
        (home / "prepared").touch()
    bind = f"127.0.0.1:{free_port()}"
    command = [sys.executable, "-m", "leye.cli.main", "serve", "--bind", bind]
    server = subprocess.Popen(command, env=environment)
    try:
        for _ in range(900):
            try:
                urllib.request.urlopen(f"http://{bind}/sign-in/", timeout=2).close()
                break
            except OSError:
                time.sleep(0.2)
        yield f"http://{bind}"
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(params=list(SIZES))
def page(browser, request):
    width, height = SIZES[request.param]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.size, page.said = request.param, []
    page.on("console", lambda said: page.said.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    yield page
    context.close()


def assert_fits(page) -> None:
    """Nothing lies to the right of the window; asked again while a page is still coming."""
    page.wait_for_function(
        "() => { const all = document.documentElement; return all && all.scrollWidth <= all.clientWidth }"
    )


def assert_sees(page, words: str) -> None:
    """The words come into sight: a click that sends a form does not wait for its answer."""
    page.wait_for_selector(f"text={words}")


def go(page, group, place) -> None:
    """By the menu: a group opens to its places."""
    page.click(f"nav summary:has-text('{group}')")
    with page.expect_navigation():
        page.click(f"nav details[open] a:has-text('{place}')")


def sign_in(page, address, username: str = "") -> None:
    page.goto(address)
    page.fill("[name=username]", username or page.size)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.click("button:has-text('登录')")
