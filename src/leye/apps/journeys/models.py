"""Journeys to work: who has said that he goes, vehicles with stops and seats, what was seen on the way, calls afterwards."""

from django.db import models
from django.db.models import F, Q

from leye.apps.employers.models import Employer
from leye.apps.places.models import Site
from leye.apps.vacancies.models import Vacancy
from leye.core.journeys.vocabulary import Answer, Intent, JourneyState, Left, Mark, Mode


class PickUp(models.Model):
    """Where a site is picked up: kilometres along the county's way out and aside of it; cut_from … cut_to: no road."""

    site = models.OneToOneField(Site, models.PROTECT, related_name="+")
    km = models.PositiveSmallIntegerField()
    off_km = models.PositiveSmallIntegerField(default=0)
    cut_from = models.DateField(null=True)
    cut_to = models.DateField(null=True)
    noted_by = models.CharField(max_length=150)

    class Meta:
        db_table = "journey_pick_up"
        constraints = [
            models.CheckConstraint(
                condition=Q(cut_from=None, cut_to=None) | Q(cut_to__gte=F("cut_from")),
                name="pick_up_cut_in_order",
            ),
        ]


class Road(models.Model):
    """How far a destination is from a county, as its clerk knows it."""

    county = models.CharField(max_length=6)
    destination = models.CharField(max_length=6)
    km = models.PositiveIntegerField()
    noted_by = models.CharField(max_length=150)

    class Meta:
        db_table = "journey_road"
        constraints = [
            models.UniqueConstraint(fields=["county", "destination"], name="road_once"),
        ]


class FleetKind(models.Model):
    """A kind of vehicle that a county can have: carrier, seats, price in fen, how many a day; from … to: first day no more."""

    county = models.CharField(max_length=6)
    name = models.CharField(max_length=30)
    carrier = models.CharField(max_length=60)
    mode = models.CharField(max_length=20, choices=[(x.value, x.label) for x in Mode])
    seats = models.PositiveSmallIntegerField()
    hire = models.PositiveIntegerField()
    per_km = models.PositiveIntegerField()
    each_km = models.PositiveIntegerField(default=0)
    a_day = models.PositiveSmallIntegerField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=200)
    noted_by = models.CharField(max_length=150)
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "journey_fleet_kind"
        constraints = [
            models.UniqueConstraint(
                fields=["county", "name"], condition=Q(valid_to=None), name="fleet_kind_once_open"
            ),
            models.UniqueConstraint(
                fields=["county", "name", "valid_from"], name="fleet_kind_once_from"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="fleet_kind_days_in_order",
            ),
            models.CheckConstraint(condition=Q(seats__gte=1, seats__lte=200), name="fleet_seats"),
            models.CheckConstraint(condition=~Q(noted_by=""), name="fleet_kind_has_an_author"),
        ]


class Booking(models.Model):
    """Somebody of the going-out list who goes to a vacancy from a day on. household_id: who travels together."""

    person_id = models.BigIntegerField()
    household_id = models.BigIntegerField()
    county = models.CharField(max_length=6)
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    proposal_id = models.BigIntegerField()
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="+")
    start_on = models.DateField()
    state = models.CharField(max_length=20, choices=[(x.value, x.label) for x in Intent])
    started_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    why = models.CharField(max_length=40, default="")
    noted_by = models.CharField(max_length=150)
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "journey_booking"
        constraints = [
            models.CheckConstraint(condition=~Q(noted_by=""), name="booking_has_an_author"),
            models.UniqueConstraint(
                fields=["person_id"],
                condition=Q(state__in=["waiting", "seated"]),
                name="booking_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="started") | Q(started_on__isnull=False),
                name="booking_started_has_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["county", "state", "id"], name="booking_county"),
            models.Index(fields=["vacancy", "state"], name="booking_vacancy"),
        ]


class RunState(models.TextChoices):
    RECEIVED = "received", "等待排车"
    PLANNING = "planning", "排车中"
    DONE = "done", "已排好"
    FAILED = "failed", "没有排成"


TO_DO = (RunState.RECEIVED, RunState.PLANNING)


class PlanRun(models.Model):
    """One planning of a unit's bookings. told: JSON, what it came to (cost, bound, hand's rule, people)."""

    unit = models.CharField(max_length=6)
    from_on = models.DateField()
    to_on = models.DateField()
    may_go_alone = models.BooleanField(default=True)
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=RunState.choices)
    leased_until = models.DateTimeField(null=True)
    told = models.TextField(default="{}")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "journey_plan_run"
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(state__in=[state.value for state in TO_DO]),
                name="plan_run_once_under_way",
            ),
        ]


