"""Official documents as .docx: a letter in, a file out in which each figure can be found again; such a file in, its figures out.

Each figure stands in a content control with a tag (Word and WPS keep it while the words around are edited, and its
content can be changed), and between two bookmarks, for programs that dissolve controls.
"""

import copy
import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as DocxParagraph
from lxml import etree

from leye.core.letters.texts import Bound, Chart, Grid, Heading, Letter, Paragraph, Part

# The fonts that GB/T 9704 asks for are named and not shipped; a machine without them takes its own.
BODY, TITLE, SECTION = "仿宋_GB2312", "方正小标宋简体", "黑体"
LINE = Pt(28)
WIDTH, NAMES, FIGURES = (
    156,
    36,
    22,
)  # millimetres of a line, of a table's first column, of a chart's last
BAR = WIDTH - NAMES - FIGURES - 5  # of the longest bar; a cell has margins
KEPT = 2  # rows of a chart that stay with what is before or after them; a long chart goes over the page
TAG = re.compile(r"leye/([0-9A-Za-z-]{1,20})/([0-9A-Za-z_.:-]{1,30})\Z")
LARGEST, PARTS, INFLATED = 10 * 1024 * 1024, 2_000, 40 * 1024 * 1024
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class NotReadable(Exception):
    """The file is no .docx that can be read; the message says what to do, for the user."""


