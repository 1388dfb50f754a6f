"""Opens a cadre's training record: who looked at whose record, and when, is written down before it is shown.

A log of reading, no record of a decision: it stands in a table of its own, outside the trail.
"""

from sqlalchemy import select

from workflow.acts.transaction import transaction
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.office.gather import GREATEST_ID
from workflow.refusals import NotFound
from workflow.store.people import cadre
from workflow.store.roster_writing import NEW_VIEW


def open_record(office: Office, actor: Actor, cadre_id: int) -> None:
    """Write down that this person opens the record now; ``NotFound`` for an unknown cadre.

    The right to the record is the query's (``queries.cadre_record``), asked before.
    """
    with transaction(office, actor) as work:
        known = select(cadre.c.id).where(cadre.c.id == min(cadre_id, GREATEST_ID))
        if work.connection.execute(known).first() is None:
            raise NotFound("cadre", cadre_id)
        work.write(NEW_VIEW, cadre_id=cadre_id, person_id=actor.id, at=work.now)
