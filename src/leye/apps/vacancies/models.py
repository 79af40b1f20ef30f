"""Vacancies, each once, with every source that brought it; and the words that they are searched by."""

from django.db import models
from django.db.models import F, Q

from leye.apps.employers.models import Employer
from leye.core.vacancies.vocabulary import Ended, Level, Origin


class VacancyState(models.TextChoices):
    OPEN = "open", "招聘中"
    CLOSED = "closed", "已关闭"


STANDING = (VacancyState.OPEN,)


class Vacancy(models.Model):
    """unit: who collected it and answers for it. filled: how many of the wanted were taken on."""

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="+")
    unit = models.CharField(max_length=6)
    title = models.CharField(max_length=60)
    same_key = models.CharField(max_length=260)
    occupation = models.CharField(max_length=10, default="")
    post = models.CharField(max_length=20, default="ordinary")
    wanted = models.PositiveIntegerField()
    filled = models.PositiveIntegerField(default=0)
    duties = models.TextField(default="")
    demands = models.TextField(default="")
    place = models.CharField(max_length=6)
    place_text = models.CharField(max_length=200, default="")
    pay_from = models.PositiveIntegerField(null=True)  # yuan a month
    pay_to = models.PositiveIntegerField(null=True)
    pay_text = models.CharField(max_length=100, default="")
    board = models.BooleanField(null=True)
    lodging = models.BooleanField(null=True)
    insured = models.BooleanField(null=True)
    contract_months = models.PositiveSmallIntegerField(null=True)
    shift = models.CharField(max_length=20, default="")
    transport = models.BooleanField(null=True)
    child_care = models.BooleanField(null=True)
    pairing = models.BooleanField(null=True)
    min_age = models.PositiveSmallIntegerField(null=True)
    max_age = models.PositiveSmallIntegerField(null=True)
    suits_weak = models.BooleanField(null=True)
    schooling = models.CharField(max_length=20, default="")
    licences = models.CharField(max_length=200, default="")  # parted by 、
    languages = models.CharField(max_length=100, default="")
    needs_health = models.BooleanField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField()  # the last day
    level = models.CharField(max_length=20, choices=[(x.value, x.label) for x in Level])
    state = models.CharField(max_length=20, choices=VacancyState.choices)
    ended = models.CharField(max_length=20, default="", choices=[(x.value, x.label) for x in Ended])
    alike_id = models.BigIntegerField(null=True)  # another that may be the same
    noted_by = models.CharField(max_length=150)
    noted_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    matched_at = models.DateTimeField(null=True)  # since it was last changed, its people were found

    class Meta:
        db_table = "vacancy"
        constraints = [
            models.UniqueConstraint(
                fields=["same_key"],
                condition=Q(state__in=[state.value for state in STANDING]),
                name="vacancy_once",
            ),
            models.CheckConstraint(
                condition=Q(filled__lte=F("wanted")), name="vacancy_not_overfilled"
            ),
            models.CheckConstraint(condition=Q(wanted__gt=0), name="vacancy_wants_somebody"),
            models.CheckConstraint(condition=~Q(noted_by=""), name="vacancy_has_an_author"),
            models.CheckConstraint(
                condition=Q(state="closed") & ~Q(ended="") | ~Q(state="closed") & Q(ended=""),
                name="vacancy_closed_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "id"], name="vacancy_unit"),
            models.Index(fields=["state", "level", "id"], name="vacancy_level"),
            models.Index(
                fields=["state", "id"], name="vacancy_state"
            ),  # the newest, without a sort
            models.Index(fields=["employer", "state"], name="vacancy_employer"),
            models.Index(fields=["place", "state"], name="vacancy_place"),
            models.Index(
                fields=["changed_at"], condition=Q(matched_at=None), name="vacancy_to_match"
            ),
        ]


class VacancySource(models.Model):
    """Who brought a vacancy: a county's list, a platform's file. sender and reference are the sender's own."""

    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="+", db_index=False)
    origin = models.CharField(max_length=20, choices=[(x.value, x.label) for x in Origin])
    sender = models.CharField(max_length=100)
    reference = models.CharField(max_length=60, default="")
    unit = models.CharField(max_length=6)
    upload_id = models.BigIntegerField(null=True)
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "vacancy_source"
        constraints = [
            models.UniqueConstraint(fields=["vacancy", "sender", "reference"], name="source_once"),
        ]
        indexes = [models.Index(fields=["sender", "reference"], name="source_reference")]


class ApiCall(models.Model):
    """An answer that was given to a key that makes a call count once."""

    account = models.CharField(max_length=150)
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)  # of what was sent
    status = models.PositiveSmallIntegerField()
    answer = models.TextField()
    called_at = models.DateTimeField()

    class Meta:
        db_table = "vacancy_api_call"
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="call_once")]
