"""就业服务平台 at the sites: dated records, only added; a later one of a site replaces the earlier. And the desk's log."""

from django.db import models
from django.db.models import Q

from leye.apps.places.models import Site
from leye.core.stations.vocabulary import DeskKind


class Station(models.Model):
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    valid_from = models.DateField()
    state = models.CharField(max_length=20)
    kind = models.CharField(max_length=40, default="")  # 就业服务站, 窗口, 专员
    place = models.CharField(max_length=100, default="")
    staff = models.PositiveSmallIntegerField(null=True)
    phone = models.CharField(max_length=20, default="")  # the office's number, which is public
    opened_on = models.DateField(null=True)
    hours = models.CharField(max_length=60, default="")  # 周一至周五 8:30—17:30
    photo = models.CharField(max_length=64, default="")  # digest of the sealed picture
    recorded_by = models.CharField(max_length=150)

    class Meta:
        db_table = "station"
        indexes = [models.Index(fields=["site", "valid_from"], name="station_site")]
        constraints = [
            models.CheckConstraint(condition=~Q(recorded_by=""), name="station_has_an_author")
        ]


class DeskEntry(models.Model):
    """A person served at a desk, once by the form's key; rows are only added. entry_id: what it brought into the ledger."""

    key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=20, choices=[(x.value, x.label) for x in DeskKind])
    person_id = models.BigIntegerField()
    county = models.CharField(max_length=6)
    site_id = models.BigIntegerField(null=True)
    on = models.DateField()
    words = models.CharField(max_length=300, default="")
    served_by = models.CharField(max_length=150)
    served_at = models.DateTimeField()
    entry_id = models.BigIntegerField(null=True)
    proposal_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "desk_entry"
        constraints = [
            models.CheckConstraint(condition=~Q(served_by=""), name="desk_entry_has_an_author")
        ]
        indexes = [
            models.Index(fields=["county", "on"], name="desk_county"),
            models.Index(fields=["person_id"], name="desk_person"),
        ]