class Unseated(models.Model):
    """Somebody whom a planning could take nowhere, and why."""

    run = models.ForeignKey(PlanRun, models.PROTECT, related_name="+")
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="+")
    why = models.CharField(max_length=20, choices=[(x.value, x.label) for x in Left])

    class Meta:
        db_table = "journey_unseated"
        constraints = [models.UniqueConstraint(fields=["run", "booking"], name="unseated_once")]


class Journey(models.Model):
    """One vehicle on one day; of people who go by themselves, one a day and destination. escort_phone is sealed."""

    county = models.CharField(max_length=6)
    run = models.ForeignKey(PlanRun, models.PROTECT, null=True, related_name="+")
    day = models.DateField()
    mode = models.CharField(max_length=20, choices=[(x.value, x.label) for x in Mode])
    kind = models.CharField(max_length=30)
    destination = models.CharField(max_length=6)
    km = models.PositiveIntegerField()
    seats = models.PositiveSmallIntegerField()
    cost = models.BigIntegerField()  # fen
    leaves_at = (
        models.PositiveSmallIntegerField()
    )  # minute of the day on which the last stop is left
    vehicle_no = models.CharField(max_length=20, default="")
    escort_name = models.CharField(max_length=40, default="")
    escort_phone = models.TextField(default="")
    state = models.CharField(max_length=20, choices=[(x.value, x.label) for x in JourneyState])
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "journey"
        constraints = [
            models.CheckConstraint(condition=~Q(made_by=""), name="journey_has_an_author"),
        ]
        indexes = [models.Index(fields=["county", "day", "id"], name="journey_county")]


class Seat(models.Model):
    """Who sits in which vehicle; a move ends one seat and begins another. day, seats: the journey's own.

    is_by_hand: a hand has put him there, and planning again leaves him.
    """

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="+", db_index=False)
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="+")
    person_id = models.BigIntegerField()
    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    seats = models.PositiveSmallIntegerField()
    is_by_hand = models.BooleanField(default=False)
    is_standing = models.BooleanField(default=True)
    why = models.CharField(max_length=60, default="")
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()

    class Meta:
        db_table = "journey_seat"
        constraints = [
            models.UniqueConstraint(
                fields=["booking"], condition=Q(is_standing=True), name="seat_once_a_booking"
            ),
            models.UniqueConstraint(
                fields=["person_id", "day"],
                condition=Q(is_standing=True),
                name="seat_one_journey_a_day",
            ),
            models.UniqueConstraint(
                fields=["journey", "number"],
                condition=Q(is_standing=True),
                name="seat_number_once",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=F("seats")), name="seat_within_the_vehicle"
            ),
        ]
        indexes = [models.Index(fields=["journey", "is_standing"], name="seat_journey")]


class Tick(models.Model):
    """What was seen of a traveller, when by the clock of whoever saw it, and when we heard of it; only added to.

    key: of the device, so that what is sent twice is kept once. strange: what does not fit what was known then.
    """

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="+")
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="+")
    mark = models.CharField(max_length=20, choices=[(x.value, x.label) for x in Mark])
    at = models.DateTimeField()
    key = models.CharField(max_length=40, unique=True)
    strange = models.CharField(max_length=120, default="")
    noted_by = models.CharField(max_length=150)
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "journey_tick"
        indexes = [models.Index(fields=["journey", "booking", "at"], name="tick_journey")]


class HandOver(models.Model):
    """An employer has confirmed by its link, or on paper that a clerk noted, whom it received."""

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="+")
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="+")
    is_on_paper = models.BooleanField()
    noted_by = models.CharField(max_length=150)
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "journey_hand_over"
        constraints = [
            models.UniqueConstraint(fields=["journey", "employer"], name="hand_over_once"),
        ]


class Call(models.Model):
    """A follow-up after so many days of work; somebody who was not reached is called again. Only added to."""

    booking = models.ForeignKey(Booking, models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=20, choices=[(x.value, x.label) for x in Answer])
    on = models.DateField()
    noted_by = models.CharField(max_length=150)
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "journey_call"
        constraints = [
            models.UniqueConstraint(
                fields=["booking", "days"],
                condition=~Q(answer="unreached"),
                name="call_answered_once",
            ),
        ]


class HealthNote(models.Model):
    """One answer of the dated health checklist for a journey; read only by those who may read people."""

    booking = models.ForeignKey(Booking, models.PROTECT, related_name="+")
    journey = models.ForeignKey(Journey, models.PROTECT, related_name="+")
    item = models.CharField(max_length=20)
    is_fine = models.BooleanField()
    on = models.DateField()
    noted_by = models.CharField(max_length=150)
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "journey_health"
        constraints = [
            models.UniqueConstraint(
                fields=["booking", "journey", "item", "on"], name="health_once"
            ),
        ]
