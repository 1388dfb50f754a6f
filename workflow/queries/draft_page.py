"""A declaration while its unit writes it: what is saved, what may be chosen, what the rules say so far.

Writing is possible in every state from which an action takes up the working copy
(send, resubmit, amend: the process says which), for the post that signs it first.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from workflow.domain.declaration import ClassDeclaration, from_json
from workflow.domain.declaration_form import STEPS, Choices
from workflow.domain.findings import Finding
from workflow.domain.people import Actor
from workflow.domain.seats import IN_ORDER
from workflow.office import Office
from workflow.office.gather import CLASS
from workflow.office.judging import judge_form
from workflow.queries.case_facts import Paper, papers
from workflow.queries.labels import Said, holders, look
from workflow.refusals import NotFound, Refusal, Refused
from workflow.rulebook.process import Action, Process
from workflow.store.cases import case, class_declaration, content, finding, plan_item, working_copy
from workflow.store.people import person, unit
from workflow.store.trail import trail
from workflow.wording import Label

ORGANISERS = frozenset({"institution"})
OUTSIDE = "city"  # bodies of the city neither host nor pay


@dataclass(frozen=True, slots=True)
class SentBack:
    """Who sent the declaration back to the unit, when, and with which words."""

    name: Label
    act: Label
    at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands on the wizard's pages.

    ``version`` counts the saves (0 = nothing saved since the content was last frozen);
    ``sends`` is the action that takes the text up, ``asks_why`` whether it needs an opinion.
    """

    case_id: int
    number: str | None
    host: str
    host_label: Label
    state: Label
    look: str
    first: bool  # never sent before
    version: int
    form: ClassDeclaration
    steps_done: frozenset[int]
    saved_at: datetime | None
    saved_by: Label | None
    sends: str
    sends_label: Label
    asks_why: bool
    follows: tuple[Said, ...]  # who acts next, in turn
    retractable: bool  # until then it can be taken back
    sent_back: SentBack | None
    papers: tuple[Paper, ...]
    explained: tuple[tuple[tuple[str, str], str], ...]  # (rule, part) -> what the unit said when it was last sent


def draft(office: Office, actor: Actor, case_id: int) -> Draft:
    """The declaration as its unit last saved it.

    Raises ``NotFound`` for whoever is not of the unit, and ``Refused`` (``not_editable``,
    ``not_yours``) when nothing can be written now or not by this person.
    """
    with office.database.read() as connection:
        row = _row(connection, actor, case_id)
        process = office.rulebook.processes[row.process_hash]
        action = _writing(process, row.state, actor, row.host_unit)
        return Draft(
            case_id=case_id,
            number=row.number,
            host=row.host_unit,
            host_label=Label(row.name_zh, row.name_en),
            state=process.states[row.state].label,
            look=look(process, row.state),
            first=row.state == process.initial and row.form_n == 0,
            version=row.version or 0,
            form=_form(row),
            steps_done=frozenset(map(int, row.steps_done if row.steps_done is not None else STEPS)),
            saved_at=row.saved_at,
            saved_by=None if row.saver_zh is None else Label(row.saver_zh, row.saver_en or row.saver_zh),
            sends=action.code,
            sends_label=action.label,
            asks_why=action.opinion == "required",
            follows=_follows(connection, office, process, action, row.host_unit),
            retractable=_retractable(process, action, row.state),
            sent_back=_sent_back(connection, process, case_id, row.state),
            papers=papers(connection, case_id),
            explained=_explained(connection, case_id),
        )


def choices(office: Office, host: str) -> Choices:
    """What this unit can choose in the form today."""
    with office.database.read() as connection:
        units = connection.execute(
            select(unit.c.code, unit.c.name_zh, unit.c.name_en, unit.c.kind, unit.c.level)
            .where(unit.c.active).order_by(unit.c.code)
        ).all()
        items = connection.execute(
            select(plan_item).where(plan_item.c.unit == host, plan_item.c.year >= office.today().year,
                                    plan_item.c.cancelled_on.is_(None))
            .order_by(plan_item.c.code)
        ).all()
    named = {row.code: Label(row.name_zh, row.name_en) for row in units}
    return Choices(
        units={row.code: named[row.code] for row in units if row.level != OUTSIDE and row.kind != "village"},
        organisers={row.code: named[row.code] for row in units if row.kind in ORGANISERS},
        topics={topic.code: topic.label for topic in office.rulebook.lexicon.topics.values()},
        audiences={audience.code: audience.label for audience in office.rulebook.audiences.values()},
        plan_items={row.code: Label(f"{row.code} {row.class_name}", f"{row.code} {row.class_name}") for row in items},
    )


