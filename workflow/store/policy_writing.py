"""The statements about proposed policies: lay one before the second person, and decide it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from workflow.store.act_writing import inserting, updating
from workflow.store.policies import policy_proposal

PROPOSED, PUBLISHED, WITHDRAWN = "proposed", "published", "withdrawn"
NEW_PROPOSAL = inserting(policy_proposal)
DECIDE_PROPOSAL = updating(policy_proposal, ("id", "status"), "status", "decided_by", "decided_at", "opinion",
                           counted=True)


def published_texts(connection: Connection) -> Sequence[Any]:
    """Hash and text of every policy published here, in the order in which they were published."""
    of = policy_proposal.c
    asked = select(of.hash, of.text).where(of.status == PUBLISHED).order_by(of.decided_at, of.id)
    return connection.execute(asked).all()
