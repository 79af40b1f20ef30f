"""Reading typical cases: those of the scope's units; and, for everybody, what is published at this moment."""

from leye.apps.stories.models import Story, StoryPhoto, StoryState, StoryStep, StoryText
from leye.core.scope import OutOfScope, Scope


def stories(scope: Scope, limit: int = 100) -> list[Story]:
    """The stories of the scope's units, the newest first."""
    low, high = scope.code_range
    return list(Story.objects.filter(unit__gte=low, unit__lt=high).order_by("-pk")[:limit])


def waiting(scope: Scope, state: StoryState) -> int:
    """How many of the scope's units stand in a state."""
    low, high = scope.code_range
    return Story.objects.filter(unit__gte=low, unit__lt=high, state=state).count()


def story(scope: Scope, story_id: int) -> Story:
    """One story. Raises OutOfScope."""
    row = Story.objects.filter(pk=story_id).select_related("consent").first()
    if row is None or not scope.covers(row.unit):
        raise OutOfScope(story_id)
    return row


def published(scope: Scope, limit: int = 50) -> list[Story]:
    """What everybody may read now, the newest first."""
    rows = Story.objects.filter(state=StoryState.PUBLISHED)
    return list(rows.order_by("-published_at", "-pk")[:limit])


def published_one(scope: Scope, story_id: int) -> Story:
    """One that everybody may read now. Raises OutOfScope for any other."""
    row = Story.objects.filter(pk=story_id, state=StoryState.PUBLISHED).first()
    if row is None:
        raise OutOfScope(story_id)
    return row


def body(scope: Scope, row: Story) -> str:
    """The last version of a story's text; a withdrawn one has none."""
    text = StoryText.objects.filter(story=row).order_by("-version").first()
    return text.body if text else ""


def photos(scope: Scope, row: Story) -> list[StoryPhoto]:
    """The pictures of a story in the order in which they were added."""
    return list(StoryPhoto.objects.filter(story=row).order_by("pk"))


def steps(scope: Scope, row: Story) -> list[StoryStep]:
    """What was done with a story, the newest first."""
    return list(StoryStep.objects.filter(story=row).order_by("-pk")[:50])