def docx(letter: Letter) -> bytes:
    """The file of a letter, laid out after GB/T 9704."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = BODY, Pt(16)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), BODY)
    normal.paragraph_format.line_spacing = LINE
    normal.paragraph_format.space_after = Pt(0)
    document.core_properties.title, document.core_properties.author = letter.title, letter.signed
    marks = _Marks(letter.reference)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.line_spacing = Pt(36)
    for number, line in enumerate(letter.title_lines):
        said = _say(title, line, TITLE, 22)
        if number + 1 < len(letter.title_lines):
            said.add_break()
    _numbered(section)
    document.add_paragraph()
    _say(document.add_paragraph(), f"{letter.to}：")
    for block in letter.blocks:
        match block:
            case Heading(text):
                head = _indented(document)
                head.paragraph_format.keep_with_next = True
                _say(head, text, SECTION)
            case Paragraph(parts):
                marks.write(_indented(document), parts)
            case Grid():
                _table(document, block, marks)
            case Chart():
                _chart(document, block, marks)
    document.add_paragraph()
    for words in (letter.signed, letter.day):
        last = document.add_paragraph()
        last.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        last.paragraph_format.right_indent = Pt(64)
        _say(last, words)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _numbered(section: Any) -> None:
    """The number of the page at its foot, between dashes; it counts in the program that shows the file."""
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _say(foot, "— ", BODY, 14)
    run = _say(foot, "", BODY, 14)._element
    for kind in ("begin", None, "end"):
        if kind is None:
            told = OxmlElement("w:instrText")
            told.text = "PAGE"
        else:
            told = OxmlElement("w:fldChar")
            told.set(qn("w:fldCharType"), kind)
        run.append(told)
    _say(foot, " —", BODY, 14)


def _indented(document: Any) -> DocxParagraph:
    paragraph: DocxParagraph = document.add_paragraph()
    paragraph.paragraph_format.first_line_indent = Pt(32)
    return paragraph


def _say(paragraph: DocxParagraph, text: str, font: str = BODY, size: float = 16) -> Any:
    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    return run


def _table(document: Any, grid: Grid, marks: "_Marks") -> None:
    caption = document.add_paragraph()
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
    caption.paragraph_format.keep_with_next = True
    _say(caption, grid.caption, SECTION, 14)
    table = document.add_table(rows=0, cols=len(grid.header), style="Table Grid")
    table.autofit = False
    others = len(grid.header) - 1
    widths = (
        NAMES,
        *[(WIDTH - NAMES) / others] * others,
    )  # the first column holds names and is wider
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    head = _row(table, widths)
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, text in zip(head.cells, grid.header, strict=True):
        _cell(cell, (text,), marks, WD_ALIGN_PARAGRAPH.CENTER)
    for row in grid.rows:
        for number, (cell, part) in enumerate(zip(_row(table, widths).cells, row, strict=True)):
            side = WD_ALIGN_PARAGRAPH.RIGHT if number else WD_ALIGN_PARAGRAPH.LEFT
            _cell(cell, (part,), marks, side)
    document.add_paragraph()


def _chart(document: Any, chart: Chart, marks: "_Marks") -> None:
    """Bars in a table without lines, each figure a bound one.

    A bar is a line without words, shaded up to its indent: as long in every program, whichever fonts there are.
    """
    caption = document.add_paragraph()
    caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
    caption.paragraph_format.keep_with_next = True
    _say(caption, chart.caption, SECTION, 14)
    table = document.add_table(rows=0, cols=3)
    table.autofit = False
    widths = (NAMES, WIDTH - NAMES - FIGURES, FIGURES)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)  # some programs lay out by the grid and not by the cells
    for number, bar in enumerate(chart.bars):
        cells = _row(table, widths).cells
        _cell(cells[0], (bar.name,), marks, WD_ALIGN_PARAGRAPH.LEFT)
        _drawn(cells[1].paragraphs[0], bar.share)
        _cell(cells[2], (bar.figure,), marks, WD_ALIGN_PARAGRAPH.RIGHT)
        if number < KEPT or len(chart.bars) - KEPT <= number < len(chart.bars) - 1:
            cells[0].paragraphs[0].paragraph_format.keep_with_next = True
    document.add_paragraph()


def _drawn(paragraph: DocxParagraph, share: int) -> None:
    look = paragraph.paragraph_format
    look.line_spacing, look.space_before, look.space_after = Pt(11), Pt(4), Pt(5)
    if not share:
        return
    look.right_indent = Mm(BAR * (1 - max(share, 10) / 1000))
    about = paragraph._p.get_or_add_pPr()
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "2F6FB0")):
        shade.set(qn(f"w:{name}"), value)
    spacing = about.find(qn("w:spacing"))
    spacing.addprevious(shade)  # the order of the schema


def _row(table: Any, widths: tuple[float, ...]) -> Any:
    """A new row that stays on one page; widths in millimetres."""
    row = table.add_row()
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Mm(width)
    return row


def _cell(cell: Any, parts: tuple[Part, ...], marks: "_Marks", side: Any) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment, paragraph.paragraph_format.line_spacing = side, Pt(20)
    marks.write(paragraph, parts, 12)


@dataclass(slots=True)
class _Marks:
    """Writes parts of a text; every figure gets its control and its bookmarks, with numbers of their own."""

    reference: str
    last: int = 0

    def write(self, paragraph: DocxParagraph, parts: tuple[Part, ...], size: float = 16) -> None:
        for part in parts:
            if isinstance(part, str):
                _say(paragraph, part, BODY, size)
            else:
                self._bound(paragraph, part, size)

    def _bound(self, paragraph: DocxParagraph, part: Bound, size: float) -> None:
        self.last += 1
        run = _say(paragraph, part.text, BODY, size)._element
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for mark in (start, end):
            mark.set(qn("w:id"), str(self.last))
        start.set(qn("w:name"), f"leye_{self.reference}_{part.key}")
        control, about, content = (OxmlElement(f"w:{x}") for x in ("sdt", "sdtPr", "sdtContent"))
        about.append(copy.deepcopy(run.rPr))  # what is typed into the control looks like the rest
        for name, value in (
            ("alias", part.label[:60]), ("tag", f"leye/{self.reference}/{part.key}"),
            ("id", str(1_000_000 + self.last)), ("lock", "sdtLocked"),
        ):  # fmt: skip
            element = OxmlElement(f"w:{name}")
            element.set(qn("w:val"), value)
            about.append(element)
        about.append(OxmlElement("w:richText"))  # a plain-text one loses its size in some programs
        run.addprevious(start)
        content.append(run)
        control.append(about)
        control.append(content)
        start.addnext(control)
        control.addnext(end)


@dataclass(slots=True)
class Returned:
    """A file that came back. references: of the letters whose marks stand in it; found: text by key; rest: text outside."""

    references: set[str] = field(default_factory=set)
    found: dict[str, list[str]] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)


def read_back(content: bytes) -> Returned:
    """The figures and the other text of a returned file. Raises NotReadable."""
    body = _parsed(_document_part(content)).find(f"{W}body")
    if body is None:
        raise NotReadable("这不是 Word 文档（.docx）。请在 Word 里另存为 .docx 再上传。")
    returned, by_bookmark = Returned(), _Bookmarks()
    for paragraph in body.iter(f"{W}p"):
        words: list[str] = []
        _walk(paragraph, None, returned, by_bookmark, words)
        if text := "".join(words).strip():
            returned.rest.append(text)
    for (reference, key), texts in by_bookmark.found.items():
        returned.references.add(reference)
        if key not in returned.found and "".join(texts).strip():
            returned.found[key] = ["".join(texts)]
            _take_out(returned.rest, "".join(texts))
    return returned


@dataclass(slots=True)
class _Bookmarks:
    open: dict[str, tuple[str, str]] = field(default_factory=dict)  # id → (reference, key)
    found: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def see(self, element: Any) -> None:
        number = element.get(f"{W}id", "")
        if element.tag == f"{W}bookmarkEnd":
            self.open.pop(number, None)
            return
        told = re.fullmatch(r"leye_([0-9A-Za-z-]+)_(.+)", element.get(f"{W}name", ""))
        if told:
            self.open[number] = (told[1], told[2])
            self.found.setdefault((told[1], told[2]), [])


def _walk(
    element: Any, key: str | None, returned: Returned, marks: _Bookmarks, words: list[str]
) -> None:
    """Text in its order. What was struck out under tracked changes is no text; what was put in is."""
    for child in element:
        if child.tag in (f"{W}bookmarkStart", f"{W}bookmarkEnd"):
            marks.see(child)
        elif child.tag == f"{W}t":
            text = child.text or ""
            if key is None:
                words.append(text)
                for one in marks.open.values():
                    marks.found[one].append(text)
            else:
                returned.found[key][-1] += text
        elif child.tag == f"{W}sdt":
            tag = child.find(f"{W}sdtPr/{W}tag")
            told = TAG.fullmatch(tag.get(f"{W}val", "")) if tag is not None else None
            inner = key
            if told:
                inner = told[2]
                returned.references.add(told[1])
                returned.found.setdefault(inner, []).append("")
            _walk(child, inner, returned, marks, words)
        elif child.tag not in (f"{W}moveFrom", f"{W}del", f"{W}p") and isinstance(child.tag, str):
            _walk(child, key, returned, marks, words)


def _take_out(lines: list[str], text: str) -> None:
    """What stands in a bookmark is no loose text."""
    for number, line in enumerate(lines):
        if text in line:
            lines[number] = line.replace(text, "", 1)
            return


def _document_part(content: bytes) -> bytes:
    """The main part of the archive; bounds are held while it is inflated."""
    if len(content) > LARGEST:
        raise NotReadable("文件超过 10 MB。请去掉图片后再上传。")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if len(archive.infolist()) > PARTS:
                raise NotReadable("文件的部件太多，不能读取。请在 Word 里另存为 .docx 再上传。")
            with archive.open("word/document.xml") as part:
                text = part.read(INFLATED + 1)
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        NotImplementedError,
        OSError,
        RuntimeError,
    ) as error:
        raise NotReadable(
            "这不是 Word 文档（.docx），或文件坏了。请在 Word 里另存为 .docx 再上传。"
        ) from error
    if len(text) > INFLATED:
        raise NotReadable("文档内容太大，不能读取。")
    return text


def _parsed(text: bytes) -> Any:
    if b"<!DOCTYPE" in text[:4096] or b"<!ENTITY" in text[:4096]:
        raise NotReadable("文档里有外部引用，不能读取。请在 Word 里另存为 .docx 再上传。")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        raise NotReadable("文档坏了，不能读取。请在 Word 里另存为 .docx 再上传。") from error
