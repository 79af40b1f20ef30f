"""The one door for changes of accounts."""

import datetime as dt

from django.db import transaction

from leye.apps.accounts.models import Account, ApiToken
from leye.apps.audit import actions as audit
from leye.core.scope import Department, Role


@transaction.atomic
def open_account(
    *,
    by: str,
    username: str,
    display_name: str,
    password: str,
    role: Role,
    department: Department,
    unit: str,
    site_id: int | None = None,
    employer_id: int | None = None,
) -> Account:
    """Open an account. Raises IntegrityError when the name is taken."""
    account = Account(
        username=username,
        display_name=display_name,
        role=role.value,
        department=department.value,
        unit=unit,
        site_id=site_id,
        employer_id=employer_id,
    )
    account.set_password(password)
    account.save(force_insert=True)
    detail = {"role": role.value, "department": department.value}
    audit.record(
        by=by, action="account.open", unit=unit, subject=f"account:{account.pk}", detail=detail
    )
    return account


@transaction.atomic
def disable(*, by: str, account: Account) -> None:
    """End an account; its next request finds it closed."""
    Account.objects.filter(pk=account.pk).update(is_active=False)
    audit.record(
        by=by, action="account.disable", unit=account.unit, subject=f"account:{account.pk}"
    )


@transaction.atomic
def note_signed_in(*, by: str, account: Account) -> None:
    """Write down that somebody signed in."""
    audit.record(
        by=by, action="account.sign_in", unit=account.unit, subject=f"account:{account.pk}"
    )


@transaction.atomic
def set_password(*, by: str, account: Account, password: str) -> None:
    """Give an account a new password."""
    account.set_password(password)
    account.must_change_password = False
    account.save(update_fields=["password", "must_change_password"])
    audit.record(
        by=by, action="account.password", unit=account.unit, subject=f"account:{account.pk}"
    )


@transaction.atomic
def issue_token(
    *, by: str, account: Account, digest: str, purpose: str, at: dt.datetime
) -> ApiToken:
    """Give an account a key for programs; whoever held one before for the same purpose loses it."""
    ApiToken.objects.filter(account=account, purpose=purpose, ended_at=None).update(ended_at=at)
    token = ApiToken.objects.create(
        account=account, digest=digest, purpose=purpose, issued_by=by, issued_at=at
    )
    audit.record(
        by=by, action="account.token", unit=account.unit, subject=f"account:{account.pk}",
        detail={"purpose": purpose},
    )  # fmt: skip
    return token
