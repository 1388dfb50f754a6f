"""The statements that write an annual plan's row and its items."""

from workflow.store.act_writing import inserting, updating
from workflow.store.cases import annual_plan, plan_item

NEW_PLAN = inserting(annual_plan)
FILE_PLAN = updating(annual_plan, ("case_id",), "filed_on", "total_fen")
NEW_PLAN_ITEM = inserting(plan_item)
