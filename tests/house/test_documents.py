"""Documents say what is there: commands, settings, links, decisions, and what the tests hold."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.trips import HELD_BY, TRIPS, printed

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


@pytest.mark.parametrize("trip", sorted(path.stem for path in TRIPS.glob("*.md")))
def test_a_trip_lists_the_tests_as_they_are(trip):
    assert trip in HELD_BY
    assert (TRIPS / f"{trip}.md").read_text(encoding="utf-8") == printed(trip)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_to_files(page):
    wanted = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in wanted if not (page.parent / link).exists()] == []


def test_every_command_is_told_of():
    told = subprocess.run(
        [sys.executable, "-m", "leye.cli.main", "--help"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    commands = re.search(r"\{([a-z,-]+)\}", told)
    assert commands
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in commands[1].split(",") if f"leye {name}" not in readme] == []


def test_every_setting_is_told_of():
    settings = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py")]
    names = {name for text in sources for name in re.findall(r"\"(LEYE_[A-Z_]+)\"", text)}
    assert len(names) >= 5
    assert sorted(name for name in names if name not in settings) == []


def test_decisions_are_numbered_without_a_gap():
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs" / "adr").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
