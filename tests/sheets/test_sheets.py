"""Sheets as people send them: read with types and places, or refused in one clear sentence."""

import subprocess
import sys
import tracemalloc
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.sheets.making import head_row, inline, packed, sheet_xml, xlsx
from workflow.refusals import Refused
from workflow.sheets.columns import Column, SheetRead, read_rows
from workflow.sheets.opening import MOST_BYTES, open_table
from workflow.sheets.writing import annotated, template
from workflow.wording import LANGUAGES, keys, say

COLUMNS = (
    Column("staff_no", "sheet.column.staff_no", "code", most=32),
    Column("name", "sheet.column.name", most=64),
    Column("start", "sheet.column.start", "day", required=False),
    Column("hours", "sheet.column.hours", "whole", required=False, least=0, most=100),
    Column("level", "sheet.column.level", "choice", required=False, choices={"市级": "city", "city": "city"}),
)
HEADS = tuple(say(column.heading, "zh") for column in COLUMNS)


def read(data: bytes, name: str = "名单.xlsx") -> SheetRead:
    return read_rows(open_table(name, data), COLUMNS)


def code_of(data: bytes, name: str = "名单.xlsx") -> str:
    with pytest.raises(Refused) as refused:
        read(data, name)
    (refusal,) = refused.value.refusals
    for language in LANGUAGES:
        assert f"refusal.{refusal.code}" in keys(language)
        say(f"refusal.{refusal.code}", language, **refusal.values)
    return refusal.code


def faults(data: bytes, name: str = "名单.xlsx") -> list[tuple[str, str]]:
    return [(fault.place, fault.refusal.code) for fault in read(data, name).faults]


