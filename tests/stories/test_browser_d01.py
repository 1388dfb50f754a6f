"""D01 from draft to completed in a real browser, a different person at each gate, and the auditor proves it after."""

import json
from collections.abc import Callable

import pytest

from tests.stories.conftest import House
from tests.stories.desk import Desk
from tests.stories.road_of_d01 import CLERK, CLOSING_PAPERS, DECIDED, Road
from webapp.cli.__main__ import main
from webapp.cli.demo_files import Script

pytestmark = pytest.mark.browser


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
    monkeypatch.setenv("SHENBAO_HOME", str(house.office.home))
    assert main(["trail", "verify", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ok"]


def the_class_is_held(road: Road) -> None:
    """Notice with the roster, opening on the very day, its end."""
    road.at("2026-03-31 09:38", CLERK)
    road.bring("roster")
    road.act("issue_notice", "noticed")
    road.desk.sign_out()
    road.at("2026-04-13 08:06", CLERK)
    road.act("open", "in_session")
    road.desk.sign_out()
    road.at("2026-04-17 16:41", CLERK)
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
    road.desk.sign_out()
    road.decide("2026-04-30 14:56", "hanxue", "settle", "settling", actual_fen="46060")
    road.decide("2026-05-08 14:32", "suhong", "settle", "completed")


def the_auditor_proves_it(road: Road) -> None:
    desk = road.desk
    road.at("2026-05-11 09:00", "qinlan")
    desk.find("CX-2026-0001")
    desk.press(desk.words("case.verify"))

    desk.sign_out()
