"""The outbox: rounds, messages, what they carry, tries, receipts; and who may be reached by which channel."""

from django.db import models
from django.db.models import Q

from leye.core.messages.channels import Outcome, Way
from leye.core.messages.states import UNDER_WAY, WAITING, State

OPEN = frozenset({State.PREPARED, State.AGAIN, State.UNSURE, State.HANDED})  # may run out


class Round(models.Model):
    """推送轮次: everybody of a unit who is to be told something in a cycle. begun_at: None while it is prepared.

    A worker prepares it: is_asked until it is through, wanted: how many letters it found, written: how far it is.
    """

    unit = models.CharField(max_length=6)
    kind = models.CharField(max_length=20)
    cycle = models.CharField(max_length=20)
    number = models.PositiveIntegerField()  # the how-many-eth of the unit, kind and cycle
    prepared_by = models.CharField(max_length=150)
    prepared_at = models.DateTimeField()
    begun_by = models.CharField(max_length=150, default="")
    begun_at = models.DateTimeField(null=True)
    is_asked = models.BooleanField(default=False)
    asked_by = models.CharField(max_length=150, default="")
    leased_until = models.DateTimeField(null=True)
    wanted = models.PositiveIntegerField(default=0)
    written = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "message_round"
        constraints = [
            models.CheckConstraint(condition=~Q(prepared_by=""), name="round_has_an_author"),
            models.UniqueConstraint(
                fields=["unit", "kind", "cycle", "number"], name="round_number_once"
            ),
            models.UniqueConstraint(
                fields=["unit", "kind"],
                condition=Q(begun_at=None),
                name="round_once_in_preparation",
            ),
        ]


class Message(models.Model):
    """One person × channel × content × cycle. `key` holds that there is one; `about` is the key without the channel.

    text: what is sent, with {link} where the receiver's own link is put at the moment of sending, so that no link
    is kept. fields: a template's fields, one a line. subject: "person:17"; unit: where he is settled.
    """

    key = models.CharField(max_length=64, unique=True)
    about = models.CharField(max_length=64)
    round = models.ForeignKey(Round, models.PROTECT, null=True, related_name="+", db_index=False)
    subject = models.CharField(max_length=60)
    person_id = models.BigIntegerField(null=True)
    unit = models.CharField(max_length=6)
    site_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=20)
    cycle = models.CharField(max_length=20, default="")
    channel = models.CharField(max_length=20, choices=[(one.value, one.label) for one in Way])
    address_index = models.CharField(max_length=64, default="")
    text = models.TextField()
    fields = models.TextField(default="")
    parts = models.PositiveSmallIntegerField(default=0)
    cost = models.DecimalField(max_digits=8, decimal_places=4, default=0)  # yuan
    state = models.CharField(max_length=20, choices=[(one.value, one.label) for one in State])
    why = models.CharField(max_length=20, default="")
    turn = models.PositiveIntegerField(default=0)  # its place among those of its unit
    tries = models.PositiveSmallIntegerField(default=0)
    released_at = models.DateTimeField(null=True)  # from here on its patience runs
    due_at = models.DateTimeField(null=True)  # of the next try or question; None: not released
    claim = models.CharField(max_length=32, default="")
    claimed_at = models.DateTimeField(null=True)
    calling_at = models.DateTimeField(null=True)  # from here on the provider may have it
    provider = models.CharField(max_length=20, default="")
    ref = models.CharField(max_length=80, default="")
    prepared_by = models.CharField(max_length=150)
    prepared_at = models.DateTimeField()
    handed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "message"
        constraints = [
            models.CheckConstraint(condition=~Q(prepared_by=""), name="message_has_an_author"),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in State]), name="message_state"
            ),
            models.UniqueConstraint(
                fields=["about"],
                condition=Q(state__in=sorted(one.value for one in UNDER_WAY)),
                name="message_under_way_once",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CLAIMED.value)
                | ~Q(claim="") & Q(claimed_at__isnull=False),
                name="message_claimed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["channel", "turn", "id"],
                condition=Q(state__in=sorted(one.value for one in WAITING)),
                name="message_waiting",
            ),
            models.Index(
                fields=["unit", "turn"],
                condition=Q(state__in=sorted(one.value for one in WAITING)),
                name="message_turn",
            ),
            models.Index(
                fields=["due_at"], condition=Q(state=State.UNSURE.value), name="message_unsure"
            ),
            models.Index(
                fields=["claimed_at"],
                condition=Q(state=State.CLAIMED.value),
                name="message_claimed",
            ),
            models.Index(
                fields=["released_at"],
                condition=Q(state__in=sorted(one.value for one in OPEN)),
                name="message_open",
            ),
            models.Index(fields=["about"], name="message_about"),
            models.Index(fields=["round", "state"], name="message_round_state"),
            models.Index(fields=["person_id", "id"], name="message_person"),
            models.Index(fields=["claim"], condition=~Q(claim=""), name="message_claim"),
            models.Index(fields=["provider", "ref"], name="message_ref"),
            models.Index(fields=["address_index", "handed_at"], name="message_address"),
            models.Index(fields=["unit", "state", "kind"], name="message_unit"),
        ]


