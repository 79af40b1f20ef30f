"""What is committed names no registry, no path of one machine and no real person's number."""

import re
import subprocess
from pathlib import Path

import pytest

from leye.core.identity.id_number import read
from leye.notices.loader import load_notice
from leye.notices.rosters import load_columns

ROOT = Path(__file__).parents[2]
LISTED = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True).stdout
TEXTS = {".py", ".md", ".toml", ".yaml", ".html", ".css", ".js", ".txt", ".in", ".lock", ".csv", ""}
FILES = [
    ROOT / name
    for name in LISTED.split("\0")
    if name and Path(name).suffix in TEXTS and (ROOT / name).is_file()
]
# Written in pieces, so that this file does not hold what it looks for.
HOSTS = [
    "py" + "pi.org",
    "pythonhosted" + ".org",
    "npm" + "js.org",
    "np" + "mjs.com",
    "yarn" + "pkg.com",
]
PLACES = ["/wo" + "rk/", "/ro" + "ot/"]


def test_git_lists_the_files():
    assert len(FILES) > 100


@pytest.mark.parametrize("word", [*HOSTS, *PLACES])
def test_no_committed_file_names_a_registry_or_a_machine(word):
    assert [str(f.relative_to(ROOT)) for f in FILES if word in f.read_text()] == []


def test_no_fixture_holds_a_whole_identity_number_with_a_right_check_digit():
    """Numbers in tests are made by `tests.made`, or written in DOMAIN's published examples."""
    published = {"11010519491231002X", "440524188001010014", "53010219200508011X"}
    found = set()
    for path in FILES:
        if path.suffix in {".py", ".md", ".yaml", ".html"}:
            for text in re.findall(r"(?<![0-9a-f])\d{17}[\dX](?![0-9a-f])", path.read_text()):
                if read(text).canonical == text and text not in published:
                    found.add(f"{path.name}: {text[:6]}…")
    assert found == set()


def test_the_declarations_of_the_notice_load():
    notice = load_notice("nm_2020_84")
    assert set(notice.annexes) == {"1", "2", "3"}
    assert set(load_columns("nm_2020_84").kinds) == {"relocation", "hrss", "members", "employment"}


def test_every_setting_from_the_environment_is_documented():
    told = (ROOT / "docs/settings.md").read_text()
    used = set()
    for path in (ROOT / "src/leye").rglob("*.py"):
        used |= set(re.findall(r"LEYE_[A-Z_]+", path.read_text()))
    assert sorted(used - set(re.findall(r"LEYE_[A-Z_]+", told))) == []
