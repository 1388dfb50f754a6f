"""Judges an annual plan: was it handed in by its day, and is the year before reported (R-03, R-41).

A plan keeps no policy: each judgement is by that of its own day, so that a mended or adjusted plan is judged anew.
"""

from datetime import date

from sqlalchemy import Connection

from workflow.engine.guards_of_holding import HELD
from workflow.engine.rules.register import findings_digest, judge_year
from workflow.engine.rules.year import YearFacts
from workflow.engine.situation import Situation
from workflow.office.judging import Judged
from workflow.office.office import Office
from workflow.store.plan_reading import YEAR_OF_UNIT

PLAN = "annual_plan"
HANDED_IN = "declared_on"  # remembered: the day on which the unit's head last handed the plan in


def judge_plan(connection: Connection, office: Office, s: Situation, *, handing_in: bool) -> Judged:
    """What the rules of the year say of the unit of a plan; ``handing_in``: the plan is handed in by this very act."""
    before, policy = int(s.content["year"]) - 1, office.rulebook.policy_on(s.today)
    rows = YEAR_OF_UNIT.run(connection, unit=s.case.host, year=before, year_from=date(before, 1, 1),
                            year_to=date(before, 12, 31))
    remembered = s.case.remembered.get(HANDED_IN)
    facts = YearFacts(
        policy, s.units[s.case.host or ""].label, before + 1, s.today,
        plan_filed_on=s.today if handing_in else date.fromisoformat(remembered) if remembered else None,
        report_filed_on=next((row["filed_on"] for row in rows["reports"]), None),
        held_last_year=sum(HELD in row["remembered"] for row in rows["hosted"]))
    findings = judge_year(facts)
    return Judged(findings, findings_digest(findings), "", policy_hash=policy.hash)
