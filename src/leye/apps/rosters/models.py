"""Rosters as they were uploaded: the file, every row, every problem, and what became of each row."""

from django.db import models
from django.db.models import Q


class UploadState(models.TextChoices):
    RECEIVED = "received", "等待读取"
    READING = "reading", "读取中"
    CHECKED = "checked", "已核对"
    RECORDING = "recording", "入账中"
    DONE = "done", "已入账"
    REFUSED = "refused", "不能读取"
    WITHDRAWN = "withdrawn", "已撤回"


# Until a file came to one of its ends, the same file for the same unit and day is the same upload.
UNDER_WAY = (
    UploadState.RECEIVED,
    UploadState.READING,
    UploadState.CHECKED,
    UploadState.RECORDING,
)
# What waits for work; a checked file waits for its clerk.
TO_DO = (UploadState.RECEIVED, UploadState.READING, UploadState.RECORDING)


class Outcome(models.TextChoices):
    READY = "ready", "待入账"
    NEW = "new", "新增"
    CHANGED = "changed", "有变化"
    SAME = "same", "无变化"
    REFUSED = "refused", "不能读取"
    WAITING = "waiting", "需要说明"


class Upload(models.Model):
    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    unit = models.CharField(max_length=6)
    kind = models.CharField(max_length=20, default="")
    as_of = models.DateField()
    uploaded_by = models.CharField(max_length=150)
    uploaded_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=UploadState.choices)
    entry_id = models.BigIntegerField(null=True)  # the open entry that its rows go into
    sender = models.CharField(
        max_length=100, default=""
    )  # the platform whose file it is, else its unit
    site_id = models.BigIntegerField(null=True)  # the one site that its author may write about
    leased_until = models.DateTimeField(null=True)  # a worker has it in hand until then
    rows_total = models.PositiveIntegerField(default=0)  # once the file is read
    rows_seen = models.PositiveIntegerField(default=0)  # rows that hold anything
    not_people = models.PositiveIntegerField(default=0)
    notes = models.TextField(default="[]")  # JSON: problems of the file as a whole, unread columns

    class Meta:
        db_table = "roster_upload"
        constraints = [
            models.CheckConstraint(condition=~Q(uploaded_by=""), name="upload_has_an_author"),
            models.UniqueConstraint(
                fields=["unit", "digest", "as_of"],
                condition=Q(state__in=[state.value for state in UNDER_WAY]),
                name="upload_once_under_way",
            ),
        ]
        indexes = [models.Index(fields=["unit", "id"], name="upload_unit")]


class UploadRow(models.Model):
    """One row. `sealed` holds the raw cells and the problems as JSON; codes and severity are in clear."""

    upload = models.ForeignKey(Upload, models.PROTECT, related_name="rows", db_index=False)
    sheet = models.CharField(max_length=100)
    row_no = models.PositiveIntegerField()
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    severity = models.CharField(max_length=20, default="")
    codes = models.TextField(default="")
    sealed = models.TextField()
    person_id = models.BigIntegerField(null=True)
    explanation = models.CharField(max_length=500, default="")
    explained_by = models.CharField(max_length=150, default="")

    class Meta:
        db_table = "roster_row"
        constraints = [
            models.UniqueConstraint(fields=["upload", "sheet", "row_no"], name="row_once"),
            models.CheckConstraint(
                condition=Q(explanation="") | ~Q(explained_by=""), name="explanation_has_an_author"
            ),
        ]
        indexes = [models.Index(fields=["upload", "outcome", "id"], name="row_outcome")]