def check_draft(office: Office, actor: Actor, case_id: int, form: ClassDeclaration) -> tuple[Finding, ...]:
    """What the rules say of this text now, by the day and the policy by which it will be judged when it is sent."""
    today = office.today()
    with office.database.read() as connection:
        row = _row(connection, actor, case_id)
        policy = office.rulebook.policies[row.policy_hash] if row.number else office.rulebook.policy_on(today)
        declared_on = row.declared_on or today
        attached = frozenset(paper.kind for paper in papers(connection, case_id))
        judged = judge_form(
            connection, office, form, policy=policy, declared_on=declared_on, case_id=case_id, papers=attached
        )
    return judged.findings


def _row(connection: Connection, actor: Actor, case_id: int) -> Any:
    """The declaration of a unit this person works for; ``NotFound`` for any other."""
    copy = working_copy.c
    row = connection.execute(
        select(case.c.number, case.c.host_unit, case.c.state, case.c.process_hash, case.c.policy_hash, case.c.form_n,
               class_declaration.c.declared_on, copy.version, copy.body, copy.steps_done, copy.at.label("saved_at"),
               content.c.body.label("frozen"),
               unit.c.name_zh, unit.c.name_en, person.c.name_zh.label("saver_zh"), person.c.name_en.label("saver_en"))
        .join_from(case, unit, unit.c.code == case.c.host_unit)
        .join(class_declaration, class_declaration.c.case_id == case.c.id)
        .outerjoin(working_copy, copy.case_id == case.c.id)
        .outerjoin(content, (content.c.case_id == case.c.id) & (content.c.n == case.c.form_n))
        .outerjoin(person, person.c.id == copy.by)
        .where(case.c.id == case_id, case.c.kind == CLASS)
    ).one_or_none()  # fmt: skip
    if row is None or not any(post.unit == row.host_unit for post in actor.posts):
        raise NotFound("case", case_id)
    return row


def _follows(connection: Connection, office: Office, process: Process, action: Action, host: str) -> tuple[Said, ...]:
    """Who acts after the writer: the next signers of this action, else those of the state it leads to."""
    signers = action.signers.members[1:] if action.signers.verb == IN_ORDER else ()
    road = action.roads[0].target.state
    deciding = process.deciding(road) if road else None
    signers = signers or (deciding.signers.members if deciding else ())
    roles = office.rulebook.roles
    chairs = [(one.role, host if one.of == "host" and roles[one.role].scope == "unit" else None) for one in signers]
    sitting = holders(connection, chairs, office.today())
    return tuple(
        Said("draft.holder" if sitting[chair] else "draft.holder_vacant",
             {"chair": roles[chair[0]].label, "names": sitting[chair]})
        for chair in chairs
    )  # fmt: skip


def _retractable(process: Process, action: Action, state: str) -> bool:
    """Whether the writer can fetch it back from where the action leads."""
    there = action.roads[0].target.state
    writer = action.signers.members[0].role
    return there is not None and any(
        back.road_from(there).target.state == state and back.signers.members[0].role == writer  # type: ignore[union-attr]
        for back in process.actions_from(there) if back.signers.members
    )


def _sent_back(connection: Connection, process: Process, case_id: int, state: str) -> SentBack | None:
    """The record that brought the case into its state, where somebody wrote an opinion with it."""
    of = trail.c
    row = connection.execute(
        select(of.act, of.at, of.record, person.c.name_zh, person.c.name_en)
        .join_from(trail, person, person.c.id == of.actor_id)
        .where(of.case_id == case_id, of.to_state == state, of.from_state != state)
        .order_by(of.n.desc()).limit(1)
    ).one_or_none()
    words = json.loads(row.record)["opinion"] if row else ""
    if row is None or not words or row.act not in process.actions:
        return None
    return SentBack(Label(row.name_zh, row.name_en or row.name_zh), process.actions[row.act].label, row.at, words)


def _explained(connection: Connection, case_id: int) -> tuple[tuple[tuple[str, str], str], ...]:
    of = finding.c
    rows = connection.execute(
        select(of.rule, of.part, of.explanation)
        .join_from(finding, case, (case.c.id == of.case_id) & (case.c.findings_n == of.n))
        .where(of.case_id == case_id, of.explanation.is_not(None))
    )
    return tuple(((row.rule, row.part), row.explanation) for row in rows)


def _form(row: Any) -> ClassDeclaration:
    if row.body is not None:
        return from_json(row.body)
    return from_json(json.loads(row.frozen)) if row.frozen else ClassDeclaration(host_unit=row.host_unit)


def _writing(process: Process, state: str, actor: Actor, host: str) -> Action:
    """The action that would take the text up from here."""
    possible = [action for action in process.actions_from(state) if "working_copy" in action.inputs]
    if not possible:
        raise Refused(Refusal("not_editable", {"state": process.states[state].label}))
    writers = {action.code: action.signers.members[0].role for action in possible}
    for action in possible:
        if actor.holds(writers[action.code], host):
            return action
    raise Refused(Refusal("not_yours", {"action": possible[0].label}, who=tuple(dict.fromkeys(writers.values()))))
