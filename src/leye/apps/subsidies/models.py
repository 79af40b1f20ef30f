"""Applications for money: for whom, with which evidence, every step, and the spans that are paid once."""

from django.db import models
from django.db.models import F, Q

from leye.apps.employers.models import Employer
from leye.apps.subsidies.money import (
    AnswerLine,
    BankAnswer,
    Budget,
    BudgetMove,
    Objection,
    PaymentLine,
    PaymentList,
    Publicity,
    Recovery,
    Sample,
    SampleItem,
    Settlement,
)
from leye.core.payments.steps import State
from leye.core.payments.steps import Step as StepKind

__all__ = [
    "AnswerLine", "Application", "BankAnswer", "Budget", "BudgetMove", "Claim", "Evidence", "Objection",
    "PaymentLine", "PaymentList", "Publicity", "Recovery", "Sample", "SampleItem", "Settlement",
    "Slot", "Step",
]  # fmt: skip


class Application(models.Model):
    """What an employer, a person or another room asks for: one kind, one county, [start, end).

    source, source_ref: who brought it and by which key; the same key is the same application.
    account_cipher: of the employer; where each person is paid on his own, the claims have one each.
    needs_above: something is not met or not known and was explained: the approver is of a unit above.
    trade, reported_on: of a course that the training room does not know, as its provider says.
    """

    kind = models.CharField(max_length=40)
    county = models.CharField(max_length=6)
    employer = models.ForeignKey(Employer, models.PROTECT, null=True, related_name="+")
    agent = models.ForeignKey(Employer, models.PROTECT, null=True, related_name="+")
    start = models.DateField()
    end = models.DateField()
    state = models.CharField(max_length=20, choices=[(s.value, s.label) for s in State])
    source = models.CharField(max_length=40)
    source_ref = models.CharField(max_length=80)
    note = models.CharField(max_length=300, default="")
    trade = models.CharField(max_length=100, default="")
    reported_on = models.DateField(null=True)
    account_name = models.CharField(max_length=100, default="")
    account_bank = models.CharField(max_length=100, default="")
    account_cipher = models.TextField(default="")
    account_index = models.CharField(max_length=64, default="")
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    submitted_by = models.CharField(max_length=150, default="")
    submitted_on = models.DateField(null=True)
    reviewed_by = models.CharField(max_length=150, default="")
    reviewed_role = models.CharField(max_length=20, default="")
    approved_by = models.CharField(max_length=150, default="")
    approved_role = models.CharField(max_length=20, default="")
    needs_above = models.BooleanField(default=False)
    explained = models.CharField(max_length=500, default="")
    budget = models.ForeignKey(Budget, models.PROTECT, null=True, related_name="+")
    fen = models.BigIntegerField(null=True)  # of the claims that count, once reviewed
    digest = models.CharField(max_length=64, default="")  # over claims and findings, once reviewed
    version = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "subsidy_application"
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="subsidy_period"),
            models.CheckConstraint(condition=~Q(made_by=""), name="subsidy_has_an_author"),
            models.CheckConstraint(
                condition=Q(approved_by="")
                | (~Q(approved_by=F("reviewed_by")) & ~Q(approved_by=F("submitted_by"))),
                name="subsidy_second_person",
            ),
            models.CheckConstraint(
                condition=Q(approved_role="") | ~Q(approved_role=F("reviewed_role")),
                name="subsidy_second_role",
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=["approved", "published", "cleared", "listed", "paid", "bounced"]
                )
                | (~Q(approved_by="") & ~Q(reviewed_by="") & Q(fen__gt=0)),
                name="subsidy_paid_after_two",
            ),
            models.CheckConstraint(
                condition=Q(needs_above=False) | ~Q(explained=""), name="subsidy_explained"
            ),
            models.UniqueConstraint(fields=["source", "source_ref"], name="subsidy_once_sent"),
        ]
        indexes = [
            models.Index(fields=["county", "state", "id"], name="subsidy_county"),
            models.Index(fields=["employer", "id"], name="subsidy_employer"),
            models.Index(fields=["account_index"], name="subsidy_account"),
        ]


class Claim(models.Model):
    """One person of an application. is_counted False: left out by the reviewer, who says why.

    phone_index: of the person by the ledger when the application was handed in.

    finding: the finding's own bytes as text, frozen by the review; digest: over them.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="claims")
    person_id = models.BigIntegerField()
    hired_on = models.DateField(null=True)
    contract_from = models.DateField(null=True)
    contract_to = models.DateField(null=True)
    monthly_pay_fen = models.BigIntegerField(null=True)
    asked_fen = models.BigIntegerField(
        null=True
    )  # where the amount is a fare, a fee, an insurance paid
    account_cipher = models.TextField(default="")
    account_index = models.CharField(max_length=64, default="")
    phone_index = models.CharField(max_length=64, default="")
    reference = models.CharField(max_length=80, default="")  # what another room knows it by
    is_counted = models.BooleanField(default=True)
    why_not = models.CharField(max_length=200, default="")
    fen = models.BigIntegerField(null=True)
    finding = models.TextField(default="")
    digest = models.CharField(max_length=64, default="")

    class Meta:
        db_table = "subsidy_claim"
        constraints = [
            models.UniqueConstraint(fields=["application", "person_id"], name="claim_once"),
            models.CheckConstraint(
                condition=Q(is_counted=True) | ~Q(why_not=""), name="claim_left_out_why"
            ),
            models.CheckConstraint(condition=Q(fen=None) | Q(fen__gte=0), name="claim_fen"),
        ]
        indexes = [
            models.Index(fields=["person_id"], name="claim_person"),
            models.Index(fields=["account_index"], name="claim_account"),
            models.Index(fields=["phone_index"], name="claim_phone"),
        ]


class Slot(models.Model):
    """A span that a person is paid for once with a kind, anywhere. Taken by the second approval.

    freed_at: the application came to nothing and the span may be claimed again.
    """

    kind = models.CharField(max_length=40)
    person_id = models.BigIntegerField()
    span = models.CharField(max_length=12)
    claim = models.ForeignKey(Claim, models.PROTECT, related_name="+")
    freed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "subsidy_slot"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "person_id", "span"], condition=Q(freed_at=None), name="paid_once"
            ),
        ]


class Evidence(models.Model):
    """A paper that goes with an application: a sealed file by its digest, or what another room keeps of it."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, default="")
    medium = models.CharField(max_length=10, default="")
    size = models.PositiveIntegerField(default=0)
    reference = models.CharField(max_length=120, default="")
    brought_by = models.CharField(max_length=150)
    brought_at = models.DateTimeField()

    class Meta:
        db_table = "subsidy_evidence"
        constraints = [
            models.CheckConstraint(
                condition=~Q(digest="") | ~Q(reference=""), name="evidence_is_something"
            ),
            models.UniqueConstraint(
                fields=["application", "kind", "digest", "reference"], name="evidence_once"
            ),
        ]
        indexes = [models.Index(fields=["digest"], name="evidence_digest")]


class Step(models.Model):
    """What was done with an application, step by step; only added to."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="+")
    step = models.CharField(max_length=20, choices=[(s.value, s.label) for s in StepKind])
    why = models.CharField(max_length=500, default="")
    by = models.CharField(max_length=150)
    role = models.CharField(max_length=20, default="")
    at = models.DateTimeField()

    class Meta:
        db_table = "subsidy_step"
        constraints = [models.CheckConstraint(condition=~Q(by=""), name="step_of_subsidy_author")]
        indexes = [models.Index(fields=["application", "id"], name="subsidy_step_of")]
