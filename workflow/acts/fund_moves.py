"""How each motion becomes entries of the ledger, and what keeps it from becoming so."""

from functools import singledispatch
from typing import Any

from sqlalchemy import select

from workflow.acts.fund_classes import carry_classes, correct_class
from workflow.acts.fund_lines import Line, Sitting, closing_day, find_line, line_called, line_of, next_line
from workflow.acts.transaction import Work
from workflow.domain.funding import AVAILABLE, OUTSIDE
from workflow.domain.motions import (
    ALL,
    LINE_CLOSED,
    LINE_EXPECTED,
    LINE_OPEN,
    MENDABLE,
    NOTHING,
    AddMoney,
    CloseLine,
    Correct,
    ExpectLine,
    Indicate,
    Motion,
    OpenLine,
    Transfer,
    form_faults,
)
from workflow.refusals import NotFound, Refusal
from workflow.store.funding import correction, fund_line, ledger_entry
from workflow.store.identity import next_id
from workflow.store.line_writing import NEW_CORRECTION
from workflow.store.people import unit
from workflow.wording.values import Fen, Term


@singledispatch
def faults_of(motion: Any, work: Work) -> list[Refusal]:
    """What in the house stands against a motion now; asked when it is proposed and again when it is confirmed."""
    raise TypeError(f"nobody judges {type(motion).__name__}")


def all_faults(motion: Motion, work: Work) -> list[Refusal]:
    """Everything that is wrong with a motion; balances and the like are looked at only where its form is right."""
    wrong = form_faults(motion)
    if not wrong:
        return faults_of(motion, work)
    return [*wrong, *(_owner_faults(work, motion.owner) if isinstance(motion, OpenLine | ExpectLine) else ())]


@singledispatch
def carry_out(motion: Any, sitting: Sitting) -> None:
    """Enter it; to be finished by ``sitting.finish``."""
    raise TypeError(f"nobody carries out {type(motion).__name__}")


@singledispatch
def year_of(motion: Any, work: Work) -> int:
    """The fiscal year in whose book it is told."""
    return int(line_of(work, motion.line).was["year"])


@year_of.register
def _(motion: OpenLine | ExpectLine, work: Work) -> int:
    return motion.year


@year_of.register
def _(motion: Correct, work: Work) -> int:
    return int(entry_of(work, motion)["year"])


# --- a line begins --------------------------------------------------------------------------------------------------


@faults_of.register
def _(motion: OpenLine, work: Work) -> list[Refusal]:
    known = line_called(work, motion.owner, motion.year, motion.source)
    expected = known is not None and known.now["state"] == LINE_EXPECTED
    return [*_owner_faults(work, motion.owner), *([] if known is None or expected else [_known(motion)])]


@carry_out.register
def _(motion: OpenLine, sitting: Sitting) -> None:
    line = line_called(sitting.work, motion.owner, motion.year, motion.source)
    if line is None:
        line = _fresh(sitting, motion, LINE_OPEN)
    else:
        sitting.set(line, state=LINE_OPEN)
    sitting.enter(line, "appropriate", OUTSIDE, AVAILABLE, motion.fen)


@faults_of.register
def _(motion: ExpectLine, work: Work) -> list[Refusal]:
    known = line_called(work, motion.owner, motion.year, motion.source)
    return [*_owner_faults(work, motion.owner), *([] if known is None else [_known(motion)])]


@carry_out.register
def _(motion: ExpectLine, sitting: Sitting) -> None:
    _fresh(sitting, motion, LINE_EXPECTED)


# --- money comes, goes, is named ------------------------------------------------------------------------------------


@faults_of.register
def _(motion: AddMoney, work: Work) -> list[Refusal]:
    line = line_of(work, motion.line)
    return [] if line.open else [line.not_open()]


@carry_out.register
def _(motion: AddMoney, sitting: Sitting) -> None:
    sitting.enter(line_of(sitting.work, motion.line), "appropriate", OUTSIDE, AVAILABLE, motion.fen)


@faults_of.register
def _(motion: Transfer, work: Work) -> list[Refusal]:
    line, to = line_of(work, motion.line), line_of(work, motion.to)
    found = [one.not_open() for one in (line, to) if not one.open]
    if line.was["year"] != to.was["year"]:
        found.append(Refusal("transfer_other_year", field="to"))
    return found or _short(line, motion.fen)


@carry_out.register
def _(motion: Transfer, sitting: Sitting) -> None:
    line, to = line_of(sitting.work, motion.line), line_of(sitting.work, motion.to)
    sitting.enter(line, "transfer", AVAILABLE, OUTSIDE, motion.fen)
    sitting.enter(to, "transfer", OUTSIDE, AVAILABLE, motion.fen)


@faults_of.register
def _(motion: Indicate, work: Work) -> list[Refusal]:
    line = line_of(work, motion.line)
    taken = find_line(work, fund_line.c.year == line.was["year"], fund_line.c.indicator == motion.indicator,
                      fund_line.c.id != line.id)
    return [] if taken is None else [Refusal("indicator_taken", {"indicator": motion.indicator}, field="indicator")]


@carry_out.register
def _(motion: Indicate, sitting: Sitting) -> None:
    sitting.set(line_of(sitting.work, motion.line), indicator=motion.indicator)


# --- an entry is mended ---------------------------------------------------------------------------------------------


