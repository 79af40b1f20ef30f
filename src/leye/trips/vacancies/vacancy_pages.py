"""岗位 as pages show them: lists, one vacancy, the form, and what everybody may see."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from leye.apps.employers import selectors as employers
from leye.apps.employers.models import Employer
from leye.apps.places import selectors as places
from leye.apps.vacancies import selectors
from leye.apps.vacancies.models import Vacancy, VacancyState
from leye.apps.vacancies.selectors import Wanted
from leye.core.places.tree import Tree
from leye.core.scope import ANYBODY, Scope
from leye.core.vacancies import words
from leye.core.vacancies.vocabulary import EmployerKind, Ended, Level, Origin, PostKind, Shift
from leye.core.vocabulary import Education
from leye.gateways import clock
from leye.notices.advertising import load_classes
from leye.trips.annexes.site_pages import county_of
from leye.trips.matching.matching_ledger import checked_from
from leye.trips.rosters.intake import NOTICE

PAGE, PUBLIC_PAGE = 50, 20
TAGS = (
    ("board", "包吃"), ("lodging", "包住"), ("insured", "缴社保"), ("transport", "点对点接送"),
    ("child_care", "方便照顾孩子"), ("suits_weak", "弱劳动力可做"), ("pairing", "京蒙协作"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class VacancyView:
    """One vacancy in words. left: openings that are not filled."""

    id: int
    title: str
    employer: str
    employer_id: int
    is_verified: bool
    place: str
    pay: str
    left: int
    wanted: int
    occupation: str
    post: str
    tags: tuple[str, ...]
    demands: str
    age: str
    schooling: str
    duties: str
    terms: str
    valid_to: dt.date
    level: str
    state: str
    label: str
    unit: str
    row: Vacancy = field(repr=False)


def shown(rows: Iterable[Vacancy], tree: Tree, on: dt.date) -> list[VacancyView]:
    """Vacancies in words, in their order."""
    classes, since = load_classes(NOTICE), checked_from(on)
    return [_shown(row, tree, classes.title(row.occupation), since) for row in rows]


def _shown(row: Vacancy, tree: Tree, occupation: str, since: dt.date) -> VacancyView:
    low, high = row.min_age, row.max_age
    age = (
        f"{low}至{high}岁"
        if low and high
        else f"{low}岁以上"
        if low
        else f"{high}岁以下"
        if high
        else ""
    )
    schooling = Education(row.schooling).label if row.schooling else ""
    checked = row.employer.verified_on
    label = VacancyState(row.state).label
    terms = [
        f"合同{row.contract_months}个月" if row.contract_months else "",
        Shift(row.shift).label if row.shift else "",
    ]
    return VacancyView(
        row.pk, row.title, row.employer.name, row.employer_id, checked is not None and checked > since,
        tree.path(row.place).removeprefix("内蒙古自治区"), pay_words(row), row.wanted - row.filled, row.wanted,
        occupation, PostKind(row.post).label, tuple(word for name, word in TAGS if getattr(row, name)),
        row.demands, age, f"{schooling}及以上" if schooling else "", row.duties,
        "，".join(term for term in terms if term), row.valid_to, Level(row.level).label, row.state,
        f"{label}：{Ended(row.ended).label}" if row.ended else label, tree.name(row.unit), row,
    )  # fmt: skip


def pay_words(row: Vacancy) -> str:
    """The pay as one reads it: yuan a month."""
    if row.pay_from is None:
        return row.pay_text
    if row.pay_to is None or row.pay_to == row.pay_from:
        return f"{row.pay_from}元/月"
    return f"{row.pay_from}—{row.pay_to}元/月"


ASKED = (
    "q",
    "place",
    "occupation",
    "post",
    "pay",
    "lodging",
    "suits_weak",
    "child_care",
    "pairing",
    "state",
    "own",
    "before",
)


def wanted_of(given: Mapping[str, str]) -> Wanted:
    """What a search form asks for; what makes no sense in it is left out."""
    pay, before = given.get("pay", ""), given.get("before", "")
    state = given.get("state", "")
    return Wanted(
        words=tuple(words.asked(given.get("q", "")[:60])),
        place=_digits(given.get("place", "")),
        occupation=given.get("occupation", "")[:4],
        post=given.get("post", "")[:20],
        pay=int(pay) if pay.isascii() and pay.isdecimal() and len(pay) < 6 else None,
        lodging=given.get("lodging") == "1",
        suits_weak=given.get("suits_weak") == "1",
        child_care=given.get("child_care") == "1",
        pairing=given.get("pairing") == "1",
        state=state if state in VacancyState.values else VacancyState.OPEN.value,
        own=given.get("own") == "1",
        before=int(before) if before.isascii() and before.isdecimal() and len(before) < 18 else 0,
    )


def _digits(code: str) -> str:
    """What all places in a division begin with; nothing for what is no code."""
    if not (code.isascii() and code.isdecimal() and 2 <= len(code) <= 6):
        return ""
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code


def listed(scope: Scope, wanted: Wanted) -> list[VacancyView]:
    """Vacancies that the scope may see."""
    on = clock.today()
    return shown(selectors.search(scope, wanted, PAGE), places.tree(scope, on), on)


def published_marks(wanted: Wanted) -> list[tuple[int, str]]:
    """What everybody may see: (id, a mark that is another one after each change and on each day)."""
    on = clock.today()
    found = selectors.public_marks(ANYBODY, wanted, checked_from(on), on, PUBLIC_PAGE)
    return [(pk, f"{on:%y%m%d}.{changed_at.timestamp():.6f}") for pk, changed_at in found]


def published(wanted: Wanted) -> list[VacancyView]:
    """What everybody may see, the newest first."""
    return published_of([pk for pk, _ in published_marks(wanted)])


def published_of(vacancy_ids: Collection[int]) -> list[VacancyView]:
    """Those of some vacancies that everybody may see, the newest first."""
    on = clock.today()
    rows = selectors.public(ANYBODY, vacancy_ids, checked_from(on), on)
    return shown(rows, places.tree(ANYBODY, on), on)


def published_one(vacancy_id: int) -> tuple[VacancyView, tuple[str, ...]]:
    """One of what everybody may see, and the platforms from which it was taken over. Raises OutOfScope."""
    on = clock.today()
    row = selectors.public_one(ANYBODY, vacancy_id, checked_from(on), on)
    others = (Origin.FEED.value, Origin.API.value)
    senders = (s.sender for s in selectors.sources(ANYBODY, vacancy_id) if s.origin in others)
    return shown([row], places.tree(ANYBODY, on), on)[0], tuple(dict.fromkeys(senders))


def published_all() -> Iterator[VacancyView]:
    """All that everybody may see, for the open feed."""
    on = clock.today()
    tree, classes, since = places.tree(ANYBODY, on), load_classes(NOTICE), checked_from(on)
    for row in selectors.public_all(ANYBODY, since, on):
        yield _shown(row, tree, classes.title(row.occupation), since)


@dataclass(frozen=True, slots=True)
class VacancyPage:
    view: VacancyView
    sources: tuple[tuple[str, str, str, dt.datetime], ...]  # way in, sender, his number, when
    alike: VacancyView | None
    is_own: bool


def page(scope: Scope, vacancy_id: int) -> VacancyPage:
    """One vacancy that the scope may see. Raises OutOfScope."""
    on = clock.today()
    row = selectors.vacancy(scope, vacancy_id)
    tree = places.tree(scope, on)
    others = selectors.by_id(scope, [row.alike_id] if row.alike_id else [])
    alike = shown(others.values(), tree, on)
    sources = tuple(
        (Origin(one.origin).label, one.sender, one.reference, one.seen_at)
        for one in selectors.sources(scope, vacancy_id)
    )
    is_own = scope.covers(row.unit)
    return VacancyPage(shown([row], tree, on)[0], sources, alike[0] if alike else None, is_own)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a form offers to choose from: (code, words)."""

    occupations: tuple[tuple[str, str], ...]
    posts: tuple[str, ...] = PostKind.labels()
    kinds: tuple[str, ...] = EmployerKind.labels()
    levels: tuple[tuple[str, str], ...] = tuple((one.value, one.label) for one in Level)
    schoolings: tuple[str, ...] = Education.labels()
    shifts: tuple[str, ...] = Shift.labels()
    post_codes: tuple[tuple[str, str], ...] = tuple((one.value, one.label) for one in PostKind)


