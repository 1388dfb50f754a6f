"""The trail: one hash chain per case, and the refused attempts beside it."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from workflow.store.types import Body, Hash, Id, Moment, metadata

trail = Table(
    "trail",
    metadata,
    Column("case_id", Id, ForeignKey("case.id"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("hash", Hash, nullable=False),
    Column("prev", Hash, nullable=False),
    Column("record", Text, nullable=False),  # the canonical bytes that were hashed
    # derived from the record and compared by verify:
    Column("at", Moment, nullable=False),
    Column("actor_id", Id, nullable=False),
    Column("role", String(32)),
    Column("act", String(64), nullable=False),
    Column("from_state", String(64)),
    Column("to_state", String(64)),
    Column("request_id", String(64), unique=True),
)
Index("ix_trail_at", trail.c.at)

refused_attempt = Table(
    "refused_attempt",
    metadata,
    Column("id", Id, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor_id", Id, nullable=False),
    Column("case_id", Id),
    Column("act", String(64), nullable=False),
    Column("codes", Body, nullable=False),
    Column("hash", Hash, nullable=False),
)
