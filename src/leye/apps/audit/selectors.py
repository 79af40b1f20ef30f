"""Reading the audit log, and proving that nothing in it was changed, cut, inserted or moved."""

from collections.abc import Iterable
from dataclasses import dataclass

from leye.apps.audit.actions import body_of
from leye.apps.audit.models import AuditEvent, AuditHead
from leye.core.digests import chained
from leye.core.scope import Capability, Scope


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link as it was written down outside of the database."""

    seq: int
    digest: str


@dataclass(frozen=True, slots=True)
class Verification:
    """events: links read; broken: the seq of each link that does not hold; head: the end as stored."""

    events: int
    broken: tuple[int, ...]
    head: Anchor

    @property
    def holds(self) -> bool:
        return not self.broken


def verify(anchors: Iterable[Anchor] = ()) -> Verification:
    """Walk the whole chain. A missing link, a changed one or a wrong anchor is reported by its seq."""
    wanted = {anchor.seq: anchor.digest for anchor in anchors}
    broken: list[int] = []
    seq, digest = 0, ""
    for event in AuditEvent.objects.order_by("seq").iterator(chunk_size=5_000):
        is_next = event.seq == seq + 1 and event.previous == digest
        if not is_next or event.digest != chained(event.previous, body_of(event)):
            broken.append(event.seq)
        if wanted.pop(event.seq, event.digest) != event.digest:
            broken.append(event.seq)
        seq, digest = event.seq, event.digest
    broken.extend(wanted)  # anchors beyond the end: the tail was cut
    head = AuditHead.objects.filter(id=1).first() or AuditHead(seq=0, digest="")
    if (head.seq, head.digest) != (seq, digest):
        broken.append(head.seq)
    return Verification(seq, tuple(sorted(set(broken))), Anchor(head.seq, head.digest))


def events(scope: Scope, before: int | None = None, limit: int = 50) -> list[AuditEvent]:
    """The newest events of the scope's units, for those who may read the log."""
    if not scope.may(Capability.READ_AUDIT):
        return []
    low, high = scope.code_range
    found = AuditEvent.objects.filter(unit__gte=low, unit__lt=high)
    if before is not None:
        found = found.filter(seq__lt=before)
    return list(found.order_by("-seq")[:limit])


def about(scope: Scope, subject: str, limit: int = 50) -> list[AuditEvent]:
    """The newest events of the scope's units about one subject: for the person himself, who may ask who saw his data."""
    low, high = scope.code_range
    found = AuditEvent.objects.filter(unit__gte=low, unit__lt=high, subject=subject)
    return list(found.order_by("-seq")[:limit])
