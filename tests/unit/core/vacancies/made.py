"""One vacancy told by columns, read as a row of a list would be."""

import datetime as dt

from leye.core.places.tree import Place, Tree
from leye.core.rosters.columns import Header
from leye.core.rosters.rows import Context
from leye.core.vacancies.rows import VacancyReader
from leye.notices.advertising import load_classes, load_wording
from leye.notices.rosters import load_columns

TODAY = dt.date(2020, 6, 1)
COLUMNS = load_columns("nm_2020_84", "vacancies")
PLACES = [
    Place("150000", "内蒙古自治区", "province", ""),
    Place("150100", "呼和浩特市", "league", "150000"),
    Place("150124", "清水河县", "county", "150100"),
    Place("110000", "北京市", "province", ""),
    Place("110105", "朝阳区", "county", "110000"),
]
GOOD = {
    "employer.name": "清水河县惠民餐饮有限公司", "employer.code": "91150124MA0N0UMC75", "title": "餐厅服务员",
    "openings": "5", "duties": "负责餐厅摆台和清洁", "place": "清水河县", "terms.pay": "3000-3500",
    "valid_to": "2020-12-31", "demand.words": "吃苦耐劳",
}  # fmt: skip


def reader() -> VacancyReader:
    labels = {key: own[0][-1] for key, own in COLUMNS.labels.items()}
    columns = tuple((place, key, labels[key]) for place, key in enumerate(labels))
    header = Header(1, 1, COLUMNS.kinds["vacancies"], columns, ())
    tree = Tree.on(TODAY, PLACES)
    context = Context(TODAY, "150124", tree.resolve, tree.known_counties())
    return VacancyReader(
        header, "表", context, load_wording("nm_2020_84", TODAY), load_classes("nm_2020_84")
    )


def told(**said):
    """A good vacancy, but for what is said; dots of a column are written as two underscores."""
    given = {**GOOD, **{name.replace("__", "."): value for name, value in said.items()}}
    return reader().read(2, [given.get(key) for key in COLUMNS.labels])


def codes(**said):
    return {problem.code for problem in told(**said).problems}
