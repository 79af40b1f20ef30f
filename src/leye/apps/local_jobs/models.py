"""Work near home: workshops, projects, public posts; who works there, and what shows it."""

from django.db import models
from django.db.models import F, Q

from leye.apps.employers.models import Employer
from leye.apps.places.models import Site
from leye.apps.rosters.models import Upload
from leye.apps.vacancies.models import Vacancy
from leye.core.local_jobs.spells import Span
from leye.core.local_jobs.vocabulary import Funding, KeyKind, Leaving, ProjectKind, Proof

AUTHORED = ~Q(noted_by="")


class Noted(models.Model):
    noted_by = models.CharField(max_length=150)
    noted_at = models.DateTimeField()

    class Meta:
        abstract = True


class Workshop(Noted):
    """扶贫车间 / 帮扶车间. places: how many it can give work; aided: built with Beijing aid."""

    name = models.CharField(max_length=100)
    county = models.CharField(max_length=6)
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    place_text = models.CharField(max_length=200, default="")
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="+")
    trade = models.CharField(max_length=100, default="")
    places = models.PositiveIntegerField(default=0)
    is_aided = models.BooleanField(default=False)

    class Meta:
        db_table = "workshop"
        constraints = [
            models.UniqueConstraint(fields=["county", "name"], name="workshop_once"),
            models.CheckConstraint(condition=AUTHORED, name="workshop_has_an_author"),
        ]


class Recognition(Noted):
    """认定: [valid_from, valid_to), with its document; a longer or later one is a new row."""

    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="recognitions")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    document = models.CharField(max_length=200)

    class Meta:
        db_table = "workshop_recognition"
        constraints = [
            models.UniqueConstraint(fields=["workshop", "valid_from"], name="recognition_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="recognition_dates_in_order",
            ),
            models.CheckConstraint(condition=~Q(document=""), name="recognition_has_a_document"),
        ]

    @property
    def span(self) -> Span | None:
        """The days on which it holds; None where it was cancelled from its first day on."""
        cancelled = getattr(self, "cancellation", None)
        ends = [day for day in (self.valid_to, cancelled.on if cancelled else None) if day]
        end = min(ends, default=None)
        return Span(self.valid_from, end) if end is None or end > self.valid_from else None


class Cancellation(Noted):
    """撤销认定: from a day on the recognition no longer holds."""

    recognition = models.OneToOneField(Recognition, models.PROTECT, related_name="cancellation")
    on = models.DateField()
    document = models.CharField(max_length=200)

    class Meta:
        db_table = "workshop_cancellation"
        constraints = [
            models.CheckConstraint(condition=~Q(document=""), name="cancellation_has_a_document"),
        ]


class RunningProof(Noted):
    """What shows that a workshop ran in a month (its first day)."""

    workshop = models.ForeignKey(Workshop, models.PROTECT, related_name="+")
    month = models.DateField()
    kind = models.CharField(max_length=20, choices=[(x.value, x.label) for x in Proof])
    document = models.CharField(max_length=200)

    class Meta:
        db_table = "workshop_proof"
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "month", "kind", "document"], name="proof_once"
            ),
        ]


class FundingLine(Noted):
    """The money of public posts of a county for a time, and how many posts it bears."""

    unit = models.CharField(max_length=6)
    funding = models.CharField(max_length=20, choices=[(x.value, x.label) for x in Funding])
    title = models.CharField(max_length=100)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    quota = models.PositiveIntegerField()
    document = models.CharField(max_length=200)

    class Meta:
        db_table = "post_funding"
        constraints = [
            models.UniqueConstraint(fields=["unit", "title", "valid_from"], name="funding_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="funding_dates_in_order",
            ),
            models.CheckConstraint(condition=~Q(document=""), name="funding_has_a_document"),
        ]


class Post(Noted):
    """公益性岗位: a kind of post with an employer; places: how many of the line's quota are for it."""

    county = models.CharField(max_length=6)
    line = models.ForeignKey(FundingLine, models.PROTECT, related_name="+")
    title = models.CharField(max_length=60)
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    place_text = models.CharField(max_length=200, default="")
    places = models.PositiveIntegerField()
    monthly_pay = models.PositiveIntegerField()  # yuan
    weekly_hours = models.PositiveSmallIntegerField(null=True)  # of a part-time post

    class Meta:
        db_table = "public_post"
        constraints = [
            models.UniqueConstraint(fields=["line", "employer", "title"], name="post_once"),
            models.CheckConstraint(condition=Q(places__gt=0), name="post_has_places"),
        ]


class Project(Noted):
    """当地重点建设项目 or 以工代赈: plan_year says which share of labour pay holds; money in fen."""

    county = models.CharField(max_length=6)
    kind = models.CharField(max_length=20, choices=[(x.value, x.label) for x in ProjectKind])
    name = models.CharField(max_length=100)
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="+")
    place_text = models.CharField(max_length=200, default="")
    plan_year = models.PositiveSmallIntegerField()
    central_fen = models.BigIntegerField(default=0)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)  # the first day after it
    places = models.PositiveIntegerField(default=0)
    document = models.CharField(max_length=200, default="")

    class Meta:
        db_table = "local_project"
        constraints = [
            models.UniqueConstraint(fields=["county", "name", "plan_year"], name="project_once"),
            models.CheckConstraint(condition=Q(central_fen__gte=0), name="project_funds_not_below"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                name="project_dates_in_order",
            ),
        ]


