"""Pages to print: a template of ours and plain values in, a PDF out (typst)."""

import datetime as dt
import functools
import json
import os
from importlib import resources
from pathlib import Path

import segno
import typst

FONTS = ("Noto Serif CJK SC", "Noto Sans CJK SC", "Source Han Serif SC", "SimSun", "FangSong")


class NoFonts(Exception):
    """No font of this machine has Chinese characters; the message says what to do, for the user."""

    def __init__(self) -> None:
        super().__init__(
            "服务器上没有中文字体，不能生成可打印的文件。"
            "请管理员安装 fonts-noto-cjk，或把字体放进 LEYE_FONTS 指定的文件夹。"
        )


@functools.cache
def _fonts() -> typst.Fonts:
    folder = os.environ.get("LEYE_FONTS", "")
    return typst.Fonts(font_paths=[folder] if folder else [])


def has_fonts() -> bool:
    """Whether this machine can print Chinese."""
    return not set(FONTS).isdisjoint(_fonts().families())


def pdf(template: str, data: object, made_at: dt.datetime) -> bytes:
    """The PDF of a template in `templates/` (its name without ending); data: anything JSON can write.

    The template reads it with `#let data = json(bytes(sys.inputs.data))`; equal data and made_at give equal bytes.
    Raises NoFonts.
    """
    if not has_fonts():
        raise NoFonts
    folder = Path(str(resources.files("leye.gateways.documents").joinpath("templates")))
    compiler = typst.Compiler(
        str(folder / f"{template}.typ"), root=str(folder), font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, default=str)},
    )  # fmt: skip
    made = compiler.compile(format="pdf", timestamp=int(made_at.timestamp()))
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single document")
    return made


def qr_svg(text: str) -> str:
    """A QR code as SVG text, for a template's `image(bytes(...), format: "svg")` or a page."""
    return str(segno.make(text, error="m").svg_inline(scale=4, border=2))
