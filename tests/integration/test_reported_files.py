"""A return's workbook that somebody changed by hand comes back: read, compared, a case for each difference."""

import shutil
import subprocess

import openpyxl
import pytest

from leye.apps.reports.actions import NotPossible
from leye.apps.reports.models import CellCase, Return
from leye.core.reports.brought import Outcome
from leye.core.scope import OutOfScope
from leye.trips.returns import reported_files, returns_pages
from tests.integration.test_returns import accept, ledger, scope, send
from tests.made import HELINGEER, LEAGUE, QINGSHUIHE, keys

pytestmark = pytest.mark.django_db
__all__ = ["ledger"]


@pytest.fixture
def book(ledger, tmp_path):
    """The workbook of the county's return, opened to be changed; `bring()` saves it and takes it in."""
    send()
    version = Return.objects.get().newest
    _, content = returns_pages.workbook(scope("x"), version.pk, keys())
    path = tmp_path / "back.xlsx"
    path.write_bytes(content)
    found = openpyxl.load_workbook(path)

    def bring(actor="county-clerk", saves=True, by_office=False):
        if saves:
            found.save(path)
        if by_office:
            saved_by_office(path)
        return reported_files.bring(scope(actor), version.pk, path, "回传.xlsx", keys())

    found.bring = bring
    return found


def saved_by_office(path) -> None:
    """Opened and saved by LibreOffice, which works every formula out and writes the file its own way."""
    out = path.parent / "office"
    profile = f"-env:UserInstallation=file://{path.parent / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), str(path)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=400)
    path.write_bytes((out / path.name).read_bytes())


def told():
    return {(x.annex, x.place, x.column): (x.ours, x.theirs) for x in CellCase.objects.all()}


def row_of(sheet, text):
    return next(
        row[0].row
        for row in sheet.iter_rows()
        if any(str(cell.value or "").strip(" 　") == text for cell in row)
    )


def test_what_comes_back_unchanged_differs_in_nothing(book):
    brought = book.bring()
    assert (brought.differing, brought.notes) == (0, "")
    assert brought.cells > 20
    assert book.bring(saves=False).pk == brought.pk  # the same file again


def test_a_renamed_sheet_moved_rows_and_replaced_figures_are_understood(book):
    one, three = book["附件1"], book["附件3"]
    one.title = "5月定稿"
    row = row_of(one, "清水河县")
    one.cell(row, 3).value = 5
    one.cell(row, 4).value = "约3人"
    three.move_range(f"A7:O{three.max_row}", rows=2)
    brought = book.bring()
    found = {(annex, column): said for (annex, _, column), said in told().items()}
    assert found == {("1", "labour"): (6, "5"), ("1", "employed"): (1, "约3人")}
    assert "按表头认作附件1" in brought.notes


def test_a_missing_row_and_one_too_many_are_cases_of_their_own(book):
    two = book["附件2"]
    two.cell(row_of(two, "清水河县"), 1).value = "不知道县"
    book.bring()
    found = {(x.place, x.theirs) for x in CellCase.objects.all()}
    assert found == {("不知道县", "多出一行"), ("清水河县", "缺这一行")}


def test_each_difference_is_judged_once_with_a_word_and_by_who_it_concerns(book):
    one = book["附件1"]
    one.cell(row_of(one, "清水河县"), 3).value = 9
    brought = book.bring()
    _, (row,) = reported_files.cases(scope("county-clerk"), brought.pk)
    assert row.mine
    with pytest.raises(NotPossible, match="没有写处理意见"):
        reported_files.judge(scope("county-clerk"), row.case.pk, Outcome.OURS, " ")
    with pytest.raises(OutOfScope):
        reported_files.judge(scope("he", HELINGEER), row.case.pk, Outcome.OURS, "台账无误")
    reported_files.judge(scope("lg", LEAGUE), row.case.pk, Outcome.OURS, "台账无误")
    with pytest.raises(NotPossible, match="已经有人处理"):
        reported_files.judge(scope("county-clerk"), row.case.pk, Outcome.MENDED, "改了")


def test_a_file_without_the_forms_is_refused(ledger, tmp_path):
    send()
    version = Return.objects.get().newest
    empty = openpyxl.Workbook()
    empty.active["A1"] = "别的表"
    empty.save(tmp_path / "other.xlsx")
    with pytest.raises(NotPossible, match="没有找到附件"):
        reported_files.bring(scope("x"), version.pk, tmp_path / "other.xlsx", "x.xlsx", keys())


OFFICE = pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice here")


@OFFICE
@pytest.mark.nightly
def test_formulas_in_place_of_figures_count_for_what_they_say(book):
    """Saved by LibreOffice: a formula that comes to the same is no case, one that comes to another figure is."""
    one, two = book["附件1"], book["附件2"]
    row = row_of(one, "清水河县")
    one.cell(row, 4).value = f"=E{row}+F{row}"  # employed = away + local, as it is
    one.cell(row, 9).value = f"=C{row}-D{row}+2"  # unemployed, two too many
    one.title = "五月（定稿）"
    two.cell(row_of(two, "清水河县"), 2).value = "=SUM(3,4)"
    brought = book.bring(by_office=True)
    assert told() == {
        ("1", "清水河县", "unemployed"): (5, "7"),
        ("2", "清水河县", "people"): (6, "7"),
    }
    assert "按表头认作附件1" in brought.notes


def test_a_formula_that_nobody_worked_out_is_a_case_and_not_a_nought(book):
    """Written by a program and never opened: there is no figure in the cell, and none is made up."""
    one = book["附件1"]
    row = row_of(one, "清水河县")
    one.cell(row, 4).value = f"=E{row}+F{row}"
    book.bring()
    ((place, (ours, theirs)),) = told().items()
    assert (place, ours) == (("1", "清水河县", "employed"), 1)
    assert theirs != "1"


def test_reordered_rows_of_a_league_are_known_by_their_names(ledger, tmp_path):
    """Both counties change places in annexes 1 and 2; one figure goes with its row and one is changed."""
    send()
    send("he", HELINGEER)
    accept("lg", LEAGUE, QINGSHUIHE)
    accept("lg", LEAGUE, HELINGEER)
    send("lg", LEAGUE)
    version = Return.objects.get(unit=LEAGUE).newest
    _, content = returns_pages.workbook(scope("lg", LEAGUE), version.pk, keys())
    path = tmp_path / "league.xlsx"
    path.write_bytes(content)
    book = openpyxl.load_workbook(path)
    for name in ("附件1", "附件2"):
        sheet = book[name]
        first, second = row_of(sheet, "清水河县"), row_of(sheet, "和林格尔县")
        for column in range(1, sheet.max_column + 1):
            one, other = sheet.cell(first, column), sheet.cell(second, column)
            one.value, other.value = other.value, one.value
    sheet = book["附件1"]
    sheet.cell(row_of(sheet, "和林格尔县"), 2).value = 8
    book.save(path)
    brought = reported_files.bring(scope("lg", LEAGUE), version.pk, path, "盟市.xlsx", keys())
    assert told() == {("1", "和林格尔县", "people"): (1, "8")}
    assert CellCase.objects.get().owner == HELINGEER
    assert brought.differing == 1
