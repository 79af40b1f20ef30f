"""The audit log: what was done and read, by whom, in a chain of digests. It has no foreign keys."""

from django.db import models
from django.db.models import Q


class AuditEvent(models.Model):
    """One link. `subject` is an opaque reference such as "person:17"; never a name or a number."""

    seq = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    action = models.CharField(max_length=60, db_index=True)
    unit = models.CharField(max_length=12, default="")
    subject = models.CharField(max_length=120, default="")
    detail = models.TextField(default="{}")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_event"
        constraints = [models.CheckConstraint(condition=~Q(actor=""), name="audit_has_an_actor")]
        indexes = [
            models.Index(fields=["unit", "seq"], name="audit_unit"),
            models.Index(fields=["subject", "seq"], name="audit_subject"),
        ]


class AuditHead(models.Model):
    """One row: the end of the chain, locked by whoever adds a link."""

    seq = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")

    class Meta:
        db_table = "audit_head"
        constraints = [models.CheckConstraint(condition=Q(id=1), name="audit_head_one_row")]
