"""Reading accounts."""

from collections.abc import Iterable

from leye.apps.accounts.models import Account, ApiToken
from leye.core.scope import Capability, Department, Role, Scope


def scope_of(account: Account) -> Scope:
    """What an account may see, read afresh from its row."""
    return Scope(
        actor=account.username,
        unit=account.unit,
        role=Role(account.role),
        department=Department(account.department),
        site=account.site_id,
        employer=account.employer_id,
    )


def accounts(scope: Scope) -> list[Account]:
    """The accounts of the scope's units, for those who manage them."""
    if not scope.may(Capability.MANAGE_ACCOUNTS):
        return []
    low, high = scope.code_range
    return list(Account.objects.filter(unit__gte=low, unit__lt=high).order_by("unit", "username"))


def site_accounts(scope: Scope) -> dict[int, str]:
    """The sites of the scope at which somebody of 人社 has an account of his own, and each one's county."""
    low, high = scope.code_range
    rows = Account.objects.filter(
        site_id__isnull=False, is_active=True, role=Role.CLERK.value, department=Department.HRSS.value,
        unit__gte=low, unit__lt=high,
    )  # fmt: skip
    return {row.site_id: row.unit for row in rows.order_by("site_id") if row.site_id is not None}


def called(scope: Scope, usernames: Iterable[str]) -> dict[str, str]:
    """How those who signed something that a scope reads are called: 姓名或科室, of whichever unit they are."""
    asked = set(usernames) if scope.may(Capability.READ_FIGURES) else set()
    rows = Account.objects.filter(username__in=asked).values_list("username", "display_name")
    return {username: name for username, name in rows if name}


def account_of_token(digest: str) -> Account | None:
    """The account for which a program acts; None for a key that was never given, or was taken back."""
    rows = ApiToken.objects.filter(digest=digest, ended_at=None, account__is_active=True)
    found = rows.select_related("account").first()
    return found.account if found else None


def employer_accounts(scope: Scope) -> list[Account]:
    """Accounts of employers in the scope's units, for those who receive their applications or manage accounts."""
    if not (scope.may(Capability.MANAGE_ACCOUNTS) or scope.may(Capability.REVIEW_SUBSIDY)):
        return []
    low, high = scope.code_range
    rows = Account.objects.filter(role=Role.EMPLOYER.value, unit__gte=low, unit__lt=high)
    return list(rows.order_by("unit", "username"))
