"""A cadre's training file: what they learnt in the classes of this house that were closed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from workflow.domain.people import Actor
from workflow.office import Office
from workflow.office.gather import GREATEST_ID, stored_content
from workflow.queries.labels import names
from workflow.queries.official_roster import may_see_names
from workflow.refusals import NotFound
from workflow.store.cases import case, class_declaration, content
from workflow.store.people import cadre
from workflow.store.rosters import enrolment
from workflow.wording import Label


@dataclass(frozen=True, slots=True)
class FileLine:
    """One class of a training file; ``hours`` and ``result`` as the latest closing credited them."""

    case_id: int
    number: str | None
    class_name: str
    host: Label | None
    start: date
    end: date
    half_days: int
    subjects: tuple[str, ...]
    hours: int
    leave_half_days: int
    result: str
    appraisal: str


def training_file(office: Office, actor: Actor, cadre_id: int) -> tuple[FileLine, ...]:
    """The lines of closed classes, the newest first; raises ``NotFound`` for who may not read this person's file."""
    with office.database.read() as connection:
        unit = connection.execute(select(cadre.c.unit).where(
            cadre.c.id == min(cadre_id, GREATEST_ID))).scalar_one_or_none()
        if unit is None or not may_see_names(actor, unit):
            raise NotFound("cadre", cadre_id)
        e, of = enrolment.c, class_declaration.c
        rows = connection.execute(
            select(e.case_id, e.start_date, e.end_date, e.hours, e.leave_half_days, e.result, e.appraisal,
                   of.class_name, of.half_days, case.c.number, case.c.host_unit, case.c.kind, content.c.body)
            .join(case, case.c.id == e.case_id).join(class_declaration, of.case_id == e.case_id)
            .join(content, (content.c.case_id == e.case_id) & (content.c.n == case.c.form_n))
            .where(e.cadre_id == cadre_id, e.hours.is_not(None)).order_by(e.start_date.desc(), e.case_id.desc())
        ).all()
        known = names(connection, office.rulebook.roles, units=[row.host_unit for row in rows])
    return tuple(
        FileLine(row.case_id, row.number, row.class_name, known.unit(row.host_unit), row.start_date, row.end_date,
                 row.half_days, _subjects(row.kind, row.body), row.hours, row.leave_half_days or 0, row.result or "",
                 row.appraisal or "")
        for row in rows
    )


def _subjects(kind: str, body: str) -> tuple[str, ...]:
    form = stored_content(kind, body)
    return tuple(session.title for session in form.syllabus)
