"""A plan read from a spreadsheet: good rows are shown to be checked, a bad file is one clear sentence."""

import io
import time
import zipfile
from typing import Any

import pytest
from sqlalchemy import select
from xlsxwriter import Workbook

from tests.webapp.cases.conftest import Clients, House
from workflow.queries.plan_sheet import read_plan_sheet
from workflow.refusals import Refused
from workflow.store.cases import annual_plan

HEADS = ("班次名称", "主题", "培训类别", "对象类别", "渠道", "月份", "人数", "天数", "经费（元）")
GOOD = ("社区骨干班", "社区工作", "轮训", "社区干部", "请进来", 5, 40, 2.5, 20000)


def workbook(*rows: Any, heads: Any = HEADS, above: int = 0) -> bytes:
    data = io.BytesIO()
    book = Workbook(data, {"in_memory": True, "strings_to_formulas": True})
    sheet = book.add_worksheet()
    for line, row in enumerate([*[("2027年度培训计划",)] * above, heads, *rows]):
        sheet.write_row(line, 0, row)
    book.close()
    return data.getvalue()


def sent(client: Any, data: bytes, name: str = "计划.xlsx") -> Any:
    return client.post("/plan/new", data={"unit": "CIVIL", "year": "2027", "go": "import",
                                          "file": (io.BytesIO(data), name)}, content_type="multipart/form-data")


def test_rows_are_shown_to_be_checked_and_kept_only_when_saved(house: House, client_as: Clients) -> None:
    answer = sent(client_as("wangli"), workbook(GOOD, (), ("第二班", *GOOD[1:]), above=2))
    assert answer.status_code == 200
    assert "读入 2 行" in answer.text
    for place, name in enumerate(("社区骨干班", "第二班")):
        assert f'name="items-{place}-class_name" value="{name}"' in answer.text
    assert 'name="items-0-half_days" value="2.5"' in answer.text
    assert '<option value="COMMUNITY_WORK" selected>' in answer.text
    with house.office.database.read() as connection:
        years = connection.execute(select(annual_plan.c.year)).scalars().all()
    assert 2027 not in years


def test_a_wrong_cell_stays_to_be_mended_beside_the_right_ones(client_as: Clients) -> None:
    answer = sent(client_as("wangli"), workbook(("错班", "占星术", "轮训", "社区干部", "请进来", 15, "=1+1", 2, 100)))
    assert answer.status_code == 200
    assert 'value="错班"' in answer.text and '<option value="rotation" selected>' in answer.text
    assert '<option value="COMMUNITY_WORK" selected>' not in answer.text


def test_our_own_empty_sheet_comes_back(client_as: Clients) -> None:
    client = client_as("wangli")
    for language in ("zh", "en"):
        empty = client_as("wangli", language).get("/plan/template.xlsx?year=2027")
        assert empty.data.startswith(b"PK")
        answer = sent(client, empty.data)
        assert answer.status_code == 422 and "表格里没有班次" in answer.text, "all its headings were known"
    without = client.post("/plan/new", data={"unit": "CIVIL", "year": "2027", "go": "import"})
    assert without.status_code == 422 and "选一个 xlsx 或 csv 文件" in without.text


def test_a_table_of_commas_in_the_old_encoding_is_read_as_well(client_as: Clients) -> None:
    lines = "\r\n".join(",".join(map(str, row)) for row in (HEADS, GOOD))
    answer = sent(client_as("wangli"), lines.encode("gb18030"), "计划.csv")
    assert answer.status_code == 200
    assert 'value="社区骨干班"' in answer.text and 'value="2.5"' in answer.text


def bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    return data.getvalue()


def far_cell() -> bytes:
    data = io.BytesIO()
    book = Workbook(data, {"in_memory": True})
    book.add_worksheet().write_string(1_048_575, 16_383, "x")
    book.close()
    return data.getvalue()


@pytest.mark.parametrize(("data", "said"), [
    (b"", "里没有内容"), (b"name,month\n", "内容与后缀不符"), (b"PK\x03\x04 broken", "已损坏"),
    (b"%PDF-1.7", "内容与后缀不符"), (workbook(GOOD)[:-200], "已损坏"), (bomb(), "已损坏"),
    (far_cell(), "超出 2,000 行"),
    (workbook(GOOD, heads=("甲", "乙")), "表头里缺少"), (workbook(GOOD, heads=HEADS[:-1]), "经费（元）"),
    (workbook(*[GOOD] * 301), "最多 300 个班次"),
])  # fmt: skip
def test_a_file_that_cannot_be_taken_is_one_clear_sentence(client_as: Clients, data: bytes, said: str) -> None:
    begun = time.monotonic()
    answer = sent(client_as("wangli"), data)
    assert answer.status_code == 422
    assert said in answer.text and 'id="f-file-error"' in answer.text
    assert time.monotonic() - begun < 5


def test_too_many_bytes_are_not_even_unpacked() -> None:
    with pytest.raises(Refused, match="sheet_file_size"):
        read_plan_sheet("计划.xlsx", b"PK\x03\x04" + b"0" * 11_000_000)


def test_what_was_typed_before_stays_when_a_file_is_wrong(client_as: Clients) -> None:
    answer = client_as("wangli").post(
        "/plan/new", content_type="multipart/form-data",
        data={"unit": "CIVIL", "year": "2027", "go": "import", "items-0-class_name": "已填的班",
              "file": (io.BytesIO(b"x"), "x.xlsx")})
    assert answer.status_code == 422 and 'value="已填的班"' in answer.text
