"""The house's own tables: published rules, number series, outgoing messages, settings."""

from sqlalchemy import Column, Index, Integer, String, Table, Text

from workflow.store.types import Body, Hash, Id, Moment, metadata

process_version = Table(
    "process_version",
    metadata,
    Column("hash", Hash, primary_key=True),
    Column("code", String(64), nullable=False),
    Column("version", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

policy_version = Table(
    "policy_version",
    metadata,
    Column("hash", Hash, primary_key=True),
    Column("code", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

number_series = Table(
    "number_series",
    metadata,
    Column("series", String(32), primary_key=True),  # declaration | reply | receipt | plan
    Column("year", Integer, primary_key=True),
    Column("last", Integer, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id),
    Column("kind", String(32), nullable=False),
    Column("body", Body, nullable=False),
    Column("at", Moment, nullable=False),
    Column("not_before", Moment),  # held until a recall window ends
    Column("sent_at", Moment),
    Column("tries", Integer, nullable=False),
)
UNSENT = outbox.c.sent_at.is_(None)
Index("ix_outbox_unsent", outbox.c.id, sqlite_where=UNSENT, postgresql_where=UNSENT)

setting = Table(
    "setting",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("value", Body, nullable=False),
)