def choices() -> Choices:
    return Choices(tuple(sorted(load_classes(NOTICE).titles.items())))


@dataclass(frozen=True, slots=True)
class EmployerView:
    row: Employer
    kind: str
    until: dt.date | None  # the first day on which the check no longer holds


def due_employers(scope: Scope) -> list[EmployerView]:
    """Employers of the scope whose papers are to be looked at: never looked at, or soon half a year ago."""
    on = clock.today()
    soon = checked_from(on) + dt.timedelta(days=30)
    rows = employers.to_verify(scope, soon)
    return [EmployerView(row, EmployerKind(row.kind).label, row.verified_on) for row in rows]


def job_posting(view: VacancyView, address: str) -> dict[str, object]:
    """A vacancy as schema.org JobPosting; address: where its page is. No person stands in it."""
    row = view.row
    posting: dict[str, object] = {
        "@context": "https://schema.org", "@type": "JobPosting", "url": address,
        "identifier": {"@type": "PropertyValue", "name": "乐业", "value": str(view.id)},
        "title": view.title, "description": view.duties, "responsibilities": view.duties,
        "qualifications": "；".join(part for part in (view.demands, view.age, view.schooling) if part),
        "occupationalCategory": row.occupation, "totalJobOpenings": view.left,
        "datePosted": row.valid_from.isoformat(), "validThrough": row.valid_to.isoformat(),
        "hiringOrganization": {"@type": "Organization", "name": view.employer, "taxID": row.employer.code or ""},
        "jobLocation": {
            "@type": "Place",
            "address": {
                "@type": "PostalAddress", "addressCountry": "CN", "addressRegion": view.place,
                "streetAddress": row.place_text,
            },
        },
        "jobBenefits": "、".join(view.tags), "educationRequirements": view.schooling,
    }  # fmt: skip
    if row.pay_from is not None:
        posting["baseSalary"] = {
            "@type": "MonetaryAmount", "currency": "CNY",
            "value": {"@type": "QuantitativeValue", "minValue": row.pay_from, "maxValue": row.pay_to, "unitText": "MONTH"},
        }  # fmt: skip
    return posting


def counts(scope: Scope) -> tuple[tuple[str, str, int, int], ...]:
    """(state, its label, vacancies, openings left) of the scope's units."""
    found = selectors.counts(scope)
    return tuple((state.value, state.label, *found[state.value]) for state in VacancyState)


def near_site(scope: Scope, site_id: int, most: int = 40) -> list[VacancyView]:
    """What is published and suits to be put up at a site: of its county first, then of its league, then others."""
    county = county_of(scope, site_id)
    found: dict[int, VacancyView] = {}
    for place in (county, county[:4], ""):
        for view in published(Wanted(place=place)):
            found.setdefault(view.id, view)
    return list(found.values())[:most]
