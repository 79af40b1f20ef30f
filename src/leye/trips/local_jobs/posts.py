"""公益性岗位: funding lines and their quota, posts, who holds them, and who should be offered one."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from leye.apps.local_jobs import actions, selectors
from leye.apps.local_jobs.actions import AlreadyThere
from leye.apps.local_jobs.models import FundingLine, Post
from leye.apps.matching import selectors as matching
from leye.apps.people import selectors as people
from leye.apps.places import selectors as places
from leye.apps.vacancies.models import Vacancy
from leye.core.local_jobs.vocabulary import Funding
from leye.core.scope import Capability, OutOfScope, Scope
from leye.core.vacancies.vocabulary import EmployerKind
from leye.gateways import clock
from leye.gateways.seals.keyring import Keyring
from leye.trips.listing import PersonRow, shown
from leye.trips.local_jobs import local_jobs_places as where_of
from leye.trips.local_jobs.local_jobs_places import NotPossible
from leye.trips.local_jobs.local_jobs_placing import PlacedView, those_in

PAGE = 100


@dataclass(frozen=True, slots=True)
class LineGiven:
    """What a form tells of a funding line; last_day: of its validity."""

    county: str
    funding: Funding
    title: str
    quota: int
    start: dt.date
    last_day: dt.date | None
    document: str


def open_line(scope: Scope, given: LineGiven) -> int:
    """Register a funding line with its quota; returns it. Raises OutOfScope, NotPossible."""
    where_of.may_edit(scope, given.county)
    if not given.title.strip() or not given.document.strip():
        raise NotPossible("资金名称和下达文件都要填写。请照文件写。")
    if given.last_day is not None and given.last_day < given.start:
        raise NotPossible("截止日早于起始日。请核对。")
    row = FundingLine(
        unit=given.county, funding=given.funding.value, title=given.title.strip()[:100], quota=given.quota,
        valid_from=given.start, document=given.document.strip()[:200],
        valid_to=given.last_day + dt.timedelta(days=1) if given.last_day else None,
    )  # fmt: skip
    try:
        return actions.register(by=scope.actor, at=clock.now(), row=row)
    except AlreadyThere:
        raise NotPossible("同名、同一天起的资金已经登记过。") from None


@dataclass(frozen=True, slots=True)
class PostGiven:
    """What a form tells of a post."""

    line_id: int
    title: str
    employer: str
    places: int
    monthly_pay: int
    code: str = ""
    site_id: int | None = None
    place_text: str = ""
    weekly_hours: int | None = None  # of a part-time post


def open_post(scope: Scope, given: PostGiven) -> int:
    """Register a post on a funding line; returns it. Raises OutOfScope, NotPossible."""
    line = selectors.funding_line(scope, given.line_id)
    where_of.may_edit(scope, line.unit)
    if not given.title.strip() or given.places < 1 or given.monthly_pay < 1:
        raise NotPossible("岗位名称、人数和月补贴都要填写，人数和补贴写正整数。")
    with transaction.atomic():
        employer = where_of.employer_of(
            scope, line.unit, given.employer, given.code, EmployerKind.PUBLIC
        )
        row = Post(
            county=line.unit, line=line, title=given.title.strip()[:60], employer_id=employer,
            site_id=where_of.site_of(scope, given.site_id, line.unit), places=given.places,
            place_text=given.place_text.strip()[:200], monthly_pay=given.monthly_pay, weekly_hours=given.weekly_hours,
        )  # fmt: skip
        try:
            return actions.register(by=scope.actor, at=clock.now(), row=row)
        except AlreadyThere:
            raise NotPossible("这个单位在这笔资金下已有同名岗位。") from None


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post in the list; held: today."""

    row: Post
    county: str
    held: int

    @property
    def free(self) -> int:
        return max(self.row.places - self.held, 0)


@dataclass(frozen=True, slots=True)
class FundingView:
    """A funding line: its quota, the places of its posts, and how many hold one today."""

    row: FundingLine
    label: str
    county: str
    places: int
    held: int
    last_day: dt.date | None

    @property
    def is_over(self) -> bool:
        return self.held > self.row.quota


@dataclass(frozen=True, slots=True)
class Board:
    """Posts and the money behind them. ending: posts whose term is over or nearly so."""

    lines: tuple[FundingView, ...]
    posts: tuple[PostLine, ...]


def board(scope: Scope, after: int = 0) -> Board:
    """The funding lines and posts of the scope."""
    on = clock.today()
    tree = places.tree(scope, on)
    _, held = selectors.counts_on(scope, on)
    rows = selectors.posts(scope, after, PAGE)
    every = rows if len(rows) < PAGE and not after else selectors.posts(scope, 0, 5000)
    lines = []
    for line in selectors.funding_lines(scope):
        own = [post for post in every if post.line_id == line.pk]
        lines.append(
            FundingView(
                line, Funding(line.funding).label, tree.name(line.unit), sum(p.places for p in own),
                sum(held.get(p.pk, 0) for p in own),
                line.valid_to - dt.timedelta(days=1) if line.valid_to else None,
            )
        )  # fmt: skip
    return Board(
        tuple(lines),
        tuple(PostLine(row, tree.name(row.county), held.get(row.pk, 0)) for row in rows),
    )


@dataclass(frozen=True, slots=True)
class Page:
    """Everything of one post."""

    row: Post
    county: str
    funding: str
    site: str
    people: tuple[PlacedView, ...]
    asking: tuple[Vacancy, ...]

    @property
    def held(self) -> int:
        return sum(one.is_there for one in self.people)

    @property
    def free(self) -> int:
        return max(self.row.places - self.held, 0)


def page(scope: Scope, post_id: int, keys: Keyring) -> Page:
    """One post. Raises OutOfScope."""
    row = selectors.post(scope, post_id)
    tree = places.tree(scope, clock.today())
    return Page(
        row, tree.path(row.county), Funding(row.line.funding).label, row.site.name if row.site else "",
        tuple(those_in(scope, row, keys)), tuple(where_of.asking(scope, "post", row.pk)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unserved:
    """Somebody whom the last sharing-out could not serve and who should be offered a public post."""

    person: PersonRow
    has: int
    suiting: int
    posts: tuple[PostLine, ...]  # with free places in the own county


def unserved(scope: Scope, keys: Keyring, after: int = 0) -> tuple[list[Unserved], int]:
    """Those put forward for a public post beside the free quota of their county; and where to go on. Raises OutOfScope.

    Who holds a post by now is left out.
    """
    if not scope.may(Capability.READ_PEOPLE):
        raise OutOfScope(scope.unit)
    run = matching.standing_run(scope, scope.unit)
    if run is None:
        return [], 0
    on = clock.today()
    rows = matching.for_public_posts(scope, run.pk, after, PAGE)
    placed = {one.person_id for one in selectors.people_on(scope, on)}
    told = {row.person_id: row for row in rows if row.person_id not in placed}
    names = shown(scope, people.lines(scope, list(told)), keys, on)
    free: dict[str, list[PostLine]] = {}
    _, held = selectors.counts_on(scope, on)
    tree = places.tree(scope, on)
    for post in selectors.posts(scope, 0, 1000):
        line = PostLine(post, tree.name(post.county), held.get(post.pk, 0))
        if line.free:
            free.setdefault(post.county, []).append(line)
    found = [
        Unserved(one, told[one.id].has, told[one.id].suiting, tuple(free.get(told[one.id].county, ())[:8]))
        for one in names
    ]  # fmt: skip
    return found, rows[-1].pk if len(rows) == PAGE else 0
