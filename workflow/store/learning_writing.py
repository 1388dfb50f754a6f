"""The statements about what a house has learnt: judge a wording, lay a version before the second person, decide it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from workflow.store.act_writing import inserting, updating
from workflow.store.learning import learnt_version, learnt_wording
from workflow.store.policy_writing import PROPOSED, PUBLISHED, WITHDRAWN

__all__ = ["DECIDE_VERSION", "JUDGE_WORDING", "NEW_VERSION", "PROPOSED", "PUBLISHED", "WITHDRAWN"]
ACCEPTED, DECLINED = "accepted", "declined"
SCORECARD, LEXICON = "scorecard", "lexicon"
JUDGE_WORDING = inserting(learnt_wording)
NEW_VERSION = inserting(learnt_version)
DECIDE_VERSION = updating(learnt_version, ("id", "status"), "status", "decided_by", "decided_at", "opinion",
                          "effective_from", counted=True)


def published_versions(connection: Connection) -> Sequence[Any]:
    """Every version published here, in the order in which they were published."""
    of = learnt_version.c
    return connection.execute(select(learnt_version).where(of.status == PUBLISHED).order_by(of.decided_at, of.id)).all()


def judged_wordings(connection: Connection) -> Sequence[Any]:
    """Every judged wording, the latest judgement last."""
    of = learnt_wording.c
    return connection.execute(select(learnt_wording).order_by(of.judged_at, of.id)).all()
