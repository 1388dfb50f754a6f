"""Lists around rosters: the classes that invite a unit, the unit's people who could come, the hosts' sheet to fill."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from workflow.domain.people import Actor
from workflow.domain.rosters import ENROLLED
from workflow.office import Office
from workflow.office.gather import CLASS
from workflow.queries.cadre_list import Listed, cadres_of
from workflow.queries.labels import names
from workflow.queries.my_page import own_units
from workflow.queries.roster_page import RosterPage
from workflow.queries.sheet_matching import NAME, STAFF_NO
from workflow.sheets.columns import Column
from workflow.sheets.writing import template
from workflow.store.cases import case, class_declaration
from workflow.store.people import unit
from workflow.store.rosters import enrolment, place_quota
from workflow.wording import Label, say

REMARK = Column("remark", "sheet.column.remark", required=False)
SHEET = (Column(STAFF_NO.name, STAFF_NO.heading, STAFF_NO.kind, required=False, most=STAFF_NO.most),
         Column(NAME.name, NAME.heading, required=False, most=NAME.most), REMARK)
"""What a roster's sheet asks for."""
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Invitation:
    """A class that gave a unit places; ``answer`` is the unit's own, ``count`` how many of its people stand there."""

    case_id: int
    title: str
    host: Label | None
    unit: Label | None
    start: date | None
    end: date | None
    places: int
    count: int
    answer: str | None
    answered_at: datetime | None


def invitations(office: Office, actor: Actor) -> tuple[Invitation, ...]:
    """The places of this person's units in classes that have not begun, unanswered first."""
    units = own_units(office, actor)
    ended = tuple(office.rulebook.ends(CLASS))
    q, of, e = place_quota.c, class_declaration.c, enrolment.c
    there = (e.case_id == q.case_id, e.unit == q.unit, e.status == ENROLLED)
    people = select(func.count()).where(*there).scalar_subquery()
    with office.database.read() as connection:
        rows = connection.execute(
            select(q.case_id, q.unit, q.places, q.answer, q.answered_at, of.class_name, of.start_date, of.end_date,
                   case.c.host_unit, people.label("people"))
            .join(case, case.c.id == q.case_id).outerjoin(class_declaration, of.case_id == q.case_id)
            .where(q.unit.in_(units), case.c.state.not_in(ended))
            .order_by(q.answer.is_not(None), of.start_date, q.case_id).limit(SHOWN)).all()
        known = names(connection, office.rulebook.roles, units=[*units, *(row.host_unit for row in rows)])
    today = office.today()
    return tuple(Invitation(row.case_id, row.class_name or "", known.unit(row.host_unit), known.unit(row.unit),
                            row.start_date, row.end_date, row.places, row.people, row.answer, row.answered_at)
                 for row in rows if row.start_date is None or row.start_date > today)


def could_come(office: Office, page: RosterPage) -> tuple[Listed, ...]:
    """The people of the actor's units who are not on the roster yet."""
    there = {one.cadre_id for part in page.parts for one in part.people if one.comes}
    return tuple(one for one in cadres_of(office, page.fills) if one.id not in there)


def units_to_invite(office: Office, page: RosterPage) -> tuple[tuple[str, Label], ...]:
    """The active units that have no places yet."""
    taken = {part.code for part in page.parts if part.places is not None}
    with office.database.read() as connection:
        rows = connection.execute(
            select(unit.c.code, unit.c.name_zh, unit.c.name_en).where(unit.c.active).order_by(unit.c.code)).all()
    return tuple((row.code, Label(row.name_zh, row.name_en)) for row in rows if row.code not in taken)


def roster_template(office: Office, page: RosterPage, language: str) -> bytes:
    """A sheet to fill, with the people of the actor's units in it: delete the lines of who does not come."""
    rows = [(one.staff_no, one.name, "") for one in could_come(office, page)]
    return template(SHEET, rows, language, hints=(say("roster.sheet_hint", language),))
