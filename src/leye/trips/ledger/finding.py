"""Looking for somebody in the ledger by what a clerk has at hand; and opening one number, with a reason."""

import re
import unicodedata

from django.db import transaction

from leye.apps.audit import actions as audit
from leye.apps.people import selectors as people
from leye.core.identity import id_number, names
from leye.core.scope import Capability, OutOfScope, Scope
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.trips.identities import ID_CONTEXT, PHONE_CONTEXT
from leye.trips.listing import PersonRow, shown

PAGE = 50


def clues(words: str, keys: Keyring) -> dict[str, str]:
    """What the words mean: a whole number, its last four, pinyin initials, or the beginning of a name."""
    text = unicodedata.normalize("NFKC", words).strip()
    reading = id_number.read(text)
    if reading.canonical is not None:
        return {"id_index": sealing.index(keys, reading.canonical, ID_CONTEXT)}
    if re.fullmatch(r"\d{3}[\dXx]", text):
        return {"tail_index": sealing.tail_index(keys, text)}
    if re.fullmatch(r"[A-Za-z]{2,}", text):
        return {"initials": text.upper()}
    return {"name_key": names.key(text)} if names.key(text) else {}


def find(
    scope: Scope,
    words: str,
    keys: Keyring,
    site_id: int | None = None,
    after: int = 0,
    limit: int = PAGE,
) -> list[PersonRow]:
    """The persons of the scope who fit, by id; reading the list is an audit event."""
    if not scope.may(Capability.READ_PEOPLE):
        raise OutOfScope(scope.unit)
    wanted = clues(words, keys)
    if not wanted and site_id is None:
        return []
    found = people.search(scope, **wanted, site_id=site_id, after=after, limit=limit)
    with transaction.atomic():
        audit.record(
            by=scope.actor,
            action="list.read",
            unit=scope.unit,
            subject=f"search:{next(iter(wanted), 'site')}",
            detail={"people": len(found)},
        )
    return shown(scope, people.lines(scope, found), keys, clock.today())


def reveal(scope: Scope, person_id: int, what: str, reason: str, keys: Keyring) -> str:
    """One number in clear: "id_no" or "phone". It is an audit event with its reason.

    Raises OutOfScope for who may not, ValueError without a reason.
    """
    if not scope.may(Capability.REVEAL):
        raise OutOfScope(person_id)
    if not reason.strip():
        raise ValueError("a number is opened for a reason")
    found = people.lines(scope, [person_id])
    if not found:
        raise OutOfScope(person_id)
    with transaction.atomic():
        audit.record(
            by=scope.actor,
            action=f"person.reveal.{what}",
            unit=found[0].county,
            subject=f"person:{person_id}",
            detail={"reason": reason.strip()[:200]},
        )
    if what == "phone":
        contact = people.phone_of(scope, person_id)
        return sealing.unseal(keys, contact.phone_cipher, PHONE_CONTEXT) if contact else ""
    cipher = found[0].id_cipher
    return sealing.unseal(keys, cipher, ID_CONTEXT) if cipher else ""
