"""What a file of evidence is by its content; its name and ending say nothing."""

from enum import StrEnum

MOST_BYTES = 10 * 1024 * 1024


class Medium(StrEnum):
    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    OFD = "ofd"

    @property
    def content_type(self) -> str:
        return {
            "pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png", "ofd": "application/octet-stream",
        }[self.value]  # fmt: skip


PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa")


def medium(content: bytes) -> Medium | None:
    """PDF, JPEG, PNG or OFD; None for everything else."""
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]:
        return Medium.PDF
    if content.startswith(b"\xff\xd8\xff"):
        return Medium.JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Medium.PNG
    if content.startswith(b"PK\x03\x04") and b"OFD.xml" in content:
        return Medium.OFD
    return None


def refusal(content: bytes) -> str:
    """Why a file is not taken, in words; "" for one that is."""
    if not content:
        return "文件是空的。请重新扫描或拍照后上传。"
    if len(content) > MOST_BYTES:
        return (
            f"文件 {len(content) / 1048576:.1f} MB，最多 10 MB。请降低扫描分辨率，或分成几份上传。"
        )
    if content.startswith(PROGRAMS):
        return "这是一个程序文件，不能作为证明材料。请上传扫描件或照片（PDF、JPG、PNG、OFD）。"
    if content.startswith(b"%PDF-") and (b"/JavaScript" in content or b"/Launch" in content):
        return "这份 PDF 里带有会自动运行的内容，不能收。请打印后重新扫描成 PDF。"
    if medium(content) is None:
        return "认不出是扫描件还是照片（看的是内容，不是扩展名）。请上传 PDF、JPG、PNG 或 OFD。"
    return ""
