"""Typical cases as a pack to hand on: a Word file a story with its pictures, all in one zip."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from docx import Document
from docx.oxml.ns import qn
from docx.shared import Cm, Pt


@dataclass(frozen=True, slots=True)
class Told:
    """A story as it is handed on. photos: JPEGs with their captions."""

    number: int
    kind: str
    title: str
    unit: str
    body: str
    photos: tuple[tuple[bytes, str], ...]


def pack(stories: Sequence[Told], note: str) -> bytes:
    """The zip of stories; file names are numbers, never names of people."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("README.txt", note.encode("utf-8-sig"))
        for story in stories:
            archive.writestr(f"{story.number}/story.docx", _docx(story))
            for number, (content, _) in enumerate(story.photos, start=1):
                archive.writestr(f"{story.number}/photo-{number}.jpg", content)
    return target.getvalue()


def _docx(story: Told) -> bytes:
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "仿宋_GB2312", Pt(16)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "仿宋_GB2312")
    document.add_heading(story.title, 1)
    document.add_paragraph(f"{story.kind}　{story.unit}")
    for words in story.body.splitlines():
        if words.strip():
            document.add_paragraph(words.strip()).paragraph_format.first_line_indent = Pt(32)
    for content, caption in story.photos:
        document.add_picture(io.BytesIO(content), width=Cm(14))
        if caption:
            document.add_paragraph(caption)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
