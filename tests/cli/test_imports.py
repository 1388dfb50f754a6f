"""``shenbao import``: people and earlier training from sheets; nothing is written by halves."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.cli.conftest import Shell
from tests.sheets.making import xlsx
from workflow.acts import import_history as acts
from workflow.bootstrap import open_office
from workflow.queries.trail_check import verify_all
from workflow.sheets.opening import open_table
from workflow.store.people import cadre
from workflow.store.rosters import outside_training

PEOPLE = ("工号", "姓名", "单位", "职级", "管理权限", "培训对象")
HISTORY = ("工号", "姓名", "班次名称", "培训类型", "主题", "调训单位层级", "开始日期", "结束日期", "学时", "是否赴省外")
CLASS = ("春季调训班", "专题培训", "", "市级", date(2026, 3, 2), "2026-03-06", 30, "否")


@pytest.fixture
def house(shell: Shell) -> Shell:
    """A house with one unit."""
    assert shell("init").code == 0
    assert shell("unit", "add", "CIVIL", "区民政局", "Civil Affairs").code == 0
    return shell


@pytest.fixture
def peopled(house: Shell, tmp_path: Path) -> Shell:
    rows = [(f"CX{n:05d}", name, "区民政局", "一般干部", "区管干部", "CS_BASIC") for n, name in
            enumerate(("张伟", "李娜", "李 娜", "王芳"), 1)]
    assert imported(house, tmp_path, "people", PEOPLE, *rows)["added"] == 4
    return house


def imported(shell: Shell, folder: Path, kind: str, *rows: tuple[Any, ...], more: tuple[str, ...] = (),
             code: int = 0) -> dict[str, Any]:
    path = folder / "表.xlsx"
    path.write_bytes(xlsx(*rows))
    typed = shell("import", kind, str(path), "--json", *more)
    assert typed.code == code, typed
    told: dict[str, Any] = json.loads(typed.out)
    return told


def count(table: Any) -> int:
    office = open_office()
    try:
        with office.database.read() as connection:
            return int(connection.execute(select(func.count()).select_from(table)).scalar_one())
    finally:
        office.close()


def test_people_come_once(peopled: Shell, tmp_path: Path) -> None:
    again = ("CX00001", "张伟", "CIVIL", "staff", "district", "CS_BASIC")
    other = ("CX00001", "赵四", "CIVIL", "staff", "district", "CS_BASIC")
    assert imported(peopled, tmp_path, "people", PEOPLE, again)["known"] == 1
    told = imported(peopled, tmp_path, "people", PEOPLE, again, other, ("CX9", "钱五", "没有的局", "", "x", "y"),
                    code=1)
    assert not told["written"]
    assert [(one["place"], one["code"]) for one in told["faults"]] == [
        ("A3", "staff_no_taken"), ("C4", "sheet_not_a_choice"), ("D4", "sheet_cell_missing"),
        ("E4", "sheet_not_a_choice"), ("F4", "sheet_not_a_choice")]
    assert count(cadre) == 4


def test_history_is_told_in_a_book_and_proved(peopled: Shell, tmp_path: Path) -> None:
    rows = [("CX00001", "", *CLASS), ("", "王芳", *CLASS)]
    assert imported(peopled, tmp_path, "history", HISTORY, *rows)["added"] == 2
    again = imported(peopled, tmp_path, "history", HISTORY, *rows)
    assert (again["added"], again["known"]) == (0, 2)
    office = open_office()
    assert verify_all(office).ok
    with office.database.read() as connection:
        row = connection.execute(select(outside_training).order_by(outside_training.c.id)).first()
    office.close()
    assert row is not None
    assert (row.level, row.start_date, row.end_date, row.hours, row.out_of_province) == (
        "city", date(2026, 3, 2), date(2026, 3, 6), 30, False)


def test_every_fault_at_once_and_nothing_written(peopled: Shell, tmp_path: Path) -> None:
    back = tmp_path / "改.xlsx"
    rows = [
        ("CX00001", "李娜", *CLASS), ("CX77777", "", *CLASS), ("", "李娜", *CLASS), ("", "", *CLASS),
        ("CX00001", "", *CLASS[:4], "2026-03-06", "2026-03-02", 30, ""),
        ("CX00001", "", *CLASS[:4], "2026-03-06", "2096-03-02", 30, ""),
        ("CX00004", "王芳", *CLASS),
    ]
    told = imported(peopled, tmp_path, "history", HISTORY, *rows, more=("--faults", str(back)), code=1)
    assert not told["written"] and count(outside_training) == 0
    assert [(one["place"], one["code"]) for one in told["faults"]] == [
        ("B2", "cadre_name_differs"), ("A3", "cadre_not_listed"), ("B4", "cadre_name_shared"),
        ("A5", "sheet_person_missing"), ("H6", "learnt_days"), ("H7", "learnt_later")]
    table = open_table("改.xlsx", back.read_bytes())
    assert str(table.at(4, len(HISTORY) + 1)).startswith("B4 ") and table.at(8, 2) == "王芳"
    told = imported(peopled, tmp_path, "history", HISTORY, *rows, more=("--good-rows",), code=1)
    assert told["written"] and told["added"] == 1 and count(outside_training) == 1


def test_interrupted_half_way_leaves_nothing(
    peopled: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "TOLD_AT_ONCE", 1)
    written: list[int] = []

    def dies(done: int, total: int) -> None:
        written.append(done)
        if done == 2:
            raise KeyboardInterrupt

    office = open_office()
    real = acts.add_history
    monkeypatch.setattr("webapp.cli.imports.add_history", lambda *told, progress: real(*told, progress=dies))
    path = tmp_path / "表.xlsx"
    path.write_bytes(xlsx(HISTORY, *[(f"CX{n:05d}", "", *CLASS) for n in (1, 2, 3)]))
    assert peopled("import", "history", str(path)).code == 130
    assert written == [1, 2] and count(outside_training) == 0
    assert verify_all(office).ok
    office.close()


@pytest.mark.parametrize(("name", "data"), [("x.wps", b"x"), ("x.xlsx", b"no package"), ("missing.xlsx", None)])
def test_a_file_that_cannot_be_read_is_one_sentence(
    house: Shell, tmp_path: Path, name: str, data: bytes | None
) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    for kind in ("people", "history"):
        typed = house("import", kind, str(path))
        assert typed.code == 2 and len(typed.err.strip().splitlines()) == 1 and name in typed.err


def test_a_template_is_read_by_its_own_command(house: Shell, tmp_path: Path) -> None:
    path = tmp_path / "模板.xlsx"
    assert house("import", "template", str(path)).code == 0
    told = json.loads(house("import", "history", str(path), "--json").out)
    assert told == {"written": True, "added": 0, "known": 0, "faults": []}
    assert house("import", "template", str(tmp_path / "no" / "where.xlsx")).code == 2