@faults_of.register
def _(motion: Correct, work: Work) -> list[Refusal]:
    entry = entry_of(work, motion)
    if entry["kind"] not in MENDABLE:
        return [Refusal("entry_not_mendable", {"kind": Term(f"trail.kind.{entry['kind']}")})]
    more = motion.fen - effective(work, motion, entry["fen"])
    if not more:
        return [Refusal("correct_same", field="fen")]
    line = _posting_line(work, line_of(work, entry["line_id"]))
    if line is None:
        return [Refusal("no_next_line", {"year": str(entry["year"] + 1)})]
    draws = -more if entry["kind"] == MENDABLE[0] else more  # less given or more spent: less is left
    return _short(line, draws)


@carry_out.register
def _(motion: Correct, sitting: Sitting) -> None:
    work, entry = sitting.work, entry_of(sitting.work, motion)
    more = motion.fen - effective(work, motion, entry["fen"])
    old = line_of(work, entry["line_id"])
    line = _posting_line(work, old) or old
    named = {"of_case": motion.case, "of_n": motion.n, "of_k": motion.k}
    if entry["kind"] != MENDABLE[0]:
        correct_class(sitting, motion.case, line, more, named, late=line.id != old.id)
        return
    ends = (OUTSIDE, AVAILABLE) if more > 0 else (AVAILABLE, OUTSIDE)
    k = sitting.enter(line, "adjust", *ends, abs(more))
    sitting.rows["correction"] = [{"trail_n": sitting.book.next_n, "k": k, **named}]


def write_correction(sitting: Sitting) -> None:
    """The rows that the record of the book has told, once it stands."""
    for row in sitting.rows.get("correction", ()):
        sitting.work.write(NEW_CORRECTION, case_id=sitting.book.id, **row)


def entry_of(work: Work, motion: Correct) -> dict[str, Any]:
    """The entry that a correction names, with its line's year; ``NotFound``."""
    wanted = select(ledger_entry, fund_line.c.year).join(fund_line, fund_line.c.id == ledger_entry.c.line_id).where(
        ledger_entry.c.case_id == motion.case, ledger_entry.c.trail_n == motion.n, ledger_entry.c.k == motion.k)
    row = work.connection.execute(wanted).one_or_none()
    if row is None:
        raise NotFound("ledger_entry", f"{motion.case}.{motion.n}.{motion.k}")
    return row._asdict()


def effective(work: Work, motion: Correct, fen: int) -> int:
    """What an entry amounts to after the corrections that name it already."""
    wanted = select(ledger_entry).join(correction, (correction.c.case_id == ledger_entry.c.case_id)
                                       & (correction.c.trail_n == ledger_entry.c.trail_n)
                                       & (correction.c.k == ledger_entry.c.k)).where(
        correction.c.of_case == motion.case, correction.c.of_n == motion.n, correction.c.of_k == motion.k)
    for row in work.connection.execute(wanted):
        raises = row.from_account == OUTSIDE and row.kind == "adjust" or row.from_account == AVAILABLE and (
            row.to_account != OUTSIDE)
        fen += row.fen if raises else -row.fen
    return fen


# --- a line ends ----------------------------------------------------------------------------------------------------


@faults_of.register
def _(motion: CloseLine, work: Work) -> list[Refusal]:
    line = line_of(work, motion.line)
    if line.now["state"] == LINE_CLOSED:
        return [line.not_open()]
    held = line.now["reserved"] + line.now["committed"]
    if motion.carry == NOTHING:
        return [Refusal("line_still_held", {"fen": Fen(held)}, field="carry")] if held else []
    to = next_line(work, line)
    return [] if to is not None and to.open else [Refusal("no_next_line", {"year": str(line.was["year"] + 1)})]


@carry_out.register
def _(motion: CloseLine, sitting: Sitting) -> None:
    line = line_of(sitting.work, motion.line)
    to = next_line(sitting.work, line)
    if motion.carry != NOTHING and to is not None:
        carry_classes(sitting, line, to)
        if motion.carry == ALL and line.available:
            fen = line.available
            sitting.enter(line, "transfer", AVAILABLE, OUTSIDE, fen)
            sitting.enter(to, "transfer", OUTSIDE, AVAILABLE, fen)
    sitting.set(line, state=LINE_CLOSED)


def _posting_line(work: Work, line: Line) -> Line | None:
    """Where a correction posts: the line itself until its closing day, then the next year's (ruling 8)."""
    closes = line.was["closes_on"]
    if line.now["state"] != LINE_CLOSED or (closes is not None and work.office.today() <= closes):
        return line
    later = next_line(work, line)
    return later if later is not None and later.open else None


def _short(line: Line, fen: int) -> list[Refusal]:
    left = line.available
    if fen <= left:
        return []
    return [Refusal("fund_short", {"short": Fen(fen - left), "left": Fen(left)}, field="fen")]


def _fresh(sitting: Sitting, motion: OpenLine | ExpectLine, state: str) -> Line:
    work = sitting.work
    return sitting.create(id=next_id(work.connection, fund_line), owner=motion.owner, year=motion.year,
                          source=motion.source, state=state, closes_on=closing_day(work, motion.year))


def _owner_faults(work: Work, owner: str) -> list[Refusal]:
    if work.connection.execute(select(unit.c.active).where(unit.c.code == owner)).scalar_one_or_none():
        return []
    return [Refusal("unit_unknown", {"unit": owner[:64]}, field="owner")]


def _known(motion: OpenLine | ExpectLine) -> Refusal:
    return Refusal("line_known", {"year": str(motion.year), "source": Term(f"source.{motion.source}")}, field="source")
