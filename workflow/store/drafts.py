"""Contents as they are typed, and the last word spoken on a case."""

from typing import Any

from sqlalchemy import Connection, func, select

from workflow.store.cases import case, content, working_copy
from workflow.store.people import person
from workflow.store.trail import trail


def working_body(connection: Connection, case_id: int) -> dict[str, Any] | None:
    """The working copy of a case as plain JSON; ``None`` when nothing is being typed."""
    asked = select(working_copy.c.body).where(working_copy.c.case_id == case_id)
    found = connection.execute(asked).scalar_one_or_none()
    return None if found is None else dict(found)


def present_body(connection: Connection, case_id: int) -> str:
    """The canonical text of a case's present content: the proposed one where there is one."""
    number = func.coalesce(case.c.proposed_n, case.c.form_n)
    joined = content.join(case, (case.c.id == content.c.case_id) & (content.c.n == number))
    return str(connection.execute(select(content.c.body).select_from(joined).where(case.c.id == case_id)).scalar_one())


def name_of(connection: Connection, person_id: int | None) -> str:
    """The name of a person as the trail page tells it; a dash for the system and for nobody."""
    found = connection.execute(select(person.c.name_zh).where(person.c.id == person_id)).scalar_one_or_none()
    return str(found or "–")


def last_words(connection: Connection, case_id: int) -> dict[str, Any]:
    """Who acted last on a case: ``name``, ``act`` and ``at`` of the newest record."""
    joined = trail.outerjoin(person, person.c.id == trail.c.actor_id)
    columns = (trail.c.act, trail.c.at, func.coalesce(person.c.name_zh, "–").label("name"))
    newest = select(*columns).select_from(joined).where(trail.c.case_id == case_id).order_by(trail.c.n.desc()).limit(1)
    return dict(connection.execute(newest).mappings().one())
