"""The book of subsidies as it holds here: the notice's, and the installation's own numbers of leagues and counties."""

from pathlib import Path

from django.conf import settings

from leye.core.rules.rules import Book
from leye.notices.subsidies import load_book
from leye.trips.rosters.intake import NOTICE

OWN = Path("declarations") / "subsidies.yaml"  # in the installation's home


def book() -> Book:
    """All kinds and numbers. Raises UnreadableDeclaration where the own file says what nobody understands."""
    own = Path(settings.HOME) / OWN
    return load_book(NOTICE, own.read_text(encoding="utf-8") if own.exists() else "")


def is_course(kind: str) -> bool:
    """Whether a kind pays for a course."""
    return "course" in book().rules[kind].marks
