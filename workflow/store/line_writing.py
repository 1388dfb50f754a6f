"""The statements that open a fund line and add to it."""

from sqlalchemy import bindparam, update
from sqlalchemy.sql import ClauseElement

from workflow.store.act_writing import inserting
from workflow.store.funding import fund_line
from workflow.store.prepared import Statement
from workflow.store.types import Id

NEW_LINE = inserting(fund_line)


def _add() -> ClauseElement:
    more = bindparam("more", type_=Id)
    return (
        update(fund_line)
        .where(fund_line.c.id == bindparam("line_id", type_=Id), fund_line.c.state == "open")
        .values(appropriated=fund_line.c.appropriated + more)
    )


ADD_TO_LINE = Statement(_add, counted=True)
"""Raise what an open line was given; touches no row when the line is not open."""
