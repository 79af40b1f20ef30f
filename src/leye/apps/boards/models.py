"""Boards as they were last worked out: a unit, a month's end, and the entry of the ledger that they knew.

A kept board is a copy for quick reading; the ledger and the rooms can always make it again. Summary reports are
drafted from boards: what was written, each figure with what it counts, and what became of it in files that came back.
"""

from django.db import models
from django.db.models import Q

from leye.core.letters.checking import Verdict


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


class Summary(models.Model):
    """A draft of the summary report. body: JSON, its blocks as they were written; digest: of them; seq: what it knew of the ledger."""

    unit = models.CharField(max_length=6)
    on = models.DateField()
    seq = models.BigIntegerField()
    title = models.CharField(max_length=120)
    receiver = models.CharField(max_length=80)
    signed = models.CharField(max_length=80)
    body = models.TextField()
    digest = models.CharField(max_length=64, default="")
    drafted_by = models.CharField(max_length=150)
    drafted_at = models.DateTimeField()

    class Meta:
        db_table = "summary"
        constraints = [
            models.CheckConstraint(condition=~Q(drafted_by=""), name="summary_has_an_author"),
            models.UniqueConstraint(fields=["unit", "on", "seq", "digest"], name="summary_once"),
        ]


class BoundFigure(models.Model):
    """A figure in a draft: where it stands (key), what it counts (what, code, site), and how it was written."""

    summary = models.ForeignKey(Summary, models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=20)
    what = models.CharField(max_length=60)
    code = models.CharField(max_length=6)
    site = models.BigIntegerField(null=True)
    label = models.CharField(max_length=120)
    text = models.CharField(max_length=30)

    class Meta:
        db_table = "summary_figure"
        constraints = [
            models.UniqueConstraint(fields=["summary", "key"], name="summary_figure_once")
        ]


class SummaryCheck(models.Model):
    """A file that came back, by its digest, and was looked through once for what the ledger knew (seq)."""

    summary = models.ForeignKey(Summary, models.PROTECT, related_name="+", db_index=False)
    digest = models.CharField(max_length=64)
    seq = models.BigIntegerField()
    checked_by = models.CharField(max_length=150)
    checked_at = models.DateTimeField()

    class Meta:
        db_table = "summary_check"
        constraints = [
            models.CheckConstraint(condition=~Q(checked_by=""), name="summary_check_has_an_author"),
            models.UniqueConstraint(fields=["summary", "digest", "seq"], name="summary_check_once"),
        ]


class CheckedFigure(models.Model):
    """What became of a figure in a file that came back; key "": a number written by hand, and the words around it."""

    check_of = models.ForeignKey(SummaryCheck, models.PROTECT, related_name="+")
    key = models.CharField(max_length=20)
    verdict = models.CharField(max_length=20, choices=[(v.value, v.label) for v in Verdict])
    written = models.CharField(max_length=30)
    found = models.CharField(max_length=60)
    now = models.CharField(max_length=30)
    around = models.CharField(max_length=80)

    class Meta:
        db_table = "summary_checked_figure"


class SummarySent(models.Model):
    """A unit's report was sent to the unit above; once a draft."""

    summary = models.OneToOneField(Summary, models.PROTECT, related_name="+")
    unit = models.CharField(max_length=6)
    sent_by = models.CharField(max_length=150)
    sent_at = models.DateTimeField()

    class Meta:
        db_table = "summary_sent"
        constraints = [
            models.CheckConstraint(condition=~Q(sent_by=""), name="summary_sent_has_an_author")
        ]


class PublicTable(models.Model):
    """The figures of a month as they were made public: once, so that nobody can subtract two versions."""

    on = models.DateField(unique=True)
    seq = models.BigIntegerField()
    least = models.PositiveSmallIntegerField()
    published_by = models.CharField(max_length=150)
    published_at = models.DateTimeField()

    class Meta:
        db_table = "public_table"
        constraints = [
            models.CheckConstraint(condition=~Q(published_by=""), name="public_table_has_an_author")
        ]


class PublicRow(models.Model):
    """A unit of a public table. A row that is left out has no figures: they are not even here."""

    table = models.ForeignKey(PublicTable, models.PROTECT, related_name="+", db_index=False)
    place = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=6)
    level = models.CharField(max_length=10)
    is_shown = models.BooleanField()
    people = models.PositiveIntegerField(null=True)
    labour = models.PositiveIntegerField(null=True)
    employed = models.PositiveIntegerField(null=True)
    away = models.PositiveIntegerField(null=True)
    local = models.PositiveIntegerField(null=True)
    unemployed = models.PositiveIntegerField(null=True)
    willing = models.PositiveIntegerField(null=True)

    class Meta:
        db_table = "public_row"
        constraints = [
            models.UniqueConstraint(fields=["table", "code"], name="public_row_once"),
            models.CheckConstraint(
                condition=Q(is_shown=True, labour__isnull=False)
                | Q(
                    is_shown=False,
                    people=None,
                    labour=None,
                    employed=None,
                    away=None,
                    local=None,
                    unemployed=None,
                    willing=None,
                ),
                name="public_row_left_out_has_no_figures",
            ),
        ]