class Carried(models.Model):
    """A thing that a message brings: kind "proposal" (of matching) or another room's; number: its id there."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20)
    number = models.BigIntegerField()

    class Meta:
        db_table = "message_carried"
        constraints = [
            models.UniqueConstraint(fields=["message", "kind", "number"], name="carried_once")
        ]
        indexes = [models.Index(fields=["kind", "number"], name="carried_thing")]


class Try(models.Model):
    """One handing over to a provider and what came of it; only added to."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="+")
    provider = models.CharField(max_length=20)
    at = models.DateTimeField()
    seconds = models.FloatField()
    outcome = models.CharField(max_length=20, choices=[(one.value, one.label) for one in Outcome])
    why = models.CharField(max_length=20, default="")
    code = models.CharField(max_length=60, default="")

    class Meta:
        db_table = "message_try"
        indexes = [models.Index(fields=["provider", "at"], name="try_provider")]


class Receipt(models.Model):
    """A provider's report as it came, once; message None: we do not know (yet) what it tells of."""

    provider = models.CharField(max_length=20)
    ref = models.CharField(max_length=80)
    code = models.CharField(max_length=60)
    state = models.CharField(max_length=20)
    why = models.CharField(max_length=20, default="")
    message = models.ForeignKey(Message, models.PROTECT, null=True, related_name="+")
    came_at = models.DateTimeField()

    class Meta:
        db_table = "message_receipt"
        constraints = [
            models.UniqueConstraint(fields=["provider", "ref", "code"], name="receipt_once")
        ]
        indexes = [
            models.Index(fields=["provider", "came_at"], name="receipt_came"),
            models.Index(fields=["came_at"], condition=Q(message=None), name="receipt_strange"),
        ]


class Answered(models.Model):
    """A person's word on a channel, with the text and version that he was told; the last one holds; only added to."""

    person_id = models.BigIntegerField()
    channel = models.CharField(max_length=20)  # "" for all
    is_yes = models.BooleanField()
    text_version = models.CharField(max_length=20)
    source = models.CharField(max_length=20)  # page, desk, provider
    said_by = models.CharField(max_length=150)
    said_at = models.DateTimeField()

    class Meta:
        db_table = "message_answered"
        constraints = [
            models.CheckConstraint(condition=~Q(said_by=""), name="answered_has_an_author")
        ]
        indexes = [models.Index(fields=["person_id", "id"], name="answered_person")]


class Bound(models.Model):
    """A person's account at a channel, such as the follower number of the official account; sealed."""

    person_id = models.BigIntegerField()
    channel = models.CharField(max_length=20)
    address_cipher = models.TextField()
    address_index = models.CharField(max_length=64)
    bound_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "message_bound"
        constraints = [
            models.UniqueConstraint(
                fields=["person_id", "channel"], condition=Q(ended_at=None), name="bound_once"
            )
        ]


class DeadAddress(models.Model):
    """A number or account that a provider says reaches nobody, until the ledger knows another."""

    channel = models.CharField(max_length=20)
    address_index = models.CharField(max_length=64)
    why = models.CharField(max_length=20)
    known_at = models.DateTimeField()

    class Meta:
        db_table = "message_dead_address"
        constraints = [
            models.UniqueConstraint(fields=["channel", "address_index"], name="dead_once")
        ]


class Breaker(models.Model):
    """A provider that fails again and again is left alone until an instant."""

    provider = models.CharField(max_length=20, unique=True)
    failures = models.PositiveIntegerField(default=0)
    open_until = models.DateTimeField(null=True)

    class Meta:
        db_table = "message_breaker"


class Remark(models.Model):
    """本人反映: "this is not me" or "something is wrong", by the person himself; open until it is answered."""

    person_id = models.BigIntegerField()
    unit = models.CharField(max_length=6)
    kind = models.CharField(max_length=20)  # not_me, wrong
    text_cipher = models.TextField()
    said_by = models.CharField(max_length=150)
    said_at = models.DateTimeField()
    answer = models.CharField(max_length=300, default="")
    closed_by = models.CharField(max_length=150, default="")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "message_remark"
        constraints = [
            models.CheckConstraint(condition=~Q(said_by=""), name="remark_has_an_author"),
            models.UniqueConstraint(
                fields=["person_id", "kind"], condition=Q(closed_at=None), name="remark_open_once"
            ),
        ]
        indexes = [models.Index(fields=["unit", "closed_at"], name="remark_unit")]


class Guesses(models.Model):
    """How often somebody with a person's link answered wrongly on a day when asked who he is."""

    person_id = models.BigIntegerField()
    on = models.DateField()
    many = models.PositiveSmallIntegerField(default=0)

    class Meta:
        db_table = "message_guesses"
        constraints = [
            models.UniqueConstraint(fields=["person_id", "on"], name="guesses_once_a_day")
        ]


class VanVisit(models.Model):
    """就业大篷车: a visit to a site on a day, planned, then done; people: how many came."""

    site_id = models.BigIntegerField()
    unit = models.CharField(max_length=6)
    on = models.DateField()
    place = models.CharField(max_length=100, default="")
    planned_by = models.CharField(max_length=150)
    planned_at = models.DateTimeField()
    done_by = models.CharField(max_length=150, default="")
    done_at = models.DateTimeField(null=True)
    people = models.PositiveIntegerField(null=True)

    class Meta:
        db_table = "van_visit"
        constraints = [
            models.CheckConstraint(condition=~Q(planned_by=""), name="van_visit_has_an_author"),
            models.UniqueConstraint(fields=["site_id", "on"], name="van_visit_once_a_day"),
        ]
        indexes = [models.Index(fields=["unit", "on"], name="van_visit_unit")]
