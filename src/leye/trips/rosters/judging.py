"""What is strange about a row beside the ledger: who bears its number, where that person is settled."""

import datetime as dt
from collections.abc import Mapping, Sequence

from leye.core.identity import names
from leye.core.ledger import facts as f
from leye.core.ledger.additions import Held
from leye.core.problems import Problem, Severity
from leye.core.rosters.changes import current
from leye.core.rosters.values import RosterRow

Sites = Mapping[tuple[str, str], int]  # (county, name of the site) → the site


def strange_beside(
    row: RosterRow, persons: Sequence[int], held: Sequence[Held], sites: Sites, as_of: dt.date
) -> Problem | None:
    """The first thing about a row that needs a word of explanation; None when it may go in.

    persons: who bears the row's number; held: what the ledger holds of the one who does.
    """
    place = row.place
    if len(persons) > 1:
        message, remedy = "台账里有两个人用这个号码。", "请先在信息比对里判定，再导入这一行。"
        return _problem("person.two", message, remedy, row.person.name)
    if place.site_name and (place.county or "", place.site_name) not in sites:
        message = "台账里没有这个安置点。"
        remedy = "请核对名称；确属分散安置的，请说明。"
        return _problem("site.unknown", message, remedy, place.site_name)
    if not persons:
        if not place.site_name and place.settlement is None:
            message = "台账里没有这个人，名册也没有写安置点。"
            remedy = "请先导入搬迁对象花名册；说明后按分散安置登记。"
            return _problem("person.unknown", message, remedy, row.person.name)
        return None
    identity = next((fact for fact in held if fact.table == f.IDENTITY.table), None)
    if identity is not None and identity.values["name_key"] != names.key(row.person.name):
        message, remedy = "同一个号码，台账里是另一个姓名。", "请核对证件；改名或写错的，请说明。"
        return _problem("person.name_differs", message, remedy, row.person.name)
    return _settled_elsewhere(row, held, sites, as_of)


def _settled_elsewhere(
    row: RosterRow, held: Sequence[Held], sites: Sites, as_of: dt.date
) -> Problem | None:
    place = row.place
    home = current(held, f.RESIDENCE.table, as_of)
    site_id = sites.get((place.county or "", place.site_name))
    if home is None or not place.site_name or home.values["site_id"] == site_id:
        return None
    message, remedy = "此人已登记在别的安置点。", "请核对；确已搬来的，请说明搬来的情况。"
    return _problem("residence.elsewhere", message, remedy, place.site_name)


def _problem(code: str, message: str, remedy: str, found: str) -> Problem:
    return Problem(code, Severity.STRANGE, message, remedy, None, found)
