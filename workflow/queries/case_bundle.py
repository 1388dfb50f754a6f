"""One case as a file that is checked without us: the records as they were hashed, and the contents they name."""

import json

from sqlalchemy import select

from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.visible import demand
from workflow.store.cases import case, content
from workflow.store.trail import trail


def case_bundle(office: Office, actor: Actor, case_id: int) -> str:
    """JSON text of ``records`` (exact texts, oldest first), ``head`` and ``contents`` by number.

    ``workflow/trail/verify.py`` reads it.  Raises ``NotFound`` for a case this actor may not see in full.
    """
    with office.database.read() as connection:
        demand(connection, actor, office.rulebook.roles, case_id)
        records = connection.execute(select(trail.c.record).where(trail.c.case_id == case_id).order_by(trail.c.n))
        contents = connection.execute(select(content.c.n, content.c.body).where(content.c.case_id == case_id))
        head = connection.execute(select(case.c.chain_head).where(case.c.id == case_id)).scalar_one()
        bundle = {
            "records": list(records.scalars()),
            "head": head,
            "contents": {str(row.n): row.body for row in contents},
        }
    return json.dumps(bundle, ensure_ascii=False, indent=1)
