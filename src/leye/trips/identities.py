"""A row's person as the ledger keeps it: the name in clear and keyed, the numbers sealed and indexed."""

from leye.core.identity import names
from leye.core.query.model import Scalar
from leye.core.rosters.values import RosterRow
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring

ID_CONTEXT, PHONE_CONTEXT, HOUSEHOLD_CONTEXT = "identity.id_no", "contact.phone", "household"
ESCORT_CONTEXT = "journey.escort_phone"


def index_of(keys: Keyring, row: RosterRow) -> str:
    """The keyed digest of the row's number. Raises ValueError for a row without one."""
    if row.person.id_no is None:
        raise ValueError("a row without a number is refused before it comes here")
    return sealing.index(keys, row.person.id_no, ID_CONTEXT)


def identity_of(keys: Keyring, row: RosterRow) -> dict[str, Scalar | None]:
    """The columns of the identity fact that the row tells of."""
    person = row.person
    number = person.id_no or ""
    return {
        "name": person.name,
        "name_key": names.key(person.name),
        "initials": names.initials(person.name),
        "sex": person.sex.value if person.sex else None,
        "birth_date": person.birth_date,
        "ethnicity": person.ethnicity,
        "id_kind": person.id_kind,
        "id_cipher": sealing.seal(keys, number, ID_CONTEXT),
        "id_index": sealing.index(keys, number, ID_CONTEXT),
        "tail_index": sealing.tail_index(keys, number[-4:]),
    }


def phone_index(keys: Keyring, row: RosterRow) -> str | None:
    """The keyed digest of the row's telephone, None when it has none."""
    return sealing.index(keys, row.person.phone, PHONE_CONTEXT) if row.person.phone else None


def contact_of(keys: Keyring, phone: str) -> dict[str, Scalar | None]:
    """The columns of the contact fact of a telephone."""
    return {
        "phone_cipher": sealing.seal(keys, phone, PHONE_CONTEXT),
        "phone_index": sealing.index(keys, phone, PHONE_CONTEXT),
    }


def household_number(keys: Keyring, row: RosterRow) -> str:
    """The household's number in its county; without one, a digest of its head or of the person alone."""
    place = row.place
    if place.household_no:
        return place.household_no
    head = place.head_id_no or row.person.id_no or ""
    return "h:" + sealing.index(keys, head, HOUSEHOLD_CONTEXT)[:24]
