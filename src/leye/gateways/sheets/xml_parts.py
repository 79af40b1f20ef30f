"""Reading XML that nobody trusts: no DTD, bounded depth, namespaces by local name only."""

import codecs
from collections.abc import Callable, Iterable
from xml.parsers import expat

from leye.gateways.sheets.refusals import Unreadable

# Encodings that both readers understand alike; anything else goes to the slow reader.
PLAIN_ENCODINGS = frozenset({None, "utf-8", "utf8", "us-ascii", "ascii"})
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\0", b"\0<")


def local(name: str) -> str:
    """The name without its namespace prefix: "x:row" → "row"."""
    return name.rpartition(":")[2]


def forbidding_parser() -> expat.XMLParserType:
    """An expat parser that refuses a document type declaration and everything it could bring."""
    parser = expat.ParserCreate()
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.buffer_text = True

    def refuse(*_: object) -> int:
        raise Unreadable("file.dtd")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.ExternalEntityRefHandler = refuse
    return parser


def feed(parser: expat.XMLParserType, data: bytes, is_final: bool = False) -> None:
    """Give bytes to the parser. Raises Unreadable for anything that is not well-formed."""
    try:
        parser.Parse(data, is_final)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Unreadable("file.damaged") from error


def read_small(
    chunks: Iterable[bytes],
    depth: int,
    on_start: Callable[[str, dict[str, str], list[str]], None],
) -> None:
    """Walk a small part (workbook, relations, styles) and report each element.

    `on_start` gets the local name, the attributes by local name, and the local names of the
    elements around it.
    """
    parser = forbidding_parser()
    path: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(path) >= depth:
            raise Unreadable("file.bomb")
        on_start(local(name), {local(key): value for key, value in attributes.items()}, path)
        path.append(local(name))

    def end(_: str) -> None:
        path.pop()

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    for chunk in chunks:
        feed(parser, chunk)
    feed(parser, b"", is_final=True)


class Prolog:
    """What stands before the root element: the only place where a DTD can be.

    root    the root element's name with its prefix, once it was seen
    is_plain  whether the part is UTF-8 without doubt, so that both readers see the same text
    """

    def __init__(self, limit: int) -> None:
        self.root: str | None = None
        self.is_plain = True
        self._limit = limit
        self._seen = 0
        self._parser = forbidding_parser()
        self._parser.XmlDeclHandler = self._declaration
        self._parser.StartElementHandler = self._start

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self.is_plain = (encoding.lower() if encoding else None) in PLAIN_ENCODINGS

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        if self.root is None:
            self.root = name

    def feed(self, data: bytes) -> None:
        """Look at the next bytes, in small steps, until the root element was seen."""
        if self._seen == 0 and data.startswith(_WIDE_MARKS):
            self.is_plain = False
        for at in range(0, len(data), 4096):
            if self.root is not None:
                return
            feed(self._parser, data[at : at + 4096])
            self._seen += 4096
            if self._seen > self._limit and self.root is None:
                raise Unreadable("file.bomb")
