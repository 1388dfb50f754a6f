"""The classes that duplicate searches know, read from their contents: what the index must hold."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, func, select

from workflow.domain.declaration import from_text
from workflow.domain.people import Unit
from workflow.engine.likeness.signature import Signature
from workflow.engine.proposals import begun_rounds
from workflow.office.gather import unit_of
from workflow.office.likeness import Likenesses
from workflow.rulebook.policy import Policy
from workflow.rulebook.rulebook import Rulebook
from workflow.store.alike_reading import PROPOSED, waiting
from workflow.store.cases import case, class_audience, content
from workflow.store.people import unit


def units_of(connection: Connection) -> dict[str, Unit]:
    """All units of the house by code."""
    return {row["code"]: unit_of(dict(row)) for row in connection.execute(select(unit)).mappings()}


def begun_cases(rulebook: Rulebook, rows: Iterable[Mapping[str, Any]]) -> frozenset[int]:
    """The cases whose proposed content waits for a further signature of its own unit: to others it is not there yet.
    ``rows``: of ``store.alike_reading.waiting``."""
    seats: dict[tuple[int, str], list[tuple[int, str, str]]] = {}
    for row in rows:
        seats.setdefault((row["case_id"], row["process_hash"]), []).append((row["round"], row["action"], row["status"]))
    return frozenset(case_id for (case_id, digest), those in seats.items()
                     if (process := rulebook.processes.get(digest)) and begun_rounds(process, those))


def listed_signatures(connection: Connection, likenesses: Likenesses, rulebook: Rulebook, policy: Policy,
                      units: Mapping[str, Unit]) -> Iterator[Signature]:
    """Every class that searches know (ruling 36), by the content it has at present, in the order of the cases."""
    begun = begun_cases(rulebook, (dict(row) for row in connection.execute(waiting()).mappings()))
    # All leaves of a class are listed until the same day: its last, or the one on which it was stopped.
    until = select(func.min(class_audience.c.end_date)).where(class_audience.c.case_id == case.c.id).scalar_subquery()
    first = func.coalesce(func.nullif(case.c.form_n, 0), case.c.proposed_n)
    known = (
        select(case.c.id, content.c.body, PROPOSED.c.body.label("proposed"), until.label("until"))
        .join(content, (content.c.case_id == case.c.id) & (content.c.n == first))
        .outerjoin(PROPOSED, (PROPOSED.c.case_id == case.c.id) & (PROPOSED.c.n == case.c.proposed_n))
        .where(until.is_not(None)).order_by(case.c.id)
    )
    for case_id, body, proposed, last in connection.execute(known).all():
        form = from_text(proposed if proposed is not None and case_id not in begun else body)
        if form.start_date is not None and form.end_date is not None:
            yield likenesses.read(case_id, replace(form, end_date=last), rulebook, policy, units)
