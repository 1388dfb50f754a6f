"""The demo district through its whole year: needs, plan, declarations, classes, accounts, the close and its sums.

The table below was made by hand from the diary (``definitions/demo`` and ``rest_of_the_year``): who was declared, how
long, what was spent; who was credited follows from the sign-in sheets that the diary describes (of a class of fewer
than seven half-days one missed is more than a seventh: no credit).  The class that the storm stopped credits nobody.
"""

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests import postgres
from tests.conftest import BOTH
from tests.stories.rest_of_the_year import whole_year
from webapp.cli.demo_files import read_district
from webapp.cli.demo_load import load
from workflow.acts.fund_motions import confirm, propose
from workflow.acts.passwords import choose_cost
from workflow.domain.motions import NOTHING, CloseLine
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.office.clock import real_clock
from workflow.queries.account import account_of, person_named
from workflow.queries.ledger_totals import Totals, totals
from workflow.queries.reports import report
from workflow.queries.reports_shape import Row, Wish
from workflow.queries.trail_check import verify_all
from workflow.rulebook.rulebook import Rulebook
from workflow.store.cases import case, class_declaration
from workflow.store.database import Database
from workflow.store.funding import fund_line
from workflow.store.migrating import upgrade
from workflow.store.trail import trail
from workflow.wording import Fen
from workflow.wording.catalogue import CHINA

CHEAP = (1, 8, 1)  # argon2: passes, KiB, lanes
# ref: channel, tier, declared heads, half-days, yuan spent, who was credited, class hours credited
CLASSES = {
    "D29": ("down", "rural", 40, 2, 3_000, 37, 222), "D30": ("down", "rural", 36, 2, 2_760, 34, 204),
    "D07": ("in", "civil_servant", 80, 4, 21_160, 73, 876), "D01": ("in", "leading", 40, 10, 46_060, 39, 1164),
    "D24": ("down", "rural", 25, 4, 6_680, 24, 288), "D21": ("in", "civil_servant", 45, 6, 18_620, 42, 756),
    "D03": ("in", "community", 38, 6, 24_700, 33, 594), "D17": ("in", "leading", 30, 4, 16_270, 26, 312),
    "D22": ("in", "civil_servant", 32, 6, 14_000, 31, 558), "D09": ("in", "civil_servant", 60, 4, 24_690, 53, 636),
    "D13": ("in", "professional", 200, 6, 57_000, 180, 3240), "D04": ("in", "community", 30, 6, 20_240, 27, 486),
    "D15": ("in", "community", 90, 4, 17_830, 80, 960), "D14": ("in", "professional", 90, 6, 26_600, 82, 1476),
    "D05": ("in", "rural", 30, 6, 17_290, 27, 486), "D06": ("out", "rural", 24, 10, 73_500, 24, 717),
    "D25": ("in", "civil_servant", 40, 6, 21_000, 37, 666), "D18": ("in", "community", 70, 6, 35_000, 65, 1170),
    "D19": ("in", "community", 70, 6, 36_000, 65, 1170), "D11": ("out", "reserve", 35, 14, 160_000, 35, 1464),
    "D20": ("in", "leading", 26, 10, 32_000, 26, 777), "D23": ("out", "community", 20, 10, 66_000, 20, 597),
    "D27": ("in", "civil_servant", 28, 24, 68_000, 28, 2010), "N11": ("in", "professional", 18, 4, 5_000, 17, 204),
    "N10": ("out", "professional", 24, 10, 75_600, 24, 717),
}  # fmt: skip
ENDS = {"completed": 25, "aborted": 1, "cancelled": 3, "lapsed": 2, "merged": 1, "rejected": 3, "withdrawn": 9}
# tier: people in the register, how many of them were trained
COVERED = {"leading": (239, 174), "reserve": (85, 35), "rural": (96, 93), "civil_servant": (334, 240),
           "community": (278, 250), "professional": (168, 159)}
ELSEWHERE = (5, 138)  # trainings of 2026 that were imported: how many, and their hours
STOPPED_YUAN = 14_260  # what the class had cost that the storm stopped; nobody was credited with any of it


@dataclass(frozen=True)
class Year:
    office: Office
    refs: dict[int, str]

    def on(self, day: str) -> Office:
        """The house on another morning."""
        at = datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=CHINA)
        return replace(self.office, clock=lambda: at)

    def actor(self, name: str) -> Actor:
        account = account_of(self.on("2027-04-01"), person_named(self.office, name))
        assert account is not None
        return account.actor


@pytest.fixture(scope="module", params=[BOTH[0], pytest.param("postgresql", marks=[
    pytest.mark.postgres, pytest.mark.thorough])])
