"""Tables of text (CSV, RFC 4180) row by row: each line of the file is a row, a part of one, empty, or refused. Pure."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from claims.errors import Invalid

DELIMITERS = ",;\t"
# A table with more of them is no table, and each is looked for to the end of the file.
MAX_BROKEN = 100
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_OWN_DELIMITER = re.compile(r"sep=(.)[\r\n]*", re.IGNORECASE)
_STRAY = "not a row of a table: a quotation mark is missing or too many; within a quoted cell each is written twice"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row by the line on which it begins (from 1): its filled cells by column, or why it cannot be used."""

    line: int
    cells: dict[str, str] | None
    problem: str = ""


def read_table(raw: bytes, *, columns: Collection[str] | None = None) -> Iterator[TableRow]:
    """Each row under the header. Cells are parted by comma, semicolon or tab, whichever the header has most of.

    A row that cannot be read spoils no other where that can be told: in a table of several columns the lines after it
    are read on their own. Under a header with a name that is not among ``columns`` every row is refused. Raises Invalid
    (``file``) for what is no text and for a header that names a column twice.
    """
    lines = _LINE.findall(_decoded(raw))
    first = 1 if lines and _OWN_DELIMITER.fullmatch(lines[0]) else 0
    if len(lines) <= first:
        return
    delimiter = lines[0][4] if first else max(DELIMITERS, key=lines[first].count)
    reading = _Reading(lines, delimiter)
    header, begin = reading.row(first)
    if header is None:
        raise Invalid({"file": f"Line {first + 1}: {_STRAY}."})
    names = _names(header, first + 1, columns)
    unknown = [name for name in names if name and columns is not None and name not in columns]
    for row in reading.rows(names, begin):
        yield replace(row, cells=None, problem=row.problem or _no_column(unknown, columns)) if unknown else row


def _no_column(unknown: Sequence[str], columns: Collection[str] | None) -> str:
    return f"no column is called “{'”, “'.join(unknown)}”; the columns are {', '.join(columns or ())}"


def _decoded(raw: bytes) -> str:
    """UTF-8, or UTF-16 that says so with its first bytes, as spreadsheets write it."""
    is_utf16 = raw.startswith(_UTF16)
    try:
        return raw.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n|\r|\n", raw[: error.start])) + 1
        kind = "UTF-16" if is_utf16 else "utf-8"
        told = f"Byte {error.start} on line {line} is not {kind} text; save the file as UTF-8 (“CSV UTF-8”)."
        raise Invalid({"file": told}) from error


def _names(header: Sequence[str], line: int, columns: Collection[str] | None) -> list[str]:
    names = [name.strip() for name in header]
    known = {name.casefold(): name for name in columns or ()}
    names = [known.get(name.casefold(), name) for name in names]
    if twice := sorted(name for name, count in Counter(names).items() if name and count > 1):
        raise Invalid({"file": f"Line {line} names the column “{'”, “'.join(twice)}” twice."})
    return names


class _Reading:
    """The lines of a file, of which one row may take several."""

    def __init__(self, lines: Sequence[str], delimiter: str) -> None:
        self._lines = lines
        self._delimiter = delimiter

    def row(self, at: int) -> tuple[list[str] | None, int]:
        """The row that begins there and where the next one does; None where it cannot be read."""
        reader = csv.reader(iter(self._lines[at:]) if at else iter(self._lines), delimiter=self._delimiter, strict=True)
        try:
            return next(reader), at + reader.line_num
        except csv.Error:
            return None, at + 1

    def rows(self, names: Sequence[str], at: int) -> Iterator[TableRow]:
        broken = 0
        while at < len(self._lines):
            line = at + 1
            cells, at = self.row(at)
            if cells is None:
                yield TableRow(line, None, _STRAY)
                broken += 1
                if len(names) < 2 or broken == MAX_BROKEN:
                    yield from self._unread(at, line)
                    return
            elif any(cell.strip() for cell in cells):
                yield _row(line, cells, names)

    def _unread(self, at: int, since: int) -> Iterator[TableRow]:
        """Every line that is left: where a row ends can no longer be told."""
        for number, line in enumerate(self._lines[at:], start=at + 1):
            if line.strip():
                yield TableRow(number, None, f"not read, because of the quotation marks on line {since}")


def _row(line: int, cells: Sequence[str], names: Sequence[str]) -> TableRow:
    if len(cells) > len(names) or any(cell and not name for name, cell in zip(names, cells, strict=False)):
        return TableRow(line, None, f"more cells than the header names: {len(cells)}, not {len(names)}")
    if len(cells) < len(names):
        return TableRow(line, None, f"fewer cells than the header names: {len(cells)}, not {len(names)}")
    return TableRow(line, {name: cell for name, cell in zip(names, cells, strict=True) if cell})
