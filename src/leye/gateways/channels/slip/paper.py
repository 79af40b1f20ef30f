"""What the templates of slips and posters are given: plain values."""

from collections.abc import Sequence


def slip_data(
    name: str, site: str, vacancies: Sequence[tuple[str, str, str, str, int]], code: str, key: str
) -> dict[str, object]:
    """One slip. vacancies: title, pay, employer, place, number; code: SVG; key: to be typed by hand."""
    return {
        "name": name, "site": site, "code": code, "key": key,
        "vacancies": [
            {"title": title, "pay": pay, "employer": employer, "place": place, "number": str(number)}
            for title, pay, employer, place, number in vacancies
        ],
    }  # fmt: skip


def poster_data(
    site: str, rows: Sequence[tuple[str, str, str, str, int, int]], code: str, on: str
) -> dict[str, object]:
    """A site's poster. rows: title, pay, employer, place, openings, number."""
    return {
        "site": site, "code": code, "on": on,
        "rows": [[str(number), title, employer, place, pay, str(left)] for title, pay, employer, place, left, number in rows],
    }  # fmt: skip
