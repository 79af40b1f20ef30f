"""Files that nobody should trust: each is read as it is, or refused whole with a reason in Chinese."""

import io
import zipfile

import openpyxl
import pytest
import xlsxwriter

from leye.gateways.sheets.limits import Limits
from leye.gateways.sheets.read import batches
from leye.gateways.sheets.refusals import FileRefused
from leye.gateways.sheets.write import write_csv, write_table

HEADER = ("姓名", "身份证号码")


def saved(path, rows, **options):
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet("名册")
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                sheet.write(number, column, value)
    return path


def rows_of(path, limits=None):
    parts = list(batches(path, limits) if limits else batches(path))
    return [values for part in parts for _, values in part.rows], [
        n.code for p in parts for n in p.notes
    ]


def refusal(path, limits=None):
    with pytest.raises(FileRefused) as caught:
        rows_of(path, limits)
    problem = caught.value.problem
    assert problem.message
    assert problem.remedy
    assert str(path) not in problem.message
    return problem.code


def with_part(path, name, content, **more):
    """The workbook again, with one part of it replaced or added."""
    old = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.namelist():
            if item != name:
                new.writestr(item, old.read(item))
        new.writestr(name, content)
    return path


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", b"", "file.empty"),
        ("a.csv", b"", "file.empty"),
        ("a.xlsx", b"%PDF-1.7 ...", "file.not_a_sheet"),
        ("a.xlsx", b"\x89PNG\r\n\x1a\n....", "file.not_a_sheet"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>", "file.html"),
        ("a.xls", b"<?xml version='1.0'?><Workbook/>", "file.xml"),
        ("a.xlsx", b"PK\x03\x04" + b"\0" * 60, "file.damaged"),
        ("a.csv", b"a,b\n1,2\x00\n", "file.nul"),
        ("a.csv", b"\xd0\xd5\xc3\xfb,\xff\xff\x80\x80\n", "file.encoding"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)
    assert (
        refusal(path) in {code, "file.damaged"}
        if code == "file.encoding"
        else refusal(path) == code
    )


def test_a_workbook_cut_short_is_refused_whole(tmp_path):
    path = saved(tmp_path / "a.xlsx", [HEADER, *([("王秀英", "1")] * 500)])
    path.write_bytes(path.read_bytes()[:-200])
    assert refusal(path) == "file.damaged"


def test_macros_are_refused_under_any_name(tmp_path):
    path = saved(tmp_path / "a.xlsx", [HEADER])
    with_part(path, "xl/vbaProject.bin", b"macro")
    assert refusal(path) == "file.macro"


@pytest.mark.parametrize(
    "declared", ["<!DOCTYPE a [<!ENTITY b 'c'>]>", "<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/x'>"]
)
def test_external_declarations_are_refused_before_they_are_parsed(tmp_path, declared):
    path = saved(tmp_path / "a.xlsx", [HEADER])
    body = f'<?xml version="1.0"?>{declared}<worksheet><sheetData/></worksheet>'
    with_part(path, "xl/worksheets/sheet1.xml", body)
    assert refusal(path) == "file.dtd"


def test_a_bomb_is_refused_by_its_ratio(tmp_path):
    path = saved(tmp_path / "a.xlsx", [HEADER])
    with_part(path, "xl/worksheets/sheet1.xml", b"<worksheet>" + b" " * 60_000_000)
    assert refusal(path) == "file.bomb"


def test_a_file_beyond_the_limit_is_refused_by_its_size(tmp_path):
    path = saved(tmp_path / "a.xlsx", [HEADER])
    assert refusal(path, Limits(upload_bytes=1_000)) == "file.too_large"
    many = saved(tmp_path / "b.xlsx", [HEADER, *([("王秀英", "1")] * 300)])
    assert refusal(many, Limits(rows=100)) == "file.too_large"


def test_a_parser_that_takes_too_long_dies_alone(tmp_path):
    path = saved(tmp_path / "a.xlsx", [HEADER, *([("王秀英", "1")] * 2000)])
    assert refusal(path, Limits(wait_seconds=0.01)) == "file.damaged"


def test_formulas_are_not_worked_out(tmp_path):
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_formula(1, 0, "=1+1", None, 7)
    rows, notes = rows_of(tmp_path / "a.xlsx")
    assert rows[1][0] == 7
    assert "file.formulas" in notes


def test_hidden_sheets_stay_out_and_hidden_rows_are_told(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.append(("王秀英", "1"))
    book.active.row_dimensions[2].hidden = True
    hidden = book.create_sheet("内部")
    hidden.append(("李建国", "2"))
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    rows, notes = rows_of(tmp_path / "a.xlsx")
    assert [row[0] for row in rows] == ["姓名", "王秀英"]
    assert {"file.hidden_sheets", "file.hidden_rows"} <= set(notes)


def test_a_wrong_dimension_and_empty_rows_do_not_matter(tmp_path):
    path = saved(tmp_path / "a.xlsx", [HEADER, ("王秀英", "1")])
    body = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    body = body.replace('ref="A1:B2"', 'ref="A1"').replace(
        "</sheetData>", "".join(f'<row r="{n}"></row>' for n in range(3, 50_000)) + "</sheetData>"
    )
    with_part(path, "xl/worksheets/sheet1.xml", body)
    rows, _ = rows_of(path)
    assert [row[0] for row in rows if any(row)] == ["姓名", "王秀英"]


@pytest.mark.parametrize(
    ("encoding", "prefix"),
    [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("gb18030", b""), ("utf-16", b"")],
)
def test_a_text_is_read_in_the_encodings_that_clerks_software_writes(tmp_path, encoding, prefix):
    path = tmp_path / "a.csv"
    path.write_bytes(prefix + "姓名,身份证号码\n巴特尔·宝音,1\n𠮷田,2\n".encode(encoding))
    rows, _ = rows_of(path)
    assert [row[0] for row in rows] == ["姓名", "巴特尔·宝音", "𠮷田"]


def test_a_quote_that_does_not_end_is_refused_with_its_row(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('姓名,备注\n王秀英,"没有结束\n' + "李建国,x\n" * 300_000)
    assert refusal(path) == "file.quotes"


def test_names_of_parts_that_point_elsewhere_write_nothing(tmp_path):
    path = saved(tmp_path / "a.xlsx", [HEADER])
    with_part(path, "../../evil.txt", b"x")
    before = sorted(tmp_path.parent.iterdir())
    rows, _ = rows_of(path)
    assert rows == [HEADER]
    assert sorted(tmp_path.parent.iterdir()) == before


DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", '=HYPERLINK("http://127.0.0.1")']


def test_nothing_that_is_written_is_a_formula(tmp_path):
    write_table(tmp_path / "a.xlsx", {"名单": [(one,) for one in DANGEROUS]})
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    cells = [row[0] for row in book.active.iter_rows()]
    assert [cell.value for cell in cells] == DANGEROUS
    assert {cell.data_type for cell in cells} == {"s"}
    write_csv(tmp_path / "a.csv", [(one,) for one in DANGEROUS])
    text = (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    assert not any(line.strip('"').startswith(("=", "+", "-", "@")) for line in text.splitlines())


def test_what_was_written_reads_back_as_it_was(tmp_path):
    rows = [("姓名", "金额"), ("王秀英", 1200.0), ("=1+1", None)]
    write_table(tmp_path / "a.xlsx", {"名单": rows})
    found, _ = rows_of(tmp_path / "a.xlsx")
    assert [row[:2] for row in found] == [("姓名", "金额"), ("王秀英", 1200.0), ("=1+1", None)]
