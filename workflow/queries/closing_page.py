"""The closing of a class (ux S11): sign-in, reports, cost, evaluation and papers as a list of tasks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from workflow.domain.completion import Held, Proof, held
from workflow.domain.findings import Finding
from workflow.domain.people import Actor
from workflow.engine.guards_of_holding import asks_sign_in, takes_attendance
from workflow.engine.situation import Situation
from workflow.office import Office
from workflow.office.gather import CLASS, gather
from workflow.queries.closing_people import Slot, Trainee, marks_of, report_day, slots, trainees, units_of_roster
from workflow.queries.closing_steps import closing_findings, days_of_steps, proofs
from workflow.queries.declaration_page import Choice, DeclarationPage, Head, declaration_page
from workflow.queries.labels import Names, names
from workflow.queries.visible import Sight
from workflow.refusals import NotFound
from workflow.store.completion import class_note, closing, trainee_evaluation
from workflow.wording import Label, Term

SUBMIT = "submit_closing"


@dataclass(frozen=True, slots=True)
class Note:
    """A change of the timetable, or what a group discussed."""

    kind: str
    day: date
    half: str | None
    title: str
    text: str
    by: Label | Term
    at: datetime


@dataclass(frozen=True, slots=True)
class Closing:
    """The closing papers as handed in once; an older one stays as it was."""

    k: int
    people: int
    attended: int
    late: bool
    note: str
    submitted_by: Label | Term
    submitted_at: datetime
    outcome: str | None
    decided_by: Label | Term | None
    decided_at: datetime | None
    hours: int | None
    reason: str
    reopened_by: Label | Term | None
    reopened_at: datetime | None
    reopened_why: str


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the list: ``standing`` is done, current or to do; ``done`` of ``wanted``, where it is counted."""

    key: str
    standing: str
    done: int = 0
    wanted: int = 0


@dataclass(frozen=True, slots=True)
class ClosingPage:
    """Everything about a class while it is held and closed."""

    head: Head
    held: Held
    writes: bool  # this actor may write things down now
    tasks: tuple[Task, ...]
    slots: tuple[Slot, ...]
    people: tuple[Trainee, ...]
    report_until: date | None
    notes: tuple[Note, ...]
    closings: tuple[Closing, ...]
    proofs: tuple[Proof, ...]
    findings: tuple[Finding, ...]
    submit: Choice | None  # the closing papers can be handed in by this actor now
    answers: int
    today: date
    sheet: Slot | None = None

    @property
    def named(self) -> bool:
        """Whether this actor sees at least one name."""
        return any(one.name is not None for one in self.people)

    @property
    def missing(self) -> tuple[Trainee, ...]:
        """Who missed any half-day."""
        return tuple(one for one in self.people if one.presence.missed)


def closing_page(office: Office, actor: Actor, case_id: int, sheet: tuple[date, str] | None = None) -> ClosingPage:
    """The page of a class; ``sheet``: with the sign-in of that half-day.  Raises ``NotFound``."""
    page = declaration_page(office, actor, case_id)
    if page.sight is not Sight.FULL or page.head.kind != CLASS or page.head.start is None:
        raise NotFound("case", case_id)
    with office.database.read() as connection:
        s = gather(connection, office, actor, case_id).situation
        return _page(connection, office, s, page, sheet)


def _page(connection: Connection, office: Office, s: Situation, page: DeclarationPage,
          sheet: tuple[date, str] | None) -> ClosingPage:
    marks, case_id = marks_of(connection, s.case.id), s.case.id
    until = report_day(s.form.end_date, s.policy["timing.learning_report_days"])
    known = _names(connection, office, case_id)
    people = trainees(connection, s, known, marks, until, sheet)
    roster = frozenset(one.cadre_id for one in people)
    counted = held(marks, roster, s.form.half_days)
    days, answers = days_of_steps(connection, case_id), _answers(connection, case_id)
    halves = slots(marks, roster, s.form.start_date, s.form.end_date, s.today)
    submit = next((one for one in page.can if one.action == SUBMIT), None)
    return ClosingPage(
        head=page.head,
        held=counted,
        writes=takes_attendance(s.process, s.case.state) and page.of_unit,
        tasks=_tasks(s, page, counted, people, answers),
        slots=halves,
        people=people,
        report_until=until,
        notes=_notes(connection, case_id, known),
        closings=_closings(connection, case_id, known),
        proofs=proofs(days),
        findings=closing_findings(connection, s, taught=_taught(s)),
        submit=submit,
        answers=answers,
        today=s.today,
        sheet=next((one for one in halves if (one.day, one.half) == sheet), _fresh(s, sheet)),
    )


