"""Visits as they were brought from the phones, and those that contradict each other; rows are only added."""

from django.db import models
from django.db.models import F, Q

from leye.core.visits.answers import Outcome


class Visit(models.Model):
    """One visit to one person, once by its key. device_at: by the phone; answered_at: by the server's clock.

    told: JSON of the answers as they were given, the telephone sealed; what counts of them is in the ledger.
    """

    key = models.UUIDField(unique=True)
    person_id = models.BigIntegerField()
    county = models.CharField(max_length=6)
    site_id = models.BigIntegerField(null=True)
    form = models.PositiveSmallIntegerField()
    notice = models.PositiveSmallIntegerField()  # the number of the text that was said first
    outcome = models.CharField(max_length=20, choices=[(x.value, x.label) for x in Outcome])
    told = models.TextField(default="{}")
    device_at = models.DateTimeField()
    answered_at = models.DateTimeField()
    is_clock_off = models.BooleanField(default=False)
    received_at = models.DateTimeField()
    brought_by = models.CharField(max_length=150)
    entry_id = models.BigIntegerField(null=True)  # what it brought into the ledger

    class Meta:
        db_table = "visit"
        constraints = [
            models.CheckConstraint(condition=~Q(brought_by=""), name="visit_has_an_author"),
            models.CheckConstraint(
                condition=Q(answered_at__lte=F("received_at")), name="visit_not_in_the_future"
            ),
        ]
        indexes = [
            models.Index(fields=["person_id", "answered_at"], name="visit_person"),
            models.Index(fields=["county", "received_at"], name="visit_county"),
        ]


class Contradiction(models.Model):
    """Two workers brought different answers of one person: the later-come visit waits for a judgement."""

    visit = models.OneToOneField(Visit, models.PROTECT, related_name="contradiction")
    against = models.ForeignKey(Visit, models.PROTECT, related_name="+")
    unlike = models.CharField(max_length=200)  # the questions, parted by blanks
    county = models.CharField(max_length=6)
    opened_at = models.DateTimeField()
    judged = models.CharField(max_length=20, default="")
    judged_by = models.CharField(max_length=150, default="")
    judged_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, default="")

    class Meta:
        db_table = "visit_contradiction"
        constraints = [
            models.CheckConstraint(
                condition=~Q(visit=F("against")), name="contradiction_of_two_visits"
            ),
            models.CheckConstraint(
                condition=Q(judged="", judged_by="", judged_at=None)
                | (~Q(judged="") & ~Q(judged_by="") & Q(judged_at__isnull=False)),
                name="contradiction_judged_at_once",
            ),
        ]
        indexes = [models.Index(fields=["county", "judged"], name="contradiction_county")]
