"""A county whose willing people have telephones, vacancies and a sharing-out, for the tests of messages."""

from pathlib import Path

from leye.trips.outreach import telling
from leye.trips.outreach.telling import Letter
from tests.integration.test_matching import TITLES, matched
from tests.integration.vacancies import answers, bring, name, offer
from tests.made import ROSTER, a_county, clerk, mover, take_in, write

COLUMNS = (*ROSTER, "联系电话")


def phone(n: int) -> str:
    return f"138{n:08d}"


def county_with_phones(folder: Path, many: int, phones: dict[int, str] | None = None) -> None:
    """Willing people of a county's site, each with a telephone of his own unless said otherwise."""
    a_county()
    rows = []
    for n in range(many):
        number = (phones or {}).get(n, phone(n))
        rows.append([*mover(2 * n + 2, name(n)), number])
    take_in(write(folder / "movers.xlsx", COLUMNS, rows), "2020-04-30")
    answers(folder, range(many), 就业意愿="有")


def matched_county(folder: Path, many: int, phones: dict[int, str] | None = None) -> None:
    """The same with five vacancies and everybody's three shared out on 1 June."""
    county_with_phones(folder, many, phones)
    bring(folder / "v.xlsx", [offer(title) for title in TITLES])
    matched()


def letter(person: int, key: str = "bus", **said: object) -> Letter:
    return Letter(f"person:{person}", "journey", key, "6月3日8点在小区门口上车", **said)


def tell(*letters: Letter) -> int:
    return telling.tell(clerk(), letters)
