"""Facts on both sides of a number: one that just satisfies a rule, one that just does not; all of them in one list."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.engine.rules.clean_class import a_class, a_lecturer
from tests.samples import rulebook, units
from workflow.engine.rules.facts import Line, SimilarClass
from workflow.engine.rules.voice import Judged
from workflow.rulebook.policy import Policy

DAY = timedelta(days=1)
OUT = {"channel": "out", "province": "JS"}


@dataclass(frozen=True)
class Boundary:
    """``build``: facts that just satisfy the rule and facts that just do not; ``severity`` where the rule itself
    softens it; ``holds``: what the number is set to where no profile that runs the rule holds one."""

    rule: str
    path: str
    build: Callable[[Policy], tuple[Judged, Judged]]
    severity: str = ""
    holds: Any = None


BOUNDARIES: list[Boundary] = []


def boundary(rule: str, path: str, *, severity: str = "", holds: Any = None) -> Callable[..., Any]:
    def kept(build: Callable[[Policy], tuple[Judged, Judged]]) -> Callable[[Policy], tuple[Judged, Judged]]:
        BOUNDARIES.append(Boundary(rule, path, build, severity, holds))
        return build
    return kept


def declared_before(start: date, workdays: int) -> date:
    """The latest day from which exactly so many working days lie between it and ``start``."""
    day = start - DAY
    while rulebook().workdays.between(day, start) < workdays:
        day -= DAY
    return day


def fund_line(appropriated: int, **changes: Any) -> Line:
    return Line(1, "OD", 2026, "cadre_education", "open", appropriated, 0, 0, 0, **changes)


def other_class(**changes: Any) -> tuple[SimilarClass, ...]:
    form = a_class(**{"host_unit": "PLC", **changes})
    return (SimilarClass(9, "CX-2026-0009", form, units()["PLC"].label, "submitted"),)


def total(fen: int) -> dict[str, Any]:
    """One lecturer's hour makes the whole total."""
    return {"rates": {}, "lecturers": (a_lecturer(hours=1, fee_fen=fen),)}
