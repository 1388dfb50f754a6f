"""Facts of the rules that look at something else than a class, each clean unless a test changes it."""

from datetime import date
from typing import Any

from tests.samples import policy
from workflow.engine.rules.closing import ClosingFacts, CreditFacts, NoticeFacts
from workflow.engine.rules.coverage import CadreYear, LeadersYear
from workflow.engine.rules.year import YearFacts
from workflow.wording.values import Label

CLOSING_PAPERS = frozenset(("programme", "agenda", "sign_in", "final_timetable"))


def a_year(**changes: Any) -> YearFacts:
    """A unit that filed its plan and its report in February, seen in October."""
    return YearFacts(**{"policy": policy(), "unit": Label("区民政局", "Civil Affairs"), "year": 2026,
                        "today": date(2026, 10, 14), "plan_filed_on": date(2026, 2, 20),
                        "report_filed_on": date(2026, 2, 21), "held_last_year": 3, **changes})


def a_closing(**changes: Any) -> ClosingFacts:
    """A class approved in May, held in June, with its papers."""
    return ClosingFacts(**{"policy": policy(), "papers": CLOSING_PAPERS, "approved_on": date(2026, 5, 20),
                           "held_on": date(2026, 6, 15), "number": "城组干教〔2026〕12号", **changes})


def a_credit(**changes: Any) -> CreditFacts:
    """Seven days, of which one was missed."""
    return CreditFacts(**{"policy": policy(), "half_days": 14, "present": 12, "away": 2, **changes})


def a_notice(**changes: Any) -> NoticeFacts:
    return NoticeFacts(**{"policy": policy(), "number": "城组干教〔2026〕12号", **changes})


def a_cadre(**changes: Any) -> CadreYear:
    return CadreYear(**{"policy": policy(), "year": 2026, "hours": 90, "half_days": 20, "five_year_hours": 550,
                        "five_year_half_days": 180, **changes})


def the_leaders(**changes: Any) -> LeadersYear:
    return LeadersYear(**{"policy": policy(), "year": 2026, "leaders": 10, "trained": 2, **changes})
