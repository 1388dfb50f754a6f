"""What another policy would say of the classes that are open now: judged without writing anything."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, func, select

from workflow.domain.declaration import ClassDeclaration, from_json, from_text
from workflow.domain.findings import CLEAR, Finding
from workflow.engine.rules.register import judge
from workflow.office.gather import CLASS, policy_of
from workflow.office.judging import facts_of_form
from workflow.office.office import Office
from workflow.rulebook.policy import Policy
from workflow.store.cases import case, class_declaration, content, paper, working_copy

Severities = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Shift:
    """One finding that would be another: how hard it is now and would be; empty = not there."""

    rule: str
    part: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """An open class of which another policy would say something else.

    ``keeps``: it is declared, and keeps the policy of its day unless it is amended (a draft is judged by the new one).
    """

    case_id: int
    number: str | None
    class_name: str
    host: str
    state: str
    process_hash: str
    keeps: bool
    shifts: tuple[Shift, ...]


def would_change(connection: Connection, office: Office, candidate: Policy) -> tuple[int, tuple[Changed, ...]]:
    """How many open classes there are, and those whose findings would differ in severity under ``candidate``."""
    rows = _open_classes(connection, office)
    papers = _papers(connection, [row.id for row in rows])
    changed = []
    for row in rows:
        form = _form(row)
        if form is not None and (shifts := _shifts(connection, office, row, form, papers.get(row.id, frozenset()),
                                                   candidate)):
            changed.append(Changed(row.id, row.number, form.class_name, row.host_unit, row.state, row.process_hash,
                                   row.number is not None, shifts))
    return len(rows), tuple(changed)


def shifts_between(before: Iterable[Finding], after: Iterable[Finding]) -> tuple[Shift, ...]:
    """Findings whose severity differs; a clear one counts like none."""
    old, new = _severities(before), _severities(after)
    return tuple(Shift(rule, part, old.get((rule, part), ""), new.get((rule, part), ""))
                 for rule, part in sorted({*old, *new}) if old.get((rule, part)) != new.get((rule, part)))


def _shifts(connection: Connection, office: Office, row: Any, form: ClassDeclaration, papers: frozenset[str],
            candidate: Policy) -> tuple[Shift, ...]:
    """Judged twice on the same facts, so that nothing but the policy makes the difference.

    The facts are gathered by the candidate, which may ask for more of the world than the present policy.
    """
    today = office.today()
    present = policy_of(office, row._mapping, today)
    facts = facts_of_form(connection, office, form, policy=candidate, declared_on=row.declared_on or today,
                          case_id=row.id, papers=papers)
    return shifts_between(judge(replace(facts, policy=present)), judge(facts))


def _severities(findings: Iterable[Finding]) -> Severities:
    return {(one.rule, one.part): one.severity for one in findings if one.severity != CLEAR}


def _open_classes(connection: Connection, office: Office) -> list[Any]:
    """Every class that has not ended, with its present content, or what is being typed while nothing is frozen."""
    number = func.coalesce(case.c.proposed_n, case.c.form_n)
    asked = (
        select(case.c.id, case.c.number, case.c.state, case.c.host_unit, case.c.process_hash, case.c.policy_hash,
               class_declaration.c.declared_on, content.c.body, working_copy.c.body.label("typed"))
        .join(class_declaration, class_declaration.c.case_id == case.c.id)
        .outerjoin(content, (content.c.case_id == case.c.id) & (content.c.n == number))
        .outerjoin(working_copy, working_copy.c.case_id == case.c.id)
        .where(case.c.kind == CLASS, case.c.state.not_in(office.rulebook.ends(CLASS)))
        .order_by(case.c.id)
    )
    return list(connection.execute(asked).all())


def _papers(connection: Connection, cases: list[int]) -> dict[int, frozenset[str]]:
    """Kinds of papers by case."""
    found: dict[int, set[str]] = {}
    for first in range(0, len(cases), 500):
        asked = select(paper.c.case_id, paper.c.kind).where(
            paper.c.case_id.in_(cases[first:first + 500]), paper.c.removed_at.is_(None))
        for row in connection.execute(asked):
            found.setdefault(row.case_id, set()).add(row.kind)
    return {number: frozenset(kinds) for number, kinds in found.items()}


def _form(row: Any) -> ClassDeclaration | None:
    if row.body is not None:
        return from_text(row.body)
    return from_json(row.typed) if row.typed else None
