"""One look over the inflated bytes of a worksheet: is the fast reader safe, and what to tell the clerk.

The look is made while the sizes are counted, with byte searches only. It decides nothing about
values: when in doubt it says `is_odd`, and the slow reader, which parses exactly, takes the sheet.
"""

import re

from leye.gateways.sheets.cells import Merge, read_merge
from leye.gateways.sheets.limits import Limits
from leye.gateways.sheets.xml_parts import Prolog

LAST_ROW = 1_048_576
_LONGEST_TAG = 65_536
# Columns from L[A-Z] on, or with three letters; nearer ones cost the fast reader little.
_FAR_COLUMN = re.compile(rb"\sr=[\"'](?:[A-Za-z]{3}|[L-Zl-z][A-Za-z])\d")
_DIMENSION = re.compile(rb"dimension\b[^>]*?\sref=[\"']([A-Za-z0-9:$]{1,32})[\"']")
_MERGE = re.compile(rb"mergeCell\b[^>]*?\sref=[\"']([A-Za-z0-9:$]{1,32})[\"']")


class SheetScan:
    """What a look over one worksheet found; complete after `close`.

    is_odd          the fast reader could lose or invent something here
    rows            the number of the last <row>, 0 when no row carries a number
    cells           the number of <c> elements
    hidden_rows     rows with the hidden mark (filters set it too)
    """

    def __init__(self, limits: Limits) -> None:
        self.is_odd = False
        self.rows = self.cells = self.formulas = self.hidden_rows = 0
        self.has_hidden_columns = False
        self.dimension: str | None = None
        self.merges: list[Merge] = []
        self.prolog = Prolog(limits.prolog_bytes)
        self._limits = limits
        self._depth = 0
        self._carry = b""
        self._prefix: bytes | None = None

    def feed(self, chunk: bytes) -> None:
        if self._prefix is None:
            self.prolog.feed(chunk)
            if self.prolog.root is not None:
                self._learn_names(self.prolog.root)
        data = self._carry + chunk
        cut = data.rfind(b"<")
        # A tag may go on in the next chunk; whatever stands before the last "<" is whole.
        self._carry = data[cut:] if cut >= 0 else b""
        if len(self._carry) > _LONGEST_TAG:
            self.is_odd, self._carry = True, b""
        if cut > 0:
            self._look(data[:cut])

    def close(self) -> None:
        self._look(self._carry)
        if not self.prolog.is_plain:
            self.is_odd = True

    def _learn_names(self, root: str) -> None:
        prefix = root.rpartition(":")[0].encode()
        self._prefix = prefix + b":" if prefix else b""
        name = re.escape(self._prefix)
        self._row = re.compile(b"<" + name + rb"row\b[^>]*?\sr=[\"'](\d{1,9})[\"']")
        self._hidden_row = re.compile(b"<" + name + rb"row\b[^>]*?\shidden=[\"'](?:1|true)[\"']")
        self._hidden_column = re.compile(b"<" + name + rb"col\b[^>]*?\shidden=[\"'](?:1|true)[\"']")

    def _look(self, data: bytes) -> None:
        if self._prefix is None:  # the root was not reached yet: nothing but the prolog
            return
        prefix = self._prefix
        closed, self_closed = data.count(b"</"), data.count(b"/>")
        self._depth += data.count(b"<") - 2 * closed - self_closed
        self.cells += data.count(b"<" + prefix + b"c ") + data.count(b"<" + prefix + b"c>")
        self.formulas += data.count(b"<" + prefix + b"f>") + data.count(b"<" + prefix + b"f ")
        self._look_at_rows(data)
        if (
            self._depth > self._limits.depth
            or b' t="e"' in data  # calamine gives an error cell as a blank
            or b" t='e'" in data
            or _FAR_COLUMN.search(data)
        ):
            self.is_odd = True
        if b"hidden" in data:
            self.hidden_rows += len(self._hidden_row.findall(data))
            self.has_hidden_columns |= self._hidden_column.search(data) is not None
        if self.dimension is None and (found := _DIMENSION.search(data)):
            self.dimension = found[1].decode()
        if b"mergeCell" in data:
            self._look_at_merges(data)

    def _look_at_rows(self, data: bytes) -> None:
        for digits in self._row.findall(data):
            number = int(digits)
            if number <= self.rows or number > LAST_ROW:
                self.is_odd = True
            self.rows = number

    def _look_at_merges(self, data: bytes) -> None:
        for reference in _MERGE.findall(data):
            if len(self.merges) >= self._limits.merged_ranges:
                self.is_odd = True
                return
            try:
                self.merges.append(read_merge(reference.decode()))
            except ValueError:
                self.is_odd = True
