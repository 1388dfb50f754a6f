"""The base case of the rule tests: a class without any fault, and short ways to change one thing of it."""

from datetime import date
from typing import Any, NamedTuple

from tests.samples import facts_of, samples, units
from workflow.domain.declaration import ClassDeclaration, Lecturer, Share
from workflow.domain.finding_texts import finding_clears, finding_gist, finding_name, finding_sum
from workflow.domain.findings import CLEAR, Finding
from workflow.engine.rules.facts import Facts, OtherLecture
from workflow.engine.rules.register import judge

DECLARED = date(2026, 3, 2)  # long before the opening, so that no lead time is in play
START = date(2026, 6, 15)
YUAN = 100
WORLD = ("papers", "similar", "lines", "units", "policy", "plan_item_known", "roster", "former",
         "lectures", "offline_classes")
PAPERS = frozenset(("programme", "timetable"))


def a_class(**changes: Any) -> ClassDeclaration:
    """30 community secretaries and directors, three days, no lodging; the shares follow the total."""
    form = samples()["D04"].form.with_(**{"trainee_count": 30, "staff_count": 3, **changes})
    if "fund_shares" not in changes:
        form = form.with_(fund_shares=(Share("CIVIL", "unit_training", form.total_fen),))
    return form


def a_lecturer(**changes: Any) -> Lecturer:
    return Lecturer(**{"name": "赵慧", "title": "deputy_senior", "hours": 6, "fee_fen": 500 * YUAN, **changes})


def a_lecture(**changes: Any) -> OtherLecture:
    """The same lecturer in another class on the middle day of ours."""
    day = date(2026, 6, 16)
    return OtherLecture(**{"case_id": 9, "number": "CX-2026-0009", "class_name": "另一个班",
                           "host": units()["PLC"].label, "name": "赵慧", "home": "", "topics": ("宪法",),
                           "start": day, "end": day, "fee_fen": 500 * YUAN, **changes})


def facts(declared_on: date = DECLARED, **changes: Any) -> Facts:
    """The base case with some answers changed; names of the world (papers, similar, units...) go to the world."""
    world = {name: changes.pop(name) for name in WORLD if name in changes}
    return facts_of(a_class(**changes), declared_on, **{"papers": PAPERS, **world})


class Told(NamedTuple):
    """All that a finding says."""

    name: str
    gist: str
    sum: str
    clears: str


def tell(finding: Finding, language: str) -> Told:
    return Told(*(say_it(finding, language) for say_it in (finding_name, finding_gist, finding_sum, finding_clears)))


def flagged(given: Facts) -> set[str]:
    """Every rule that is not satisfied, in whatever severity."""
    return {finding.rule for finding in judge(given) if finding.severity != CLEAR}


def of(rule: str, given: Facts) -> tuple[Finding, ...]:
    """What one rule says."""
    return tuple(finding for finding in judge(given) if finding.rule == rule)


def severity(rule: str, given: Facts) -> str:
    """The one severity of a rule; empty when it says nothing."""
    found = {finding.severity for finding in of(rule, given)}
    assert len(found) <= 1, found
    return found.pop() if found else ""
