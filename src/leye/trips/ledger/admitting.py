"""Accounts opened and ended by administrators, each within the own unit."""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass, replace

from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError

from leye.apps.accounts import actions, selectors
from leye.apps.accounts.models import Account
from leye.apps.places import selectors as places
from leye.core.problems import Problem, Severity
from leye.core.scope import Capability, Department, OutOfScope, Role, Scope
from leye.gateways import clock

RECODES_SECONDS = 60  # how long a new division may wait until accounts see by it


class NotAccepted(Exception):
    """What was given for an account cannot be taken; `problem` says why."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__("account.not_accepted")
        self.problem = Problem("account.not_accepted", Severity.REFUSED, message, remedy)


@dataclass(frozen=True, slots=True)
class AccountRow:
    id: int
    username: str
    display_name: str
    role: str
    department: str
    unit: str
    is_active: bool
    last_login: dt.datetime | None


def accounts(scope: Scope) -> list[AccountRow]:
    """The accounts of the scope's units."""
    tree = places.tree(scope, clock.today())
    return [
        AccountRow(
            one.pk,
            one.username,
            one.display_name,
            Role(one.role).label,
            Department(one.department).label,
            tree.name(one.unit),
            one.is_active,
            one.last_login,
        )
        for one in selectors.accounts(scope)
    ]


def open_account(
    scope: Scope,
    username: str,
    display_name: str,
    password: str,
    role: Role,
    department: Department,
    unit: str,
) -> None:
    """Open an account within the own unit. Raises NotAccepted, OutOfScope, IntegrityError."""
    scope.narrowed(unit)
    if not username or not display_name:
        raise NotAccepted("用户名和姓名不能空。", "请填好再提交。")
    try:
        validate_password(password)
    except ValidationError as weak:
        raise NotAccepted("密码太弱：" + "".join(weak.messages), "请换一个更长的密码。") from None
    actions.open_account(
        by=scope.actor,
        username=username,
        display_name=display_name,
        password=password,
        role=role,
        department=department,
        unit=unit,
    )


def disable(scope: Scope, account_id: int) -> None:
    """End an account of the own units. Raises OutOfScope."""
    if not scope.may(Capability.MANAGE_ACCOUNTS):
        raise OutOfScope(account_id)
    found = [one for one in selectors.accounts(scope) if one.pk == account_id]
    if not found or found[0].username == scope.actor:
        raise OutOfScope(account_id)
    actions.disable(by=scope.actor, account=found[0])


def issue_token(scope: Scope, account_id: int, purpose: str) -> str:
    """A new key for programs that act for an account; it is told once and never again. Raises OutOfScope, NotAccepted."""
    if not scope.may(Capability.MANAGE_ACCOUNTS):
        raise OutOfScope(account_id)
    found = [one for one in selectors.accounts(scope) if one.pk == account_id and one.is_active]
    if not found:
        raise OutOfScope(account_id)
    if not purpose.strip():
        raise NotAccepted("没有写接口的用途。", "请写明是哪个系统用，如“盟市招聘网推送岗位”。")
    key = secrets.token_urlsafe(32)
    actions.issue_token(
        by=scope.actor, account=found[0], digest=token_digest(key), purpose=purpose.strip()[:60], at=clock.now()
    )  # fmt: skip
    return key


def token_digest(key: str) -> str:
    """What is kept of a key; it is as random as a digest, so that no salt is needed."""
    return hashlib.sha256(key.encode()).hexdigest()


def scope_of_token(key: str) -> Scope | None:
    """What a program may see that holds a key; None for a key that does not count."""
    account = selectors.account_of_token(token_digest(key))
    return scope_of(account) if account else None


def scope_of(account: Account) -> Scope:
    """What an account may see today; a county that took in another sees that one's people."""
    scope, today = selectors.scope_of(account), clock.today()
    key = f"recodes:{today}"
    recodes: tuple[tuple[str, str], ...] | None = cache.get(key)
    if recodes is None:
        recodes = places.tree(scope, today).recodes()
        cache.set(key, recodes, RECODES_SECONDS)
    return replace(scope, recodes=recodes)
