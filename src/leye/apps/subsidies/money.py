"""Money on its way: budgets, public notice, payment lists, the bank's answers, samples and recoveries. All in fen."""

from django.db import models
from django.db.models import F, Q


class Budget(models.Model):
    """What a county may pay of a funding line in a year. left = total - reserved - approved - paid, never below zero."""

    county = models.CharField(max_length=6)
    line = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    total_fen = models.BigIntegerField()
    reserved_fen = models.BigIntegerField(default=0)
    approved_fen = models.BigIntegerField(default=0)
    paid_fen = models.BigIntegerField(default=0)
    document = models.CharField(max_length=200)

    class Meta:
        db_table = "subsidy_budget"
        constraints = [
            models.UniqueConstraint(fields=["county", "line", "year"], name="budget_once"),
            models.CheckConstraint(
                condition=Q(reserved_fen__gte=0, approved_fen__gte=0, paid_fen__gte=0),
                name="budget_not_below_zero",
            ),
            models.CheckConstraint(
                condition=Q(total_fen__gte=F("reserved_fen") + F("approved_fen") + F("paid_fen")),
                name="budget_not_overdrawn",
            ),
            models.CheckConstraint(condition=~Q(document=""), name="budget_has_a_document"),
        ]

    @property
    def left_fen(self) -> int:
        return self.total_fen - self.reserved_fen - self.approved_fen - self.paid_fen


class BudgetMove(models.Model):
    """Every change of a budget; only added to. what: total, add, give, get, reserve, approve, pay, release, repay.

    other: the budget that money was moved to or came from; key: of the form, so that one sent twice is one.
    """

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="+")
    application_id = models.BigIntegerField(null=True)
    what = models.CharField(max_length=20)
    fen = models.BigIntegerField()
    why = models.CharField(max_length=300, default="")
    document = models.CharField(max_length=200, default="")
    other = models.ForeignKey(Budget, models.PROTECT, null=True, related_name="+")
    key = models.CharField(max_length=40, default="")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        db_table = "subsidy_budget_move"
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "what", "key"], condition=~Q(key=""), name="budget_moved_once"
            ),
            models.CheckConstraint(
                condition=~Q(what__in=["total", "add", "give", "get"])
                | (~Q(why="") & ~Q(document="")),
                name="budget_moved_for_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["budget", "id"], name="budget_move_of")]


class Publicity(models.Model):
    """A public notice of one application, [opened_on, closes_on]: the last day still counts.

    company, lines: JSON, what was shown, masked already; the page shows these bytes and nothing else.
    """

    application = models.ForeignKey("subsidies.Application", models.PROTECT, related_name="+")
    county = models.CharField(max_length=6)
    opened_on = models.DateField()
    closes_on = models.DateField()
    working_days = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    shown = models.TextField()
    opened_by = models.CharField(max_length=150)
    taken_down_on = models.DateField(null=True)

    class Meta:
        db_table = "subsidy_publicity"
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gt=F("opened_on")), name="shown_for_days"
            ),
            models.UniqueConstraint(
                fields=["application"], condition=Q(taken_down_on=None), name="shown_once"
            ),
        ]
        indexes = [models.Index(fields=["county", "closes_on"], name="publicity_county")]


class Objection(models.Model):
    """What somebody says against a notice; who and what are sealed. outcome: "" open, upheld, dismissed."""

    publicity = models.ForeignKey(Publicity, models.PROTECT, related_name="objections")
    said_cipher = models.TextField()
    key = models.CharField(max_length=40)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=20, default="")
    answer = models.CharField(max_length=300, default="")
    answered_by = models.CharField(max_length=150, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "subsidy_objection"
        constraints = [
            models.UniqueConstraint(fields=["publicity", "key"], name="objection_once"),
            models.CheckConstraint(
                condition=Q(outcome="") | ~Q(answered_by=""), name="objection_answered_by"
            ),
        ]


class ListState(models.TextChoices):
    PREPARED = "prepared", "待签批"
    SIGNED = "signed", "已签批待银行"
    ANSWERED = "answered", "银行已回"
    CANCELLED = "cancelled", "已作废"


class PaymentList(models.Model):
    """A list for the bank, frozen when it is made: digest over its lines, total to the cent."""

    county = models.CharField(max_length=6)
    line = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    no = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=ListState.choices)
    lines_many = models.PositiveIntegerField()
    total_fen = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    prepared_by = models.CharField(max_length=150)
    prepared_at = models.DateTimeField()
    signed_by = models.CharField(max_length=150, default="")
    signed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "subsidy_payment_list"
        constraints = [
            models.UniqueConstraint(fields=["county", "year", "no"], name="list_numbered"),
            models.CheckConstraint(
                condition=Q(signed_by="") | ~Q(signed_by=F("prepared_by")),
                name="list_second_person",
            ),
        ]


