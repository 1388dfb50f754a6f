"""The small house with a year opened and declarations in several states, brought there by acts."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.clocks import SetClock
from tests.district import ITEM, LINE_FEN, PLANNED, District, a_class
from tests.snapshots import close_whole
from tests.webapp.conftest import Clients, person_id
from workflow.acts.explain_finding import explain_finding
from workflow.acts.file_plan import begin_plan
from workflow.acts.open_year import open_line
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.store.database import Database

__all__ = ["Clients"]
WHO = {
    "CIVIL.declarant": "wangli", "CIVIL.unit_finance": "weiqin", "CIVIL.unit_head": "yanghai",
    "PLC.declarant": "liqiang", "PLC.unit_finance": "fengli", "PLC.unit_head": "maguodong",
    "od_section": "hejie", "od_section2": "zhoumin", "od_deputy": "liuwei", "od_deputy2": "liuwei",
    "od_head": "wangjun", "finance": "chengang", "hrss": "gaoyan", "leader": "zhaoqiang", "auditor": "sunli",
    "admin": "guanli",
}  # fmt: skip
DRAFT, AUTHORITY, DUPLICATE, FUNDING = "draft", "authority", "duplicate", "funding"
RETURNED, WITHDRAWN = "returned", "withdrawn"


class House(District):
    """The district's short names for acts, over the accounts of the small house."""

    def __init__(self, office: Office):
        self.office = office
        self.people = {who: Actor(person_id(name), name) for who, name in WHO.items()}
        self.lines: dict[str, int] = {}

    def furnish(self) -> dict[str, int]:
        """Open the year and bring a declaration to each state; case id by name."""
        for host in ("CIVIL", "PLC"):
            self.lines[host] = open_line(
                self.office, self.actor("od_head"), self.actor("finance"), host, 2026, "unit_training", LINE_FEN
            )
            plan = begin_plan(self.office, self.actor(f"{host}.declarant"), host, 2026, (ITEM,)).case_id
            self.take(plan, "send_unit", f"{host}.declarant")
            self.take(plan, "unit_approve", f"{host}.unit_head")
            explain_finding(self.office, self.actor(f"{host}.declarant"), plan, "R-03", "", "机构年中调整。")
            self.take(plan, "file", "od_section")
        near = {"start_date": a_class().start_date, "class_name": "社区应急处置培训班", "topic_code": "EMERGENCY"}
        made = {
            DRAFT: self.begin(),
            AUTHORITY: self.at("authority_review"),
            FUNDING: self.at("funding_review", a_class(**near, audience_codes=("COMM_SEC",))),
        }
        twin = a_class(host_unit="PLC", class_name="社区工作者轮训班", plan_item=_planned("PLC"))
        made[DUPLICATE] = self.at("duplicate_review", twin, host="PLC")
        made[RETURNED] = self.at("authority_review", a_class(audience_codes=("VILL_SEC",), audience_tier="rural"))
        self.take(made[RETURNED], "return", "od_section", opinion="附件不齐，补齐后重报。")
        made[WITHDRAWN] = self.at("authority_review", a_class(audience_codes=("VILL_DIR",), audience_tier="rural"))
        self.take(made[WITHDRAWN], "withdraw", "CIVIL.unit_head", opinion="不办了。")
        return made


def _planned(host: str) -> str:
    return {"CIVIL": PLANNED["CIVIL"], "PLC": PLANNED["PLC"]}[host]


@pytest.fixture(scope="session")
def furnished(peopled: Path, rulebook: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """A copy of the peopled file with the year and the cases in it, made once."""
    folder = tmp_path_factory.mktemp("furnished")
    path = folder / "furnished.db"
    shutil.copy(peopled, path)
    database = Database(f"sqlite:///{path}")
    cases = House(Office(database=database, rulebook=rulebook, clock=SetClock(), home=folder)).furnish()
    return close_whole(database), cases


@pytest.fixture
def cases(furnished: tuple[Path, dict[str, int]]) -> dict[str, int]:
    """The case ids by name."""
    return furnished[1]


@pytest.fixture
def small_house(
    furnished: tuple[Path, dict[str, int]], rulebook: Any, clock: SetClock, real_clock: SetClock, tmp_path: Path
) -> Any:
    """An office on a furnished database of its own."""
    path = tmp_path / "shenbao.db"
    shutil.copy(furnished[0], path)
    database = Database(f"sqlite:///{path}")
    yield Office(database=database, rulebook=rulebook, clock=clock, real_clock=real_clock, home=tmp_path)
    database.close()


@pytest.fixture
def house(small_house: Office) -> House:
    """Acts by short names on the furnished house."""
    return House(small_house)
