"""Who exists, and which acts of recording brought what is known of them."""

from django.db import models
from django.db.models import Q


class Source(models.TextChoices):
    UPLOAD = "upload", "名册导入"
    DESK = "desk", "窗口登记"
    SURVEY = "survey", "入户调查"
    DEPARTMENT = "department", "部门数据"


class Entry(models.Model):
    """One act of recording. Its facts count nowhere until it is closed, and then all at once.

    `seq` and `known_at` are given together when it closes, in one order for the whole ledger.
    A withdrawn entry never closes; its facts stay and never count.
    """

    source = models.CharField(max_length=20, choices=Source.choices)
    source_ref = models.CharField(max_length=80, default="")  # "upload:12"
    unit = models.CharField(max_length=6)
    recorded_by = models.CharField(max_length=150)
    reason = models.CharField(max_length=500, default="")
    opened_at = models.DateTimeField()
    seq = models.BigIntegerField(null=True, unique=True)
    known_at = models.DateTimeField(null=True, unique=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "ledger_entry"
        constraints = [
            models.CheckConstraint(condition=~Q(recorded_by=""), name="entry_has_an_author"),
            models.CheckConstraint(
                condition=Q(seq=None, known_at=None) | Q(seq__isnull=False, known_at__isnull=False),
                name="entry_closes_at_once",
            ),
            models.CheckConstraint(
                condition=Q(seq=None) | Q(withdrawn_at=None), name="entry_closed_or_withdrawn"
            ),
        ]


class LedgerClock(models.Model):
    """One row: the last entry that closed. Locked while an entry closes, so that time has one order."""

    last_seq = models.BigIntegerField(default=0)
    last_known_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "ledger_clock"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="ledger_clock_one_row")]


class Projection(models.Model):
    """One row: how far the kept state has followed the ledger."""

    done_seq = models.BigIntegerField(default=0)  # entries up to here are in the kept state
    cursor = models.BigIntegerField(
        default=0
    )  # persons of entry done_seq + 1 up to this id are, too

    class Meta:
        db_table = "ledger_projection"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="ledger_projection_one_row")]


class Person(models.Model):
    """Somebody. All that is known stands in facts."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")

    class Meta:
        db_table = "ledger_person"


class Household(models.Model):
    """A household as the rosters number it within a county."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    county = models.CharField(max_length=6)
    number = models.CharField(max_length=64)

    class Meta:
        db_table = "ledger_household"
        indexes = [models.Index(fields=["county", "number"], name="household_number")]


class Merge(models.Model):
    """A judgement that two persons are one, or the undoing of such a judgement; rows are only added."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+")
    duplicate = models.ForeignKey(Person, models.PROTECT, related_name="+")
    survivor = models.ForeignKey(Person, models.PROTECT, related_name="+")
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="undone_by", db_column="undoes"
    )

    class Meta:
        db_table = "ledger_merge"
        constraints = [
            models.CheckConstraint(
                condition=~Q(duplicate=models.F("survivor")), name="merge_of_two"
            ),
        ]
