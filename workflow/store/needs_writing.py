"""The statements that write needs, what meets them, and execution reports."""

from sqlalchemy import bindparam, delete

from workflow.store.act_writing import inserting, updating
from workflow.store.needs import execution_report, need_link, training_need
from workflow.store.prepared import Statement

NEW_NEED = inserting(training_need)
WITHDRAW_NEED = updating(training_need, ("id",), "withdrawn_on", "withdrawn_why", counted=True)
NEW_LINK = inserting(need_link)
LINK_KEYS = ("case_id", "need_id", "code")
DROP_LINK = Statement(lambda: delete(need_link).where(*(
    need_link.c[name] == bindparam(f"key_{name}", type_=need_link.c[name].type) for name in LINK_KEYS
)), counted=True)
NEW_REPORT = inserting(execution_report)
RENEW_REPORT = updating(execution_report, ("case_id", "unit"), "filed_on", "remarks", "body", counted=True)
