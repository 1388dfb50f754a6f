"""Policies that a house publishes itself: proposed by one person, put in force by another."""

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text

from workflow.store.types import Day, Hash, Id, Moment, metadata

policy_proposal = Table(
    "policy_proposal",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("case.id"), nullable=False),  # the book whose chain tells of it
    Column("hash", Hash, nullable=False),  # of what the text says
    Column("code", String(64), nullable=False),
    Column("kind", String(16), nullable=False),  # base | overlay | local
    Column("effective_from", Day, nullable=False),
    Column("text", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("status", String(16), nullable=False),  # proposed | published | withdrawn
    Column("proposed_by", Id, nullable=False),
    Column("proposed_at", Moment, nullable=False),
    Column("decided_by", Id),
    Column("decided_at", Moment),
    Column("opinion", Text),  # of who decided
)
Index("ix_policy_proposal_status", policy_proposal.c.status, policy_proposal.c.id)
Index("ix_policy_proposal_book", policy_proposal.c.case_id)
