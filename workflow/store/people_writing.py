"""The statements that write units, their former names and successors, and posts."""

from sqlalchemy import Table, bindparam, update

from workflow.store.act_writing import inserting, updating
from workflow.store.people import cadre, post, succession, unit, unit_name
from workflow.store.prepared import Statement
from workflow.store.types import Id

RENAME_UNIT = updating(unit, ("code", "name_zh", "name_en"), "name_zh", "name_en", counted=True)
MOVE_UNIT = updating(unit, ("code", "active"), "parent", counted=True)
END_UNIT = updating(unit, ("code", "active"), "active", "to_day", counted=True)
NEW_UNIT_NAME = inserting(unit_name)
NEW_SUCCESSION = inserting(succession)
MOVE_CADRES = updating(cadre, ("unit",), "unit")
END_POST = updating(post, ("id",), "to_day", counted=True)


def _claiming(table: Table) -> Statement:
    return Statement(lambda: update(table).where(table.c.case_id.is_(None)).values(
        case_id=bindparam("book", type_=Id)))


CLAIM = {table.name: _claiming(table) for table in (unit, post)}
"""The rows that no book tells of yet are told by this one from now on."""
