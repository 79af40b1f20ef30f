"""Courses, offers to persons, enrolments and what became of them, and the small shelf of lessons."""

from django.db import models
from django.db.models import F, Q

from leye.apps.dates import ShanghaiDay
from leye.core.training.vocabulary import CourseState, EnrolmentState, Mode, Presence


class Course(models.Model):
    """A course with its seats. taken: how many are enrolled; never more than there are seats."""

    county = models.CharField(
        max_length=6
    )  # the unit that offers it: a county, or a league or the region
    title = models.CharField(max_length=100)
    trade = models.CharField(max_length=100)
    mode = models.CharField(max_length=20, choices=[(x.value, x.label) for x in Mode])
    hours = models.PositiveSmallIntegerField()
    provider = models.CharField(max_length=100)
    place = models.CharField(max_length=100, default="")
    starts_on = models.DateField()
    ends_on = models.DateField()
    seats = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=20, choices=[(x.value, x.label) for x in CourseState])
    activity = models.CharField(max_length=200, default="")  # its name (IRI) on another platform
    recorded_by = models.CharField(max_length=150)
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "course"
        constraints = [
            models.CheckConstraint(condition=~Q(recorded_by=""), name="course_has_an_author"),
            models.CheckConstraint(condition=Q(taken__lte=F("seats")), name="course_within_seats"),
            models.CheckConstraint(condition=Q(seats__gt=0, hours__gt=0), name="course_has_seats"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="course_dates_in_order"
            ),
            models.UniqueConstraint(
                fields=["county", "title", "provider", "starts_on"], name="course_once"
            ),
            models.UniqueConstraint(
                fields=["activity"], condition=~Q(activity=""), name="course_activity_once"
            ),
        ]
        indexes = [models.Index(fields=["county", "state", "starts_on"], name="course_county")]


class Offer(models.Model):
    """A course offered to a person who wants training. told_on: the day on which he had it, signed or by receipt."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="+", db_index=False)
    person_id = models.BigIntegerField()
    county = models.CharField(max_length=6)  # where the person is settled
    reasons = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    told_on = models.DateField(null=True)
    told_by = models.CharField(max_length=150, default="")

    class Meta:
        db_table = "course_offer"
        constraints = [
            models.UniqueConstraint(fields=["course", "person_id"], name="offer_once"),
            models.CheckConstraint(
                condition=Q(told_on=None, told_by="") | (Q(told_on__isnull=False) & ~Q(told_by="")),
                name="offer_told_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(told_on=None) | Q(told_on__gte=ShanghaiDay(F("made_at"))),
                name="offer_told_after_it_was_made",
            ),
        ]
        indexes = [
            models.Index(fields=["person_id"], name="offer_person"),
            models.Index(fields=["county", "told_on"], name="offer_county"),
        ]


class Enrolment(models.Model):
    """A person in a course. state: the last; each end is a `Result`."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="+", db_index=False)
    person_id = models.BigIntegerField()
    county = models.CharField(max_length=6)
    state = models.CharField(max_length=20, choices=[(x.value, x.label) for x in EnrolmentState])
    enrolled_on = models.DateField()
    enrolled_by = models.CharField(max_length=150)
    ended_on = models.DateField(null=True)
    points = models.PositiveSmallIntegerField(null=True)  # of a hundred
    certificate = models.CharField(max_length=60, default="")

    class Meta:
        db_table = "course_enrolment"
        constraints = [
            models.UniqueConstraint(fields=["course", "person_id"], name="enrolment_once"),
            models.CheckConstraint(condition=~Q(enrolled_by=""), name="enrolment_has_an_author"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("enrolled_on")),
                name="enrolment_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(points=None) | Q(points__lte=100), name="enrolment_points"
            ),
            models.UniqueConstraint(
                fields=["certificate"], condition=~Q(certificate=""), name="certificate_once"
            ),
        ]
        indexes = [models.Index(fields=["person_id"], name="enrolment_person")]


