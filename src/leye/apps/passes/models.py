"""Links that open one thing to somebody without an account, until they run out or are taken back."""

from django.db import models
from django.db.models import F, Q


class Pass(models.Model):
    """Only the digest of the link's key is kept. subject: what it opens, such as "person:17" or "journey:3"."""

    digest = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=20)
    subject = models.CharField(max_length=60)
    unit = models.CharField(max_length=6)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)  # the last time

    class Meta:
        db_table = "pass"
        constraints = [
            models.CheckConstraint(condition=~Q(made_by=""), name="pass_has_an_author"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="pass_runs_out"),
        ]
        indexes = [models.Index(fields=["subject", "purpose"], name="pass_subject")]