def _taught(s: Situation) -> bool:
    """Whether the teaching is over: until then nobody asks for the closing papers."""
    return asks_sign_in(s.process, s.case.state) or not takes_attendance(s.process, s.case.state)


def _fresh(s: Situation, sheet: tuple[date, str] | None) -> Slot | None:
    """An evening that nobody has used yet."""
    if sheet is None or not s.form.start_date <= sheet[0] <= s.form.end_date:
        return None
    return Slot(*sheet, 0, 0, sheet[0] > s.today)


def _tasks(s: Situation, page: DeclarationPage, counted: Held, people: Sequence[Trainee],
           answers: int) -> tuple[Task, ...]:
    """Attendance, reports, cost, evaluation, papers and submission (ux S11)."""
    there_at_all = [one for one in people if one.presence.present]
    reports = sum(one.report_on is not None for one in there_at_all)
    wanted = _wanted_papers(s)
    there = sum(kind in s.papers for kind in wanted)
    submitted = not takes_attendance(s.process, s.case.state)
    return (
        _task("attendance", counted.signed, counted.wanted, counted.complete),
        _task("reports", reports, len(there_at_all), reports >= len(there_at_all) > 0),
        _task("evaluation", answers, counted.attended or len(people), answers > 0),
        _task("papers", there, len(wanted), there == len(wanted)),
        Task("cost", "done" if page.head.look == "done" else "todo"),
        Task("submit", "done" if submitted else "current" if counted.complete and there == len(wanted) else "todo"),
    )


def _task(key: str, done: int, wanted: int, whole: bool) -> Task:
    return Task(key, "done" if whole else "current" if done else "todo", done, wanted)


def _wanted_papers(s: Situation) -> tuple[str, ...]:
    """The papers that handing in asks for, as the process says."""
    calls = [guard for guard in s.process.actions[SUBMIT].guards if guard.name == "papers_present"]
    return tuple(kind for call in calls for kind in call.kwargs["kinds"])


def _answers(connection: Connection, case_id: int) -> int:
    wanted = select(func.count()).where(trainee_evaluation.c.case_id == case_id)
    return int(connection.execute(wanted).scalar_one())


def _names(connection: Connection, office: Office, case_id: int) -> Names:
    people: set[int | None] = set(connection.execute(
        select(class_note.c.by).where(class_note.c.case_id == case_id)).scalars())
    c = closing.c
    for row in connection.execute(select(c.submitted_by, c.decided_by, c.reopened_by).where(c.case_id == case_id)):
        people |= set(row)
    return names(connection, office.rulebook.roles, units=units_of_roster(connection, case_id), people=people)


def _notes(connection: Connection, case_id: int, known: Names) -> tuple[Note, ...]:
    c = class_note.c
    rows = connection.execute(select(c.kind, c.day, c.half, c.title, c.text, c.by, c.at).where(
        c.case_id == case_id).order_by(c.k))
    return tuple(Note(row.kind, row.day, row.half, row.title, row.text, known.person(row.by), row.at) for row in rows)


def _closings(connection: Connection, case_id: int, known: Names) -> tuple[Closing, ...]:
    """The newest first."""
    def who(number: Any) -> Label | Term | None:
        return None if number is None else known.person(number)

    rows = connection.execute(select(closing).where(closing.c.case_id == case_id).order_by(closing.c.k.desc()))
    return tuple(
        Closing(row.k, row.people, row.attended, row.late, row.note or "", known.person(row.submitted_by),
                row.submitted_at, row.outcome, who(row.decided_by), row.decided_at, row.hours, row.reason or "",
                who(row.reopened_by), row.reopened_at, row.reopened_why or "")
        for row in rows
    )
