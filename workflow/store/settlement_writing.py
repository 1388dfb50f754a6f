"""The statements that write the accounts of a class; a new filing takes the place of the one before."""

from sqlalchemy import bindparam, delete

from workflow.store.act_writing import inserting
from workflow.store.prepared import Statement
from workflow.store.settlement import settlement, settlement_item, voucher
from workflow.store.types import Id

_CASE = bindparam("case_id", type_=Id)
DROP_SETTLEMENT = Statement(lambda: delete(settlement).where(settlement.c.case_id == _CASE))
DROP_ITEMS = Statement(lambda: delete(settlement_item).where(settlement_item.c.case_id == _CASE))
DROP_VOUCHERS = Statement(lambda: delete(voucher).where(voucher.c.case_id == _CASE))
NEW_SETTLEMENT = inserting(settlement)
NEW_ITEM = inserting(settlement_item)
NEW_VOUCHER = inserting(voucher)
