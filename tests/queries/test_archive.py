"""The archive of a year: the same house gives the same bytes, it is checked without us, and every change is found."""

import hashlib
import json
import shutil
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.clocks import SetClock
from tests.district import YUAN, District, signed_in
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.archive import archive_year, read_year
from workflow.queries.archive_package import package
from workflow.refusals import Refused
from workflow.trail import verify

AT = "http://127.0.0.1/check"


@pytest.fixture
def d(office: Office) -> District:
    return District(office)


@pytest.fixture
def auditor(d: District) -> Actor:
    return signed_in(d.office, d.actor("auditor").id)


@pytest.fixture
def ended(d: District, clock: SetClock) -> tuple[int, int, int]:
    """A class that was held and settled, one withdrawn, one that still runs."""
    held, gone, running = d.at("approved"), d.submitted(host="PLC"), d.submitted(host="PLC")
    d.take(gone, "withdraw", "PLC.unit_head", "不办了。")
    d.call(held)
    d.take(held, "issue_notice", "CIVIL.declarant")
    clock.set("2026-11-23 08:30")
    d.take(held, "open", "CIVIL.declarant")
    clock.set("2026-11-25 17:30")
    d.take(held, "end_class", "CIVIL.declarant")
    d.paper(held, "CIVIL.declarant", "programme", "agenda", "sign_in", "final_timetable", "summary", "evaluation")
    d.attend(held)
    d.take(held, "submit_closing", "CIVIL.declarant")
    d.take(held, "closing_pass", "od_section")
    d.paper(held, "CIVIL.declarant", "vouchers")
    for who in ("CIVIL.unit_finance", "finance"):
        d.take(held, "settle", who, actual_fen=20_000 * YUAN)
    return held, gone, running


def made(d: District, actor: Actor, language: str = "zh") -> bytes:
    return b"".join(package(d.office, actor, archive_year(d.office, actor, 2026), language, AT))


def test_it_holds_everything_and_is_the_same_on_a_later_day(
    d: District, auditor: Actor, ended: tuple[int, int, int], clock: SetClock, tmp_path: Path
) -> None:
    data = made(d, auditor)
    clock.advance(days=3)
    assert hashlib.sha256(made(d, auditor)).digest() == hashlib.sha256(data).digest()
    with zipfile.ZipFile(BytesIO(data)) as book:
        names = set(book.namelist())
        index = json.loads(book.read("index.json"))
        sheet = BytesIO(book.read("cases/CX-2026-0001/roster.xlsx"))
        page = book.read("index.html").decode()
    roster = CalamineWorkbook.from_filelike(sheet).get_sheet_by_index(0)
    held = {name.removeprefix("cases/CX-2026-0001/") for name in names if name.startswith("cases/CX-2026-0001/")}
    assert {"records.json", "form.pdf", "reply.pdf", "slip.pdf", "roster.xlsx", "closing.xlsx", "accounts.xlsx"} <= held
    assert any(name.startswith("attached/") and name.endswith("vouchers.pdf") for name in held)
    assert len(roster.to_python()) == 41 and "学员1" in str(roster.to_python())
    told = {case["number"]: case for case in index["cases"] if case["number"]}
    assert {number: case["end"] for number, case in told.items()} == {
        "CX-2026-0001": "已办结", "CX-2026-0002": "已撤回"}
    assert [one["number"] for one in index["open"]] == ["CX-2026-0003"]
    form = next(one for one in told["CX-2026-0001"]["files"] if one["name"].endswith("form.pdf"))
    assert form["pages"] >= 2 and form["sha256"] in page
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    whole = verify.check_archive(str(path))
    assert whole.file == "" and whole.files == len(names) - 1 and whole.records > 20
    shutil.unpack_archive(path, tmp_path / "folder")
    assert verify.check_archive(str(tmp_path / "folder")) == whole
    assert verify.main([str(path)]) == 0


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_every_change_is_found(d: District, auditor: Actor, ended: tuple[int, int, int], tmp_path: Path) -> None:
    path, folder = tmp_path / "a.zip", tmp_path / "folder"
    path.write_bytes(made(d, auditor))
    shutil.unpack_archive(path, folder)
    records = folder / "cases" / "CX-2026-0001" / "records.json"
    kept = {name: (folder / name).read_bytes() for name in ("index.json", "cases/CX-2026-0001/form.pdf")}

    def found() -> tuple[str, str]:
        verdict = verify.check_archive(str(folder))
        assert verify.main([str(folder), "--lang", "en"]) == 1
        for name, data in kept.items():
            (folder / name).write_bytes(data)
        return verdict.file, verdict.why

    form = folder / "cases/CX-2026-0001/form.pdf"
    form.write_bytes(form.read_bytes() + b" ")
    assert found() == ("cases/CX-2026-0001/form.pdf", "file_changed")
    form.unlink()
    assert found() == ("cases/CX-2026-0001/form.pdf", "file_missing")
    (folder / "more.txt").write_text("x")
    assert found() == ("more.txt", "file_extra")
    (folder / "more.txt").unlink()
    whole = records.read_text("utf-8")
    told = json.loads(whole)
    told["records"] = told["records"][:-1]  # the last record left out, index and hash made to fit
    text = json.dumps({**told, "head": None, "contents": {}}, ensure_ascii=False)
    records.write_text(text, "utf-8")
    index = json.loads(kept["index.json"])
    for case in index["cases"]:
        for one in case["files"]:
            if one["name"].endswith("0001/records.json"):
                one["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    (folder / "index.json").write_text(json.dumps(index), "utf-8")
    assert found() == ("cases/CX-2026-0001/records.json", "head")
    (folder / "index.json").write_text("{}")
    assert verify.main([str(folder)]) == 2


def test_only_who_may_read_names_takes_it_out(d: District, ended: tuple[int, int, int]) -> None:
    for who in ("finance", "leader", "CIVIL.unit_head", "admin"):
        with pytest.raises(Refused) as refused:
            archive_year(d.office, signed_in(d.office, d.actor(who).id), 2026)
        assert refused.value.codes == ("archive_not_yours",)
    section = signed_in(d.office, d.actor("od_section").id)
    assert [one.case_id for one in archive_year(d.office, section, 2026).ended if one.number] == list(ended[:2])
    assert archive_year(d.office, section, 2025).ended == ()


def test_it_is_handed_out_in_small_pieces(d: District, auditor: Actor, ended: tuple[int, int, int]) -> None:
    pieces = [len(piece) for piece in package(d.office, auditor, archive_year(d.office, auditor, 2026), "en", AT)]
    assert len(pieces) > 10 and max(pieces) < sum(pieces) / 3


@pytest.mark.parametrize("typed", ["", "26", "２０２６", "1999", "2027", "-200", "2026.", "x" * 400])
def test_a_year_that_is_none_is_refused(typed: str, clock: SetClock) -> None:
    with pytest.raises(Refused) as refused:
        read_year(typed, clock().date())
    assert refused.value.codes == ("archive_year",)
