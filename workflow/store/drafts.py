"""Contents as they are typed, and the last word spoken on a case."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, func, select

from workflow.refusals import NotFound
from workflow.store.cases import case, content, working_copy
from workflow.store.people import person
from workflow.store.trail import trail
from workflow.wording.values import Label


def working_body(connection: Connection, case_id: int) -> dict[str, Any] | None:
    """The working copy of a case as plain JSON; ``None`` when nothing is being typed."""
    asked = select(working_copy.c.body).where(working_copy.c.case_id == case_id)
    found = connection.execute(asked).scalar_one_or_none()
    return None if found is None else dict(found)


def present_body(connection: Connection, case_id: int) -> str:
    """The canonical text of a case's present content: the proposed one where there is one.

    Raises ``NotFound`` where there is none.
    """
    number = func.coalesce(case.c.proposed_n, case.c.form_n)
    joined = content.join(case, (case.c.id == content.c.case_id) & (content.c.n == number))
    asked = select(content.c.body).select_from(joined).where(case.c.id == case_id)
    found = connection.execute(asked).scalar_one_or_none()
    if found is None:
        raise NotFound("case", case_id)
    return str(found)


def name_of(connection: Connection, person_id: int | None) -> Label | None:
    """The name of a person in both languages, the Chinese one beside the English; ``None`` for the system."""
    names = select(person.c.name_zh, person.c.name_en).where(person.c.id == person_id)
    found = connection.execute(names).one_or_none()
    return None if found is None else Label(found.name_zh, f"{found.name_en} ({found.name_zh})")


def last_words(connection: Connection, case_id: int) -> tuple[Label | None, str, datetime]:
    """Who acted last on a case (``None`` = the system), by which act, and when."""
    newest = select(trail.c.actor_id, trail.c.act, trail.c.at).where(trail.c.case_id == case_id)
    row = connection.execute(newest.order_by(trail.c.n.desc()).limit(1)).one()
    return name_of(connection, row.actor_id), row.act, row.at
