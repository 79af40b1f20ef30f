"""典型经验、典型人物: written, agreed to, reviewed by another, published for everybody; withdrawn, it is gone everywhere at once."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from leye.apps.accounts import selectors as accounts
from leye.apps.audit import actions as audit
from leye.apps.places import selectors as places
from leye.apps.stories import actions, selectors
from leye.apps.stories.actions import NotPossible
from leye.apps.stories.models import Story, StoryKind, StoryPhoto, StoryState, StoryStep
from leye.core.periods import day_of
from leye.core.scope import ANYBODY, Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.gateways.documents import packs
from leye.gateways.documents.photos import cleaned
from leye.gateways.seals import sealing, vault
from leye.gateways.seals.keyring import Keyring
from leye.notices.stories import ConsentWords, load_consent
from leye.trips.rosters.intake import NOTICE

GIVER = "story.consent"
LONGEST = 8_000
PICTURES = "stories"  # of the uploads: the same picture may hang elsewhere, too, and stays there


@dataclass(frozen=True, slots=True)
class Written:
    """What a form says of a story."""

    kind: str
    title: str
    body: str
    needs_consent: bool


@dataclass(frozen=True, slots=True)
class View:
    """A story as a page shows it. giver: who agreed, for the clerks; "" on public pages.

    steps: the newest first, each with how he is called who did it.
    """

    row: Story
    kind: str
    unit: str
    paragraphs: tuple[str, ...]
    photos: tuple[StoryPhoto, ...]
    steps: tuple[tuple[StoryStep, str], ...] = ()
    giver: str = ""

    @property
    def seen(self) -> int:
        """The last step: a form gives it back, so that what was read is what is judged."""
        return self.steps[0][0].pk if self.steps else 0

    @property
    def text(self) -> str:
        """The paragraphs as one field of a form shows them."""
        return "\n".join(self.paragraphs)


def write(scope: Scope, said: Written, story_id: int | None = None) -> Story:
    """Begin a story of the own unit, or write it anew. Raises OutOfScope, NotPossible."""
    _needs(scope, Capability.PUBLISH)
    if story_id is not None:
        selectors.story(scope, story_id)
    title, body = said.title.strip(), said.body.strip()
    if not title or not body:
        raise NotPossible("标题和正文不能空。请写好再保存。")
    if len(title) > 60 or len(body) > LONGEST:
        raise NotPossible(f"标题最多 60 字，正文最多 {LONGEST} 字。")
    kind = StoryKind(said.kind)
    return actions.write(
        by=scope.actor, unit=scope.unit, kind=kind, title=title, body=body,
        needs_consent=said.needs_consent or kind is StoryKind.PERSON, at=clock.now(), story_id=story_id,
    )  # fmt: skip


def add_photo(
    scope: Scope, story_id: int, content: bytes, caption: str, folder: Path, keys: Keyring
) -> None:
    """Put a picture to a story. Raises OutOfScope, NotPossible, NotAPicture."""
    _needs(scope, Capability.PUBLISH)
    selectors.story(scope, story_id)
    photo = cleaned(content)
    digest = vault.keep(folder / PICTURES, photo.content, keys)
    actions.add_photo(
        by=scope.actor, story_id=story_id, digest=digest, width=photo.width, height=photo.height,
        caption=caption.strip()[:80], at=clock.now(),
    )  # fmt: skip


class OtherWords(NotPossible):
    """Other words of consent were shown than those that held on the day; nothing was noted."""


def consent_words(on: dt.date) -> ConsentWords:
    """What is agreed to on a day."""
    return load_consent(NOTICE, on)


def consent(
    scope: Scope,
    story_id: int,
    giver: str,
    given_on: dt.date,
    keys: Keyring,
    seen: str | None = None,
) -> None:
    """Somebody agreed to the words of that day. Raises OutOfScope, NotPossible.

    seen: the version of the words that the page showed; None where no page did.
    """
    _needs(scope, Capability.PUBLISH)
    selectors.story(scope, story_id)
    if not giver.strip() or given_on > clock.today():
        raise NotPossible("请写明同意人姓名；同意日期不能晚于今天。")
    words = consent_words(given_on)
    if seen not in (None, words.version):
        raise OtherWords(
            f"{given_on.isoformat()} 用的同意书是 {words.version}，页面上显示的是 {seen or '（没有写）'}，没有登记。"
            f"下面是 {words.version} 的文字，请核对本人签的是不是这一份，再登记。"
        )
    actions.consent(
        by=scope.actor, story_id=story_id, version=words.version, words=words.words, given_on=given_on,
        giver_cipher=sealing.seal(keys, giver.strip()[:40], GIVER), at=clock.now(),
    )  # fmt: skip


def submit(scope: Scope, story_id: int) -> None:
    """Ask for review. Raises OutOfScope, NotPossible."""
    _needs(scope, Capability.PUBLISH)
    selectors.story(scope, story_id)
    actions.submit(by=scope.actor, story_id=story_id, at=clock.now())


def review(scope: Scope, story_id: int, accepted: bool, why: str, seen: int | None = None) -> None:
    """Publish or give back what was read. seen: the last step that the page showed. Raises OutOfScope, NotPossible."""
    _needs(scope, Capability.APPROVE)
    selectors.story(scope, story_id)
    if not accepted and not why.strip():
        raise NotPossible("退回要写明原因。")
    actions.review(
        by=scope.actor,
        story_id=story_id,
        accepted=accepted,
        why=why.strip(),
        at=clock.now(),
        seen=seen,
    )


def withdraw(scope: Scope, story_id: int, why: str, folder: Path) -> None:
    """Take a story back: page, feed, pictures and packs are without it from this moment on. Raises OutOfScope, NotPossible."""
    if not (scope.may(Capability.PUBLISH) or scope.may(Capability.APPROVE)):
        raise OutOfScope(story_id)
    selectors.story(scope, story_id)
    if not why.strip():
        raise NotPossible("请写明撤回的原因，如“本人撤回同意”。")
    for digest in actions.withdraw(
        by=scope.actor, story_id=story_id, why=why.strip(), at=clock.now()
    ):
        vault.forget(folder / PICTURES, digest)


def stories(scope: Scope) -> list[tuple[Story, str, str]]:
    """(story, kind, unit) of the scope, the newest first."""
    tree = places.tree(scope, clock.today())
    return [
        (row, StoryKind(row.kind).label, tree.name(row.unit)) for row in selectors.stories(scope)
    ]


def story(scope: Scope, story_id: int, keys: Keyring) -> View:
    """One story for those who work on it. Raises OutOfScope."""
    row = selectors.story(scope, story_id)
    may_know = scope.may(Capability.READ_PEOPLE) and row.consent is not None
    giver = (
        sealing.unseal(keys, row.consent.giver_cipher, GIVER) if may_know and row.consent else ""
    )
    steps = selectors.steps(scope, row)
    called = accounts.called(scope, {one.by for one in steps})
    return _view(scope, row, tuple((one, called.get(one.by, one.by)) for one in steps), giver)


def published() -> list[View]:
    """What everybody may read now."""
    return [_view(ANYBODY, row) for row in selectors.published(ANYBODY)]


def published_one(story_id: int) -> View:
    """One of them. Raises OutOfScope."""
    return _view(ANYBODY, selectors.published_one(ANYBODY, story_id))


def photo(scope: Scope | None, story_id: int, number: int, folder: Path, keys: Keyring) -> bytes:
    """A picture of a story; without a scope only of a published one. Raises OutOfScope."""
    row = (
        selectors.published_one(ANYBODY, story_id)
        if scope is None
        else selectors.story(scope, story_id)
    )
    for one in selectors.photos(ANYBODY, row):
        if one.pk == number:
            return _fetched(folder, one.digest, keys)
    raise OutOfScope(number)


def _fetched(folder: Path, digest: str, keys: Keyring) -> bytes:
    try:
        return vault.fetch(folder / PICTURES, digest, keys)
    except FileNotFoundError:  # withdrawn between the question and the answer
        raise OutOfScope(digest) from None


def pack(scope: Scope, folder: Path, keys: Keyring) -> bytes:
    """The published stories of the scope as a zip, made at this moment and kept nowhere."""
    _needs(scope, Capability.READ_FIGURES)
    rows = [row for row in selectors.stories(scope) if row.state == StoryState.PUBLISHED]
    told = []
    for row in rows:
        view = _view(scope, row)
        pictures = tuple((_fetched(folder, one.digest, keys), one.caption) for one in view.photos)
        told.append(packs.Told(row.pk, view.kind, row.title, view.unit, view.text, pictures))
    made = clock.now()
    with transaction.atomic():
        audit.record(
            by=scope.actor,
            action="story.pack",
            unit=scope.unit,
            detail={"stories": [r.pk for r in rows]},
        )
    note = (
        f"典型材料导出包，{day_of(made).isoformat()} 导出，{len(told)} 份。"
        "同意可以撤回：使用前请到系统核对材料是否仍在公布。"
    )
    return packs.pack(told, note)


def _view(
    scope: Scope, row: Story, steps: tuple[tuple[StoryStep, str], ...] = (), giver: str = ""
) -> View:
    lines = selectors.body(scope, row).splitlines()
    name = places.tree(scope, clock.today()).name(row.unit)
    return View(
        row, StoryKind(row.kind).label, name, tuple(line.strip() for line in lines if line.strip()),
        tuple(selectors.photos(scope, row)), steps, giver,
    )  # fmt: skip


def _needs(scope: Scope, capability: Capability) -> None:
    if not scope.may(capability) or scope.site is not None:
        raise OutOfScope(scope.unit)
