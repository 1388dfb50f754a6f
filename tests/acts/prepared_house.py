"""A house with classes on their way, made once and copied for each example, and what its units may declare."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

from tests.clocks import SetClock
from tests.district import LINE_FEN, YUAN, District, a_class, add_person
from workflow.acts.open_year import open_line
from workflow.bootstrap import written_rules
from workflow.domain.declaration import PAPERS, ClassDeclaration, Share
from workflow.domain.papers import OF_THE_DEPARTMENT
from workflow.office import Office
from workflow.store.database import Database

B2 = ("COMM_WORKER_B2",)
TWO_CHAIRS = {
    "x1": (("od_section", "OD"), ("unit_head", "CIVIL")),
    "x2": (("finance", "OD"), ("declarant", "CIVIL")),
    "x3": (("od_deputy", "OD"), ("od_section", "OD")),
    "x4": (("declarant", "PLC"), ("unit_head", "PLC")),
}


def forms(host: str) -> list[ClassDeclaration]:
    """What a unit may declare: clean ones and ones with something about them."""

    def own(**changes: Any) -> ClassDeclaration:
        return a_class(host_unit=host, **changes)

    two_lines = own(audience_codes=B2)
    shares = (Share(host, "unit_training", 10_000 * YUAN), Share(host, "special", two_lines.total_fen - 10_000 * YUAN))
    nowhere = (Share(host, "cadre_education", two_lines.total_fen),)
    return [
        own(),
        own(trainee_count=30),
        own(trainee_count=36, audience_codes=B2),
        two_lines.with_(fund_shares=shares),
        own(audience_codes=B2, fund_shares=nowhere),
        own(plan_type="extra", extra_reason="上级新要求。"),
        own(audience_tier="professional", audience_codes=("PRO_AGRI",)),
        own(class_name="社区网格培训班", topic_code="GRID_WORK"),
        own(audience_tier="leading", audience_codes=("DIST_PC",), managing_level="city"),
        own(venue_kind="scenic"),
        own(class_kind="business", half_days=12, end_date=date(2026, 11, 28)),
        own(channel="out", province="JS", city="苏州市"),
        own(start_date=date(2027, 1, 11), end_date=date(2027, 1, 13)),
        own(trainee_count=120, staff_count=10),
        ClassDeclaration(),
    ]


class Prepared:
    """One SQLite file with a district and classes on their way, from which every example begins."""

    path: ClassVar[Path]

    @classmethod
    def make(cls, template: Path, folder: Path) -> None:
        cls.path = folder / "prepared.db"
        shutil.copy(template, cls.path)
        office = Office(Database(f"sqlite:///{cls.path}"), written_rules(), SetClock(), folder)
        with office.database.in_haste():
            d = District(office)
            for host in ("CIVIL", "PLC"):
                open_line(office, d.actor("od_head"), d.actor("finance"), host, 2026, "special", LINE_FEN)
            with office.database.write() as connection:
                for number, (name, chairs) in enumerate(TWO_CHAIRS.items(), 900):
                    add_person(connection, number, name, *chairs)
                connection.commit()
            made = {
                d.at("approved", a_class(host_unit="PLC"), "PLC"): "PLC",
                d.at("duplicate_review"): "CIVIL",  # the same people: a pair to settle, or to merge
                d.at("funding_review", a_class(audience_codes=B2)): "CIVIL",
                d.at("leader_approval", a_class(host_unit="OD", audience_codes=("GRID_OTHER",)), "OD"): "OD",
            }
            for case_id, host in made.items():
                d.paper(case_id, f"{host}.declarant", *(kind for kind in PAPERS if kind not in OF_THE_DEPARTMENT))
        office.database.close()
