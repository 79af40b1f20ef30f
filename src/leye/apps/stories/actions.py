"""The one door for typical cases: written, agreed to, reviewed by another, published, withdrawn."""

import datetime as dt

from django.db import transaction

from leye.apps.audit import actions as audit
from leye.apps.stories.models import (
    Consent,
    Story,
    StoryPhoto,
    StoryState,
    StoryStep,
    StoryText,
)

OPEN = (StoryState.DRAFT, StoryState.RETURNED)
PHOTOS = 9


class NotPossible(Exception):
    """The step does not follow from how the story stands; its text is for the user."""


@transaction.atomic
def write(
    *, by: str, unit: str, kind: str, title: str, body: str, needs_consent: bool, at: dt.datetime,
    story_id: int | None = None,
) -> Story:  # fmt: skip
    """Begin a story, or write a new version of one that is not under review. Raises NotPossible."""
    if story_id is None:
        story = Story.objects.create(
            unit=unit, kind=kind, title=title, needs_consent=needs_consent, state=StoryState.DRAFT,
            written_by=by, written_at=at,
        )  # fmt: skip
        version = 1
    else:
        story = _locked(story_id, OPEN, "只有起草中或退回的材料可以修改。")
        story.kind, story.title, story.needs_consent = kind, title, needs_consent
        # Who wrote last answers for it: the reviewer must be another than this one, too.
        story.written_by, story.reviewed_by = by, ""
        story.save()
        version = StoryText.objects.filter(story=story).count() + 1
    StoryText.objects.create(story=story, version=version, body=body, written_by=by, written_at=at)
    _step(by, story, "write", at, f"第{version}稿")
    return story


@transaction.atomic
def add_photo(
    *, by: str, story_id: int, digest: str, width: int, height: int, caption: str, at: dt.datetime
) -> None:
    """Put a picture to a story; the same one twice is once. Raises NotPossible."""
    story = _locked(story_id, OPEN, "只有起草中或退回的材料可以加照片。")
    if StoryPhoto.objects.filter(story=story).exclude(digest=digest).count() >= PHOTOS:
        raise NotPossible(f"一份材料最多 {PHOTOS} 张照片。")
    _, is_new = StoryPhoto.objects.get_or_create(
        story=story, digest=digest,
        defaults={"width": width, "height": height, "caption": caption, "added_by": by},
    )  # fmt: skip
    if is_new:
        _step(by, story, "photo", at)


@transaction.atomic
def consent(
    *, by: str, story_id: int, version: str, words: str, giver_cipher: str, given_on: dt.date, at: dt.datetime
) -> Consent:  # fmt: skip
    """Note that somebody agreed. Raises NotPossible where a consent stands already."""
    story = _locked(story_id, (*OPEN, StoryState.SUBMITTED), "公布或撤回以后不能再登记同意。")
    if story.consent_id is not None:
        raise NotPossible("已经登记过同意。要换一份，先登记撤回。")
    row = Consent.objects.create(
        story_id_told=story.pk, version=version, words=words, giver_cipher=giver_cipher, given_on=given_on,
        noted_by=by, noted_at=at,
    )  # fmt: skip
    story.consent = row
    story.save(update_fields=["consent"])
    _step(by, story, "consent", at, f"同意书{version}")
    return row


@transaction.atomic
def submit(*, by: str, story_id: int, at: dt.datetime) -> None:
    """Ask for review. Raises NotPossible without a consent that is needed."""
    story = _locked(story_id, OPEN, "只有起草中或退回的材料可以送审。")
    if story.needs_consent and story.consent_id is None:
        raise NotPossible("还没有登记本人同意，不能送审。请先登记同意书。")
    story.state = StoryState.SUBMITTED
    story.save(update_fields=["state"])
    _step(by, story, "submit", at)


@transaction.atomic
def review(
    *, by: str, story_id: int, accepted: bool, why: str, at: dt.datetime, seen: int | None = None
) -> None:
    """Publish a story or give it back; never by who wrote it. Raises NotPossible.

    seen: the last step that the reviewer's page showed; whatever was done since then he has not read.
    """
    story = _locked(story_id, (StoryState.SUBMITTED,), "这份材料不在待审核。")
    if seen is not None and seen != _last_step(story):
        raise NotPossible(
            "打开页面以后，这份材料又有了变动（文字、照片或本人同意），没有审核。请看过现在的内容再审。"
        )
    if StoryText.objects.filter(story=story, written_by=by).exists() or story.written_by == by:
        raise NotPossible("起草人不能审核自己的材料。请换一个人审核。")
    if not accepted:
        story.state = StoryState.RETURNED
        story.save(update_fields=["state"])
        _step(by, story, "return", at, why)
        return
    if story.needs_consent and story.consent_id is None:
        raise NotPossible("本人的同意已经撤回，不能公布。")
    story.state, story.reviewed_by, story.published_at = StoryState.PUBLISHED, by, at
    story.save(update_fields=["state", "reviewed_by", "published_at"])
    _step(by, story, "publish", at, why)


@transaction.atomic
def withdraw(*, by: str, story_id: int, why: str, at: dt.datetime) -> list[str]:
    """Take a story back, and the consent to it: its texts and pictures are gone. Returns the digests of the pictures
    that no other story has, for the files to be taken away; twice is once."""
    story = Story.objects.select_for_update().get(pk=story_id)
    if story.state == StoryState.WITHDRAWN:
        return []
    if story.consent_id is not None:
        Consent.objects.filter(pk=story.consent_id).update(withdrawn_at=at, withdrawn_by=by)
    digests = set(StoryPhoto.objects.filter(story=story).values_list("digest", flat=True))
    StoryPhoto.objects.filter(story=story).delete()
    StoryText.objects.filter(story=story).delete()
    story.state, story.consent, story.title = StoryState.WITHDRAWN, None, "（已撤回）"
    story.save(update_fields=["state", "consent", "title"])
    _step(by, story, "withdraw", at, why)
    kept = StoryPhoto.objects.filter(digest__in=digests).values_list("digest", flat=True)
    return sorted(digests - set(kept))


def _locked(story_id: int, states: tuple[StoryState, ...], otherwise: str) -> Story:
    story = Story.objects.select_for_update().get(pk=story_id)
    if story.state not in states:
        raise NotPossible(otherwise)
    return story


def _last_step(story: Story) -> int | None:
    return (
        StoryStep.objects.filter(story=story).order_by("-pk").values_list("pk", flat=True).first()
    )


def _step(by: str, story: Story, step: str, at: dt.datetime, why: str = "") -> None:
    StoryStep.objects.create(story=story, step=step, why=why[:200], by=by, at=at)
    audit.record(by=by, action=f"story.{step}", unit=story.unit, subject=f"story:{story.pk}")
