"""The layout of a form: header spans, and the body cell by cell."""

import datetime as dt

from leye.core.reports.forms import HeaderCell, body, grid, header_cells
from leye.core.reports.notice import Annex
from leye.core.reports.tables import Line, Table

PLAIN = Annex(
    "1", "附件1", "everyone", "counties", ("place", "labour", "employed", "away"),
    (("地区", "劳动力", "已就业", "<"), ("^", "^", "合计", "外出")), (),
)  # fmt: skip
STEPPED = Annex(
    "1", "附件1", "everyone", "counties", ("place", "labour", "employed", "away"),
    (("地区", "劳动力", "<", "<"), ("^", "^", "已就业", "<"), ("^", "^", "^", "外出")), (),
)  # fmt: skip
SITES = Annex(
    "3", "附件3", "everyone", "sites",
    ("number", "league", "county", "site", "households", "people", "labour", "station"),
    (("序号", "盟市", "旗县", "安置点", "户", "人", "劳动力", "平台"),), (),
)  # fmt: skip


def table(annex: Annex, *lines: Line) -> Table:
    return Table(annex, dt.date(2020, 5, 31), 1, lines)


def test_labels_span_the_columns_and_levels_below_them():
    assert header_cells(PLAIN) == (
        HeaderCell(0, 0, 1, 2, "地区"),
        HeaderCell(0, 1, 1, 2, "劳动力"),
        HeaderCell(0, 2, 2, 1, "已就业"),
        HeaderCell(1, 2, 1, 1, "合计"),
        HeaderCell(1, 3, 1, 1, "外出"),
    )


def test_a_stepped_label_stands_above_its_own_column_and_blank_cells_beside_it():
    cells = header_cells(STEPPED)
    assert HeaderCell(0, 1, 1, 3, "劳动力") in cells
    assert HeaderCell(0, 2, 2, 1, "") in cells
    assert HeaderCell(1, 2, 1, 2, "已就业") in cells
    assert HeaderCell(1, 3, 1, 1, "") in cells


def test_no_two_header_cells_cover_the_same_place_and_none_is_left_out():
    for annex in (PLAIN, STEPPED, SITES):
        covered = [
            (row, column)
            for cell in header_cells(annex)
            for row in range(cell.row, cell.row + cell.down)
            for column in range(cell.column, cell.column + cell.across)
        ]
        whole = len(annex.header) * len(annex.columns)
        assert len(covered) == len(set(covered)) == whole


def test_counties_are_indented_below_their_league_and_what_is_unknown_stays_blank():
    league = Line("league", "150100", "呼和浩特市", figures={"labour": 5})
    county = Line("county", "150124", "清水河县", figures={"labour": 5, "employed": None})
    first, second = body(table(PLAIN, league, county))
    assert [cell.value for cell in first] == ["呼和浩特市", 5, None, None]
    assert [cell.value for cell in second] == ["　清水河县", 5, None, None]
    assert [cell.opens for cell in second] == [False, True, True, True]


def test_the_figures_of_the_list_of_sites_do_not_open_to_people():
    figures = {"number": 1, "households": 3, "people": 9, "labour": 4}
    line = Line("site", "150124", "益民小区", 7, figures, {"site": "益民小区", "station": "已建"})
    (cells,) = body(table(SITES, line))
    assert [cell.value for cell in cells] == [1, "", "", "益民小区", 3, 9, 4, "已建"]
    assert [cell.column for cell in cells if cell.opens] == ["labour"]


def test_a_grid_has_the_lowest_labels_and_then_the_body():
    line = Line("county", "150124", "清水河县", figures={"labour": 5, "employed": 3, "away": 1})
    assert grid(table(STEPPED, line)) == [
        ["地区", "劳动力", "已就业", "外出"],
        ["　清水河县", 5, 3, 1],
    ]


def test_a_column_without_a_label_has_an_empty_one():
    odd = Annex("1", "附件1", "everyone", "counties", ("place", "labour"), (("地区", "<"),), ())
    assert grid(table(odd)) == [["地区", ""]]
