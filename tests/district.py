"""A small district for tests of acts: units, people by role, fund lines, and a class that is clean."""

from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select

from workflow.acts.attach import attach
from workflow.acts.class_in_session import take_sheets
from workflow.acts.declare import begin, save_copy
from workflow.acts.enrol import enrol
from workflow.acts.explain_finding import explain_finding
from workflow.acts.file_accounts import file_accounts
from workflow.acts.file_plan import begin_plan
from workflow.acts.open_year import open_line
from workflow.acts.take_action import Done, take_action
from workflow.domain.completion import PRESENT, half_days_between
from workflow.domain.declaration import ClassDeclaration, Lecturer, Session, Share
from workflow.domain.people import Actor
from workflow.domain.plan import PlanItem
from workflow.domain.settlement import Accounts, Voucher
from workflow.office import Office
from workflow.office.gather import gather
from workflow.queries.account import account_of
from workflow.refusals import Refused
from workflow.store.people import cadre, person, post, unit
from workflow.store.rosters import enrolment

DEPARTMENTS = ("OD", "CIVIL", "PLC", "FIN", "HRSS", "AUDIT")
UNITS = (("CX", "district"), *((code, "department") for code in DEPARTMENTS), ("SCHOOL", "institution"))
IN_UNIT = ("declarant", "unit_finance", "unit_head")
IN_DISTRICT = (
    "od_section", "od_section2", "od_deputy", "od_deputy2", "od_head", "hrss", "finance", "finance2", "leader",
    "auditor", "admin",
)
HOSTS = ("CIVIL", "PLC", "OD")
YUAN = 100
LINE_FEN = 100_000 * YUAN
ITEM = PlanItem(
    "社区工作者能力提升培训班", "COMMUNITY_WORK", "rotation", "community", "in", 11, 40, 6, 30_000 * YUAN)
PLANNED = {host: f"2026-{place:03d}" for place, host in enumerate(HOSTS, 1)}


def add_person(connection: Any, number: int, name: str, *chairs: tuple[str, str]) -> Actor:
    """Somebody who holds these chairs (role, unit) since long ago."""
    connection.execute(insert(person).values(id=number, username=name, name_zh=name, name_en=name, password_hash="",
                                             language="zh", session_key="", failures=0))
    for role, code in chairs:
        connection.execute(insert(post).values(person_id=number, role=role, unit=code, from_day=date(2025, 1, 1)))
    return Actor(number, name)


def signed_in(office: Office, person_id: int) -> Actor:
    """Somebody with the posts held today, as a signed-in person is."""
    account = account_of(office, person_id)
    assert account is not None
    return account.actor