def year(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, rulebook: Rulebook
         ) -> Iterator[Year]:
    """Lived through once; what the tests change they change in the order of the file."""
    choose_cost(*CHEAP)
    home = tmp_path_factory.mktemp("year")
    if request.param == "sqlite":
        yield _lived(f"sqlite:///{home / 'shenbao.db'}", home, rulebook)
        return
    with postgres.own_database(f"shenbao_year_{os.getpid()}") as url:
        made = _lived(url.render_as_string(hide_password=False), home, rulebook)
        yield made
        made.office.close()


def _lived(url: str, home: Path, rulebook: Rulebook) -> Year:
    database = Database(url)
    upgrade(database)
    office = Office(database=database, rulebook=rulebook, clock=real_clock, home=home)
    loaded = load(office, whole_year(read_district()))
    return Year(office, {number: ref for ref, number in loaded.cases.items()})


def test_every_class_came_to_its_end(year: Year) -> None:
    with year.office.database.read() as connection:
        rows = connection.execute(select(case.c.id, case.c.state).where(case.c.kind == "class_declaration")).all()
    assert Counter(row.state for row in rows) == ENDS
    assert {year.refs[row.id] for row in rows if row.state == "completed"} == CLASSES.keys()


def test_everything_that_a_year_brings_has_happened(year: Year) -> None:
    with year.office.database.read() as connection:
        acts = set(connection.execute(select(trail.c.act).distinct()).scalars())
        extra = connection.execute(select(func.count()).select_from(class_declaration).where(
            class_declaration.c.plan_type == "extra", class_declaration.c.declared_on.is_not(None))).scalar_one()
        numbered = connection.execute(select(func.count()).select_from(case).where(
            case.c.kind == "class_declaration", case.c.number.is_not(None))).scalar_one()
    assert acts >= {"state_need", "match_need", "file", "amend_ok", "amend_no", "postpone", "accept_merge", "absorb",
                    "approve_overrun", "accept_cut", "reopen", "appeal", "refer_up", "lapse", "lend_post"}
    assert extra >= 2 and numbered >= 30


def test_money_agrees_to_the_fen_and_each_line_is_spent_as_the_accounts_say(year: Year) -> None:
    found = totals(year.office, 2026)
    assert found.agree
    spent = sum(line.table.spent for line in found.lines)
    assert spent == (sum(row[4] for row in CLASSES.values()) + STOPPED_YUAN) * 100
    assert all((line.table.reserved, line.table.committed) == (0, 0) for line in found.lines)


def test_the_channels_add_up_as_the_classes_do(year: Year) -> None:
    found = _rows(year, "channels", "channel")
    for channel in ("in", "out", "down"):
        mine = [row for row in CLASSES.values() if row[0] == channel]
        values = found[channel].values
        assert values["classes"] == len(mine)
        assert values["heads"] == sum(row[2] for row in mine)
        assert values["person_days"] == sum(row[2] * row[3] for row in mine)
        assert values["times"] == sum(row[5] for row in mine)
        assert values["hours"] == sum(row[6] for row in mine)


def test_the_coverage_is_that_of_the_table(year: Year) -> None:
    found = _rows(year, "coverage", "tier")
    assert {tier: (row.values["people"], row.values["trained"]) for tier, row in found.items()} == COVERED
    times = sum(row[5] for row in CLASSES.values()) + ELSEWHERE[0]
    assert sum(row.values["times"] for row in found.values()) == times
    assert sum(row.values["hours"] for row in found.values()) == sum(row[6] for row in CLASSES.values()) + ELSEWHERE[1]


def test_the_year_is_closed_by_two_and_nothing_differs(year: Year) -> None:
    office, head, finance = year.on("2027-04-01"), year.actor("chenguodong"), year.actor("chengang")
    before = totals(office, 2026)
    for line in before.lines:
        confirm(office, finance, propose(office, head, CloseLine(line.id, NOTHING), "年度终了，余额收回。"))
    with office.database.read() as connection:
        states = set(connection.execute(select(fund_line.c.state).where(fund_line.c.year == 2026)).scalars())
    assert states == {"closed"}
    after = totals(office, 2026)
    assert after.agree and _spent(after) == _spent(before)
    assert verify_all(office).ok


def _rows(year: Year, name: str, table: str) -> dict[str, Row]:
    found = report(year.on("2027-01-04"), year.actor("chenguodong"), Wish(name, 2026))
    return {row.key: row for part in found.tables if part.code == table for row in part.rows}


def _spent(found: Totals) -> list[Fen]:
    return [line.table.spent for line in found.lines]


