"""The statements that write fund lines and what two persons agree about them."""

from workflow.store.act_writing import inserting, updating
from workflow.store.funding import correction, fund_line, fund_motion, reconcile, reconcile_line

NEW_LINE = inserting(fund_line)
BALANCES = ("appropriated", "reserved", "committed", "spent")
SET_LINE = updating(fund_line, ("id", "state", *BALANCES), "state", "closes_on", "indicator", *BALANCES, counted=True)
"""Set a line that stands as it was read; touches no row when it has moved, and the act begins anew."""
NEW_MOTION = inserting(fund_motion)
DECIDE_MOTION = updating(fund_motion, ("id", "status"), "status", "decided_by", "decided_at", counted=True)
NEW_CORRECTION = inserting(correction)
NEW_RECONCILE = inserting(reconcile)
NEW_RECONCILE_LINE = inserting(reconcile_line)
