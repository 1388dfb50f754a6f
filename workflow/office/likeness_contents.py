"""The classes that duplicate searches know, read from their contents: what the index must hold."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, func, select

from workflow.domain.declaration import from_text
from workflow.domain.people import Unit
from workflow.engine.likeness.signature import Signature
from workflow.office.gather import unit_of
from workflow.office.likeness import Likenesses
from workflow.rulebook.policy import Policy
from workflow.rulebook.rulebook import Rulebook
from workflow.store.cases import case, class_audience, content
from workflow.store.people import unit


def units_of(connection: Connection) -> dict[str, Unit]:
    """All units of the house by code."""
    return {row["code"]: unit_of(dict(row)) for row in connection.execute(select(unit)).mappings()}


def listed_signatures(connection: Connection, likenesses: Likenesses, rulebook: Rulebook, policy: Policy,
                      units: Mapping[str, Unit]) -> Iterator[Signature]:
    """Every class that searches know (ruling 36), by the content it has at present, in the order of the cases."""
    listed = select(class_audience.c.case_id).where(class_audience.c.case_id == case.c.id).exists()
    present = (content.c.case_id == case.c.id) & (content.c.n == func.coalesce(case.c.proposed_n, case.c.form_n))
    known = select(case.c.id, content.c.body).join(content, present).where(listed).order_by(case.c.id)
    for case_id, body in connection.execute(known).all():
        form = from_text(body)
        if form.start_date is not None and form.end_date is not None:
            yield likenesses.read(case_id, form, rulebook, policy, units)
