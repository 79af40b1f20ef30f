"""Comparisons, the pairs they found, the cases that need a person, and the judgements on them."""

from django.db import models
from django.db.models import Q

from leye.core.cases.vocabulary import CaseOutcome, MatchClass


class ComparisonState(models.TextChoices):
    RECEIVED = "received", "等待比对"
    COMPARING = "comparing", "比对中"
    DONE = "done", "已比对"
    REFUSED = "refused", "不能读取"


TO_DO = (ComparisonState.RECEIVED, ComparisonState.COMPARING)


class Comparison(models.Model):
    """One roster against the ledger of a unit; kind "": the ledger against itself, without a file.
    kind "own_word": no roster, but what persons of a county said of their own data in a month.

    What the roster was given for, by whom, on which ground and until when stands beside it.
    """

    unit = models.CharField(max_length=6)
    kind = models.CharField(max_length=20, default="")
    file_name = models.CharField(max_length=200, default="")
    digest = models.CharField(max_length=64, default="")
    as_of = models.DateField()
    purpose = models.CharField(max_length=20)
    supplier = models.CharField(max_length=100, default="")  # the office, in its own words
    legal_basis = models.CharField(max_length=200, default="")
    retain_until = models.DateField()
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=ComparisonState.choices)
    leased_until = models.DateTimeField(null=True)
    percent = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=40, default="")
    notes = models.TextField(
        default="{}"
    )  # JSON: headers, unread columns, problem of the file, counts
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "comparison"
        constraints = [
            models.CheckConstraint(condition=~Q(asked_by=""), name="comparison_has_an_author"),
            models.CheckConstraint(
                condition=Q(kind="") | ~Q(legal_basis="") & ~Q(supplier=""),
                name="comparison_has_its_ground",
            ),
            models.UniqueConstraint(
                fields=["unit", "digest", "kind", "purpose"],
                condition=Q(state__in=[state.value for state in TO_DO]),
                name="comparison_once_under_way",
            ),
            models.UniqueConstraint(
                fields=["unit", "as_of"],
                condition=Q(kind=MatchClass.OWN_WORD.value),
                name="comparison_own_words_once_a_month",
            ),
        ]
        indexes = [models.Index(fields=["unit", "id"], name="comparison_unit")]


class Pair(models.Model):
    """A row of the roster and a person of the ledger who are, or may be, the same."""

    comparison = models.ForeignKey(Comparison, models.PROTECT, related_name="+", db_index=False)
    sheet = models.CharField(max_length=100)
    row_no = models.PositiveIntegerField()
    person_id = models.BigIntegerField()
    match_class = models.CharField(max_length=20)
    probability = models.FloatField()
    rule = models.CharField(max_length=40)

    class Meta:
        db_table = "comparison_pair"
        constraints = [
            models.UniqueConstraint(
                fields=["comparison", "sheet", "row_no"], name="pair_once_a_row"
            ),
        ]
        indexes = [models.Index(fields=["person_id"], name="pair_person")]


class Case(models.Model):
    """A finding that a person decides. `evidence` is frozen as it was found, and sealed."""

    comparison = models.ForeignKey(Comparison, models.PROTECT, related_name="+", db_index=False)
    match_class = models.CharField(max_length=20)
    county = models.CharField(max_length=6)  # whose case it is
    person_id = models.BigIntegerField()
    other_id = models.BigIntegerField(null=True)  # the second person of a suspected pair
    sheet = models.CharField(max_length=100, default="")
    row_no = models.PositiveIntegerField(
        null=True
    )  # of an own word: what the person said, by its id
    probability = models.FloatField(default=1)
    sections = models.CharField(max_length=100, default="")
    weight = models.PositiveSmallIntegerField()
    proposal = models.CharField(max_length=20)
    due_on = models.DateField()
    evidence = models.TextField()
    is_open = models.BooleanField(default=True)
    outcome = models.CharField(max_length=20, default="")  # of the judgement that stands

    class Meta:
        db_table = "comparison_case"
        constraints = [
            models.CheckConstraint(
                condition=Q(match_class__in=[kind.value for kind in MatchClass]), name="case_class"
            ),
            models.CheckConstraint(
                condition=Q(is_open=True, outcome="") | Q(is_open=False) & ~Q(outcome=""),
                name="case_closed_with_an_outcome",
            ),
            models.UniqueConstraint(
                fields=["comparison", "sheet", "row_no"],
                condition=Q(row_no__isnull=False),
                name="case_once_a_row",
            ),
            models.UniqueConstraint(
                fields=["comparison", "person_id", "other_id"],
                condition=Q(other_id__isnull=False),
                name="case_once_a_pair",
            ),
        ]
        indexes = [
            models.Index(fields=["is_open", "county", "-weight", "id"], name="case_queue"),
            models.Index(fields=["comparison", "match_class", "is_open"], name="case_of"),
        ]


class Judgement(models.Model):
    """A decision on a case, or the taking back of one; rows are only added."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="judgements")
    outcome = models.CharField(max_length=20)
    proposal = models.CharField(max_length=20)
    reason = models.CharField(max_length=500)
    judged_by = models.CharField(max_length=150)
    judged_at = models.DateTimeField()
    entry_id = models.BigIntegerField(null=True)  # what it brought into the ledger
    merge_id = models.BigIntegerField(null=True)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")

    class Meta:
        db_table = "comparison_judgement"
        constraints = [
            models.CheckConstraint(
                condition=~Q(judged_by="") & ~Q(reason=""), name="judgement_has_author_and_reason"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=[one.value for one in CaseOutcome]),
                name="judgement_outcome",
            ),
        ]
