"""就业服务平台 at the sites: dated records, only added; a later one of a site replaces the earlier."""

from django.db import models
from django.db.models import Q

from leye.apps.places.models import Site


class Station(models.Model):
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    valid_from = models.DateField()
    state = models.CharField(max_length=20)
    kind = models.CharField(max_length=40, default="")  # 就业服务站, 窗口, 专员
    place = models.CharField(max_length=100, default="")
    staff = models.PositiveSmallIntegerField(null=True)
    phone = models.CharField(max_length=20, default="")  # the office's number, which is public
    recorded_by = models.CharField(max_length=150)

    class Meta:
        db_table = "station"
        indexes = [models.Index(fields=["site", "valid_from"], name="station_site")]
        constraints = [
            models.CheckConstraint(condition=~Q(recorded_by=""), name="station_has_an_author")
        ]