class Result(models.Model):
    """What was noted of an enrolment's end; rows are only added, the enrolment has the last.

    before: the state until then, "" where the seat was given with it; source: who told, "desk", "shelf", "xapi", or
    the list ("upload:17"); undoes: the result that was taken back by this one.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="+")
    before = models.CharField(max_length=20, default="")
    state = models.CharField(max_length=20, choices=[(x.value, x.label) for x in EnrolmentState])
    on = models.DateField()
    points = models.PositiveSmallIntegerField(null=True)
    certificate = models.CharField(max_length=60, default="")
    source = models.CharField(max_length=40)
    why = models.CharField(
        max_length=200, default=""
    )  # of a correction, or of a result before the last day
    undoes = models.OneToOneField("self", models.PROTECT, null=True, related_name="undone_by")
    noted_by = models.CharField(max_length=150)
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "course_result"
        constraints = [
            models.CheckConstraint(condition=~Q(noted_by=""), name="result_has_an_author"),
            models.CheckConstraint(condition=~Q(source=""), name="result_has_a_source"),
        ]
        indexes = [models.Index(fields=["source"], name="result_source")]


class Attendance(models.Model):
    """Who was there on a day; a later row of the same day corrects the earlier."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="+")
    on = models.DateField()
    presence = models.CharField(max_length=20, choices=[(x.value, x.label) for x in Presence])
    noted_by = models.CharField(max_length=150)

    class Meta:
        db_table = "course_attendance"
        constraints = [
            models.CheckConstraint(condition=~Q(noted_by=""), name="attendance_has_an_author")
        ]


class Lesson(models.Model):
    """A lesson of the shelf: a text, a video, or both. video: its name; digest, size, kind: of the file that is kept."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=100)
    text = models.TextField(default="")
    video = models.CharField(max_length=200, default="")
    video_digest = models.CharField(max_length=64, default="")
    video_bytes = models.PositiveBigIntegerField(default=0)
    video_kind = models.CharField(max_length=20, default="")  # video/mp4

    class Meta:
        db_table = "lesson"
        constraints = [
            models.CheckConstraint(
                condition=Q(video_digest="", video_bytes=0, video_kind="")
                | (~Q(video_digest="") & Q(video_bytes__gt=0) & ~Q(video_kind="")),
                name="lesson_video_whole",
            ),
            models.UniqueConstraint(fields=["course", "number"], name="lesson_number"),
            models.CheckConstraint(condition=Q(number__gt=0), name="lesson_counts_from_one"),
        ]


class Question(models.Model):
    """A question after a lesson. options: one a line; right: the number of the right one, from 0."""

    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="+")
    text = models.CharField(max_length=300)
    options = models.TextField()
    right = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "lesson_question"


class Passed(models.Model):
    """A lesson that somebody has done: all its questions answered rightly."""

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="+", db_index=False)
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="+")
    on = models.DateField()
    tries = models.PositiveSmallIntegerField(default=1)

    class Meta:
        db_table = "lesson_passed"
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "lesson"], name="lesson_passed_once")
        ]


class Watched(models.Model):
    """How much of a lesson's video somebody has seen, in seconds; it only grows, and no faster than time goes by.

    opened_at: when his player first told of it; claimed: the most that it told beyond what can be, 0 for none.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="+", db_index=False)
    lesson = models.ForeignKey(Lesson, models.PROTECT, related_name="+")
    seconds = models.PositiveIntegerField()
    length = models.PositiveIntegerField()
    opened_at = models.DateTimeField(null=True)
    claimed = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "lesson_watched"
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "lesson"], name="lesson_watched_once"),
            models.CheckConstraint(
                condition=Q(seconds__lte=F("length"), length__gt=0), name="lesson_watched_within"
            ),
        ]


class Statement(models.Model):
    """A completion that another platform told, once by the platform's own key."""

    key = models.CharField(max_length=64, unique=True)
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, null=True, related_name="+")
    problem = models.CharField(max_length=200, default="")
    brought_by = models.CharField(max_length=150)
    brought_at = models.DateTimeField()

    class Meta:
        db_table = "course_statement"
        constraints = [
            models.CheckConstraint(condition=~Q(brought_by=""), name="statement_has_an_author")
        ]
