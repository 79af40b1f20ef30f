"""Divisions with their dates, sites, and the region's locked list of what each site holds."""

from django.db import models
from django.db.models import F, Q


class Place(models.Model):
    """A division or reporting unit for as long as its code was in force."""

    code = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    parent_code = models.CharField(max_length=12)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    successor_code = models.CharField(max_length=12, default="")

    class Meta:
        db_table = "place"
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="place_code_once_a_day"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="place_dates_in_order",
            ),
        ]


class Site(models.Model):
    """A resettlement site 安置点."""

    name = models.CharField(max_length=100)
    county_code = models.CharField(max_length=6)
    town_code = models.CharField(max_length=9, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "site"
        constraints = [
            models.UniqueConstraint(
                fields=["county_code", "name", "valid_from"], name="site_name_once_a_county"
            )
        ]


class SiteMaster(models.Model):
    """What the region's list says of a site: annex 3's columns 5 to 8. A later list is a new row."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    valid_from = models.DateField()
    households = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    poor_households = models.PositiveIntegerField()
    poor_people = models.PositiveIntegerField()
    document = models.CharField(max_length=200)
    locked_by = models.CharField(max_length=150)

    class Meta:
        db_table = "site_master"
        constraints = [
            models.UniqueConstraint(fields=["site", "valid_from"], name="site_master_once_a_day"),
            models.CheckConstraint(
                condition=Q(poor_households__lte=F("households")) & Q(poor_people__lte=F("people")),
                name="site_master_poor_within_all",
            ),
        ]
