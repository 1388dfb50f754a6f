"""The facts of one case as a page tells them: short facts, long answers, courses, money and papers."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from workflow.domain.days import days_of
from workflow.domain.declaration import BUDGET_ITEMS, ClassDeclaration, Session, Village
from workflow.domain.inputs import CASE, CONTENT, FEN, INPUTS
from workflow.domain.plan import AnnualPlan
from workflow.queries.labels import Names, Said, span
from workflow.rulebook.rulebook import Rulebook
from workflow.store.cases import paper
from workflow.store.funding import fund_line, fund_share
from workflow.wording import Fen, Label, Term, unpack

SEPARATORS = re.compile(r"\s*[、，,；;]\s*")
LONG_ANSWERS = ("purpose", "basis", "extra_reason", "similar_statement")


@dataclass(frozen=True, slots=True)
class Fact:
    """One question and its answer; ``value`` is spoken in the language of the page."""

    name: Term
    value: Any


@dataclass(frozen=True, slots=True)
class Cost:
    """One row of the money table: what, the arithmetic in parts that add up, and the amount."""

    name: Term
    parts: tuple[Said, ...]
    fen: Fen


@dataclass(frozen=True, slots=True)
class Planned:
    """One class of an annual plan."""

    name: str
    code: str
    month: int
    channel: Term
    people: int
    total: Fen


@dataclass(frozen=True, slots=True)
class Held:
    """A fund line this class draws on: what it asks there and what it holds now."""

    owner: Label
    source: Term
    asked: Fen
    reserved: Fen
    committed: Fen
    spent: Fen


@dataclass(frozen=True, slots=True)
class Paper:
    """An attached paper; its bytes are had by its id. ``fingerprint`` is its SHA-256, as the trail keeps it."""

    id: int
    kind: str
    name: str
    size: int
    by: int
    at: datetime
    fingerprint: str


def units_of(form: Any) -> tuple[str, ...]:
    """The units a content names, to read their names in one go."""
    if isinstance(form, ClassDeclaration):
        return (form.host_unit, *form.co_hosts, form.organiser, *(share.owner for share in form.fund_shares))
    return (form.unit,) if isinstance(form, AnnualPlan) else ()


def facts(form: Any, known: Names, rulebook: Rulebook) -> tuple[Fact, ...]:
    """The short facts, in the order of the form."""
    if isinstance(form, AnnualPlan):
        return (
            Fact(Term("form.host_unit"), known.unit(form.unit)),
            Fact(Term("case.plan_year"), str(form.year or "")),
            Fact(Term("case.plan_items"), Said("case.plan_n", {"n": len(form.items)})),
            Fact(Term("case.total_money"), Said("case.yuan", {"fen": Fen(form.total_fen)})),
        )
    if not isinstance(form, ClassDeclaration):
        return ()
    return _answered(
        ("form.host_unit", _units(known, (form.host_unit,))),
        ("form.co_hosts", _units(known, form.co_hosts)),
        ("form.organiser", _units(known, (form.organiser,))),
        ("form.partner", form.partner),
        ("form.contract_no", form.contract_no),
        ("form.plan_type", _plan(form)),
        ("form.class_kind", _word("kind", form.class_kind)),
        ("form.topic_code", topic(rulebook, form.topic_code)),
        ("form.channel", _word("channel", form.channel)),
        ("form.audience_codes", audience(rulebook, form)),
        ("form.managing_level", _word("level", form.managing_level)),
        ("case.when", when(form)),
        ("form.venue", tuple(filter(None, (form.venue, form.city)))),
        ("form.villages", villages(form)),
        ("case.people_q", people(form)),
        ("form.mode", _word("mode", form.mode)),
        ("case.hours", form.class_hours or None),
        ("case.total_money", Said("case.yuan", {"fen": Fen(form.total_fen)})),
    )


def public_facts(form: Any, known: Names, rulebook: Rulebook) -> tuple[Fact, ...]:
    """What a clerk of another unit may know of a similar class (ruling 37): no names, no money."""
    if not isinstance(form, ClassDeclaration):
        return ()
    return _answered(
        ("form.host_unit", _units(known, (form.host_unit,))),
        ("form.audience_codes", audience(rulebook, form)),
        ("case.when", when(form)),
        ("form.trainee_count", form.trainee_count),
    )


def long_answers(form: Any) -> tuple[Fact, ...]:
    """The answers that are whole sentences."""
    if not isinstance(form, ClassDeclaration):
        return ()
    return _answered(*((f"form.{name}", getattr(form, name)) for name in LONG_ANSWERS))


def stated(rounds: Mapping[str, Mapping[str, Any]]) -> tuple[Fact, ...]:
    """What the first signers of the open rounds stated, as the next ones sign it."""
    told = [(name, unpack(value)) for values in rounds.values() for name, value in values.items()]
    kinds = {name: INPUTS[name][0] for name, _ in told if name in INPUTS}
    return tuple(
        Fact(Term(f"input.{name}"), _stated(kinds[name], name, value))
        for name, value in told
        if kinds.get(name, CONTENT) != CONTENT
    )


def _stated(kind: str, name: str, value: Any) -> Any:
    if kind == FEN:
        return Said("case.yuan", {"fen": Fen(value)})
    return Term(f"ground.{value}") if name == "ground" else str(value) if kind == CASE else value


def planned(form: Any) -> tuple[Planned, ...]:
    """The classes of an annual plan."""
    items = form.items if isinstance(form, AnnualPlan) else ()
    return tuple(
        Planned(item.class_name, item.code, item.month, Term(f"channel.{item.channel}"), item.trainee_count,
                Fen(item.total_fen))
        for item in items
    )  # fmt: skip


def courses(form: Any) -> tuple[Session, ...]:
    """The lines of the syllabus."""
    return form.syllabus if isinstance(form, ClassDeclaration) else ()


def money(form: Any) -> tuple[Cost, ...]:
    """The money table: budget items by person and day, lecturers by the hour; the total is the form's own."""
    if not isinstance(form, ClassDeclaration) or not form.trainee_count or not form.half_days:
        return ()
    scale = {"people": form.trainee_count, "days": days_of(form.half_days)}
    rows = [
        Cost(Term(f"budget.{item}"), (Said("case.sum_item", {**scale, "fen": Fen(rate)}),),
             Fen(rate * form.trainee_count * form.half_days // 2))
        for item in BUDGET_ITEMS
        if (rate := form.rates.get(item, 0))
    ]  # fmt: skip
    if form.lecturers:
        parts = [Said("case.sum_lecturer", {"hours": row.hours, "fen": Fen(row.fee_fen)}) for row in form.lecturers]
        rows.append(Cost(Term("budget.lecturers"), tuple(parts), Fen(form.lecturer_fen)))
    return tuple(rows)


def holdings(connection: Connection, case_id: int, form: Any, known: Names) -> tuple[Held, ...]:
    """What the class asks of each fund line and holds there now; lines it left are shown while they hold money."""
    rows = connection.execute(
        select(fund_line.c.owner, fund_line.c.source, fund_share)
        .join_from(fund_share, fund_line, fund_line.c.id == fund_share.c.line_id)
        .where(fund_share.c.case_id == case_id)
        .order_by(fund_line.c.owner, fund_line.c.source)
    )
    held = {(row.owner, row.source): (row.reserved, row.committed, row.spent) for row in rows}
    asked = {(share.owner, share.source): share.fen for share in getattr(form, "fund_shares", ())}
    return tuple(
        Held(known.units.get(owner, Label(owner, owner)), Term(f"source.{source}"), Fen(asked.get((owner, source), 0)),
             *map(Fen, held.get((owner, source), (0, 0, 0))))
        for owner, source in (*asked, *(line for line in held if line not in asked and any(held[line])))
    )  # fmt: skip


def papers(connection: Connection, case_id: int) -> tuple[Paper, ...]:
    """The papers attached now, oldest first."""
    rows = connection.execute(
        select(paper).where(paper.c.case_id == case_id, paper.c.removed_at.is_(None)).order_by(paper.c.id)
    )
    return tuple(Paper(row.id, row.kind, row.name, row.size, row.by, row.at, row.sha256) for row in rows)


def audience(rulebook: Rulebook, form: ClassDeclaration) -> tuple[Any, ...]:
    """Who is called: the coded audiences, then the unit's own words where they say more."""
    labels = tuple(rulebook.audiences[code].label for code in form.audience_codes if code in rulebook.audiences)
    told = {name for label in labels for name in (label.zh, label.en)}
    more = set(filter(None, SEPARATORS.split(form.audience_text))) - told
    return (*labels, form.audience_text) if more else labels


def topic(rulebook: Rulebook, code: str) -> Label | str:
    found = rulebook.lexicon.topics.get(code)
    return found.label if found else code


def when(form: ClassDeclaration) -> Said | None:
    """The days and their number: ``2026年6月15日至17日，3 天``."""
    if form.start_date is None or form.end_date is None:
        return None
    days = days_of(form.half_days) if form.half_days else "–"
    return Said("case.span_days", {"span": span(form.start_date, form.end_date), "days": days})


def people(form: ClassDeclaration) -> Said | None:
    if form.trainee_count is None:
        return None
    return Said("case.people_staff", {"count": form.trainee_count, "staff": form.staff_count or 0})


def villages(form: ClassDeclaration) -> tuple[Said, ...]:
    """The stops of a class sent down, each with its day, length and people."""
    return tuple(village(row) for row in form.villages)


def village(row: Village) -> Said:
    """One stop in words."""
    return Said("case.village", {"name": row.name, "day": row.day, "days": days_of(row.half_days), "count": row.people})


def _answered(*pairs: tuple[str, Any]) -> tuple[Fact, ...]:
    """The questions that have an answer; what is not answered yet is not shown."""
    return tuple(Fact(Term(key), value) for key, value in pairs if value not in (None, "", ()))


def _units(known: Names, codes: Iterable[str]) -> tuple[Label, ...]:
    return tuple(known.units.get(code, Label(code, code)) for code in codes if code)


def _word(kind: str, code: str) -> Term | None:
    return Term(f"{kind}.{code}") if code else None


def _plan(form: ClassDeclaration) -> Said | Term | None:
    if form.plan_item:
        return Said("case.plan_item", {"plan": Term(f"plan.{form.plan_type}"), "item": form.plan_item})
    return _word("plan", form.plan_type)
