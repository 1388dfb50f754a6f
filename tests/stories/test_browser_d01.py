"""D01 from draft to completed in a real browser, a different person at each gate, and the auditor proves it after."""

import json
from collections.abc import Callable
from itertools import pairwise

import pytest
from sqlalchemy import select

from tests.stories.conftest import House
from tests.stories.desk import Desk
from tests.stories.road_of_d01 import CLERK, CLOSING_PAPERS, DECIDED, Road
from webapp.cli.__main__ import main
from webapp.cli.demo_files import Script
from workflow.store.people import person
from workflow.store.trail import trail

pytestmark = pytest.mark.browser
GATES = ("authority_pass", "dup_clear", "funding_pass", "approve")
EXPECTED = (
    [(CLERK, "create"), *[(CLERK, "attach")] * 3, (CLERK, "send_unit")]
    + [(who, action) for _, who, action, _ in DECIDED]
    + [(CLERK, act) for act in ("enrol", "issue_notice", "open", *["take_attendance"] * 3, "end_class")]
    + [*[(CLERK, "attach")] * len(CLOSING_PAPERS), (CLERK, "submit_closing"), ("zhoumin", "closing_pass")]
    + [("hanxue", "attach"), ("hanxue", "file_accounts"), ("hanxue", "settle"), ("suhong", "settle")]
)


@pytest.mark.parametrize(("language", "width", "script"), [("zh", 1280, True), ("en", 360, False)])
def test_d01_from_draft_to_completed(
    house: House, desk_of: Callable[..., Desk], d01: Script, language: str, width: int, script: bool,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    road = Road(house, desk_of(language, width, script=script), d01)
    road.declare()
    for moment, username, action, becomes in DECIDED:
        road.decide(moment, username, action, becomes)
    the_class_is_held(road)
    the_accounts_are_settled(road)
    the_auditor_proves_it(road)
    assert who_did_what(road) == EXPECTED
    assert all(one[1] != following[1] for one, following in pairwise(DECIDED)), "nobody signs twice in a row"
    at_the_gates = [who for who, act in EXPECTED if act in GATES]
    assert len(at_the_gates) == len(set(at_the_gates)) == 6, "and nobody stands at two gates"
    monkeypatch.setenv("SHENBAO_HOME", str(house.office.home))
    assert main(["trail", "verify", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] and told["records"] > len(EXPECTED), "its own records, and those of the plan and the fund"


def the_class_is_held(road: Road) -> None:
    """Notice with the roster, opening on the very day, sign-in, its end and its closing."""
    road.call_people("2026-03-31 09:30")
    road.at("2026-03-31 09:38", CLERK)
    road.act("issue_notice", "noticed")
    road.desk.sign_out()
    road.at("2026-04-13 08:06", CLERK)
    road.act("open", "in_session")
    road.desk.sign_out()
    road.at("2026-04-13 17:30", CLERK)
    for half in ("am", "pm"):
        road.keep_sheet("2026-04-13", half)
    road.desk.sign_out()
    road.at("2026-04-17 16:41", CLERK)
    road.import_sheets()
    road.act("end_class", "closing")
    road.desk.sign_out()
    road.at("2026-04-23 10:11", CLERK)
    road.bring(*CLOSING_PAPERS)
    road.act("submit_closing", "closure_review", attended="39")
    road.desk.sign_out()
    road.decide("2026-04-27 11:40", "zhoumin", "closing_pass", "settling")


def the_accounts_are_settled(road: Road) -> None:
    road.at("2026-04-30 10:09", "hanxue")
    road.bring("vouchers")
    road.file_accounts(46_060_00)
    road.desk.sign_out()
    road.decide("2026-04-30 14:56", "hanxue", "settle", "settling", actual_fen="46060")
    road.decide("2026-05-08 14:32", "suhong", "settle", "completed")


def the_auditor_proves_it(road: Road) -> None:
    desk = road.desk
    road.at("2026-05-11 09:00", "qinlan")
    desk.find("CX-2026-0001")
    desk.press(desk.words("case.verify"))
    road.says("audit.ok", count=len(EXPECTED))
    assert desk.page.locator("main tr .status-ok").count() == len(EXPECTED), "each record stands"
    desk.sign_out()


def who_did_what(road: Road) -> list[tuple[str, str]]:
    """The records of the case, oldest first."""
    told = select(person.c.username, trail.c.act).join(person, person.c.id == trail.c.actor_id)
    with road.house.office.database.read() as connection:
        rows = connection.execute(told.where(trail.c.case_id == road.case_id).order_by(trail.c.n)).all()
    return [(row.username, row.act) for row in rows]
