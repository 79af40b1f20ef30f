"""The fields of a case side by side: what differs is marked, numbers are masked."""

from dataclasses import dataclass

from leye.core.identity.masking import mask_id, mask_phone
from leye.core.linkage.verdicts import Verdict
from leye.trips.comparisons.compare_frames import FIELDS

Marked = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field of a case: both sides as pieces (text, whether it is what differs), numbers masked."""

    field: str
    label: str
    left: Marked
    right: Marked
    word: str
    severity: str


def shown(verdict: Verdict) -> FieldView:
    left, right = verdict.left, verdict.right
    pieces: tuple[Marked, Marked] = (((left, False),), ((right, False),))
    if verdict.field == "id_no":
        pieces = _digits(left, right), _digits(right, left)
    elif verdict.field == "phone":
        pieces = ((mask_phone(left), False),), ((mask_phone(right), False),)
    elif verdict.severity == "near" and len(left) == len(right):
        pieces = _apart(left, right), _apart(right, left)
    return FieldView(verdict.field, verdict.label, *pieces, verdict.word, verdict.severity)


def _apart(own: str, other: str) -> Marked:
    return tuple((a, a != b) for a, b in zip(own, other, strict=True))


def _digits(own: str, other: str) -> Marked:
    """A number masked but for the digits that differ from the other's, where both are as long."""
    masked = mask_id(own)
    if len(own) != len(other) or own == other:
        return ((masked, False),)
    hidden = {"*", "＊"}  # what the other side hides does not open ours
    return tuple(
        (a, True) if a != b and not {a, b} & hidden else (m, False)
        for a, b, m in zip(own, other, masked, strict=True)
    )


def compared_fields(right: dict[str, str]) -> dict[str, str]:
    """A roster's texts under the names of the compared fields; a person's row has them already."""
    return {name: right.get(own, right.get(name, "")) for name, own in FIELDS.items()}
