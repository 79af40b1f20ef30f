"""Accounts: who signs in, with which role, for which unit and department."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from leye.core.scope import Department, Role


class AccountManager(BaseUserManager["Account"]):
    """Django asks for it to find an account by its name; accounts are opened by `actions`."""


class Account(AbstractBaseUser):
    username = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=60)
    role = models.CharField(max_length=20, choices=[(r.value, r.label) for r in Role])
    department = models.CharField(max_length=20, choices=[(d.value, d.label) for d in Department])
    unit = models.CharField(max_length=6)
    site_id = models.BigIntegerField(null=True)
    employer_id = models.BigIntegerField(null=True)  # of an employer's own account
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]
    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        db_table = "account"
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=[r.value for r in Role]), name="account_role"
            ),
            models.CheckConstraint(
                condition=Q(department__in=[d.value for d in Department]),
                name="account_department",
            ),
            models.CheckConstraint(
                condition=Q(role=Role.EMPLOYER.value, employer_id__isnull=False)
                | (~Q(role=Role.EMPLOYER.value) & Q(employer_id=None)),
                name="account_of_an_employer",
            ),
        ]


class ApiToken(models.Model):
    """A key for programs that act for an account; only its digest is kept."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=60)
    issued_by = models.CharField(max_length=150)
    issued_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "account_token"
        constraints = [
            models.CheckConstraint(condition=~Q(issued_by=""), name="token_has_an_author"),
        ]
