"""What a house has learnt about repeated training: wordings accepted or declined one by one, and versions of its
lexicon and scorecard, proposed by one person and published by another."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from workflow.store.types import Body, Day, Hash, Id, Moment, metadata

learnt_wording = Table(
    "learnt_wording",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("case.id"), nullable=False, index=True),  # the book whose chain tells of it
    Column("kind", String(16), nullable=False),  # topics | focuses
    Column("code", String(64), nullable=False),
    Column("wording", String(64), nullable=False),
    Column("source", String(16), nullable=False),  # decision | person
    Column("evidence", Body, nullable=False),  # pairs of cases that speak for it
    Column("verdict", String(16), nullable=False),  # accepted | declined
    Column("judged_by", Id, nullable=False),
    Column("judged_at", Moment, nullable=False),
)

learnt_version = Table(
    "learnt_version",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("case.id"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),  # scorecard | lexicon
    Column("version", Integer, nullable=False),
    Column("hash", Hash, nullable=False),  # of what the text says
    Column("text", Text, nullable=False),
    Column("figures", Body, nullable=False),  # what it was measured by when it was proposed
    Column("reason", Text, nullable=False),
    Column("status", String(16), nullable=False),  # proposed | published | withdrawn
    Column("proposed_by", Id, nullable=False),
    Column("proposed_at", Moment, nullable=False),
    Column("decided_by", Id),
    Column("decided_at", Moment),
    Column("opinion", Text),  # of who decided
    Column("effective_from", Day),  # of a published one
)
Index("ix_learnt_version_status", learnt_version.c.status, learnt_version.c.id)
