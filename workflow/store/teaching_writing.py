"""The statements that keep the copy of a class's lecturers."""

from sqlalchemy import bindparam, delete
from sqlalchemy.dialects.postgresql import insert as upsert_postgresql
from sqlalchemy.sql import ClauseElement

from workflow.store.prepared import Statement
from workflow.store.teaching import teaching
from workflow.store.types import Id


def _teach() -> ClauseElement:
    bound = {column.name: bindparam(column.name, type_=column.type) for column in teaching.c}
    new = upsert_postgresql(teaching).values(bound)
    told = {name: new.excluded[name] for name in bound if name not in ("case_id", "place")}
    return new.on_conflict_do_update(index_elements=["case_id", "place"], set_=told)


def _forget() -> ClauseElement:
    of_case = teaching.c.case_id == bindparam("case_id", type_=Id)
    return delete(teaching).where(of_case, teaching.c.place >= bindparam("least", type_=teaching.c.place.type))


TEACH = Statement(_teach)
"""Write one line, new or in place of what stood there."""
FORGET_LINES = Statement(_forget)
"""Remove the lines from a place on; never one that the same act writes."""
