"""The one door for employers: noted, mended, verified."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from leye.apps.audit import actions as audit
from leye.apps.employers.models import Employer


@dataclass(frozen=True, slots=True)
class Told:
    """What a list or a form tells of an employer; name_key: its name folded for comparison."""

    name: str
    name_key: str
    code: str | None = None
    kind: str = ""
    licence: str = ""
    industry: str = ""
    phone_cipher: str = ""


@transaction.atomic
def note(*, by: str, unit: str, told: Sequence[Told]) -> dict[str, int]:
    """Make sure that employers are known; returns their ids by code, or name_key without one.

    One that was known by its name only takes the code that is told for it; what is told anew fills what was
    empty and overwrites nothing.
    """
    found: dict[str, int] = {}
    codes = {one.code for one in told if one.code}
    keys = {one.name_key for one in told}
    by_code = {row.code: row for row in Employer.objects.filter(code__in=codes)}
    by_name: dict[str, Employer] = {}
    for row in Employer.objects.filter(name_key__in=keys).order_by("-pk"):
        if row.name_key not in by_name or row.code is not None:
            by_name[row.name_key] = row
    for one in told:
        known = by_code.get(one.code) if one.code else by_name.get(one.name_key)
        if (
            known is None
            and one.code
            and (named := by_name.get(one.name_key))
            and named.code is None
        ):
            named.code = one.code
            named.save(update_fields=["code"])
            known = named
        if known is None:
            known = _made(by, unit, one)
        else:
            _fill(known, one)
        if known.code:
            by_code[known.code] = known
        by_name[one.name_key] = known
        found[one.code or one.name_key] = known.pk
    return found


def _made(by: str, unit: str, one: Told) -> Employer:
    row = Employer.objects.create(
        name=one.name, code=one.code, name_key=one.name_key[:120], kind=one.kind or "enterprise",
        licence=one.licence, industry=one.industry, unit=unit, phone_cipher=one.phone_cipher, noted_by=by,
    )  # fmt: skip
    audit.record(by=by, action="employer.note", unit=unit, subject=f"employer:{row.pk}")
    return row


def _fill(row: Employer, one: Told) -> None:
    empty = [
        name
        for name in ("licence", "industry", "phone_cipher")
        if not getattr(row, name) and getattr(one, name)
    ]
    for name in empty:
        setattr(row, name, getattr(one, name))
    if one.kind and row.kind == "enterprise" and one.kind != row.kind:
        row.kind = one.kind
        empty.append("kind")
    if empty:
        row.save(update_fields=empty)


@transaction.atomic
def verify(*, by: str, unit: str, employer_ids: Sequence[int], on: dt.date) -> int:
    """Somebody looked at the papers of employers that have a code; returns how many it met."""
    rows = Employer.objects.filter(pk__in=employer_ids).exclude(code=None)
    fresh = rows.exclude(verified_on=on)
    many = fresh.update(verified_on=on, verified_by=by)
    if many:
        detail: Mapping[str, object] = {"employers": many, "on": on.isoformat()}
        audit.record(by=by, action="employer.verify", unit=unit, detail=detail)
    return many


@transaction.atomic
def mend(*, by: str, employer: Employer, code: str | None, kind: str, licence: str) -> None:
    """Write down code, kind and licence. Raises IntegrityError for a code that another one bears."""
    employer.code, employer.kind, employer.licence = code, kind, licence
    employer.save(update_fields=["code", "kind", "licence"])
    audit.record(
        by=by, action="employer.mend", unit=employer.unit, subject=f"employer:{employer.pk}"
    )
