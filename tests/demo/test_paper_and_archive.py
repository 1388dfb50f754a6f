"""The demo has a signature from paper that waits and one that counts, over-runs, and a year to take out."""

from pathlib import Path

from tests.demo.conftest import Demo
from workflow.domain.people import Actor
from workflow.queries.account import account_of, person_named
from workflow.queries.archive import archive_year
from workflow.queries.archive_package import package
from workflow.queries.overrun import overrun
from workflow.queries.paper_seats import corner, to_check
from workflow.queries.trail_page import trail_rows
from workflow.trail import verify


def actor(demo: Demo, username: str) -> Actor:
    account = account_of(demo.office, person_named(demo.office, username))
    assert account is not None
    return account.actor


def test_one_signature_from_paper_waits_and_one_counts(demo: Demo) -> None:
    [entry] = to_check(demo.office, actor(demo, "liuzhiqiang"))
    assert entry.case_id == demo.case("N10") and entry.may_check
    assert corner(demo.office, actor(demo, "hejie"), demo.case("N10")).waiting[0].may_withdraw
    with demo.office.database.read() as connection:
        rows = trail_rows(connection, demo.office.rulebook, demo.case("D10"))
    told = [(row.who, fact.value) for row in rows for fact in row.facts
            if getattr(fact.name, "key", "") == "paper_seat.by"]
    assert [(who.zh, value.values["clerk"].zh, value.values["checker"].zh) for who, value in told] == [
        ("徐志明", "何洁", "刘志强")]


def test_one_overrun_waits_for_finance_and_one_was_settled(demo: Demo) -> None:
    waits = overrun(demo.office, actor(demo, "chengang"), demo.case("D25"))
    assert waits is not None and waits.choice is not None and waits.bearer is not None
    assert (waits.asked, waits.over, waits.cut, waits.bearer.short) == (144_000, 144_000, 120_000, 0)
    assert overrun(demo.office, actor(demo, "chengang"), demo.case("D24")) is None
    with demo.office.database.read() as connection:
        acts = [row.act for row in trail_rows(connection, demo.office.rulebook, demo.case("D24"))]
    assert sum(getattr(act, "zh", "") == "同意超支" for act in acts) == 2


def test_its_year_can_be_taken_out_and_checked(demo: Demo, tmp_path: Path) -> None:
    auditor, path = actor(demo, "qinlan"), tmp_path / "archive.zip"
    what = archive_year(demo.office, auditor, 2026)
    assert len(what.ended) > 30 and len(what.running) > 15 and what.years == (2026,)
    with path.open("wb") as stream:
        stream.writelines(package(demo.office, auditor, what, "zh", "http://127.0.0.1/check"))
    verdict = verify.check_archive(str(path))
    assert verdict.file == "" and verdict.files > 250