class District:
    """Everybody and everything a class needs, with short names: ``d.take(case, "accept", "od_section")``."""

    def __init__(self, office: Office):
        self.office = office
        self.people: dict[str, Actor] = {}
        self.lines: dict[str, int] = {}
        with office.database.write() as connection:
            self._units(connection)
            self._people(connection)
            connection.commit()
        self._open_year()

    def actor(self, who: str) -> Actor:
        """By role for the district (``finance``), by unit and role for a unit (``CIVIL.declarant``)."""
        return self.people[who]

    def begin(self, form: ClassDeclaration | None = None, host: str = "CIVIL") -> int:
        """A draft with this content typed in."""
        declared = self.actor(f"{host}.declarant")
        begun = begin(self.office, declared, host)
        save_copy(self.office, declared, begun.case_id, form or a_class(host_unit=host), version=1)
        return begun.case_id

    def take(self, case_id: int, action: str, who: str, opinion: str = "同意。", **given: Any) -> Done:
        """Take an action; before the unit settles, its accounts come to the sum it states."""
        if action == "settle" and who.endswith(".unit_finance") and "actual_fen" in given:
            self.file_accounts(case_id, who, given["actual_fen"])
        return take_action(self.office, self.actor(who), case_id, action, opinion=opinion, given=given)

    def file_accounts(self, case_id: int, who: str, fen: int) -> None:
        """Accounts of one voucher, where they can be filed at all: what is wrong with the sum the action says."""
        held = {"trainees": 40, "staff": 2, "half_days": 6}
        accounts = Accounts({"lecturers": fen}, (Voucher("0001", self.office.today(), "lecturers", fen),), **held)
        with suppress(Refused):
            file_accounts(self.office, self.actor(who), case_id, accounts)

    def paper(self, case_id: int, who: str, *kinds: str) -> None:
        for kind in kinds:
            attach(self.office, self.actor(who), case_id, kind, f"{kind}.pdf", b"%PDF-1.7 " + kind.encode())

    def cadres(self, count: int, unit_code: str = "CIVIL", audience: str = "COMM_WORKER_B1") -> tuple[int, ...]:
        """So many cadres who were in no class yet; their ids."""
        with self.office.database.write() as connection:
            first = connection.execute(select(func.count()).select_from(cadre)).scalar_one() + 1
            made = connection.execute(insert(cadre).returning(cadre.c.id), [
                {"staff_no": f"T{number:06d}", "name": f"学员{number}", "unit": unit_code, "rank": "community",
                 "managing_level": "town", "audience": audience} for number in range(first, first + count)])
            ids = tuple(sorted(made.scalars()))
            connection.commit()
        return ids

    def call(self, case_id: int, host: str = "CIVIL") -> tuple[int, ...]:
        """Fill the roster of a class with as many people as it declared; their ids."""
        with self.office.database.read() as connection:
            declared = gather(connection, self.office, self.actor("auditor"), case_id).situation.form.trainee_count
        called = self.cadres(declared, host)
        enrol(self.office, self.actor(f"{host}.declarant"), case_id, called)
        return called

    def attend(self, case_id: int, host: str = "CIVIL") -> None:
        """Everybody on the roster was there in each half-day of the class."""
        with self.office.database.read() as connection:
            form = gather(connection, self.office, self.actor("auditor"), case_id).situation.form
            people = connection.execute(
                select(enrolment.c.cadre_id).where(enrolment.c.case_id == case_id, enrolment.c.status == "enrolled")
            ).scalars().all()
        halves = half_days_between(form.start_date, form.end_date)[:form.half_days]
        marks = {(half.day, half.half, person): PRESENT for half in halves for person in people}
        take_sheets(self.office, self.actor(f"{host}.declarant"), case_id, marks)

    def state(self, case_id: int) -> str:
        """The state a case is in now."""
        with self.office.database.read() as connection:
            return gather(connection, self.office, self.actor("auditor"), case_id).situation.case.state

    def submitted(self, form: ClassDeclaration | None = None, host: str = "CIVIL") -> int:
        """A declaration its unit has signed and submitted."""
        case_id = self.begin(form, host)
        self.take(case_id, "send_unit", f"{host}.declarant")
        self.take(case_id, "unit_finance_sign", f"{host}.unit_finance")
        self.take(case_id, "unit_submit", f"{host}.unit_head")
        return case_id

    def at(self, state: str, form: ClassDeclaration | None = None, host: str = "CIVIL") -> int:
        """A declaration brought to a state of the straight road, by acts."""
        case_id = self.submitted(form, host)
        for reached, action, who, papers, given in straight_road(host):
            if reached == state:
                return case_id
            if action == "issue_notice":
                self.call(case_id, host)
            if action == "submit_closing":
                self.attend(case_id, host)
            if papers:
                self.paper(case_id, f"{host}.declarant", *papers)
            for signer in who:
                self.take(case_id, action, signer, **given)
        return case_id

    def _units(self, connection: Any) -> None:
        for code, kind in UNITS:
            connection.execute(insert(unit).values(
                code=code, name_zh=f"区{code}", name_en=code, kind=kind, level="district", parent=None,
                system="organisation" if code == "OD" else code.lower(), active=True))

    def _people(self, connection: Any) -> None:
        chairs = [(f"{code}.{role}", role, code) for code in HOSTS for role in IN_UNIT]
        chairs += [(role, role.rstrip("2"), "OD") for role in IN_DISTRICT]
        for number, (name, role, code) in enumerate(chairs, start=1):
            self.people[name] = add_person(connection, number, name, (role, code))

    def _open_year(self) -> None:
        """A fund line and a filed plan for each host, by acts as in an office."""
        for code in HOSTS:
            self.lines[code] = open_line(self.office, self.actor("od_head"), self.actor("finance"), code, 2026,
                                         "unit_training", LINE_FEN)
            declarant = self.actor(f"{code}.declarant")
            plan = begin_plan(self.office, declarant, code, 2026, (ITEM,)).case_id
            self.take(plan, "send_unit", f"{code}.declarant")
            self.take(plan, "unit_approve", f"{code}.unit_head")
            explain_finding(self.office, declarant, plan, "R-03", "", "机构年中调整，计划随后补报。")
            self.take(plan, "file", "od_section")


