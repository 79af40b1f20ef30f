"""What other departments bring: that it was brought, month by month; and how building and moving in go on, site by site."""

from django.db import models
from django.db.models import Q

from leye.apps.places.models import Site
from leye.core.scope import Department


class Delivery(models.Model):
    """A department brought what it owes for a month; what it brings later is a further number. many: None = not said."""

    duty = models.CharField(max_length=20)
    unit = models.CharField(max_length=6)
    month = models.CharField(max_length=7)
    number = models.PositiveSmallIntegerField()
    department = models.CharField(max_length=20, choices=[(d.value, d.label) for d in Department])
    many = models.PositiveIntegerField(null=True)
    what = models.CharField(max_length=200)
    document = models.CharField(max_length=100, default="")
    delivered_by = models.CharField(max_length=150)
    delivered_at = models.DateTimeField()

    class Meta:
        db_table = "duty_delivery"
        constraints = [
            models.CheckConstraint(condition=~Q(delivered_by=""), name="delivery_has_an_author"),
            models.UniqueConstraint(
                fields=["duty", "unit", "month", "number"], name="delivery_number_once"
            ),
            models.UniqueConstraint(
                fields=["duty", "unit", "month", "what", "document"], name="delivery_once"
            ),
        ]
        indexes = [models.Index(fields=["month", "unit"], name="delivery_month")]


class Stage(models.TextChoices):
    PLANNED = "planned", "未开工"
    BUILDING = "building", "在建"
    BUILT = "built", "已竣工"
    MOVING = "moving", "正在入住"
    OCCUPIED = "occupied", "全部入住"


class SiteProgress(models.Model):
    """How a site stands on a day, as 发改 says; only added, a later record of a site replaces the earlier."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", db_index=False)
    as_of = models.DateField()
    stage = models.CharField(max_length=20, choices=Stage.choices)
    dwellings = models.PositiveIntegerField()
    built = models.PositiveIntegerField()
    households = models.PositiveIntegerField()  # moved in
    people = models.PositiveIntegerField()
    document = models.CharField(max_length=100, default="")
    recorded_by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "duty_site_progress"
        constraints = [
            models.CheckConstraint(condition=~Q(recorded_by=""), name="progress_has_an_author"),
            models.UniqueConstraint(
                fields=["site", "as_of", "stage", "dwellings", "built", "households", "people"],
                name="progress_once",
            ),
        ]
        indexes = [models.Index(fields=["site", "as_of"], name="progress_site")]
