"""What the rules of a year look at, in one reading: a unit's report on a year, and the classes it held in it."""

from sqlalchemy import Select, bindparam, select

from workflow.store.cases import case, class_declaration
from workflow.store.needs import execution_report
from workflow.store.prepared import Reading
from workflow.store.types import Day


def _reports() -> Select:  # type: ignore[type-arg]
    of = execution_report.c
    return select(of.filed_on).where(of.unit == bindparam("unit", type_=of.unit.type),
                                     of.year == bindparam("year", type_=of.year.type))


def _hosted() -> Select:  # type: ignore[type-arg]
    """What is remembered of the unit's classes that begin in the year: also whether each was opened."""
    days = class_declaration.c.start_date.between(bindparam("year_from", type_=Day), bindparam("year_to", type_=Day))
    return (
        select(case.c.id, case.c.remembered)
        .join(class_declaration, class_declaration.c.case_id == case.c.id)
        .where(case.c.host_unit == bindparam("unit", type_=case.c.host_unit.type), days)
    )


YEAR_OF_UNIT = Reading(reports=_reports, hosted=_hosted)
"""Binds: ``unit``, ``year`` with its ``year_from`` and ``year_to``."""
