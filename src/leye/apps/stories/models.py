"""Typical cases and persons: the text in its versions, photos by digest, consent, review by another, publication."""

from django.db import models
from django.db.models import F, Q


class StoryKind(models.TextChoices):
    EXPERIENCE = "experience", "典型经验"
    PERSON = "person", "典型人物"


class StoryState(models.TextChoices):
    DRAFT = "draft", "起草"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "退回修改"
    PUBLISHED = "published", "已公布"
    WITHDRAWN = "withdrawn", "已撤回"


class Consent(models.Model):
    """Somebody agreed to be told of: to which words, in which version, and by whom it was noted. The name is sealed."""

    story_id_told = (
        models.BigIntegerField()
    )  # the story refers to its consent, and not the other way round
    version = models.CharField(max_length=20)
    words = models.TextField()
    giver_cipher = models.TextField()
    given_on = models.DateField()
    noted_by = models.CharField(max_length=150)
    noted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=150, default="")

    class Meta:
        db_table = "story_consent"
        constraints = [
            models.CheckConstraint(condition=~Q(noted_by=""), name="consent_has_an_author"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
                name="consent_withdrawn_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["story_id_told"], condition=Q(withdrawn_at=None), name="consent_stands_once"
            ),
        ]


class Story(models.Model):
    """needs_consent: somebody can be recognised in it. consent: the one that stands; there is none after withdrawal."""

    unit = models.CharField(max_length=6)
    kind = models.CharField(max_length=20, choices=StoryKind.choices)
    title = models.CharField(max_length=60)
    needs_consent = models.BooleanField()
    consent = models.OneToOneField(Consent, models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=20, choices=StoryState.choices)
    written_by = models.CharField(max_length=150)
    written_at = models.DateTimeField()
    reviewed_by = models.CharField(max_length=150, default="")
    published_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "story"
        constraints = [
            models.CheckConstraint(condition=~Q(written_by=""), name="story_has_an_author"),
            models.CheckConstraint(
                condition=~Q(reviewed_by=F("written_by")), name="story_reviewed_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | (~Q(reviewed_by="") & Q(published_at__isnull=False)),
                name="story_published_after_review",
            ),
            models.CheckConstraint(
                condition=~Q(state="published", needs_consent=True) | Q(consent__isnull=False),
                name="story_published_with_consent",
            ),
            models.CheckConstraint(
                condition=~Q(kind="person") | Q(needs_consent=True),
                name="story_of_a_person_asks_him",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "id"], name="story_unit"),
            models.Index(fields=["state", "published_at"], name="story_state"),
        ]


class StoryText(models.Model):
    """A version of the text; the last one counts. Texts of a withdrawn story are taken away."""

    story = models.ForeignKey(Story, models.PROTECT, related_name="+", db_index=False)
    version = models.PositiveSmallIntegerField()
    body = models.TextField()
    written_by = models.CharField(max_length=150)
    written_at = models.DateTimeField()

    class Meta:
        db_table = "story_text"
        constraints = [models.UniqueConstraint(fields=["story", "version"], name="story_text_once")]


class StoryPhoto(models.Model):
    """A picture, kept sealed under its digest after everything but the picture was taken out of the file."""

    story = models.ForeignKey(Story, models.PROTECT, related_name="+", db_index=False)
    digest = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    caption = models.CharField(max_length=80, default="")
    added_by = models.CharField(max_length=150)

    class Meta:
        db_table = "story_photo"
        constraints = [models.UniqueConstraint(fields=["story", "digest"], name="story_photo_once")]


class StoryStep(models.Model):
    """What was done with a story, by whom, when and why; only added to."""

    story = models.ForeignKey(Story, models.PROTECT, related_name="+")
    step = models.CharField(max_length=20)
    why = models.CharField(max_length=200, default="")
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    class Meta:
        db_table = "story_step"
        constraints = [models.CheckConstraint(condition=~Q(by=""), name="story_step_has_an_author")]
