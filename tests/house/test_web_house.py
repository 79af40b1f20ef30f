"""Every route is guarded, every template is used, the tables match the models."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import URLPattern, get_resolver

from leye.core.scope import Capability
from leye.trips.passing import Purpose

ROOT = Path(__file__).parents[2]
WEB = ROOT / "src/leye/web"
ROUTES = [p for p in get_resolver().url_patterns if isinstance(p, URLPattern)]
PUBLIC = {
    "service_worker",
    "web_manifest",
    "sign_in",
    "sign_out",
    "pass_enter",
    "jobs",
    "job",
    "jobs_json",
    "jobs_csv",
    "publicity",
    "publicity_objection",
    "public_figures",
    "public_figures_csv",
    "public_figures_json",
    "public_stories",
    "public_story",
    "public_photo",
    "public_stories_json",
    "receipts",
}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: str(route.name))
def test_each_route_says_who_may_use_it(route):
    if route.name in PUBLIC:
        assert route.callback.public is True
    elif hasattr(route.callback, "purpose"):
        assert isinstance(route.callback.purpose, Purpose)
    else:
        assert isinstance(route.callback.capability, Capability)


def test_all_routes_are_looked_at():
    others = [p for p in get_resolver().url_patterns if p not in ROUTES]
    assert [str(p.pattern) for p in others] == ["api/v1/"]  # every call of it needs a token
    assert len(ROUTES) > 20


def test_every_template_is_used_and_every_used_template_is_there():
    there = {f.name for f in (WEB / "templates").glob("*.html")}
    texts = [f.read_text() for f in (WEB / "templates").glob("*.html")]
    texts += [f.read_text() for f in WEB.rglob("*.py")]
    used = {name for text in texts for name in re.findall(r"""["']([a-z_]+\.html)["']""", text)}
    assert there == used


def test_no_page_has_script_or_style_within_it():
    for file in (WEB / "templates").glob("*.html"):
        text = file.read_text()
        assert not re.search(r"<script(?![^>]*src=)|\sstyle=|<style|\son[a-z]+=", text), file.name


@pytest.mark.django_db
def test_the_migrations_are_complete():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