Step = tuple[str, str, tuple[str, ...], tuple[str, ...], dict[str, Any]]


def straight_road(host: str) -> tuple[Step, ...]:
    """State, action that leaves it, who signs, papers needed before, what is stated."""
    leaders = ("od_deputy2", "od_head", "leader") if host == "OD" else ("od_deputy2", "od_head")
    return (
        ("submitted", "accept", ("od_section",), (), {}),
        ("authority_review", "authority_pass", ("od_section",), (), {}),
        ("duplicate_review", "dup_clear", ("od_section2",), (), {}),
        ("funding_review", "funding_pass", ("finance",), (), {}),
        ("leader_approval", "approve", leaders, (), {}),
        ("approved", "issue_notice", (f"{host}.declarant",), (), {}),
        ("noticed", "open", (f"{host}.declarant",), (), {}),
        ("in_session", "end_class", (f"{host}.declarant",), (), {}),
        ("closing", "submit_closing", (f"{host}.declarant",),
         ("programme", "agenda", "sign_in", "final_timetable", "summary", "evaluation"), {}),
        ("closure_review", "closing_pass", ("od_section",), (), {}),
        ("settling", "settle", (f"{host}.unit_finance", "finance"), ("vouchers",), {"actual_fen": 20_000 * YUAN}),
        ("completed", "", (), (), {}),
    )


def teacher_of(form: ClassDeclaration) -> str:
    """Classes of different hosts or people have different lecturers, so that no two pay for one lecture (R-12)."""
    known: dict[tuple[str, tuple[str, ...]], str] = {("CIVIL", ("COMM_WORKER_B1",)): "王老师"}
    return known.get((form.host_unit, form.audience_codes), f"{form.host_unit}{''.join(form.audience_codes)}老师"[:60])


def a_class(**changes: Any) -> ClassDeclaration:
    """A class without any fault: 40 community workers, three days, 180 yuan a person-day, no lodging."""
    clean = ClassDeclaration(
        class_name="社区工作者能力提升培训班", topic_code="COMMUNITY_WORK", class_kind="rotation",
        plan_type="in_plan", plan_item="", host_unit="CIVIL", organiser="SCHOOL", basis="2026年度培训计划",
        purpose="补齐社区工作者应急处置和群众工作方法的短板。",
        audience_tier="community", audience_codes=("COMM_WORKER_B1",),
        managing_level="unit", trainee_count=40, staff_count=3, start_date=date(2026, 11, 23),
        end_date=date(2026, 11, 25), half_days=6, channel="in", venue="区委党校", venue_kind="party_school",
        city="西宁市", province="QH", meals=True,
        syllabus=(Session("社区应急处置", 9, "lecture", "王老师"), Session("群众工作方法", 9, "discussion")),
        lecturers=(Lecturer("王老师", "deputy_senior", 9, 500 * YUAN, 3, "市委党校"),),
        rates={"meals": 120 * YUAN, "venue": 40 * YUAN, "materials": 10 * YUAN, "other": 10 * YUAN},
        similar_statement="近12个月未举办同类班次。",
    )
    form = clean.with_(**changes)
    if form.lecturers == clean.lecturers:
        form = form.with_(lecturers=(replace(clean.lecturers[0], name=teacher_of(form)),))
    if "fund_shares" not in changes:
        form = form.with_(fund_shares=(Share(form.host_unit, "unit_training", form.total_fen),))
    if not form.plan_item and form.plan_type == "in_plan" and "plan_item" not in changes:
        form = form.with_(plan_item=PLANNED[form.host_unit])
    return form
