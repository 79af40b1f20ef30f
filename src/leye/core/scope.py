"""Who may see and do what, where: the first argument of every selector.

Divisions are six-digit codes: region 150000, league 150100, banner or county 150124.
"""

from dataclasses import dataclass, replace
from enum import StrEnum


class Role(StrEnum):
    READER = "reader"
    CLERK = "clerk"
    APPROVER = "approver"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    EMPLOYER = "employer"  # an employer's own account: its applications and nothing else

    @property
    def label(self) -> str:
        return {
            "reader": "查阅人员",
            "clerk": "经办人员",
            "approver": "审核人员",
            "auditor": "审计人员",
            "administrator": "系统管理员",
            "employer": "用人单位",
        }[self.value]


class Department(StrEnum):
    HRSS = "hrss"
    NDRC = "ndrc"
    INDUSTRY = "industry"
    POVERTY = "poverty"

    @property
    def label(self) -> str:
        return {"hrss": "人社", "ndrc": "发改", "industry": "工信", "poverty": "扶贫"}[self.value]


class Capability(StrEnum):
    """One thing that an account may do; everything not granted is denied."""

    READ_FIGURES = "read_figures"  # annexes, site figures: no names
    READ_PEOPLE = "read_people"  # named lists and person pages, masked
    REVEAL = "reveal"  # one unmasked number at a time, with a reason
    BRING_LISTS = "bring_lists"  # files in, explanations, mending; which kinds, say the next two
    UPLOAD_ROSTER = "upload_roster"  # rosters of people
    EDIT_VACANCIES = "edit_vacancies"  # vacancies and employers; every department collects them
    EDIT_LEDGER = "edit_ledger"  # single facts by hand
    SEND_MESSAGES = "send_messages"  # rounds prepared, sent, signed for
    SERVE_PEOPLE = "serve_people"  # desk, visits, courses and enrolment
    EDIT_LOCAL_JOBS = "edit_local_jobs"  # workshops, projects, public posts
    EDIT_JOURNEYS = "edit_journeys"  # organised journeys, pairing, agencies
    APPLY_FOR_SUBSIDY = "apply_for_subsidy"  # for oneself as an employer, or at the desk
    REVIEW_SUBSIDY = "review_subsidy"
    PREPARE_RETURN = "prepare_return"  # the monthly return, its remarks and explanations
    PUBLISH = "publish"  # typical cases, public posts
    APPROVE = "approve"
    READ_AUDIT = "read_audit"
    MANAGE_ACCOUNTS = "manage_accounts"


GRANTS: dict[Role, frozenset[Capability]] = {
    Role.READER: frozenset({Capability.READ_FIGURES}),
    Role.CLERK: frozenset(
        {
            Capability.READ_FIGURES,
            Capability.READ_PEOPLE,
            Capability.REVEAL,
            Capability.BRING_LISTS,
            Capability.UPLOAD_ROSTER,
            Capability.EDIT_VACANCIES,
            Capability.EDIT_LEDGER,
            Capability.SEND_MESSAGES,
            Capability.SERVE_PEOPLE,
            Capability.EDIT_LOCAL_JOBS,
            Capability.EDIT_JOURNEYS,
            Capability.APPLY_FOR_SUBSIDY,
            Capability.REVIEW_SUBSIDY,
            Capability.PREPARE_RETURN,
            Capability.PUBLISH,
        }
    ),
    Role.APPROVER: frozenset(
        {Capability.READ_FIGURES, Capability.READ_PEOPLE, Capability.REVEAL, Capability.APPROVE}
    ),
    Role.AUDITOR: frozenset({Capability.READ_FIGURES, Capability.READ_AUDIT}),
    Role.ADMINISTRATOR: frozenset({Capability.READ_FIGURES, Capability.MANAGE_ACCOUNTS}),
    Role.EMPLOYER: frozenset({Capability.APPLY_FOR_SUBSIDY}),
}
# People's files belong to 人社 and 扶贫; the other two departments see figures only (notice 三(一)).
NAMED_DEPARTMENTS = frozenset({Department.HRSS, Department.POVERTY})
NAMED = frozenset(
    {
        Capability.READ_PEOPLE,
        Capability.REVEAL,
        Capability.UPLOAD_ROSTER,
        Capability.EDIT_LEDGER,
        Capability.SEND_MESSAGES,
        Capability.SERVE_PEOPLE,
        Capability.EDIT_JOURNEYS,
        Capability.APPLY_FOR_SUBSIDY,
        Capability.REVIEW_SUBSIDY,
    }
)
# The leagues' 人社 departments report (notice 三(三)), and subsidies, budgets and stories are theirs to approve.
OWN_TO_HRSS = frozenset({Capability.PREPARE_RETURN, Capability.APPROVE})


def prefix(unit: str) -> str:
    """The digits that all codes under a unit share: 150000 → "15", 150100 → "1501", 150124 → itself."""
    if len(unit) != 6 or not (unit.isascii() and unit.isdigit()):
        raise ValueError(f"not a division code: {unit!r}")
    return unit[:2] if unit.endswith("0000") else unit[:4] if unit.endswith("00") else unit


@dataclass(frozen=True, slots=True)
class Scope:
    """What one actor may see: a unit of the tree, perhaps one site in it, a department and a role.

    employer: of an employer's own account, which sees nothing but its own.
    recodes: (former county code, the code that took it in), so that the heir sees the former one's people.
    """

    actor: str
    unit: str
    role: Role
    department: Department = Department.HRSS
    site: int | None = None
    employer: int | None = None
    recodes: tuple[tuple[str, str], ...] = ()

    @property
    def prefix(self) -> str:
        return prefix(self.unit)

    @property
    def code_range(self) -> tuple[str, str]:
        """Codes c of the scope satisfy low <= c < high, as text; an index can use it."""
        low = self.prefix
        return low, low[:-1] + chr(ord(low[-1]) + 1)

    def covers(self, code: str) -> bool:
        """Whether a division code of six or more digits lies in the scope, or its county was taken in by one that does."""
        return code.startswith(self.prefix) or code[:6] in self.taken_in

    @property
    def taken_in(self) -> tuple[str, ...]:
        """Former codes whose heir is in the scope, and that do not begin like it themselves."""
        own = self.prefix
        return tuple(
            old for old, new in self.recodes if new.startswith(own) and not old.startswith(own)
        )

    def narrowed(self, unit: str) -> "Scope":
        """The same actor, looking at a unit within the own one. Raises OutOfScope otherwise."""
        if not self.covers(unit) and unit != self.unit:
            raise OutOfScope(unit)
        return replace(self, unit=unit)

    def may(self, capability: Capability) -> bool:
        if capability in NAMED and self.department not in NAMED_DEPARTMENTS:
            return False
        if capability in OWN_TO_HRSS and self.department is not Department.HRSS:
            return False
        return capability in GRANTS[self.role]


ANYBODY = Scope("anybody", "000000", Role.READER)  # who reads what is published, without an account


class OutOfScope(Exception):
    """The unit or row is outside of the actor's scope: the same answer as "does not exist"."""
