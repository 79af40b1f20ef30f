"""Sharings-out, what they put forward to whom, who fell short and why, and what became of it."""

from django.db import models
from django.db.models import Q

from leye.apps.vacancies.models import Vacancy
from leye.core.vacancies.vocabulary import Step


class RunState(models.TextChoices):
    RECEIVED = "received", "等待匹配"
    MATCHING = "matching", "匹配中"
    DONE = "done", "已完成"
    FAILED = "failed", "没有做成"


TO_DO = (RunState.RECEIVED, RunState.MATCHING)


class Run(models.Model):
    """One sharing-out for the willing people of a unit.

    supposed: JSON, vacancies that are only supposed ("if these 40 openings came"); such a run puts nothing forward.
    told: JSON, what it came to and what is proved.
    """

    unit = models.CharField(max_length=6)
    on = models.DateField()  # the day of starting work that ages are counted for
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    supposed = models.TextField(default="")
    state = models.CharField(max_length=20, choices=RunState.choices)
    leased_until = models.DateTimeField(null=True)
    percent = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=40, default="")
    told = models.TextField(default="{}")
    seq = models.BigIntegerField(default=0)  # the last entry of the ledger that it knew
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "matching_run"
        constraints = [
            models.CheckConstraint(condition=~Q(asked_by=""), name="run_has_an_author"),
            models.UniqueConstraint(
                fields=["unit", "supposed"],
                condition=Q(state__in=[state.value for state in TO_DO]),
                name="run_once_under_way",
            ),
        ]
        indexes = [models.Index(fields=["unit", "id"], name="run_unit")]


class Proposal(models.Model):
    """A vacancy put forward to a person; counts once its run is done. run None: found at once, by a change."""

    run = models.ForeignKey(Run, models.PROTECT, null=True, related_name="+", db_index=False)
    person_id = models.BigIntegerField()
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="+", db_index=False)
    county = models.CharField(max_length=6)  # where the person is settled
    points = models.IntegerField()
    reasons = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    is_standing = models.BooleanField(default=False)
    step = models.CharField(max_length=20, default="")  # the last thing that became of it
    hired_on = models.DateField(null=True)

    class Meta:
        db_table = "matching_proposal"
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "vacancy"],
                condition=Q(is_standing=True),
                name="proposal_once",
            ),
        ]
        indexes = [
            models.Index(fields=["person_id", "is_standing"], name="proposal_person"),
            models.Index(fields=["vacancy", "is_standing"], name="proposal_vacancy"),
            models.Index(fields=["run"], name="proposal_run"),
            models.Index(fields=["county", "is_standing", "step"], name="proposal_county"),
        ]


class ProposalStep(models.Model):
    """What became of a proposal, step by step; only added to."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="+")
    step = models.CharField(max_length=20, choices=[(x.value, x.label) for x in Step])
    why = models.CharField(max_length=200, default="")
    on = models.DateField()
    noted_by = models.CharField(max_length=150)
    noted_at = models.DateTimeField()
    entry_id = models.BigIntegerField(null=True)  # what it brought into the ledger

    class Meta:
        db_table = "matching_step"
        constraints = [
            models.CheckConstraint(condition=~Q(noted_by=""), name="step_has_an_author"),
            models.UniqueConstraint(
                fields=["proposal", "step"],
                condition=Q(step__in=["hired", "stayed_1", "stayed_3", "stayed_6", "left"]),
                name="step_once",
            ),
        ]


class Shortfall(models.Model):
    """Somebody who has fewer than promised after a run, and what binds. rule "full": the places are short."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="+", db_index=False)
    person_id = models.BigIntegerField()
    county = models.CharField(max_length=6)
    has = models.PositiveSmallIntegerField()
    suiting = models.PositiveIntegerField()
    rule = models.CharField(max_length=20)
    opens = models.PositiveIntegerField()  # how many more would suit without the rule
    for_public_post = models.BooleanField(default=False)

    class Meta:
        db_table = "matching_shortfall"
        constraints = [
            models.UniqueConstraint(fields=["run", "person_id"], name="shortfall_once"),
        ]
        indexes = [models.Index(fields=["run", "county", "id"], name="shortfall_county")]
