"""Fund lines, what each case holds on them, and the append-only ledger."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from workflow.store.types import Day, Id, Moment, metadata

fund_line = Table(
    "fund_line",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("case.id"), nullable=False),  # the book, whose chain tells of its changes
    Column("owner", String(64), ForeignKey("unit.code"), nullable=False),
    Column("year", Integer, nullable=False),
    Column("source", String(32), nullable=False),
    Column("state", String(8), nullable=False),  # expected | open | closed
    Column("closes_on", Day),
    Column("appropriated", Id, nullable=False),
    Column("reserved", Id, nullable=False),
    Column("committed", Id, nullable=False),
    Column("spent", Id, nullable=False),
    UniqueConstraint("owner", "year", "source"),
    CheckConstraint("reserved >= 0 AND committed >= 0 AND spent >= 0", name="not_negative"),
    CheckConstraint("appropriated - reserved - committed - spent >= 0", name="covered"),
)

fund_share = Table(  # absolute: this case holds so much on this line
    "fund_share",
    metadata,
    Column("case_id", Id, ForeignKey("case.id"), primary_key=True),
    Column("line_id", Id, ForeignKey("fund_line.id"), primary_key=True),
    Column("reserved", Id, nullable=False),
    Column("committed", Id, nullable=False),
    Column("spent", Id, nullable=False),
    CheckConstraint("reserved >= 0 AND committed >= 0 AND spent >= 0", name="not_negative"),
)

ledger_entry = Table(
    "ledger_entry",
    metadata,
    Column("case_id", Id, primary_key=True),
    Column("trail_n", Integer, primary_key=True),
    Column("k", Integer, primary_key=True),  # place within the record
    Column("line_id", Id, ForeignKey("fund_line.id"), nullable=False, index=True),
    Column("kind", String(16), nullable=False),  # appropriate reserve commit spend release refund transfer adjust
    Column("from_account", String(16), nullable=False),  # outside available reserved committed spent
    Column("to_account", String(16), nullable=False),
    Column("fen", Id, nullable=False),
    Column("at", Moment, nullable=False),
    ForeignKeyConstraint(["case_id", "trail_n"], ["trail.case_id", "trail.n"]),
    CheckConstraint("fen > 0", name="positive"),
)
