"""An employer's own account: opened for one employer by the county, closed by it; what it may see is its own."""

from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from leye.apps.accounts import actions, selectors
from leye.apps.employers import selectors as employers
from leye.core.scope import Capability, Department, OutOfScope, Role, Scope
from leye.core.vacancies.sameness import folded
from leye.trips.subsidies.subsidy_drafts import NotAccepted


@dataclass(frozen=True, slots=True)
class FirmAccount:
    id: int
    username: str
    firm: str
    is_active: bool


def found_employers(scope: Scope, words: str) -> list[tuple[int, str, str]]:
    """(id, name, code) of employers whose name begins so. Raises OutOfScope."""
    _may(scope)
    key = folded(words.strip())
    return (
        [(one.pk, one.name, one.code or "") for one in employers.named(scope, key, 30)]
        if key
        else []
    )


def open_account(scope: Scope, employer_id: int, username: str, password: str, unit: str) -> None:
    """Open an account for an employer in a county of the own units. Raises OutOfScope, NotAccepted, IntegrityError."""
    _may(scope)
    scope.narrowed(unit)
    if unit.endswith("00"):
        raise NotAccepted("单位账号开在受理补贴的旗县。请选旗县。")
    firm = employers.employer(scope, employer_id)
    if not username.strip():
        raise NotAccepted("用户名不能空。")
    try:
        validate_password(password)
    except ValidationError as weak:
        raise NotAccepted("密码太弱：" + "".join(weak.messages) + "请换一个更长的密码。") from None
    actions.open_account(
        by=scope.actor, username=username.strip(), display_name=firm.name[:60], password=password,
        role=Role.EMPLOYER, department=Department.HRSS, unit=unit, employer_id=firm.pk,
    )  # fmt: skip


def accounts(scope: Scope) -> list[FirmAccount]:
    """The accounts of employers in the scope's units. Raises OutOfScope."""
    _may(scope)
    rows = selectors.employer_accounts(scope)
    firms = employers.employers(scope, [one.employer_id for one in rows if one.employer_id])
    return [
        FirmAccount(one.pk, one.username, firms[one.employer_id].name, one.is_active)
        for one in rows
        if one.employer_id in firms
    ]


def close(scope: Scope, account_id: int) -> None:
    """End an employer's account; its next request finds it closed. Raises OutOfScope."""
    _may(scope)
    found = [one for one in selectors.employer_accounts(scope) if one.pk == account_id]
    if not found:
        raise OutOfScope(account_id)
    actions.disable(by=scope.actor, account=found[0])


def _may(scope: Scope) -> None:
    if not (scope.may(Capability.REVIEW_SUBSIDY) or scope.may(Capability.MANAGE_ACCOUNTS)):
        raise OutOfScope(scope.unit)
