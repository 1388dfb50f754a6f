"""Two classes side by side: what differs first, then what is the same, and the verdict if there is one.

The other class is shown as far as this actor may see it: outside its own unit a clerk
learns title, host, dates, audience and counts, never names or money (ruling 37).
"""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from workflow.domain.declaration import ClassDeclaration, from_json
from workflow.domain.findings import Finding
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries import case_facts as told
from workflow.queries.case_findings import PairView
from workflow.queries.declaration_page import DeclarationPage, Head, declaration_page
from workflow.queries.labels import Names, Said, names
from workflow.queries.visible import Sight, sight_of
from workflow.refusals import NotFound
from workflow.rulebook.rulebook import Rulebook
from workflow.store.cases import case, content
from workflow.wording import Fen, Term


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of the comparison; the values are spoken in the language of the page."""

    name: Term
    ours: Any
    theirs: Any

    @property
    def same(self) -> bool:
        return bool(self.ours == self.theirs)


@dataclass(frozen=True, slots=True)
class ComparePage:
    """``pair`` is empty while the rules only mention the other class; ``finding`` says why it is compared."""

    page: DeclarationPage
    other: int
    other_title: str
    other_head: Head | None
    pair: PairView | None
    finding: Finding | None
    lines: tuple[Compared, ...]


def compare_page(office: Office, actor: Actor, case_id: int, other_id: int) -> ComparePage:
    """The two classes; raises ``NotFound`` unless the rules compared them and the actor may see the first in full."""
    page = declaration_page(office, actor, case_id)
    pair = next((found for found in page.pairs if found.other == other_id), None)
    finding = next((view.finding for view in page.findings if view.other == other_id), None)
    if page.sight is not Sight.FULL or (pair is None and finding is None):
        raise NotFound("pair", other_id)
    with office.database.read() as connection:
        ours, theirs = (_form(connection, number) for number in (case_id, other_id))
        whole = sight_of(connection, actor, office.rulebook.roles, other_id) is Sight.FULL
        units = (*told.units_of(ours), *told.units_of(theirs))
        known = names(connection, office.rulebook.roles, units=units)
    return ComparePage(
        page=page,
        other=other_id,
        other_title=theirs.class_name,
        other_head=declaration_page(office, actor, other_id).head if whole else None,
        pair=pair,
        finding=finding,
        lines=tuple(_lines(office.rulebook, known, ours, theirs, whole=whole)),
    )


def _form(connection: Connection, case_id: int) -> ClassDeclaration:
    body = connection.execute(
        select(content.c.body)
        .join_from(content, case, case.c.id == content.c.case_id)
        .where(case.c.id == case_id, content.c.n == case.c.form_n)
    ).scalar_one_or_none()
    if body is None:
        raise NotFound("case", case_id)
    return from_json(json.loads(body))


def _lines(
    rulebook: Rulebook, known: Names, ours: ClassDeclaration, theirs: ClassDeclaration, *, whole: bool
) -> list[Compared]:
    """The public lines; with the right to the other case also place, courses and money."""
    both = (ours, theirs)
    lines = [
        Compared(Term("form.host_unit"), *(known.unit(form.host_unit) for form in both)),
        Compared(Term("form.audience_codes"), *(told.audience(rulebook, form) for form in both)),
        Compared(Term("form.topic_code"), *(told.topic(rulebook, form.topic_code) for form in both)),
        Compared(Term("case.when"), *(told.when(form) for form in both)),
        Compared(Term("form.trainee_count"), *(form.trainee_count for form in both)),
    ]
    if whole:
        lines += [
            Compared(Term("form.class_kind"), *(Term(f"kind.{form.class_kind}") for form in both)),
            Compared(Term("form.channel"), *(Term(f"channel.{form.channel}") for form in both)),
            Compared(Term("form.venue"), *(form.venue for form in both)),
            Compared(Term("form.syllabus"), *(_courses(form) for form in both)),
            Compared(Term("case.per_day"), *(Said("case.yuan", {"fen": Fen(form.rate_fen)}) for form in both)),
        ]
    return lines


def _courses(form: ClassDeclaration) -> tuple[Any, ...]:
    return tuple(Said("case.course", {"title": row.title, "count": row.hours}) for row in form.syllabus)
