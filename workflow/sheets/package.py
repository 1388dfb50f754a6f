"""Looks into an xlsx file before anything is built from it: how large it unpacks, what its first sheet really holds.

The parts are unpacked in pieces and counted as they come, so that neither a zip bomb nor a million empty rows costs
more memory than one piece; a part whose declared size is a lie fails its checksum and is refused as damaged.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import join, normpath

from workflow.refusals import Refusal, Refused
from workflow.sheets.table import Place

MEGABYTE = 1024 * 1024
PIECE = MEGABYTE
MOST_PARTS = 2000
LARGEST_SHEET, LARGEST_STRINGS, LARGEST_OTHER = 160 * MEGABYTE, 24 * MEGABYTE, 8 * MEGABYTE
MOST_CELLS = 600_000  # that hold something
MOST_TEXT = 32 * MEGABYTE  # of all cells together, as they are built: one long text may stand behind many cells
MOST_MERGED = 20_000  # places that merged cells cover
LONGEST_TAG = 4096

WORKBOOK, RELATIONS, STRINGS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml"
_TAG = re.compile(rb"<(?:\w+:)?(?:(c)(?:>|\s[^>]*[^/>]>)|(f)\b[^>]*>|(mergeCell)\b[^>]*>)")
_REF = re.compile(rb'\br(?:ef)?="([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?"')
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*?\b\w+:id=\"([^\"]+)\"")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_ITEM = re.compile(rb"<(?:\w+:)?si\b.*?</(?:\w+:)?si>", re.DOTALL)
_SHARED = re.compile(rb't="s"[^>]*><(?:\w+:)?v>(\d{1,7})<')
_ANY_TAG = re.compile(rb"<[^>]*>")
_ATTRIBUTE = re.compile(rb'\b(Id|Target)="([^"]*)"')


@dataclass
class Extent:
    """What the first sheet holds: the last row and column with something in it, formulas, merged places."""

    rows: int = 0
    columns: int = 0
    cells: int = 0
    formulas: set[Place] = field(default_factory=set)
    merged: set[Place] = field(default_factory=set)


def look_into(data: bytes, name: str, most_rows: int, most_columns: int) -> Extent:
    """The extent of the first sheet; raises ``Refused`` when the file is damaged, locked, or larger than allowed."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            _small_enough(package, name)
            return _extent(package, name, most_rows, most_columns)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, KeyError, ValueError) as fault:
        raise Refused(Refusal("sheet_damaged", {"name": name}, field="file")) from fault


def _small_enough(package: zipfile.ZipFile, name: str) -> None:
    parts = package.infolist()
    if len(parts) > MOST_PARTS:
        raise Refused(Refusal("sheet_unpacks_large", {"name": name}, field="file"))
    for part in parts:
        limit = _limit(part.filename)
        if part.file_size > limit:
            raise Refused(Refusal("sheet_unpacks_large", {"name": name}, field="file"))
        if part.flag_bits & 1:
            raise Refused(Refusal("sheet_locked", {"name": name}, field="file"))


def _limit(part: str) -> int:
    if part.startswith("xl/worksheets/"):
        return LARGEST_SHEET
    return LARGEST_STRINGS if part == STRINGS else LARGEST_OTHER


def _extent(package: zipfile.ZipFile, name: str, most_rows: int, most_columns: int) -> Extent:
    found, current = Extent(), (0, 0)
    for kind, tag in _tags(package, _first_sheet(package)):
        if kind == b"f":
            found.formulas.add(current)
            continue
        ref = _REF.search(tag)
        if kind == b"mergeCell":
            if ref and ref[3]:
                _merge(found, _place(ref[1], ref[2]), _place(ref[3], ref[4]), name)
            continue
        if ref is None:
            raise ValueError("a cell that does not say where it stands")
        found.cells += 1
        current = _place(ref[1], ref[2])
        found.rows, found.columns = max(found.rows, current[0]), max(found.columns, current[1])
        if found.rows > most_rows or found.columns > most_columns or found.cells > MOST_CELLS:
            values = {"name": name, "rows": most_rows, "columns": most_columns}
            raise Refused(Refusal("sheet_too_long", values, field="file"))
    _text_fits(package, found.cells, name)
    return found


def _text_fits(package: zipfile.ZipFile, cells: int, name: str) -> None:
    """Whether all texts together stay small: counted cell by cell only where the parts alone do not say so."""
    part = _first_sheet(package)
    size = package.getinfo(part).file_size
    inline = size if size <= MOST_TEXT else sum(
        len(_ANY_TAG.sub(b"", piece)) for piece in _pieces(package, part))
    strings = b"".join(_pieces(package, STRINGS, needed=False))  # also holds its declared size to its true one
    lengths = [len(item) for item in _ITEM.findall(strings)]
    shared = cells * max(lengths, default=0)
    if shared > MOST_TEXT:
        shared = sum(lengths[int(place)] if int(place) < len(lengths) else 0
                     for piece in _pieces(package, part) for place in _SHARED.findall(piece))
    if inline + shared > 2 * MOST_TEXT:
        raise Refused(Refusal("sheet_unpacks_large", {"name": name}, field="file"))


def _merge(found: Extent, first: Place, last: Place, name: str) -> None:
    height, width = last[0] - first[0] + 1, last[1] - first[1] + 1
    if height * width + len(found.merged) > MOST_MERGED:
        raise Refused(Refusal("sheet_merged_all", {"name": name}, field="file"))
    found.merged |= {(first[0] + down, first[1] + right) for down in range(height) for right in range(width)} - {first}


def _first_sheet(package: zipfile.ZipFile) -> str:
    """The part of the first sheet in the order in which the workbook shows them."""
    sheet = _SHEET.search(b"".join(_pieces(package, WORKBOOK)))
    targets = {}
    for tag in _RELATION.findall(b"".join(_pieces(package, RELATIONS))):
        told = dict(_ATTRIBUTE.findall(tag))
        targets[told.get(b"Id")] = told.get(b"Target", b"").decode()
    if sheet is None or not targets.get(sheet[1]):
        raise KeyError("no sheet")
    target = targets[sheet[1]]
    return target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))


def _tags(package: zipfile.ZipFile, part: str) -> Iterator[tuple[bytes, bytes]]:
    """The tags of a sheet that tell where something stands, across the borders of the pieces."""
    rest = b""
    for piece in _pieces(package, part):
        text = rest + piece
        end = text.rfind(b"<")
        whole, rest = (text[:end], text[end:]) if 0 <= end and len(text) - end < LONGEST_TAG else (text, b"")
        for tag in _TAG.finditer(whole):
            yield (tag[1] or tag[2] or tag[3]), tag[0]
    for tag in _TAG.finditer(rest):
        yield (tag[1] or tag[2] or tag[3]), tag[0]


def _pieces(package: zipfile.ZipFile, part: str, *, needed: bool = True) -> Iterator[bytes]:
    if not needed and part not in package.namelist():
        return
    with package.open(part) as stream:
        while piece := stream.read(PIECE):
            yield piece


def _place(letters: bytes, row: bytes) -> Place:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(row), column