class PaymentLine(models.Model):
    """One payment. claim_id 0: to the employer for all its claims. answer: "" until the bank says paid or returned."""

    list = models.ForeignKey(PaymentList, models.PROTECT, related_name="lines")
    no = models.PositiveIntegerField()
    application = models.ForeignKey("subsidies.Application", models.PROTECT, related_name="+")
    claim_id = models.BigIntegerField(default=0)
    payee_cipher = models.TextField()
    bank = models.CharField(max_length=100)
    account_cipher = models.TextField()
    fen = models.BigIntegerField()
    answer = models.CharField(max_length=20, default="")
    why = models.CharField(max_length=200, default="")
    answered_on = models.DateField(null=True)

    class Meta:
        db_table = "subsidy_payment_line"
        constraints = [
            models.UniqueConstraint(fields=["list", "no"], name="payment_numbered"),
            models.UniqueConstraint(
                fields=["application", "claim_id"],
                condition=Q(answer__in=["", "paid"]),
                name="payment_once",
            ),
            models.CheckConstraint(condition=Q(fen__gt=0), name="payment_of_something"),
        ]


class BankAnswer(models.Model):
    """An answer that the bank sent: the file by its digest; the same file is the same answer."""

    list = models.ForeignKey(PaymentList, models.PROTECT, related_name="answers")
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    missing = models.TextField(default="")  # numbers of which it says nothing, parted by commas

    class Meta:
        db_table = "subsidy_bank_answer"
        constraints = [models.UniqueConstraint(fields=["list", "digest"], name="answer_once")]


class AnswerLine(models.Model):
    """Each line of an answer, whatever it says; nothing is lost."""

    answer = models.ForeignKey(BankAnswer, models.PROTECT, related_name="lines")
    row_no = models.PositiveIntegerField()
    told = models.CharField(max_length=20)
    no = models.BigIntegerField(null=True)
    fen = models.BigIntegerField(null=True)
    why = models.CharField(max_length=200, default="")

    class Meta:
        db_table = "subsidy_answer_line"
        constraints = [models.UniqueConstraint(fields=["answer", "row_no"], name="answer_row")]


class Settlement(models.Model):
    """How an open line of an answer, or a payment that no answer speaks of (line None), was cleared up by hand.

    outcome: paid, returned, or foreign: no payment of this list. By another person than who brought the answer.
    """

    line = models.OneToOneField(AnswerLine, models.PROTECT, null=True, related_name="settlement")
    payment = models.ForeignKey(PaymentLine, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=10)
    why = models.CharField(max_length=300)
    brought_by = models.CharField(max_length=150)
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        db_table = "subsidy_settlement"
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="foreign", payment=None, line__isnull=False)
                | Q(outcome__in=["paid", "returned"], payment__isnull=False),
                name="settled_what",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="settled_why"),
            models.CheckConstraint(condition=~Q(by=F("brought_by")), name="settled_second_person"),
        ]


class Sample(models.Model):
    """A draw of paid claims that are looked at again on the spot."""

    county = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField()
    seed = models.CharField(max_length=64)
    of_many = models.PositiveIntegerField()
    wrong_permille = models.PositiveSmallIntegerField()
    confidence_permille = models.PositiveSmallIntegerField()
    drawn_by = models.CharField(max_length=150)
    drawn_at = models.DateTimeField()

    class Meta:
        db_table = "subsidy_sample"


class SampleItem(models.Model):
    """A claim of a sample. outcome: "" not looked at, good, wrong."""

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="items")
    claim = models.ForeignKey("subsidies.Claim", models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, default="")
    note = models.CharField(max_length=300, default="")
    looked_by = models.CharField(max_length=150, default="")
    looked_on = models.DateField(null=True)

    class Meta:
        db_table = "subsidy_sample_item"
        constraints = [
            models.UniqueConstraint(fields=["sample", "claim"], name="sampled_once"),
            models.CheckConstraint(
                condition=Q(outcome="") | ~Q(looked_by=""), name="sample_looked_by"
            ),
        ]


class Recovery(models.Model):
    """Money that is asked back, and what came of it; each repayment is a row with repaid_fen."""

    application = models.ForeignKey("subsidies.Application", models.PROTECT, related_name="+")
    fen = models.BigIntegerField()
    why = models.CharField(max_length=300)
    ordered_by = models.CharField(max_length=150)
    ordered_on = models.DateField()
    repaid_on = models.DateField(null=True)
    repaid_by = models.CharField(max_length=150, default="")

    class Meta:
        db_table = "subsidy_recovery"
        constraints = [
            models.CheckConstraint(condition=Q(fen__gt=0), name="recovery_of_something"),
            models.UniqueConstraint(fields=["application"], name="recovery_once"),
        ]
