"""The statements that write an annual plan's row and its items."""

from workflow.store.act_writing import inserting, updating
from workflow.store.cases import annual_plan, plan_item

NEW_PLAN = inserting(annual_plan)
FILE_PLAN = updating(annual_plan, ("case_id",), "filed_on", "total_fen")
NEW_PLAN_ITEM = inserting(plan_item)
ITEM_COLUMNS = ("class_name", "topic_code", "class_kind", "tier", "channel", "month", "trainee_count", "half_days",
                "total_fen", "cancelled_on")
CHANGE_PLAN_ITEM = updating(plan_item, ("code", "case_id"), *ITEM_COLUMNS, counted=True)
