"""Official documents as Word files: made, edited by people, read back."""

import io
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn

from leye.core.letters.texts import Bound, Grid, Heading, Letter, Paragraph
from leye.gateways.documents import letters

LETTER = Letter(
    "17", "清水河县关于专项行动的情况报告", "呼和浩特市人力资源和社会保障局",
    (
        Heading("一、实名制台账"),
        Paragraph(("登记搬迁人口", Bound("f1", "2057", "搬迁人口数"), "人，就业率", Bound("f2", "61.5%", "就业率"), "。")),
        Grid("各安置点情况", ("单位", "劳动力"), (("合计", Bound("f3", "88", "劳动力")), ("益民小区", Bound("f4", "0", "劳动力")))),
    ),
    "清水河县人力资源和社会保障局", "2020年6月1日",
)  # fmt: skip
ALL = {"f1": ["2057"], "f2": ["61.5%"], "f3": ["88"], "f4": ["0"]}


def edited(change) -> letters.Returned:
    document = Document(io.BytesIO(letters.docx(LETTER)))
    change(document)
    target = io.BytesIO()
    document.save(target)
    return letters.read_back(target.getvalue())


def control(document, key):
    return next(
        x
        for x in document.element.iter(qn("w:sdt"))
        if x.find(f".//{qn('w:tag')}").get(qn("w:val")).endswith(f"/{key}")
    )


def write(document, key, text):
    next(control(document, key).iter(qn("w:t"))).text = text


def test_a_file_that_nobody_touched_says_every_figure():
    returned = edited(lambda document: None)
    assert returned.references == {"17"}
    assert returned.found == ALL
    assert "登记搬迁人口人，就业率。" in returned.rest


def test_figures_survive_when_the_words_around_them_are_rewritten():
    def change(document):
        body = next(p for p in document.paragraphs if p.text.startswith("登记"))
        body.runs[0].text = "经过两个月调查，全县共登记搬迁群众"
        body.insert_paragraph_before("今年以来，我县高度重视。")
        document.paragraphs[0].runs[0].font.bold = True

    returned = edited(change)
    assert returned.found == ALL
    assert "今年以来，我县高度重视。" in returned.rest


def test_a_changed_figure_is_read_as_it_stands_now():
    returned = edited(lambda document: write(document, "f1", "2060"))
    assert returned.found == {**ALL, "f1": ["2060"]}


def test_a_paragraph_that_was_moved_takes_its_figures_along():
    def change(document):
        moved = next(p for p in document.paragraphs if p.text.startswith("登记"))._element
        document.element.body.append(moved)

    assert edited(change).found == ALL


def test_a_program_that_dissolves_controls_leaves_the_bookmarks():
    def change(document):
        for one in list(document.element.iter(qn("w:sdt"))):
            for run in list(one.find(qn("w:sdtContent"))):
                one.addprevious(run)
            one.getparent().remove(one)

    returned = edited(change)
    assert returned.found == ALL
    assert "登记搬迁人口人，就业率。" in returned.rest


def test_a_figure_cut_out_is_missing_and_a_copied_one_stands_twice():
    def cut(document):
        one = control(document, "f2")
        one.getparent().remove(one)

    assert "f2" not in edited(cut).found

    def copy(document):
        one = control(document, "f1")
        one.addnext(__import__("copy").deepcopy(one))

    assert edited(copy).found["f1"] == ["2057", "2057"]


def test_what_was_struck_out_under_tracked_changes_is_not_read():
    def change(document):
        run = control(document, "f1").find(qn("w:sdtContent"))[0]
        struck = run.makeelement(qn("w:del"), {})
        run.addprevious(struck)
        put_in = run.makeelement(qn("w:ins"), {})
        struck.addnext(put_in)
        new = __import__("copy").deepcopy(run)
        new.find(qn("w:t")).text = "2058"
        put_in.append(new)
        run.find(qn("w:t")).tag = qn("w:delText")
        struck.append(run)

    assert edited(change).found["f1"] == ["2058"]


def test_the_document_names_the_fonts_of_the_standard_and_its_margins():
    document = Document(io.BytesIO(letters.docx(LETTER)))
    xml = document.element.xml
    assert "方正小标宋简体" in xml
    assert "仿宋_GB2312" in xml
    section = document.sections[0]
    assert [
        round(x.mm) for x in (section.top_margin, section.left_margin, section.right_margin)
    ] == [37, 28, 26]


def zipped(text: bytes, name="word/document.xml") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, text)
    return target.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"PK nothing", b"\xd0\xcf\x11\xe0" * 20, zipped(b"<a/>", "other.xml"), zipped(b"<w:document"),
        zipped(b"<a/>"), zipped(b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><a>&x;</a>'),
        zipped(b" " * (letters.INFLATED + 1)), b"0" * (letters.LARGEST + 1),
    ],
    ids=["empty", "no zip", "old doc", "no document", "broken", "no body", "entity", "bomb", "large"],
)  # fmt: skip
def test_what_is_no_word_file_is_refused_with_what_to_do(content):
    with pytest.raises(letters.NotReadable, match="。"):
        letters.read_back(content)
