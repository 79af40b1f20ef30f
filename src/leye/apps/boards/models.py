"""Boards as they were last worked out: a unit, a month's end, and the entry of the ledger that they knew.

A kept board is a copy for quick reading; the ledger and the rooms can always make it again.
"""

from django.db import models
from django.db.models import Q


class KeptBoard(models.Model):
    """seq: the last entry of the ledger that was counted. total, lines, gauges: JSON."""

    unit = models.CharField(max_length=6)
    on = models.DateField()
    seq = models.BigIntegerField()
    made_at = models.DateTimeField()
    total = models.TextField(default="{}")
    lines = models.TextField(default="[]")
    gauges = models.TextField(default="[]")
    leased_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "board_kept"
        constraints = [
            models.UniqueConstraint(fields=["unit", "on"], name="board_once"),
            models.CheckConstraint(condition=~Q(unit=""), name="board_has_a_unit"),
        ]
