"""What the end of a fiscal year still waits for: its lines, what classes hold on them, and where it could go."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from workflow.domain.motions import LINE_OPEN, WAITING
from workflow.office import Office
from workflow.queries.labels import names
from workflow.store.cases import case, class_declaration
from workflow.store.funding import fund_line, fund_motion, fund_share
from workflow.wording import Fen, Label, Term


@dataclass(frozen=True, slots=True)
class HoldingClass:
    """A class that still holds money on a line."""

    case_id: int
    number: str | None
    title: str
    state: Label
    held: Fen


@dataclass(frozen=True, slots=True)
class ClosingLine:
    """One line of the year; ``next_open``: the next year's line is there to carry to; ``asked``: a closing waits."""

    id: int
    owner: Label
    source: Term
    state: str
    closes_on: date | None
    available: Fen
    held: Fen
    classes: tuple[HoldingClass, ...]
    next_open: bool
    asked: bool


def closing_of(office: Office, year: int) -> tuple[ClosingLine, ...]:
    """Every line of the year, open ones first."""
    with office.database.read() as connection:
        rows = connection.execute(select(fund_line).where(fund_line.c.year.in_((year, year + 1))).order_by(
            fund_line.c.state.desc(), fund_line.c.owner, fund_line.c.source)).all()
        later = {(row.owner, row.source) for row in rows if row.year == year + 1 and row.state == LINE_OPEN}
        mine = [row for row in rows if row.year == year]
        holding = _classes(connection, office, [row.id for row in mine])
        asked = _asked(connection)
        known = names(connection, office.rulebook.roles, units=[row.owner for row in mine])
    return tuple(
        ClosingLine(row.id, known.units.get(row.owner, Label(row.owner, row.owner)), Term(f"source.{row.source}"),
                    row.state, row.closes_on,
                    Fen(row.appropriated - row.reserved - row.committed - row.spent),
                    Fen(row.reserved + row.committed), tuple(holding[row.id]), (row.owner, row.source) in later,
                    row.id in asked)
        for row in mine
    )  # fmt: skip


def _classes(connection: Connection, office: Office, lines: list[int]) -> dict[int, list[HoldingClass]]:
    held = fund_share.c.reserved + fund_share.c.committed
    rows = connection.execute(
        select(fund_share.c.line_id, case.c.id, case.c.number, case.c.state, case.c.process_hash,
               class_declaration.c.class_name, held.label("held"))
        .join(case, case.c.id == fund_share.c.case_id)
        .join(class_declaration, class_declaration.c.case_id == case.c.id)
        .where(fund_share.c.line_id.in_(lines), held > 0).order_by(case.c.id)
    )  # fmt: skip
    found: dict[int, list[HoldingClass]] = defaultdict(list)
    for row in rows:
        process = office.rulebook.processes.get(row.process_hash)
        label = process.states[row.state].label if process else Label(row.state, row.state)
        found[row.line_id].append(HoldingClass(row.id, row.number, row.class_name or "", label, Fen(row.held)))
    return found


def _asked(connection: Connection) -> set[int]:
    wanted = select(fund_motion.c.body).where(fund_motion.c.status == WAITING, fund_motion.c.kind == "close_line")
    return {int(body["line"]) for body in connection.execute(wanted).scalars()}
