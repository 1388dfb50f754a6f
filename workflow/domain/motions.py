"""What one person proposes about the year's money and a second one confirms.

A motion is a frozen value; money in fen.  Nothing in the ledger is edited: each motion, once
confirmed, becomes new entries, and a correction names the entry that it mends.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from workflow.domain.declaration import SOURCES
from workflow.domain.funding import year_faults
from workflow.domain.inputs import MAX_FEN
from workflow.refusals import Refusal
from workflow.wording.values import Fen, Term

WAITING, DONE, DECLINED, WITHDRAWN = "waiting", "done", "declined", "withdrawn"
LINE_OPEN, LINE_EXPECTED, LINE_CLOSED = "open", "expected", "closed"
NOTHING, HELD, ALL = "nothing", "held", "all"  # what of a closed line goes to the next year
CARRIES = (NOTHING, HELD, ALL)
MENDABLE = ("appropriate", "spend")  # the other kinds follow from decisions, and are mended by decisions
INDICATOR = re.compile(r"[\w〔〕（）()\[\]./-]{1,40}")


@dataclass(frozen=True, slots=True)
class OpenLine:
    """Open a line with its money; an expected one becomes open."""

    owner: str
    year: int
    source: str
    fen: int


@dataclass(frozen=True, slots=True)
class ExpectLine:
    """Say that a line will be there, so that classes of the coming year can be declared on it (ruling 8)."""

    owner: str
    year: int
    source: str


@dataclass(frozen=True, slots=True)
class AddMoney:
    line: int
    fen: int


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money that is still available on one line goes to another of the same year."""

    line: int
    to: int
    fen: int


@dataclass(frozen=True, slots=True)
class Correct:
    """The entry ``k`` of record ``n`` of a case should have been of ``fen``; the difference is a new entry."""

    case: int
    n: int
    k: int
    fen: int


@dataclass(frozen=True, slots=True)
class CloseLine:
    """Close a line; ``carry`` says what goes to the next year's line of the same owner and source."""

    line: int
    carry: str = NOTHING


@dataclass(frozen=True, slots=True)
class Indicate:
    """The line's code in finance's own budget system, the true ledger (ruling 60)."""

    line: int
    indicator: str


Motion = OpenLine | ExpectLine | AddMoney | Transfer | Correct | CloseLine | Indicate
KINDS: Mapping[str, type[Motion]] = {
    "open_line": OpenLine, "expect_line": ExpectLine, "add_to_line": AddMoney, "transfer": Transfer,
    "correct_entry": Correct, "close_line": CloseLine, "indicate": Indicate,
}  # fmt: skip


def kind_of(motion: Motion) -> str:
    """The word by which records and pages call a motion of this sort."""
    return next(kind for kind, sort in KINDS.items() if type(motion) is sort)


def to_json(motion: Motion) -> dict[str, Any]:
    return asdict(motion)


def from_json(kind: str, body: Mapping[str, Any]) -> Motion:
    """The motion that :func:`to_json` wrote; another shape raises ``KeyError`` or ``TypeError``."""
    return KINDS[kind](**body)


def form_faults(motion: Motion) -> list[Refusal]:
    """What is wrong with a motion whatever stands in the house."""
    match motion:
        case OpenLine(year=year, source=source, fen=fen):
            return [*amount_faults(fen), *_source_faults(source), *year_faults(year)]
        case ExpectLine(year=year, source=source):
            return [*_source_faults(source), *year_faults(year)]
        case AddMoney(fen=fen):
            return amount_faults(fen)
        case Transfer(line=line, to=to, fen=fen):
            same = [Refusal("transfer_to_itself", field="to")] if line == to else []
            return [*same, *amount_faults(fen)]
        case Correct(fen=fen):
            return amount_faults(fen, least=0)
        case CloseLine(carry=carry):
            return [] if carry in CARRIES else [Refusal("carry_unknown", field="carry")]
        case Indicate(indicator=indicator):
            return [] if INDICATOR.fullmatch(indicator) else [Refusal("indicator_wrong", field="indicator")]


def amount_faults(fen: object, *, least: int = 1) -> list[Refusal]:
    """An amount is whole fen, at least ``least`` and no more than any line can hold."""
    good = isinstance(fen, int) and not isinstance(fen, bool) and least <= fen <= MAX_FEN
    return [] if good else [Refusal("line_amount_wrong", {"most": Fen(MAX_FEN)}, field="fen")]


def _source_faults(source: str) -> list[Refusal]:
    if source in SOURCES:
        return []
    sources = tuple(Term(f"source.{known}") for known in SOURCES)
    return [Refusal("line_source_unknown", {"source": source[:64], "sources": sources}, field="source")]
