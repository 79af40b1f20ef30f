"""What a rule looks at: one person's case in a claim, and what is known of person, job, firm and course.

None means that nobody has said; it is never "no". Days are half open, money is whole fen.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from leye.core.local_jobs.spells import Span
from leye.core.periods import Month


@dataclass(frozen=True, slots=True)
class Standing:
    """身份: of a kind of core.vocabulary.Standing (its code) for a time."""

    kind: str
    span: Span


@dataclass(frozen=True, slots=True)
class Worked:
    """A spell of work as somebody knows it. firm: the employer's key; place: a division code."""

    firm: str
    span: Span
    kind: str = ""
    place: str | None = None
    is_insured: bool | None = None
    source: str = "台账"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    birth_date: dt.date | None = None
    sex: str | None = None
    died_on: dt.date | None = None  # None: not known to have died
    standings: tuple[Standing, ...] | None = None
    settled: tuple[Span, ...] | None = None  # as a relocated person
    county: str | None = None
    labour_skill: str | None = None
    is_in_school: bool | None = None
    worked: tuple[Worked, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """The work for which is paid. days: worked, by month; insured: the days on which the firm insures."""

    firm: str = ""
    hired_on: dt.date | None = None
    left_on: dt.date | None = None
    contract_from: dt.date | None = None
    contract_months: int | None = None
    monthly_pay_fen: int | None = None
    insured: tuple[Span, ...] | None = None
    place: str | None = None
    channel: str | None = None
    days: Mapping[Month, Decimal] | None = None
    insurance_fen: int | None = None  # the firm's own share for the months claimed


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    kind: str | None = None
    key: tuple[Span, ...] | None = None  # 扶贫龙头企业、疫情防控重点企业
    licence: str | None = None  # of an agency; "" = has none


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    recognised: tuple[Span, ...] | None = None
    ran: frozenset[Month] | None = None
    poor_workers: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    funded: tuple[Span, ...] | None = None
    held_from: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    trade: str | None = None
    hours: int | None = None
    started_on: dt.date | None = None
    ended_on: dt.date | None = None  # its last day
    days_attended: int | None = None
    certificate_on: dt.date | None = None
    is_certified: bool | None = None
    reported_on: dt.date | None = None  # 开班备案
    cost_fen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    left_on: dt.date | None = None
    place: str | None = None
    fare_fen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Had:
    """What was paid or is claimed already, this case left out. fen_firm_year: to the firm in the year of the event."""

    months: int | None = None  # of this kind, to this person, ever
    times: int | None = None  # of this kind, ever
    times_year: int | None = None
    fen_year: int | None = None
    fen_firm_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One person of an application. county: whose money; start, end: the months claimed, [start, end).

    sources: where a part comes from ("person", "job", …), in words, for the trace.
    """

    kind: str
    county: str
    applied_on: dt.date
    start: dt.date | None = None
    end: dt.date | None = None
    person: Person = Person()
    job: Job = Job()
    firm: Firm = Firm()
    workshop: Workshop = Workshop()
    post: Post = Post()
    course: Course = Course()
    journey: Journey = Journey()
    had: Had = Had()
    evidence: frozenset[str] | None = None
    sources: Mapping[str, str] = field(default_factory=dict)

    @property
    def months(self) -> tuple[Month, ...] | None:
        """The months claimed; one that is claimed in part counts as one."""
        if self.start is None or self.end is None:
            return None
        month, found = Month.of(self.start), []
        while month.first_day < self.end:
            found.append(month)
            month = month.shifted(1)
        return tuple(found)


EVENTS: dict[str, tuple[str, str]] = {  # event → the words for it, the part of a case that tells it
    "applied_on": ("申请之日", "claim"),
    "period_start": ("补贴期间开始之日", "claim"),
    "hired_on": ("招用之日", "job"),
    "contract_from": ("合同起始之日", "job"),
    "post_from": ("上岗之日", "post"),
    "course_from": ("开班之日", "course"),
    "course_to": ("结业之日", "course"),
    "certificate_on": ("取得证书之日", "course"),
    "left_on": ("外出之日", "journey"),
}


def day_of(case: Case, event: str) -> dt.date | None:
    """The day of a named event of a case, None where it is not known. Raises KeyError for an unknown name."""
    return {
        "applied_on": case.applied_on,
        "period_start": case.start,
        "hired_on": case.job.hired_on,
        "contract_from": case.job.contract_from,
        "post_from": case.post.held_from,
        "course_from": case.course.started_on,
        "course_to": case.course.ended_on,
        "certificate_on": case.course.certificate_on,
        "left_on": case.journey.left_on,
    }[event]
