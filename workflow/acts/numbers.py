"""Numbers of the office: assigned in the act that needs them, in the patterns of the policy (ruling 5)."""

from workflow.acts.case_change import CaseChange
from workflow.store.numbering import next_number

DECLARATION, REPLY, RECEIPT = "declaration", "reply", "receipt"
COLUMNS = {REPLY: "reply_no", RECEIPT: "receipt_no"}


def assign_number(change: CaseChange, series: str) -> None:
    """The next number of a series of this office year, on the case or its subject."""
    year, policy = change.situation.today.year, change.situation.policy
    change.work.hold()
    count = next_number(change.work.connection, series, year)
    if series == DECLARATION:
        number = f"{policy['numbering.prefix']}-{year}-{count:04d}"
        change.new["number"] = change.set["number"] = number
        return
    change.assign(COLUMNS[series], str(policy[f"numbering.{series}_pattern"]).format(year=year, n=count))
