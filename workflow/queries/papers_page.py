"""The papers of one case, who attached them, and the file behind each."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from workflow import files
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.office.gather import GREATEST_ID
from workflow.queries.declaration_page import DeclarationPage, declaration_page
from workflow.queries.labels import names
from workflow.queries.visible import Sight, demand
from workflow.refusals import NotFound
from workflow.store.cases import paper
from workflow.wording import Label, Term


@dataclass(frozen=True, slots=True)
class Listed:
    """One paper with the name of who attached it; ``may_remove``: this actor may take it off."""

    id: int
    kind: str
    name: str
    size: int
    by: Label | Term
    at: datetime
    fingerprint: str
    may_remove: bool


@dataclass(frozen=True, slots=True)
class PapersPage:
    """The page of the case, and its papers."""

    page: DeclarationPage
    papers: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class PaperFile:
    """Where the bytes lie, and the name to give them."""

    path: Path
    name: str


def papers_page(office: Office, actor: Actor, case_id: int) -> PapersPage:
    """The papers attached now; raises ``NotFound`` for a case this actor may not see in full."""
    page = declaration_page(office, actor, case_id)
    if page.sight is not Sight.FULL:
        raise NotFound("case", case_id)
    with office.database.read() as connection:
        known = names(connection, office.rulebook.roles, people=[one.by for one in page.papers])
    listed = tuple(
        Listed(one.id, one.kind, one.name, one.size, known.person(one.by), one.at, one.fingerprint,
               page.open and (page.of_unit or one.by == actor.id))
        for one in page.papers
    )  # fmt: skip
    return PapersPage(page, listed)


def paper_file(office: Office, actor: Actor, case_id: int, paper_id: int) -> PaperFile:
    """The file of an attached paper; raises ``NotFound`` when there is none for this actor."""
    if not 0 < paper_id <= GREATEST_ID:
        raise NotFound("paper", paper_id)
    with office.database.read() as connection:
        demand(connection, actor, office.rulebook.roles, case_id)
        row = connection.execute(
            select(paper.c.sha256, paper.c.name).where(
                paper.c.id == paper_id, paper.c.case_id == case_id, paper.c.removed_at.is_(None)
            )
        ).one_or_none()
    path = files.path_of(office.papers, row.sha256) if row else None
    if row is None or path is None or not path.is_file():
        raise NotFound("paper", paper_id)
    return PaperFile(path, row.name)
