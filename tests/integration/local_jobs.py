"""A county with people, a workshop and posts, for the tests of 就地就业."""

import datetime as dt

from leye.apps.local_jobs.models import Placement
from leye.apps.people.models import Person
from leye.core.local_jobs.vocabulary import Funding
from leye.core.scope import Scope
from leye.trips.local_jobs import local_jobs_placing, posts, workshops
from leye.trips.local_jobs.local_jobs_placing import Placing
from tests.made import QINGSHUIHE, ROSTER, a_county, at, clerk, mover, take_in, write

DAY = dt.date(2020, 6, 1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def county(tmp_path, many: int = 4) -> list[int]:
    """A site with so many people of working age; returns who they are."""
    a_county()
    rows = [mover(2 * n + 2, "王" + "英兰芳玲霞红"[n]) for n in range(many)]
    take_in(write(tmp_path / "movers.xlsx", ROSTER, rows), "2020-01-31")
    return list(Person.objects.order_by("pk").values_list("pk", flat=True))


def workshop(name: str = "益民制衣车间", scope: Scope | None = None, **said) -> int:
    given = workshops.Given(QINGSHUIHE, name, f"清水河县{name[:2]}服装有限公司", places=10, **said)
    with at("2020-03-01"):
        return workshops.register(scope or clerk(), given)


def recognised(workshop_id: int, start: str = "2020-01-01", end: str | None = "2020-12-31") -> None:
    with at("2020-03-01"):
        workshops.recognise(
            clerk(), workshop_id, day(start), day(end) if end else None, "清人社发〔2020〕1号"
        )


def post(title: str = "保洁员", places: int = 2, line: str = "2020年公益性岗位") -> int:
    with at("2020-03-01"):
        given = posts.LineGiven(
            QINGSHUIHE, Funding.EMPLOYMENT, line, 5, day("2020-01-01"), None, "清财社〔2020〕3号"
        )
        line_id = posts.open_line(clerk(), given)
        return posts.open_post(
            clerk(), posts.PostGiven(line_id, title, "城关镇人民政府", places, 1500)
        )


def put(where, person: int, start: str, on: str = "2020-06-01", **said) -> int:
    with at(on):
        return local_jobs_placing.place(clerk(), where, Placing(person, day(start), **said))


def row(placement_id: int) -> Placement:
    return Placement.objects.get(pk=placement_id)
