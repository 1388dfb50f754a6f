"""Makes sheets for tests: good ones by the writer of xlsx files, bad ones by hand."""

import zipfile
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

TYPES = ('<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
         '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
         '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
         '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>')
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PARTS = {
    "[Content_Types].xml": TYPES,
    "_rels/.rels": ('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
                    f'Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'),
    "xl/workbook.xml": (f'<workbook xmlns="{SHEETS}" xmlns:r="{OFFICE}"><sheets><sheet name="1" sheetId="1" '
                        'r:id="rId1"/></sheets></workbook>'),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'),
}


def xlsx(*rows: tuple[Any, ...]) -> bytes:
    """A sheet of these rows; a text that begins with "=" becomes a formula."""
    data = BytesIO()
    with Workbook(data, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return data.getvalue()


def packed(sheet: str | bytes, *, level: int = 9, **more: bytes) -> bytes:
    """A package whose first sheet is this XML; ``more`` parts by name with _ for /."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as package:
        for name, text in PARTS.items():
            package.writestr(name, text)
        package.writestr("xl/worksheets/sheet1.xml", sheet)
        for name, text in more.items():
            package.writestr(f"xl/{name}.xml", text)
    return data.getvalue()


def sheet_xml(rows: str, after: str = "") -> str:
    return f'<worksheet xmlns="{SHEETS}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def inline(ref: str, text: str) -> str:
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


def head_row(*headings: str) -> str:
    return '<row r="1">' + "".join(inline(f"{chr(65 + n)}1", text) for n, text in enumerate(headings)) + "</row>"
