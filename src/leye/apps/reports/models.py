"""Returns of figures: who sends which month, each version as it was sent, what was said of it, and reruns.

A version and all that hangs on it are only added. Where a return stands is its own row, in which who and when go together.
"""

from django.db import models
from django.db.models import F, Q

from leye.core.reports.returns import State


class Document(models.Model):
    """What versions were made with, kept once by its digest: a notice's declarations, a tree, a unit's sites."""

    digest = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=20)
    text = models.TextField()

    class Meta:
        db_table = "report_document"


def _pair(name: str, who: str, when: str) -> models.CheckConstraint:
    """Who and when are both there or both not."""
    together = Q(**{who: "", f"{when}__isnull": True}) | (
        ~Q(**{who: ""}) & Q(**{f"{when}__isnull": False})
    )
    return models.CheckConstraint(condition=together, name=name)


class Return(models.Model):
    """One unit's tables of one month 一期报表. newest: the version last sent; standing: the one that was accepted."""

    notice = models.CharField(max_length=40)
    month = models.CharField(max_length=7)
    unit = models.CharField(max_length=6)
    above = models.CharField(max_length=6)  # who receives it; the region's own is received there
    state = models.CharField(
        max_length=20, choices=[(x.value, x.label) for x in State], default=State.DRAFT.value
    )
    turn = models.PositiveIntegerField(default=0)  # goes up with every step: an old page is told so
    newest = models.ForeignKey("Version", models.PROTECT, null=True, related_name="+")
    standing = models.ForeignKey("Version", models.PROTECT, null=True, related_name="+")
    sent_by = models.CharField(max_length=150, default="")
    sent_at = models.DateTimeField(null=True)
    returned_by = models.CharField(max_length=150, default="")
    returned_at = models.DateTimeField(null=True)
    accepted_by = models.CharField(max_length=150, default="")
    accepted_at = models.DateTimeField(null=True)
    locked_by = models.CharField(max_length=150, default="")
    locked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "report_return"
        constraints = [
            models.UniqueConstraint(fields=["notice", "month", "unit"], name="return_once"),
            _pair("return_sent_by_whom_when", "sent_by", "sent_at"),
            _pair("return_returned_by_whom_when", "returned_by", "returned_at"),
            _pair("return_accepted_by_whom_when", "accepted_by", "accepted_at"),
            _pair("return_locked_by_whom_when", "locked_by", "locked_at"),
            models.CheckConstraint(
                condition=Q(accepted_by="") | ~Q(accepted_by=F("sent_by")),
                name="return_accepted_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT.value, newest=None)
                | Q(state=State.SENT.value, newest__isnull=False, sent_at__isnull=False)
                | Q(state=State.RETURNED.value, newest__isnull=False, returned_at__isnull=False)
                | Q(state=State.ACCEPTED.value, standing__isnull=False, accepted_at__isnull=False)
                | Q(state=State.LOCKED.value, standing__isnull=False, locked_at__isnull=False),
                name="return_stands_where_it_says",
            ),
        ]
        indexes = [models.Index(fields=["month", "above"], name="return_above")]


class Version(models.Model):
    """A return as it was sent, with all that is needed to make it again to the byte."""

    report = models.ForeignKey(Return, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    seq = models.BigIntegerField()  # the last entry of the ledger that it knows
    known_at = models.DateTimeField()
    definitions = models.ForeignKey(Document, models.PROTECT, related_name="+", db_index=False)
    tree = models.ForeignKey(Document, models.PROTECT, related_name="+", db_index=False)
    sites = models.ForeignKey(Document, models.PROTECT, related_name="+", db_index=False)
    facts = models.CharField(max_length=64)  # digest of the state rows that were counted
    figures = models.CharField(max_length=64)  # digest of every line
    workbook = models.CharField(max_length=64)  # digest of the file, which is kept sealed
    writer = models.CharField(
        max_length=80
    )  # what wrote the file: another release may pack it otherwise
    filler = models.CharField(max_length=60)  # 填表人
    phone_cipher = models.TextField()
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    reason = models.CharField(max_length=500, default="")

    class Meta:
        db_table = "report_version"
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="version_numbered_once"),
            models.CheckConstraint(condition=~Q(made_by=""), name="version_has_an_author"),
            models.CheckConstraint(
                condition=~Q(filler="") & ~Q(phone_cipher=""), name="version_says_whom_to_ask"
            ),
        ]


