"""The parts of a workbook and what each is for; the whole archive is measured on the way."""

import re
from dataclasses import dataclass, field
from posixpath import dirname, join, normpath

from leye.gateways.sheets.archive import Archive, plain_name
from leye.gateways.sheets.limits import Limits
from leye.gateways.sheets.refusals import Unreadable
from leye.gateways.sheets.scan import SheetScan
from leye.gateways.sheets.xml_parts import Prolog, read_small

_XML_NAMES = (".xml", ".rels", ".vml")
_XML_START = re.compile(rb"(?:\xef\xbb\xbf)?\s*<|\xff\xfe|\xfe\xff|<\0|\0<")
_DATE_BUILTIN = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_NOT_DATE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)


@dataclass(slots=True)
class SheetPlan:
    """One worksheet: its name as the user sees it, its part, and what the scan found."""

    name: str
    part: str
    is_hidden: bool
    scan: SheetScan


@dataclass(slots=True)
class Plan:
    """A workbook before its cells are read. `dates`: per style index "date", "elapsed" or ""."""

    sheets: list[SheetPlan] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    shared_strings: str | None = None
    is_1904: bool = False
    has_external: bool = False
    is_odd: bool = False


def plan_workbook(archive: Archive, limits: Limits) -> Plan:
    """Check every part of the archive and find the worksheets. Raises Unreadable."""
    _refuse_foreign(archive)
    # The main part may bear any name; what it relates to is what is read.
    main = next(iter(_relations(archive, "", limits, "officeDocument").values()), None)
    if main is None or main not in archive:
        raise Unreadable("file.damaged")
    plan = Plan()
    worksheets = _relations(archive, main, limits, "worksheet")
    listed = _listed_sheets(archive, main, limits, plan)
    for name, relation, is_hidden in listed:
        if relation in worksheets:
            plan.sheets.append(SheetPlan(name, worksheets[relation], is_hidden, SheetScan(limits)))
    _measure(archive, plan, limits)
    strings = _relations(archive, main, limits, "sharedStrings")
    plan.shared_strings = next((part for part in strings.values() if part in archive), None)
    for part in _relations(archive, main, limits, "styles").values():
        if part in archive:
            plan.dates = _date_styles(archive, part, limits)
    plan.has_external = any("externallinks/" in name for name in archive.names) or (
        "xl/connections.xml" in archive
    )
    return plan


def kind_of_number_format(code: str) -> str:
    """What a number format shows: "date", "elapsed" (hours beyond 24) or "" for a number."""
    shown = _NOT_DATE.sub("", code.split(";")[0])
    if _ELAPSED.search(shown):
        return "elapsed"
    if "general" in shown.lower():
        return ""
    return "date" if re.search("[ymdhs]", shown, re.IGNORECASE) else ""


def _refuse_foreign(archive: Archive) -> None:
    names = archive.names
    if any(name.endswith(("vbaproject.bin", "vbadata.xml")) for name in names) or any(
        name.startswith("xl/macrosheets/") for name in names
    ):
        raise Unreadable("file.macro")
    if "[content_types].xml" in archive:
        kinds = b"".join(archive.chunks("[content_types].xml")).lower()
        if b"macroenabled" in kinds or b"vbaproject" in kinds:
            raise Unreadable("file.macro")
        if b"sheet.binary" in kinds or "xl/workbook.bin" in archive:
            raise Unreadable("file.other_format", what=" xlsb ")
        if b"wordprocessingml.document" in kinds:
            raise Unreadable("file.not_a_sheet", what=" Word 文档")
        if b"presentationml.presentation" in kinds:
            raise Unreadable("file.not_a_sheet", what=" PowerPoint 演示文稿")
        return
    kind = b"".join(archive.chunks("mimetype")) if "mimetype" in archive else b""
    if b"opendocument.spreadsheet" in kind:
        raise Unreadable("file.other_format", what=" ods ")
    raise Unreadable("file.not_a_sheet", what="压缩包")


def _relations(archive: Archive, part: str, limits: Limits, kind: str) -> dict[str, str]:
    """Relation id → plain part name, of the relations of one kind (strict or transitional)."""
    folder, _, file = part.rpartition("/")
    found: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str], _path: list[str]) -> None:
        if name == "Relationship" and attributes.get("Type", "").endswith("/" + kind):
            target = attributes.get("Target", "").replace("\\", "/")
            if attributes.get("TargetMode") != "External":
                whole = target if target.startswith("/") else join(dirname(part), target)
                found[attributes.get("Id", "")] = plain_name(normpath(whole))

    name = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
    if name not in archive:
        raise Unreadable("file.damaged")
    read_small(archive.chunks(name), limits.depth, start)
    return found


def _listed_sheets(
    archive: Archive, main: str, limits: Limits, plan: Plan
) -> list[tuple[str, str, bool]]:
    found: list[tuple[str, str, bool]] = []

    def start(name: str, attributes: dict[str, str], path: list[str]) -> None:
        if name == "sheet" and path[-1:] == ["sheets"]:
            state = attributes.get("state", "visible")
            found.append((attributes.get("name", ""), attributes.get("id", ""), state != "visible"))
        elif name == "workbookPr":
            plan.is_1904 = attributes.get("date1904", "0") in ("1", "true")

    read_small(archive.chunks(main), limits.depth, start)
    return found


def _date_styles(archive: Archive, part: str, limits: Limits) -> list[str]:
    custom: dict[int, str] = {}
    formats: list[int] = []

    def number(text: str) -> int:
        return int(text) if text.isascii() and text.isdigit() else 0

    def start(name: str, attributes: dict[str, str], path: list[str]) -> None:
        if name == "numFmt" and path[-1:] == ["numFmts"]:
            custom[number(attributes.get("numFmtId", ""))] = attributes.get("formatCode", "")
        elif name == "xf" and path[-1:] == ["cellXfs"]:
            formats.append(number(attributes.get("numFmtId", "")))

    read_small(archive.chunks(part), limits.depth, start)
    kinds: list[str] = []
    for one in formats:
        if one in custom:
            kinds.append(kind_of_number_format(custom[one]))
        else:
            kinds.append("elapsed" if one == 46 else "date" if one in _DATE_BUILTIN else "")
    return kinds


def _measure(archive: Archive, plan: Plan, limits: Limits) -> None:
    """Inflate every part once: sizes, checksums, prologs, and the scans of the worksheets."""
    scans = {sheet.part: sheet.scan for sheet in plan.sheets}
    for name in archive.names:
        scan = scans.get(name)
        prolog = Prolog(limits.prolog_bytes)
        is_xml: bool | None = None
        for chunk in archive.counted_chunks(name):
            if is_xml is None:
                is_xml = name.endswith(_XML_NAMES) or bool(_XML_START.match(chunk))
            if scan is not None:
                scan.feed(chunk)
            elif is_xml and prolog.root is None:
                prolog.feed(chunk)
        if scan is not None:
            scan.close()
            prolog = scan.prolog
        if is_xml and (prolog.root is None or not prolog.is_plain):
            plan.is_odd = True
