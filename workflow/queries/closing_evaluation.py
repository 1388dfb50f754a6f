"""What the trainees said of a class: scores by item and remarks; nobody's name stands anywhere."""

from dataclasses import dataclass

from sqlalchemy import func, select

from workflow.domain.completion import ASKED, LEFT_THE_ROSTER, Score, scores
from workflow.domain.people import Actor
from workflow.engine.guards_of_holding import takes_attendance
from workflow.office import Office
from workflow.office.gather import CLASS, gather
from workflow.queries.declaration_page import Head, declaration_page
from workflow.queries.labels import names
from workflow.queries.visible import Sight
from workflow.refusals import NotFound
from workflow.store.cases import case, class_declaration
from workflow.store.completion import evaluation_code, trainee_evaluation
from workflow.store.rosters import enrolment
from workflow.wording import Label


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The answers to one class.  ``codes``: slips made, ``used``: of them answered."""

    head: Head
    writes: bool
    people: int
    answers: int
    from_paper: int
    codes: int
    used: int
    scores: tuple[Score, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a trainee is told before answering: which class, whose, and whether answers are still taken."""

    case_id: int
    class_name: str
    host: Label | None
    open: bool
    used: bool


def evaluation(office: Office, actor: Actor, case_id: int) -> Evaluation:
    """The evaluation of a class as those who may see the class see it; raises ``NotFound``."""
    page = declaration_page(office, actor, case_id)
    if page.sight is not Sight.FULL or page.head.kind != CLASS:
        raise NotFound("case", case_id)
    with office.database.read() as connection:
        s = gather(connection, office, actor, case_id).situation
        t, c, e = trainee_evaluation.c, evaluation_code.c, enrolment.c
        rows = connection.execute(select(trainee_evaluation).where(t.case_id == case_id).order_by(t.k)).all()
        codes = connection.execute(select(c.used).where(c.case_id == case_id)).scalars().all()
        people = connection.execute(select(func.count()).where(
            e.case_id == case_id, e.status.not_in(sorted(LEFT_THE_ROSTER)))).scalar_one()
    return Evaluation(
        head=page.head,
        writes=takes_attendance(s.process, s.case.state) and page.of_unit,
        people=int(people),
        answers=len(rows),
        from_paper=sum(row.source == "paper" for row in rows),
        codes=len(codes),
        used=sum(codes),
        scores=scores([{item: getattr(row, item) for item in ASKED} for row in rows]),
        remarks=tuple(row.remark for row in rows if row.remark),
    )


def asked(office: Office, case_id: int, digest: str) -> Asked:
    """What stands above the form that a code opens; raises ``NotFound`` when the code is none of this class."""
    of = class_declaration.c
    with office.database.read() as connection:
        row = connection.execute(
            select(of.class_name, case.c.state, case.c.process_hash, case.c.host_unit, evaluation_code.c.used)
            .select_from(evaluation_code).join(case, case.c.id == evaluation_code.c.case_id)
            .join(class_declaration, of.case_id == case.c.id)
            .where(evaluation_code.c.hash == digest, case.c.id == case_id)
        ).one_or_none()
        if row is None:
            raise NotFound("code", 0)
        known = names(connection, office.rulebook.roles, units=(row.host_unit,))
    process = office.rulebook.processes[row.process_hash]
    return Asked(case_id, row.class_name, known.unit(row.host_unit), takes_attendance(process, row.state),
                 bool(row.used))
