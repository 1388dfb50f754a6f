"""The one page of a declaration, the same for all roles and masked by right.

Facts, findings, decisions, in that order; beside them what this person can do, what not, why, and who can.
The answers come from the same functions that decide the act.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from workflow.domain.days import office_day
from workflow.domain.declaration import Session
from workflow.domain.people import Actor
from workflow.domain.plan import from_json
from workflow.engine.decide import Impossible, Possible, explain
from workflow.engine.situation import Situation
from workflow.engine.stated import KEY
from workflow.office import Office
from workflow.office.gather import changes, gather, read_content
from workflow.queries import case_facts as told
from workflow.queries.case_changes import Change, case_changes
from workflow.queries.case_findings import FindingView, PairView, findings, pairs
from workflow.queries.case_steps import Holder, Leads, Step, holding, leads, marks, next_step, steps
from workflow.queries.labels import Names, look, names
from workflow.queries.paper_rights import brings
from workflow.queries.trail_page import TrailRow, trail_rows
from workflow.queries.visible import Sight, demand
from workflow.refusals import Refusal
from workflow.store.cases import class_declaration
from workflow.store.drafts import working_body
from workflow.trail.record import instant
from workflow.wording import Fen, Label

COPY = "working_copy"  # the input of actions that send what was typed


@dataclass(frozen=True, slots=True)
class Choice:
    """An action this actor can take now and what it would lead to."""

    action: str
    label: Label
    decides: bool
    opinion_required: bool
    inputs: tuple[str, ...]
    leads: Leads


@dataclass(frozen=True, slots=True)
class Barred:
    """An action of this state that this actor cannot take now: every reason, and who can."""

    action: str
    label: Label
    decides: bool
    refusals: tuple[Refusal, ...]
    who: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What this actor was shown, to bind a signature to it: the state, the newest content and the findings by hash."""

    state: str
    form_hash: str
    findings_hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above every page of a case. ``version`` = number of the content in force; 0 = nothing sent yet."""

    case_id: int
    kind: str
    process: Label
    number: str | None
    version: int
    title: str
    state_code: str
    state: Label
    look: str
    host: Label | None
    start: date | None
    end: date | None
    half_days: int | None
    people: int | None
    total: Fen | None
    reply_no: str | None = None
    receipt_no: str | None = None


@dataclass(frozen=True, slots=True)
class DeclarationPage:
    """The whole page. Below ``Sight.FULL`` all but the head, the steps and the public facts is empty."""

    sight: Sight
    head: Head
    open: bool = False  # the process still goes on
    of_unit: bool = False  # this actor holds a post of the host unit
    writes: bool = False  # this actor may type a new content now
    brings: tuple[str, ...] = ()  # the kinds of papers this actor may bring now
    steps: tuple[Step, ...] = ()
    holders: tuple[Holder, ...] = ()
    next: Leads | None = None
    paused: datetime | None = None
    can: tuple[Choice, ...] = ()
    cannot: tuple[Barred, ...] = ()
    findings: tuple[FindingView, ...] = ()
    facts: tuple[told.Fact, ...] = ()
    answers: tuple[told.Fact, ...] = ()
    courses: tuple[Session, ...] = ()
    plan: tuple[told.Planned, ...] = ()
    money: tuple[told.Cost, ...] = ()
    held: tuple[told.Held, ...] = ()
    papers: tuple[told.Paper, ...] = ()
    pairs: tuple[PairView, ...] = ()
    stated: tuple[told.Fact, ...] = ()  # what the first signer of an open round stated
    proposed: tuple[Change, ...] = ()  # what a content that waits for adoption would change
    trail: tuple[TrailRow, ...] = ()
    marks: Mapping[int, str] = field(default_factory=dict)  # record number -> decision | back
    policy: Label | None = None
    shown: Shown | None = None

    @property
    def attaches(self) -> bool:
        return bool(self.brings)

    @property
    def wanted(self) -> tuple[str, ...]:
        """The kinds of papers without which the decision that the case waits for cannot be taken."""
        gone = [refusal.values["papers"] for barred in self.cannot if barred.decides
                for refusal in barred.refusals if refusal.code == "papers_missing"]  # fmt: skip
        return tuple(dict.fromkeys(term.key.removeprefix("paper.") for terms in gone for term in terms))


def declaration_page(office: Office, actor: Actor, case_id: int) -> DeclarationPage:
    """The page of a case as this actor may see it; raises ``NotFound`` when not at all."""
    with office.database.read() as connection:
        sight = demand(connection, actor, office.rulebook.roles, case_id, Sight.SIMILAR)
        if sight is Sight.FULL:
            return _whole(connection, office, actor, case_id)
        return _masked(connection, office, actor, case_id, sight)


def _whole(connection: Connection, office: Office, actor: Actor, case_id: int) -> DeclarationPage:
    gathered = gather(connection, office, actor, case_id)
    s, row = gathered.situation, gathered.row
    form = _subject(s, s.form if s.form is not None else _being_written(connection, s))
    known = _names(connection, office, s, *told.units_of(form), *told.units_of(s.proposed))
    can, cannot = _actions(_with_copy(connection, s), s, known)
    head = _head(connection, s, form, known)
    return DeclarationPage(
        sight=Sight.FULL,
        head=head,
        open=s.process.states[s.case.state].kind == "open",
        of_unit=any(post.unit == s.case.host for post in s.actor.posts),
        writes=any(COPY in one.inputs and s.actor.holds(one.signers.members[0].role, s.case.host)
                   for one in s.process.actions_from(s.case.state)),
        brings=brings(s, form, replied=head.reply_no is not None),
        steps=steps(connection, s.process, case_id, s.case.state),
        holders=holding(connection, s, known),
        next=next_step(s, known) if s.case.number or s.case.form_n else None,
        paused=_paused(s),
        can=can,
        cannot=cannot,
        findings=findings(connection, s, row["findings_n"], known),
        facts=told.facts(form, known, office.rulebook),
        answers=told.long_answers(form),
        courses=told.courses(form),
        plan=told.planned(form),
        money=told.money(form),
        held=told.holdings(connection, case_id, form, known),
        papers=told.papers(connection, case_id),
        pairs=pairs(connection, office, s),
        stated=told.stated(s.case.remembered.get(KEY, {})),
        proposed=case_changes(s.form, s.proposed, s.changed, known, office.rulebook),
        trail=trail_rows(connection, office.rulebook, case_id),
        marks=marks(connection, s.process, case_id),
        policy=s.policy.label,
        shown=Shown(
            s.case.state, gathered.contents.get(row["proposed_n"] or row["form_n"], ""), row["findings_hash"] or ""
        ),
    )


def _masked(connection: Connection, office: Office, actor: Actor, case_id: int, sight: Sight) -> DeclarationPage:
    s = gather(connection, office, actor, case_id).situation
    form = _subject(s, s.form)
    known = _names(connection, office, s, *told.units_of(form))
    head = _head(connection, s, form, known, money=False)
    facts = told.public_facts(form, known, office.rulebook)
    if sight is not Sight.LIST:
        return DeclarationPage(sight=sight, head=head, facts=facts)
    return DeclarationPage(
        sight=sight,
        head=head,
        facts=facts,
        steps=steps(connection, s.process, case_id, s.case.state),
        holders=holding(connection, s, known),
    )


def _names(connection: Connection, office: Office, s: Situation, *units: str) -> Names:
    """What the units of a case are called: of one that has ended, as they were on that day."""
    ended = office_day(s.case.entered_at) if s.process.deciding(s.case.state) is None else None
    return names(connection, office.rulebook.roles, units=(s.case.host, s.other_host, *units)).on(ended)


def _paused(s: Situation) -> datetime | None:
    since = s.case.remembered.get("paused_at")
    return instant(since) if since else None


def _being_written(connection: Connection, s: Situation) -> Any:
    """What the unit has typed so far, while nothing has been sent yet."""
    body = working_body(connection, s.case.id)
    return None if body is None else read_content(s.case.kind, body)


def _subject(s: Situation, form: Any) -> Any:
    """The content as the value its kind means; contents of foreign processes stay plain JSON."""
    return from_json(form) if s.case.kind == "annual_plan" and isinstance(form, dict) else form


def _head(connection: Connection, s: Situation, form: Any, known: Names, *, money: bool = True) -> Head:
    subject = class_declaration.c
    numbers = connection.execute(
        select(subject.reply_no, subject.receipt_no).where(subject.case_id == s.case.id)
    ).one_or_none()
    return Head(
        case_id=s.case.id,
        kind=s.case.kind,
        process=s.process.label,
        number=s.case.number,
        version=s.case.form_n,
        title=getattr(form, "class_name", ""),
        state_code=s.case.state,
        state=s.process.states[s.case.state].label,
        look=look(s.process, s.case.state),
        host=known.unit(s.case.host),
        start=getattr(form, "start_date", None),
        end=getattr(form, "end_date", None),
        half_days=getattr(form, "half_days", None),
        people=getattr(form, "trainee_count", None),
        total=Fen(form.total_fen) if money and hasattr(form, "total_fen") else None,
        reply_no=numbers.reply_no if numbers else None,
        receipt_no=numbers.receipt_no if numbers else None,
    )


def _actions(written: Situation, s: Situation, known: Names) -> tuple[tuple[Choice, ...], tuple[Barred, ...]]:
    """What can be done, the state's own decision first; what cannot, that decision first too.

    Actions that send what was typed are judged on it (``written``).  What only the system does
    is not told: nobody could.
    """
    actions = s.process.actions
    found = {one.action: one for one in _explained(s)}
    found |= {one.action: one for one in _explained(written) if COPY in actions[one.action].inputs}
    can = [one for one in found.values() if isinstance(one, Possible)]
    cannot = [one for one in found.values() if isinstance(one, Impossible) and not _systems_own(one)]
    can.sort(key=lambda one: not one.decides)
    cannot.sort(key=lambda one: (not actions[one.action].decides, bool(one.who)))
    return tuple(_choice(s, known, one) for one in can), tuple(_barred(s, known, one) for one in cannot)


def _explained(s: Situation) -> tuple[Possible | Impossible, ...]:
    explained = explain(s)
    return (*explained.can, *explained.cannot)


def _with_copy(connection: Connection, s: Situation) -> Situation:
    """The situation as it would be if what is being typed were sent now."""
    if s.proposed is not None or not any(COPY in one.inputs for one in s.process.actions_from(s.case.state)):
        return s
    typed = _being_written(connection, s)
    return s if typed is None else s.with_(proposed=typed, changed=changes(s.form, typed))


def _choice(s: Situation, known: Names, found: Possible) -> Choice:
    return Choice(
        action=found.action,
        label=found.label,
        decides=found.decides,
        opinion_required=found.opinion_required,
        inputs=found.inputs,
        leads=leads(s, s.process.actions[found.action], known),
    )


def _barred(s: Situation, known: Names, found: Impossible) -> Barred:
    who = tuple(dict.fromkeys(known.role(role) for role in found.who))
    return Barred(found.action, found.label, s.process.actions[found.action].decides, found.refusals, who)


def _systems_own(found: Impossible) -> bool:
    return any(refusal.code == "only_the_system" for refusal in found.refusals)