class Part(models.Model):
    """What a collated version is made of. version None: that unit had sent nothing, its row is from the ledger."""

    whole = models.ForeignKey(Version, models.PROTECT, related_name="+", db_index=False)
    unit = models.CharField(max_length=6)
    version = models.ForeignKey(Version, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "report_part"
        constraints = [models.UniqueConstraint(fields=["whole", "unit"], name="part_once")]


class Row(models.Model):
    """One row of one annex of a version. figures, texts: canonical JSON by column, as they were sent."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="+", db_index=False)
    annex = models.CharField(max_length=10)
    place = models.PositiveIntegerField()
    level = models.CharField(max_length=10)
    code = models.CharField(max_length=6)
    site_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=100)
    figures = models.TextField()
    texts = models.TextField()

    class Meta:
        db_table = "report_row"
        constraints = [
            models.UniqueConstraint(fields=["version", "annex", "place"], name="row_in_its_place")
        ]


class Finding(models.Model):
    """A relation that a version does not keep, with the word that its sender gave; it travels with the version."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    check_id = models.CharField(max_length=10)
    annex = models.CharField(max_length=10)
    key = models.CharField(max_length=20)
    place = models.CharField(max_length=100)
    message = models.CharField(max_length=500)
    explanation = models.CharField(max_length=500)

    class Meta:
        db_table = "report_finding"
        constraints = [
            models.CheckConstraint(condition=~Q(explanation=""), name="finding_is_explained")
        ]


class Remark(models.Model):
    """What the level above says of a cell, or of the whole (annex and key empty)."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    annex = models.CharField(max_length=10, default="")
    key = models.CharField(max_length=20, default="")
    column = models.CharField(max_length=40, default="")
    words = models.CharField(max_length=500)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        db_table = "report_remark"
        constraints = [
            models.CheckConstraint(condition=~Q(by="") & ~Q(words=""), name="remark_says_something")
        ]


class Step(models.Model):
    """What was done with a return, by whom and when; only added to."""

    report = models.ForeignKey(Return, models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+", db_index=False)
    step = models.CharField(max_length=20, choices=[(x.value, x.label) for x in State])
    by = models.CharField(max_length=150)
    unit = models.CharField(max_length=6)
    at = models.DateTimeField()
    words = models.CharField(max_length=500, default="")

    class Meta:
        db_table = "report_step"
        constraints = [
            models.CheckConstraint(condition=~Q(by=""), name="report_step_has_an_author"),
            models.UniqueConstraint(fields=["version", "step"], name="report_step_once"),
        ]


class Rerun(models.Model):
    """Archived versions made again and compared."""

    asked_by = models.CharField(max_length=150)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    versions = models.PositiveIntegerField(default=0)
    unequal = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "report_rerun"


class Unequal(models.Model):
    """A version that did not come out as it was sent. what: facts, figures or file."""

    rerun = models.ForeignKey(Rerun, models.PROTECT, related_name="+")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    what = models.CharField(max_length=20)
    told = models.CharField(max_length=500)

    class Meta:
        db_table = "report_unequal"


class Brought(models.Model):
    """A workbook that came back, perhaps changed by hand 回传表, compared with the version that was sent."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    cells = models.PositiveIntegerField()
    differing = models.PositiveIntegerField()
    notes = models.CharField(max_length=500, default="")
    brought_by = models.CharField(max_length=150)
    brought_at = models.DateTimeField()

    class Meta:
        db_table = "report_brought"
        constraints = [
            models.UniqueConstraint(fields=["version", "digest"], name="brought_once"),
            models.CheckConstraint(condition=~Q(brought_by=""), name="brought_by_somebody"),
        ]


class CellCase(models.Model):
    """A cell in which a workbook says otherwise: whose it is, what came of it."""

    brought = models.ForeignKey(Brought, models.PROTECT, related_name="+")
    annex = models.CharField(max_length=10)
    key = models.CharField(max_length=20)
    place = models.CharField(max_length=100)
    column = models.CharField(max_length=40)
    ours = models.IntegerField(null=True)
    theirs = models.CharField(max_length=60)
    owner = models.CharField(max_length=6)
    outcome = models.CharField(max_length=20, default="")
    words = models.CharField(max_length=500, default="")
    judged_by = models.CharField(max_length=150, default="")
    judged_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "report_cell_case"
        constraints = [
            models.UniqueConstraint(
                fields=["brought", "annex", "key", "column"], name="cell_case_once"
            ),
            _pair("cell_case_judged_by_whom_when", "judged_by", "judged_at"),
            models.CheckConstraint(
                condition=Q(outcome="", judged_at=None)
                | (~Q(outcome="") & ~Q(words="") & Q(judged_at__isnull=False)),
                name="cell_case_ends_with_a_word",
            ),
        ]
        indexes = [models.Index(fields=["owner", "outcome"], name="cell_case_owner")]


class SitePart(models.Model):
    """A site's share of a month's return as somebody at the site looked it through 安置点核对; only added to."""

    notice = models.CharField(max_length=40)
    month = models.CharField(max_length=7)
    county = models.CharField(max_length=6)
    site_id = models.BigIntegerField()
    number = models.PositiveSmallIntegerField()
    seq = models.BigIntegerField()  # the last entry of the ledger that it knows
    figures = models.TextField()  # canonical JSON by column, as they were looked through
    words = models.CharField(max_length=500, default="")
    filler = models.CharField(max_length=60)
    phone_cipher = models.TextField()
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "report_site_part"
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "month", "site_id", "number"], name="site_part_numbered_once"
            ),
            models.CheckConstraint(
                condition=~Q(made_by="") & ~Q(filler="") & ~Q(phone_cipher=""),
                name="site_part_says_whom_to_ask",
            ),
        ]
        indexes = [models.Index(fields=["month", "county"], name="site_part_county")]


class SiteAnswer(models.Model):
    """What the county says of a site's share: taken, or back with a word about a column; once for each."""

    part = models.OneToOneField(SitePart, models.PROTECT, related_name="answer")
    is_taken = models.BooleanField()
    column = models.CharField(max_length=40, default="")
    words = models.CharField(max_length=500, default="")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        db_table = "report_site_answer"
        constraints = [
            models.CheckConstraint(
                condition=~Q(by="") & (Q(is_taken=True) | ~Q(words="")),
                name="site_answer_says_why_it_goes_back",
            )
        ]
