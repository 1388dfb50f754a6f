"""What the demo's office thinks of changing: a policy for the next year, proposed once wrongly and once rightly.

It waits for the second person, so that whoever looks at the demo can see what it would change and put it in force.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from workflow.acts.publish_policy import propose_policy, withdraw_policy
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.wording.catalogue import CHINA

PROPOSED, WITHDRAWN, AGAIN = (datetime(2026, 10, day, 15, minute, tzinfo=CHINA)
                              for day, minute in ((12, 10), (12, 40), (13, 20)))  # fmt: skip
HEAD = {
    "zh: 2017年以来的培训管理规定": "zh: 2027年起的培训管理规定（征求意见稿）",
    "en: Training rules since 2017": "en: Training rules from 2027 (draft)",
    "effective_from: 2017-01-01": "effective_from: 2027-01-01",
}
MISTYPED = {"declare_lead_workdays: {value: 15": "declare_lead_workdays: {value: 200"}
MEANT = {
    "declare_lead_workdays: {value: 15": "declare_lead_workdays: {value: 20",
    "      total_yuan: {value: 550": "      total_yuan: {value: 500",
    "      lodging_yuan: {value: 340": "      lodging_yuan: {value: 300",
    "      meals_yuan: {value: 130": "      meals_yuan: {value: 120",
}


def think_of_next_year(office: Office, proposer: Actor) -> None:
    """Two proposals by the section: one taken back, one that waits."""
    wrong = propose_policy(_at(office, PROPOSED), proposer, "2027.yaml", _file(office, MISTYPED),
                           "2027年起申报提前量拟延长。")
    withdraw_policy(_at(office, WITHDRAWN), proposer, wrong, "提前量误写成200个工作日，改正后重新提出。")
    propose_policy(_at(office, AGAIN), proposer, "2027.yaml", _file(office, MEANT),
                   "2027年起申报提前量延长到20个工作日，综合定额按压减要求下调；征求意见稿。")


def _at(office: Office, moment: datetime) -> Office:
    return replace(office, clock=lambda: moment)


def _file(office: Office, changes: Mapping[str, str]) -> bytes:
    """The policy of this year with another first day and other numbers; each must be found, once."""
    text = office.rulebook.policy_on(date(2026, 10, 1)).text
    for old, new in {**HEAD, **changes}.items():
        before, found, after = text.partition(old)
        if not found:
            raise ValueError(f"the demo's policy no longer says {old}")
        text = before + new + after
    return text.encode()
