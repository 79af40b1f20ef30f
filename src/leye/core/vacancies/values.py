"""A vacancy after reading: typed values and everything that is wrong with it. None: it does not say."""

import datetime as dt
from dataclasses import dataclass, field

from leye.core.problems import Problem
from leye.core.vacancies.vocabulary import EmployerKind, Level, PostKind, Shift
from leye.core.vocabulary import Education

HOURS_A_MONTH, DAYS_A_MONTH = (
    174,
    21.75,
)  # 劳社部发〔2008〕3号: of a month's work, for pay by the hour or the day


@dataclass(frozen=True, slots=True)
class EmployerCells:
    """Who offers it. code: 18 characters (GB 32100) or None."""

    name: str = ""
    code: str | None = None
    kind: EmployerKind | None = None
    licence: str = ""  # 人力资源服务许可证, of agencies
    industry: str = ""
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class TermsCells:
    """What is paid and given. pay: yuan a month, from and to."""

    pay_from: int | None = None
    pay_to: int | None = None
    pay_text: str = ""
    board: bool | None = None
    lodging: bool | None = None
    insured: bool | None = None
    contract_months: int | None = None
    shift: Shift | None = None
    transport: bool | None = None  # 点对点接送
    child_care: bool | None = None  # hours that suit who brings children to school
    pairing: bool | None = None  # 京蒙劳务协作


@dataclass(frozen=True, slots=True)
class DemandCells:
    """Who can take it."""

    min_age: int | None = None
    max_age: int | None = None
    suits_weak: bool | None = None
    schooling: Education | None = None
    licences: str = ""  # parted by 、
    languages: str = ""
    needs_health: bool | None = None
    words: str = ""  # 招聘条件, as written


@dataclass(frozen=True, slots=True)
class VacancyRow:
    """One vacancy as it was offered. place: six digits; valid_from, valid_to: first and last day."""

    sheet: str
    row_no: int
    employer: EmployerCells = EmployerCells()
    title: str = ""
    openings: int | None = None
    occupation: str | None = None
    duties: str = ""
    post: PostKind | None = None
    place: str | None = None
    place_text: str = ""
    terms: TermsCells = TermsCells()
    demand: DemandCells = DemandCells()
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    level: Level | None = None
    reference: str = ""  # the sender's own number of it
    problems: tuple[Problem, ...] = field(default=())

    def text(self) -> str:
        """Everything that a reader of the advertisement would read."""
        return "\n".join(
            part
            for part in (self.title, self.duties, self.demand.words, self.terms.pay_text)
            if part
        )
