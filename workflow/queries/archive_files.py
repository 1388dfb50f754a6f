"""The files of one case in an archive: its records, its official papers, what was attached, roster, closing, accounts.

Every paper is set as of the moment when the case ended, so that the same case is the same bytes on every later day.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from workflow import files
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.archive import PLAN, Ended
from workflow.queries.case_bundle import case_bundle
from workflow.queries.labels import names
from workflow.queries.official_form import approval_form
from workflow.queries.official_letters import RECEIPT, REPLY, letter
from workflow.queries.official_plan import plan_form
from workflow.queries.official_slip import approval_slip
from workflow.queries.official_words import Printed, spoken
from workflow.refusals import NotFound
from workflow.sheets.columns import Column
from workflow.sheets.writing import template
from workflow.store.cases import paper
from workflow.store.completion import closing
from workflow.store.people import cadre
from workflow.store.rosters import enrolment
from workflow.store.settlement import settlement_item, voucher
from workflow.wording import Fen, Term, say

NOT_IN_NAMES = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_") | dict.fromkeys(range(32), "_"))
LONGEST_NAME = 80
PAGE = re.compile(rb"/Type\s*/Page\b")  # of a PDF that does not pack its objects
Content = bytes | Path


def files_of(office: Office, actor: Actor, ended: Ended, language: str, check_at: str) -> Iterator[tuple[str, Content]]:
    """Name and content of each file, in a fixed order; attached papers by the place where they lie."""
    then = replace(office, clock=lambda: ended.ended_at)
    yield "records.json", case_bundle(then, actor, ended.case_id).encode()
    for name, made in _papers(then, actor, ended, language, check_at):
        yield f"{name}.pdf", made.pdf
    with office.database.read() as connection:
        attached = connection.execute(select(paper.c.id, paper.c.name, paper.c.sha256).where(
            paper.c.case_id == ended.case_id, paper.c.removed_at.is_(None)).order_by(paper.c.id)).all()
        sheets = [(name, sheet) for name, make in SHEETS.items()
                  if (sheet := make(connection, office, ended.case_id, language)) is not None]
    for place, row in enumerate(attached, 1):
        name = row.name.translate(NOT_IN_NAMES)[-LONGEST_NAME:]
        path = files.path_of(office.papers, row.sha256)
        if path.is_file():
            yield f"attached/{place:02d}-{name}", path
        else:  # the archive is made nevertheless, and says what it lacks
            gone = say("archive.gone", language, name=row.name, sha256=row.sha256)
            yield f"attached/{place:02d}-{name}.missing.txt", gone.encode()
    yield from sheets


def _papers(office: Office, actor: Actor, ended: Ended, language: str, check_at: str) -> Iterator[tuple[str, Printed]]:
    """The official papers that there are of this case."""
    if ended.kind == PLAN:
        yield "plan", plan_form(office, actor, ended.case_id, language, check_at)
        return
    yield "form", approval_form(office, actor, ended.case_id, language, check_at)
    if ended.reply_no:
        yield REPLY, letter(office, actor, ended.case_id, REPLY, language, check_at)
    if ended.receipt_no:
        yield RECEIPT, letter(office, actor, ended.case_id, RECEIPT, language, check_at)
    if ended.reply_no or ended.receipt_no:
        try:
            yield "slip", approval_slip(office, ended.number or "", language, check_at)
        except NotFound:
            return  # approved once, and its approval no longer stands


def _roster(connection: Connection, office: Office, case_id: int, language: str) -> bytes | None:
    e = enrolment.c
    rows = connection.execute(
        select(cadre.c.staff_no, cadre.c.name, e.unit, cadre.c.rank, e.status, e.hours, e.result)
        .join_from(enrolment, cadre, cadre.c.id == e.cadre_id).where(e.case_id == case_id)
        .order_by(e.unit, cadre.c.staff_no)).all()
    known = names(connection, office.rulebook.roles, units=[row.unit for row in rows])
    return _sheet(language, ("sheet.column.staff_no", "sheet.column.name", "sheet.column.unit", "sheet.column.rank",
                             "archive.standing", "archive.hours", "archive.result"),
                  [(row.staff_no, row.name, known.unit(row.unit), Term(f"cadre.rank.{row.rank}"),
                    Term(f"roster.status.{row.status}"), row.hours,
                    Term(f"closing.result.{row.result}") if row.result else None) for row in rows])


def _closing(connection: Connection, office: Office, case_id: int, language: str) -> bytes | None:
    rows = connection.execute(select(closing).where(closing.c.case_id == case_id).order_by(closing.c.k)).all()
    people = [number for row in rows for number in (row.submitted_by, row.decided_by)]
    known = names(connection, office.rulebook.roles, people=people)
    return _sheet(language, ("archive.people", "archive.attended", "archive.hours", "archive.handed_in", "archive.by",
                             "archive.note", "archive.decided", "archive.by", "archive.note"),
                  [(row.people, row.attended, row.hours, row.submitted_at, known.person(row.submitted_by), row.note,
                    row.decided_at, known.person(row.decided_by) if row.decided_by else None, row.reason)
                   for row in rows])


def _accounts(connection: Connection, office: Office, case_id: int, language: str) -> bytes | None:
    items = connection.execute(select(settlement_item).where(settlement_item.c.case_id == case_id)
                               .order_by(settlement_item.c.item)).all()
    vouchers = connection.execute(select(voucher).where(voucher.c.case_id == case_id).order_by(voucher.c.k)).all()
    lines: list[Sequence[Any]] = [(Term(f"accounts.{row.item}"), None, None, Fen(row.approved_fen), Fen(row.actual_fen))
                                  for row in items]
    lines += [(Term(f"accounts.{row.item}"), row.number, row.day, None, Fen(row.fen)) for row in vouchers]
    return _sheet(language, ("accounts.item", "accounts.voucher_number", "accounts.voucher_day", "accounts.approved",
                             "accounts.actual"), lines)


def _sheet(language: str, headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> bytes | None:
    """A sheet of text; ``None`` where there is nothing to put on it."""
    columns = [Column(heading, heading, required=False) for heading in headings]
    told = [["" if value is None else spoken(value, language) for value in row] for row in rows]
    return template(columns, told, language) if told else None


Sheet = Callable[[Connection, Office, int, str], bytes | None]
SHEETS: dict[str, Sheet] = {"roster.xlsx": _roster, "closing.xlsx": _closing, "accounts.xlsx": _accounts}


def page_count(name: str, data: bytes) -> int | None:
    """The pages of a PDF, as far as they can be counted without reading it whole; ``None`` for other files."""
    if not name.lower().endswith(".pdf"):
        return None
    return len(PAGE.findall(data)) or None


