"""The tables of facts: what was moved, who can work, who works where, who wants what.

Rows are only added. Valid time is [valid_from, valid_to); recording time is the entry's.
A correction names the one fact that it corrects, and a fact is corrected at most once.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q

from leye.apps.people.entries import Entry, Household, Person
from leye.apps.places.models import Site


class Fact(models.Model):
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="corrected_by", db_column="corrects"
    )
    is_void = models.BooleanField(default=False)
    origin = models.CharField(max_length=80, default="")  # "row:17" of the entry's file, or ""

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["person", "valid_from"], name="%(class)s_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="%(class)s_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(is_void=False) | Q(corrects__isnull=False),
                name="%(class)s_void_names_its_fact",
            ),
        ]


class IdentityFact(Fact):
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)
    initials = models.CharField(max_length=100)
    sex = models.CharField(max_length=1, null=True)
    birth_date = models.DateField(null=True)
    ethnicity = models.CharField(max_length=20, default="")
    id_kind = models.CharField(max_length=20)
    id_cipher = models.TextField(default="")
    id_index = models.CharField(max_length=64, null=True)
    tail_index = models.CharField(max_length=64, null=True)

    class Meta(Fact.Meta):
        db_table = "ledger_identity"
        indexes = [
            *Fact.Meta.indexes,
            models.Index(fields=["id_index"], name="identity_id_index"),
            models.Index(fields=["tail_index"], name="identity_tail_index"),
            models.Index(fields=["name_key"], name="identity_name_key"),
            models.Index(fields=["initials"], name="identity_initials"),
        ]
        constraints = [
            *Fact.Meta.constraints,
            models.UniqueConstraint(
                fields=["person"], condition=Q(corrects=None), name="identity_one_root"
            ),
        ]


class ContactFact(Fact):
    phone_cipher = models.TextField()
    phone_index = models.CharField(max_length=64)

    class Meta(Fact.Meta):
        db_table = "ledger_contact"
        indexes = [
            *Fact.Meta.indexes,
            models.Index(fields=["phone_index"], name="contact_phone_index"),
        ]


class ResidenceFact(Fact):
    household = models.ForeignKey(Household, models.PROTECT, related_name="+")
    county = models.CharField(max_length=6)
    town = models.CharField(max_length=9, null=True)
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    settlement = models.CharField(max_length=20)
    relation = models.CharField(max_length=20, null=True)
    reason_in = models.CharField(max_length=20, null=True)
    reason_out = models.CharField(max_length=20, null=True)

    class Meta(Fact.Meta):
        db_table = "ledger_residence"
        indexes = [
            *Fact.Meta.indexes,
            models.Index(fields=["county", "person"], name="residence_county"),
        ]


class StandingFact(Fact):
    standing = models.CharField(max_length=20)
    monitoring = models.CharField(max_length=20, null=True)

    class Meta(Fact.Meta):
        db_table = "ledger_standing"


class CapacityFact(Fact):
    labour_skill = models.CharField(max_length=20, null=True)
    schooling = models.CharField(max_length=20, null=True)
    health = models.CharField(max_length=20, null=True)
    education = models.CharField(max_length=20, null=True)
    licences = models.CharField(max_length=200, null=True)  # parted by 、
    languages = models.CharField(max_length=100, null=True)
    has_health_certificate = models.BooleanField(null=True)

    class Meta(Fact.Meta):
        db_table = "ledger_capacity"


class EmploymentFact(Fact):
    is_primary = models.BooleanField(default=True)
    job_kind = models.CharField(max_length=20)
    job_channel = models.CharField(max_length=20, null=True)
    job_place = models.CharField(max_length=12, null=True)
    job_place_text = models.CharField(max_length=200, default="")
    employer = models.CharField(max_length=200, default="")
    trade = models.CharField(max_length=100, default="")
    monthly_pay = models.PositiveIntegerField(null=True)  # yuan
    has_contract = models.BooleanField(null=True)
    is_insured = models.BooleanField(null=True)

    class Meta(Fact.Meta):
        db_table = "ledger_employment"


class WishFact(Fact):
    wants_work = models.CharField(max_length=20)
    wants_training = models.CharField(max_length=20, default="not_asked")
    wish_area = models.CharField(max_length=20, null=True)
    wish_trade = models.CharField(max_length=100, default="")
    wish_pay = models.PositiveIntegerField(null=True)  # yuan a month
    training_trade = models.CharField(max_length=100, default="")
    only_local = models.BooleanField(null=True)  # has a family to look after
    wish_term = models.CharField(max_length=20, null=True)

    class Meta(Fact.Meta):
        db_table = "ledger_wish"


class DeathFact(Fact):
    class Meta(Fact.Meta):
        db_table = "ledger_death"


FACT_MODELS: tuple[Any, ...] = (  # managers of abstract models have no type
    IdentityFact,
    ContactFact,
    ResidenceFact,
    StandingFact,
    CapacityFact,
    EmploymentFact,
    WishFact,
    DeathFact,
)
