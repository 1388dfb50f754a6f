"""A world to measure in: one unit, its people and money, and as many classes as are wanted, each for people of its own.

Every class has an audience that no other class shares, so that an act's cost is the act's and
not that of ever more similar classes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import count

from sqlalchemy import insert, select

from workflow.acts.declare import begin, save_copy
from workflow.acts.file_plan import begin_plan
from workflow.acts.open_year import open_line
from workflow.acts.take_action import take_action
from workflow.domain.declaration import ClassDeclaration, Lecturer, Session, Share
from workflow.domain.people import Actor
from workflow.domain.plan import PlanItem
from workflow.office import Office
from workflow.rulebook.audiences import Audiences
from workflow.store.people import person, post, unit
from workflow.wording.catalogue import CHINA
from workflow.wording.values import Label

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=CHINA)
START = date(2026, 6, 1)
HOST = "BENCH"
CHAIRS = ("declarant", "unit_finance", "unit_head", "od_section", "od_section", "od_deputy", "od_head", "finance")
FORM_ACTS = ("send_unit", "unit_submit")  # they change facts; the others sign
ROAD = (("send_unit", 0), ("unit_finance_sign", 1), ("unit_submit", 2), ("accept", 3), ("authority_pass", 3),
        ("dup_clear", 4), ("funding_pass", 7), ("approve", 5), ("approve", 6))
MEMBER = "COMM_WORKER"  # the audience after which those of the bench are made


@dataclass(frozen=True)
class Step:
    """One act to be taken: on which class, which action, by whom."""

    case_id: int
    action: str
    actor: Actor

    @property
    def signs(self) -> bool:
        return self.action not in FORM_ACTS


class World:
    """The office of the bench with its people; makes classes and the steps that bring them to the approval."""

    def __init__(self, office: Office, *, classes: int):
        rulebook = replace(office.rulebook, audiences=_audiences(office, classes))
        self.office = replace(office, clock=lambda: NOW, rulebook=rulebook)
        self._number = count(1)
        with self.office.database.write() as connection:
            first = (connection.execute(select(person.c.id).order_by(person.c.id.desc())).scalar() or 0) + 1
            self.people = [Actor(first + place) for place in range(len(CHAIRS))]
            if connection.execute(select(unit.c.code).where(unit.c.code == HOST)).first() is None:
                connection.execute(insert(unit).values(
                    code=HOST, name_zh="测量单位", name_en="Bench unit", kind="department", level="district",
                    parent=None, system="bench", active=True))
            for place, role in enumerate(CHAIRS):
                name = f"bench-{first + place}"
                connection.execute(insert(person).values(
                    id=first + place, username=name, name_zh=name, name_en=name, password_hash="", language="zh",
                    session_key="", failures=0, locked_until=None, disabled_at=None))
                connection.execute(insert(post).values(person_id=first + place, role=role, unit=HOST,
                                                       from_day=date(2025, 1, 1), to_day=None))
            connection.commit()
        self._open_year(classes)

    def classes(self, upto: int = 0) -> Iterator[int]:
        """Ever new classes, each drafted and brought ``upto`` steps along the road."""
        for number in self._number:
            case_id = begin(self.office, self.people[0], HOST).case_id
            save_copy(self.office, self.people[0], case_id, self._form(number), version=1)
            for step in self.steps(case_id)[:upto]:
                self.take(step)
            yield case_id

    def steps(self, case_id: int) -> list[Step]:
        return [Step(case_id, action, self.people[who]) for action, who in ROAD]

    def take(self, step: Step) -> None:
        take_action(self.office, step.actor, step.case_id, step.action, opinion="同意。")

    def _form(self, number: int) -> ClassDeclaration:
        start, teacher = START + timedelta(days=number % 60), f"王老师{number}"  # nobody teaches two classes
        form = ClassDeclaration(
            class_name=f"社区工作者能力提升培训班（第{number}期）", topic_code="COMMUNITY_WORK",
            class_kind="rotation", plan_type="in_plan", plan_item=self.plan_item, host_unit=HOST,
            basis="年度培训计划", purpose="补齐能力短板。", audience_tier="community",
            audience_codes=(f"BENCH_{number}",), managing_level="unit", trainee_count=40, staff_count=3,
            start_date=start, end_date=start + timedelta(days=2), half_days=6, channel="in", venue="区委党校",
            venue_kind="party_school", city="西宁市", province="青海省", meals=True,
            syllabus=(Session("社区应急处置", 9, "lecture", teacher), Session("群众工作方法", 9, "discussion")),
            lecturers=(Lecturer(teacher, "deputy_senior", 9, 50_000, 3),), rates={"meals": 120_00, "venue": 60_00},
            similar_statement="无。")
        return form.with_(fund_shares=(Share(HOST, "unit_training", form.total_fen),))

    def _open_year(self, classes: int) -> None:
        head, finance = self.people[6], self.people[7]
        open_line(self.office, head, finance, HOST, START.year, "unit_training", max(classes, 1) * 40_000_00)
        item = PlanItem(
            "社区工作者能力提升培训班", "COMMUNITY_WORK", "rotation", "community", "in", 6, 40, 6, 30_000_00)
        plan = begin_plan(self.office, self.people[0], HOST, START.year, (item,)).case_id
        for action, who in (("send_unit", 0), ("unit_approve", 2), ("file", 3)):
            take_action(self.office, self.people[who], plan, action)
        self.plan_item = f"{START.year}-001"


def _audiences(office: Office, classes: int) -> Audiences:
    """As many audiences as classes, alike but apart."""
    model = office.rulebook.audiences[MEMBER]
    made = {f"BENCH_{n}": replace(model, code=f"BENCH_{n}", label=Label(f"对象{n}", f"Audience {n}"), contains=())
            for n in range(1, classes + 1)}
    return Audiences(made)
