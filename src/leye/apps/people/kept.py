"""The kept state: derived from the facts, rebuilt at will, never written by anything but its projection."""

from django.db import models


class KeptState(models.Model):
    """One person's state on the days [on_from, on_to), believed from entry seq_from until seq_to."""

    person_id = models.BigIntegerField()
    on_from = models.DateField()
    on_to = models.DateField()
    seq_from = models.BigIntegerField()
    seq_to = models.BigIntegerField(null=True)
    household_id = models.BigIntegerField()
    county = models.CharField(max_length=6)
    town = models.CharField(max_length=9, null=True)
    site_id = models.BigIntegerField(null=True)
    settlement = models.CharField(max_length=20)
    settled_on = models.DateField()
    sex = models.CharField(max_length=1, null=True)
    birth_date = models.DateField(null=True)
    standing = models.CharField(max_length=20, null=True)
    monitoring = models.CharField(max_length=20, null=True)
    labour_skill = models.CharField(max_length=20, null=True)
    schooling = models.CharField(max_length=20, null=True)
    health = models.CharField(max_length=20, null=True)
    job_kind = models.CharField(max_length=20, null=True)
    job_channel = models.CharField(max_length=20, null=True)
    job_place = models.CharField(max_length=12, null=True)
    job_from = models.DateField(null=True)
    wants_work = models.CharField(max_length=20, null=True)
    wants_training = models.CharField(max_length=20, null=True)
    wish_area = models.CharField(max_length=20, null=True)

    class Meta:
        db_table = "ledger_state"
        indexes = [
            models.Index(fields=["person_id"], name="state_person"),
            models.Index(fields=["county", "site_id"], name="state_place"),
        ]