class KeyEnterprise(Noted):
    """重点企业: an employer on a list of a county for a time."""

    county = models.CharField(max_length=6)
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=[(x.value, x.label) for x in KeyKind])
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    document = models.CharField(max_length=200)

    class Meta:
        db_table = "key_enterprise"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "employer", "kind", "valid_from"], name="key_enterprise_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="key_enterprise_dates_in_order",
            ),
        ]


class Placement(Noted):
    """A person of the ledger in a workshop or a public post on [valid_from, valid_to).

    Nobody holds two posts on one day: a trigger (see triggers). contract_no: of the contract or agreement.
    entry_id: the entry of the ledger that it began with.
    """

    person_id = models.BigIntegerField()
    county = models.CharField(max_length=6)  # where the person is settled
    workshop = models.ForeignKey(Workshop, models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    contract_no = models.CharField(max_length=60, default="")
    contract_months = models.PositiveSmallIntegerField(null=True)
    is_insured = models.BooleanField(null=True)  # accident or social insurance
    monthly_pay = models.PositiveIntegerField(null=True)  # yuan
    weekly_hours = models.PositiveSmallIntegerField(null=True)  # where it is part time
    ends_by = models.DateField(null=True)  # of a post: the first day on which it must be over
    term_why = models.CharField(max_length=200, default="")
    explained = models.CharField(max_length=200, default="")  # a word on what is strange
    left_why = models.CharField(
        max_length=20, default="", choices=[(x.value, x.label) for x in Leaving]
    )
    is_void = models.BooleanField(default=False)
    entry_id = models.BigIntegerField(null=True)

    class Meta:
        db_table = "local_placement"
        constraints = [
            models.CheckConstraint(
                condition=Q(workshop__isnull=False, post=None)
                | Q(workshop=None, post__isnull=False),
                name="placement_in_one_place",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="placement_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) & Q(left_why="") | ~Q(left_why=""),
                name="placement_left_for_a_reason",
            ),
            models.CheckConstraint(condition=AUTHORED, name="placement_has_an_author"),
            models.UniqueConstraint(
                fields=["person_id", "workshop", "valid_from"],
                condition=Q(is_void=False, workshop__isnull=False),
                name="worker_once",
            ),
        ]
        indexes = [
            models.Index(fields=["person_id", "valid_from"], name="placement_person"),
            models.Index(fields=["county", "valid_from"], name="placement_county"),
        ]


class Attendance(Noted):
    """A month of a placement: days and pay (fen); what is told anew is a further version, the last one counts."""

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="+")
    month = models.DateField()  # its first day
    days = models.DecimalField(max_digits=4, decimal_places=1)
    pay_fen = models.BigIntegerField(null=True)
    version = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "local_attendance"
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "month", "version"], name="attendance_once"
            ),
            models.CheckConstraint(
                condition=Q(days__gte=0, days__lte=31), name="attendance_within_a_month"
            ),
            models.CheckConstraint(
                condition=Q(pay_fen=None) | Q(pay_fen__gte=0), name="attendance_pay_not_below"
            ),
        ]


class PayList(Noted):
    """劳务报酬发放表 of a project for a month (its first day)."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="+")
    month = models.DateField()
    upload = models.ForeignKey(Upload, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    posted_on = models.DateField(null=True)  # 公示

    class Meta:
        db_table = "pay_list"
        constraints = [
            models.UniqueConstraint(
                fields=["upload"], condition=Q(upload__isnull=False), name="pay_list_of_one_upload"
            ),
            models.UniqueConstraint(
                fields=["project", "month"],
                condition=Q(withdrawn_at=None),
                name="pay_list_once_a_month",
            ),
        ]


class PayRow(models.Model):
    """One worker's pay on a list. person_id: of the ledger, None for an outside worker. Name and number are sealed."""

    pay_list = models.ForeignKey(PayList, models.PROTECT, related_name="+")
    row_no = models.PositiveIntegerField()
    person_id = models.BigIntegerField(null=True)
    county = models.CharField(max_length=6, default="")  # where the person is settled
    name_cipher = models.TextField()
    id_cipher = models.TextField()
    id_index = models.CharField(max_length=64)
    days = models.DecimalField(max_digits=4, decimal_places=1)
    pay_fen = models.BigIntegerField()
    is_side_job = models.BooleanField(default=False)
    entry_id = models.BigIntegerField(null=True)  # what it brought into the ledger

    class Meta:
        db_table = "pay_row"
        constraints = [
            models.UniqueConstraint(fields=["pay_list", "id_index"], name="pay_row_once"),
            models.CheckConstraint(condition=Q(pay_fen__gte=0), name="pay_row_not_below"),
            models.CheckConstraint(
                condition=Q(days__gte=0, days__lte=31), name="pay_row_within_a_month"
            ),
        ]
        indexes = [models.Index(fields=["person_id"], name="pay_row_person")]


class Demand(Noted):
    """The vacancy that a workshop's, a post's or a project's open places are published as."""

    workshop = models.ForeignKey(Workshop, models.PROTECT, null=True, related_name="+")
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="+")
    vacancy = models.OneToOneField(Vacancy, models.PROTECT, related_name="+")

    class Meta:
        db_table = "local_demand"
        constraints = [
            models.CheckConstraint(
                condition=Q(workshop__isnull=False, post=None, project=None)
                | Q(workshop=None, post__isnull=False, project=None)
                | Q(workshop=None, post=None, project__isnull=False),
                name="demand_of_one_place",
            ),
        ]