def test_rows_come_typed_with_their_numbers() -> None:
    found = read(xlsx(("培训班名单",), HEADS, ("CX00001", " 张 伟 ", date(2026, 6, 3), 12, "市级"), (),
                      (10002, "李娜", "2026年6月4日", "", "")))
    assert not found.faults and found.head == 2
    assert [row.row for row in found.rows] == [3, 5]
    assert found.rows[0].values == {"staff_no": "CX00001", "name": "张 伟", "start": date(2026, 6, 3), "hours": 12,
                                    "level": "city"}
    assert (found.rows[1]["staff_no"], found.rows[1]["hours"], found.rows[1]["level"]) == ("10002", None, None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_csv_in_the_encodings_of_offices(encoding: str, sign: str) -> None:
    text = "\r\n".join(sign.join(row) for row in (HEADS, ("CX00001", "张伟", "2026-6-3", "12", "市级"), ()))
    found = read(text.encode(encoding), "名单.csv")
    assert found.rows[0]["name"] == "张伟" and found.rows[0]["start"] == date(2026, 6, 3) and not found.faults


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_in_either_language_with_marks(language: str) -> None:
    heads = tuple(f" {say(column.heading, language)} * （必填）" for column in COLUMNS)
    assert len(read(xlsx(heads, ("1", "张伟"))).rows) == 1


@pytest.mark.parametrize(("row", "expected"), [
    (("", "张伟"), [("A2", "sheet_cell_missing")]),
    (("1", ""), [("B2", "sheet_cell_missing")]),
    (("1", "张\u200b伟"), [("B2", "field_hidden_character")]),
    (("1", "张伟", "六月三日", "很多"), [("C2", "field_date_form"), ("D2", "field_whole_number")]),
    (("1", "张伟", "2026-02-30", 101), [("C2", "field_no_such_day"), ("D2", "field_whole_number")]),
    (("1", "张伟", "", date(2026, 6, 3)), [("D2", "field_whole_number")]),
    (("1", "张伟", "", "", "省里"), [("E2", "sheet_not_a_choice")]),
    ((110105199001011234, "张伟"), [("A2", "sheet_digits_lost")]),
    (("=1+1", "张伟"), [("A2", "sheet_formula")]),
    (("1", "名" * 65), [("B2", "field_too_long")]),
])
def test_every_fault_of_a_row_at_once(row: tuple[Any, ...], expected: list[tuple[str, str]]) -> None:
    assert faults(xlsx(HEADS, row, ("2", "李娜"))) == expected
    found = read(xlsx(HEADS, row, ("2", "李娜")))
    assert [one.row for one in found.rows] == [3], "the good row is not lost"
    for fault in found.faults:
        for language in LANGUAGES:
            assert "{" not in say(f"refusal.{fault.refusal.code}", language, **fault.refusal.values)


def test_lost_digits_in_a_csv_too() -> None:
    assert faults("工号,姓名\n1.10105E+17,张伟\n".encode(), "名单.csv") == [("A2", "sheet_digits_lost")]


def test_eighteen_digits_as_text_are_kept() -> None:
    assert read(xlsx(HEADS, ("110105199001011234", "张伟"))).rows[0]["staff_no"] == "110105199001011234"


def test_merged_cells_are_named() -> None:
    rows = head_row(*HEADS[:2]) + "".join(
        f'<row r="{n}">{inline(f"A{n}", f"CX{n}")}{inline(f"B{n}", "张伟") if n != 3 else ""}</row>' for n in (2, 3))
    data = packed(sheet_xml(rows, '<mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>'))
    assert faults(data) == [("B3", "sheet_merged")]


@pytest.mark.parametrize(("name", "data", "expected"), [
    ("名单.wps", b"x", "sheet_kind"),
    ("名单", b"x", "sheet_kind"),
    ("名单.xlsx", b"", "sheet_empty"),
    ("名单.csv", b"\r\n ,, \r\n", "sheet_empty"),
    ("名单.xlsx", "工号,姓名".encode(), "sheet_not_its_name"),
    ("名单.csv", xlsx(HEADS), "sheet_not_its_name"),
    ("名单.csv", b"%PDF-1.7 x", "sheet_not_its_name"),
    ("名单.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "sheet_old"),
    ("名单.xlsx", b"PK\x03\x04 no package", "sheet_damaged"),
    ("名单.xlsx", xlsx(HEADS)[:-300], "sheet_damaged"),
    ("名单.csv", b"\x81\xff\xfe\x00,\x00", "sheet_encoding"),
    ("名单.csv", b"a" * (MOST_BYTES + 1), "sheet_file_size"),
    ("名单.xlsx", xlsx(("姓名", "单位"), ("张伟", "民政局")), "sheet_headings"),
    ("名单.xlsx", xlsx(), "sheet_empty"),
])
def test_a_file_that_cannot_be_read_says_why(name: str, data: bytes, expected: str) -> None:
    assert code_of(data, name) == expected


def test_a_million_empty_rows_cost_nothing_and_hide_nothing() -> None:
    empty = "".join(f'<row r="{n}"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(3, 1_000_003))
    good = f'<row r="2">{inline("A2", "CX1")}{inline("B2", "张伟")}</row>'
    data = packed(sheet_xml(head_row(*HEADS[:2]) + good + empty), level=1)
    found = read(data)
    assert [row["staff_no"] for row in found.rows] == ["CX1"] and not found.faults


@pytest.mark.parametrize("ref", ["A1048576", "XFD2"])
def test_a_cell_at_the_end_of_the_world(ref: str) -> None:
    row = "".join(filter(str.isdigit, ref))
    assert code_of(packed(sheet_xml(head_row(*HEADS[:2]) + f'<row r="{row}">{inline(ref, "x")}</row>'))) == (
        "sheet_too_long")


def test_a_sheet_merged_all_over() -> None:
    merged = '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    assert code_of(packed(sheet_xml(head_row(*HEADS[:2]), merged))) == "sheet_merged_all"


@pytest.mark.parametrize("part", ["worksheets/sheet1", "sharedStrings", "styles"])
def test_zip_bombs_are_not_unpacked(part: str) -> None:
    bomb = b" " * (200 * 1024 * 1024)
    data = packed(bomb) if part.startswith("work") else packed(sheet_xml(head_row(*HEADS[:2])), **{part: bomb})
    del bomb
    assert len(data) < 1024 * 1024
    tracemalloc.start()
    assert code_of(data) == "sheet_unpacks_large"
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 20 * 1024 * 1024


def test_a_bomb_that_lies_about_its_size() -> None:
    data = packed(b" " * (4 * 1024 * 1024))
    true, lie = (4 * 1024 * 1024).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    assert data.count(true) == 2
    assert code_of(data.replace(true, lie)) == "sheet_damaged"


def test_one_long_text_behind_many_cells() -> None:
    """Four kilobytes shared by 200,000 cells would be most of a gigabyte once built."""
    cells = "".join(f'<row r="{n}">' + "".join(f'<c r="{chr(65 + c)}{n}" t="s"><v>0</v></c>' for c in range(20)) +
                    "</row>" for n in range(2, 10_002))
    strings = f"<sst><si><t>{'长' * 1400}</t></si></sst>".encode()
    assert code_of(packed(sheet_xml(head_row(*HEADS[:2]) + cells), level=1, sharedStrings=strings)) == (
        "sheet_unpacks_large")


def test_long_remarks_in_a_long_sheet_are_no_bomb() -> None:
    rows = [(f"CX{n}", "张伟", "", "", "", "备注" * (2000 if n == 1 else 20)) for n in range(10_000)]
    assert len(read(xlsx((*HEADS, "备注"), *rows)).rows) == 10_000


@pytest.mark.parametrize("what", ["million", "inline"])
def test_memory_stays_below_two_hundred_megabytes(what: str, tmp_path: Path) -> None:
    """Measured in a process of its own: what other languages allocate counts too."""
    rows = {"million": "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(2, 1_000_002)),
            "inline": "".join(f'<row r="{n}">{inline(f"A{n}", "长" * 2700)}</row>' for n in range(2, 10_002))}
    path = tmp_path / "名单.xlsx"
    path.write_bytes(packed(sheet_xml(head_row(*HEADS[:2]) + rows[what]), level=1))
    code = ("import sys; from pathlib import Path; from workflow.refusals import Refused;"
            "from workflow.sheets.opening import open_table\n"
            "try: open_table('x.xlsx', Path(sys.argv[1]).read_bytes())\n"
            "except Refused as refused: print(refused)\n"
            "print(Path('/proc/self/status').read_text().partition('VmHWM:')[2].split()[0])")
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert int(done.stdout.split()[-1]) < 200 * 1024, done.stdout


def test_a_csv_without_end() -> None:
    assert code_of(("工号,姓名\n" + "1,张伟\n" * 30_000).encode(), "名单.csv") == "sheet_too_long"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filled_template_is_read_back(language: str) -> None:
    data = template(COLUMNS, [("110105199001011234", "=危险()", date(2026, 6, 3))], language, hints=("怎么填",))
    found = read(data)
    assert not found.faults and found.rows[0].row == 3
    assert (found.rows[0]["staff_no"], found.rows[0]["name"]) == ("110105199001011234", "=危险()")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_comes_back_with_what_is_wrong(language: str) -> None:
    table = open_table("名单.xlsx", xlsx(HEADS, ("", "张伟"), ("2", "=1+1", date(2026, 6, 3))))
    found = read_rows(table, COLUMNS)
    back = open_table("名单.xlsx", annotated(table, found.faults, found.head, language))
    told = [str(back.at(number, len(HEADS) + 1)) for number in (1, 2, 3)]
    assert told[0] == say("sheet.faults", language)
    assert told[1].startswith("A2 ") and told[2].startswith("B3 ")
    assert back.at(2, 2) == "张伟" and not back.formulas
    assert "A2" in [fault.place for fault in read_rows(back, COLUMNS).faults], "it can be mended and sent again"
