"""京蒙劳务协作, agencies and brokers: pairs, projects, targets, recruitment sessions; whom an agency brought into work."""

from django.db import models
from django.db.models import F, Q

from leye.apps.employers.models import Employer
from leye.apps.vacancies.models import Vacancy
from leye.core.pairing.vocabulary import AgencyKind, CoopKind, Goal, Proof, Result


class Noted(models.Model):
    noted_by = models.CharField(max_length=150)
    noted_at = models.DateTimeField()

    class Meta:
        abstract = True


IN_ORDER = Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))


class Pair(Noted):
    """结对: a district of Beijing and a banner on [valid_from, valid_to), as a clerk entered it with its source."""

    district = models.CharField(max_length=6)
    county = models.CharField(max_length=6)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=200)

    class Meta:
        db_table = "pair"
        constraints = [
            models.UniqueConstraint(fields=["district", "county", "valid_from"], name="pair_once"),
            models.CheckConstraint(condition=IN_ORDER, name="pair_dates_in_order"),
            models.CheckConstraint(condition=~Q(source=""), name="pair_has_a_source"),
        ]


class CoopProject(Noted):
    """协作项目; jobs: how many it is to give work."""

    county = models.CharField(max_length=6)
    district = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=[(x.value, x.label) for x in CoopKind])
    title = models.CharField(max_length=100)
    funds_fen = models.BigIntegerField(default=0)
    jobs = models.PositiveIntegerField(default=0)
    document = models.CharField(max_length=200, default="")

    class Meta:
        db_table = "coop_project"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "district", "year", "title"], name="coop_project_once"
            ),
            models.CheckConstraint(condition=Q(funds_fen__gte=0), name="coop_funds_not_below"),
        ]


class Target(Noted):
    """A year's target of a unit, in persons; a later document is a further row, the last one counts."""

    unit = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField()
    goal = models.CharField(max_length=20, choices=[(x.value, x.label) for x in Goal])
    persons = models.PositiveIntegerField()
    document = models.CharField(max_length=200)

    class Meta:
        db_table = "pairing_target"
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "goal", "document"], name="target_once_a_document"
            ),
            models.CheckConstraint(condition=~Q(document=""), name="target_has_a_document"),
        ]


class Reported(Noted):
    """What a unit reported of a year by another way, in persons; it is told beside the ledger, never into it."""

    unit = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField()
    total = models.PositiveIntegerField()
    beijing = models.PositiveIntegerField()
    local = models.PositiveIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        db_table = "pairing_reported"
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "source"], name="reported_once"),
        ]


class Session(Noted):
    """远程招聘会. audience: views that the platform told, person-times; None until it was held."""

    county = models.CharField(max_length=6)
    district = models.CharField(max_length=6)
    title = models.CharField(max_length=100)
    held_on = models.DateField()
    starts_at = models.CharField(max_length=5)  # 09:30
    platform = models.CharField(max_length=100)
    audience = models.PositiveIntegerField(null=True)
    cancelled_why = models.CharField(max_length=200, default="")

    class Meta:
        db_table = "recruitment_session"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "district", "held_on", "starts_at"], name="session_once"
            ),
        ]


class SessionVacancy(models.Model):
    session = models.ForeignKey(Session, models.PROTECT, related_name="+")
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="+")

    class Meta:
        db_table = "session_vacancy"
        constraints = [
            models.UniqueConstraint(fields=["session", "vacancy"], name="session_vacancy_once"),
        ]


class SessionVisit(Noted):
    """What somebody came to at a session; only added to, the furthest counts."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="+")
    person_id = models.BigIntegerField()
    county = models.CharField(max_length=6)  # where the person is settled
    result = models.CharField(max_length=20, choices=[(x.value, x.label) for x in Result])
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, null=True, related_name="+")

    class Meta:
        db_table = "session_visit"
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person_id", "result"], name="session_visit_once"
            ),
        ]


class Agency(Noted):
    """A licensed agency (its employer), or a labour broker (a person, name sealed)."""

    county = models.CharField(max_length=6)
    kind = models.CharField(max_length=20, choices=[(x.value, x.label) for x in AgencyKind])
    employer = models.ForeignKey(Employer, models.PROTECT, null=True, related_name="+")
    name_cipher = models.TextField(default="")
    id_cipher = models.TextField(default="")
    id_index = models.CharField(max_length=64, default="")

    class Meta:
        db_table = "agency"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "employer"], condition=Q(kind="agency"), name="agency_once"
            ),
            models.UniqueConstraint(
                fields=["county", "id_index"], condition=Q(kind="broker"), name="broker_once"
            ),
            models.CheckConstraint(
                condition=Q(kind="agency", employer__isnull=False)
                | Q(kind="broker") & ~Q(name_cipher="") & ~Q(id_index=""),
                name="agency_is_somebody",
            ),
        ]


class Licence(Noted):
    """许可证 or 劳务经纪人证 on [valid_from, valid_to)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="licences")
    number = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        db_table = "agency_licence"
        constraints = [
            models.UniqueConstraint(fields=["agency", "number", "valid_from"], name="licence_once"),
            models.CheckConstraint(condition=IN_ORDER, name="licence_dates_in_order"),
        ]


class Brought(Noted):
    """A spell of the ledger that an agency brought about; a spell counts for one agency.

    spell_from: the first day of the person's primary spell, which is what a spell is known by.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    person_id = models.BigIntegerField()
    county = models.CharField(max_length=6)  # where the person is settled
    spell_from = models.DateField()
    employer = models.CharField(max_length=200)
    contract_months = models.PositiveSmallIntegerField(null=True)
    is_void = models.BooleanField(default=False)
    void_why = models.CharField(max_length=200, default="")

    class Meta:
        db_table = "agency_brought"
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "spell_from"],
                condition=Q(is_void=False),
                name="spell_for_one_agency",
            ),
            models.CheckConstraint(
                condition=Q(is_void=False) | ~Q(void_why=""), name="brought_void_for_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["county", "id"], name="brought_county")]


class Stay(Noted):
    """A verified stay of so many months."""

    brought = models.ForeignKey(Brought, models.PROTECT, related_name="+")
    months = models.PositiveSmallIntegerField()
    on = models.DateField()
    how = models.CharField(max_length=20, choices=[(x.value, x.label) for x in Proof])

    class Meta:
        db_table = "agency_stay"
        constraints = [
            models.UniqueConstraint(fields=["brought", "months"], name="stay_once"),
        ]


class FeeAsked(Noted):
    """The fee for a spell was asked for, once; application_id: of the subsidies' room, which stands above."""

    brought = models.OneToOneField(Brought, models.PROTECT, related_name="+")
    application_id = models.BigIntegerField()

    class Meta:
        db_table = "agency_fee_asked"
