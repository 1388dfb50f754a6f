"""The report on how a year's plan was carried out (R-41): one row per class, and remarks.

The measure asks for name, main content, time, place, trainees, staff, cost with its channel,
and results.  Rows come from the year's records; classes that never passed through this
house are typed by the unit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from workflow.domain import form_text
from workflow.domain.form_fields import MOST_FEN
from workflow.domain.plan import MAX_NAME, MAX_TRAINEES
from workflow.refusals import Refusal
from workflow.wording.values import Term

MAX_ROWS = 300
MAX_WORDS = 500
MAX_REMARKS = 2000
TYPED = ("class_name", "content", "time", "place", "trainees", "staff", "fen", "source", "results")


@dataclass(frozen=True, slots=True)
class Held:
    """One class of the year. ``case_id`` is its declaration, 0 = typed by the unit; ``fen`` what was spent."""

    class_name: str
    content: str
    time: str
    place: str
    trainees: int
    staff: int
    fen: int
    source: str
    results: str
    case_id: int = 0


@dataclass(frozen=True, slots=True)
class Execution:
    """The report of ``unit`` on ``year``."""

    unit: str
    year: int
    rows: tuple[Held, ...] = ()
    remarks: str = ""

    @property
    def fen(self) -> int:
        return sum(row.fen for row in self.rows)

    @property
    def trainees(self) -> int:
        return sum(row.trainees for row in self.rows)


def to_json(rows: Iterable[Held]) -> list[dict[str, Any]]:
    """The rows as plain JSON."""
    return [asdict(row) for row in rows]


def from_json(body: Iterable[Mapping[str, Any]]) -> tuple[Held, ...]:
    """The rows that :func:`to_json` wrote."""
    return tuple(Held(**row) for row in body)


def read_row(raw: Mapping[str, str], place: int) -> tuple[Held | None, tuple[Refusal, ...]]:
    """A typed class, and all that is wrong with it; ``(None, ())`` for an empty row."""
    if not any(raw.get(name, "").strip() for name in TYPED):
        return None, ()
    values: dict[str, Any] = {}
    faults = []
    for name in TYPED:
        try:
            values[name] = _read(name, raw.get(name, ""))
        except form_text.Unreadable as fault:
            faults.append(fault.refusal(Term(f"plan.held_{name}"), f"held-{place}-{name}"))
            continue
        if values[name] in (None, ""):
            faults.append(Refusal("held_missing", {"place": place + 1, "label": Term(f"plan.held_{name}")},
                                  field=f"held-{place}-{name}"))
    return (None if faults else Held(**values)), tuple(faults)


def _read(name: str, typed: str) -> Any:
    match name:
        case "trainees":
            return form_text.whole(typed, 1, MAX_TRAINEES)
        case "staff":
            return form_text.whole(typed, 0, MAX_TRAINEES)
        case "fen":
            found = form_text.yuan(typed, MOST_FEN)
            return None if found is None else int(found)
        case "class_name":
            return form_text.text(typed, MAX_NAME)
    return form_text.text(typed, MAX_WORDS)
