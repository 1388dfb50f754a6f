"""Fund lines, what each case holds on them, the append-only ledger, and what two persons agree about them."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from workflow.store.types import Body, Day, Hash, Id, Moment, metadata

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
    Column("indicator", String(40)),  # the line's code in finance's own budget system
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

fund_motion = Table(  # what one person proposes about the lines and a second one confirms
    "fund_motion",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("case.id"), nullable=False, index=True),  # the book of the year
    Column("kind", String(16), nullable=False),
    Column("body", Body, nullable=False),
    Column("reason", Text, nullable=False),
    Column("status", String(16), nullable=False),  # waiting | done | declined | withdrawn
    Column("by", Id, nullable=False),
    Column("at", Moment, nullable=False),
    Column("decided_by", Id),
    Column("decided_at", Moment),
)

correction = Table(  # a ledger entry that mends another one, and the one it mends
    "correction",
    metadata,
    Column("case_id", Id, primary_key=True),
    Column("trail_n", Integer, primary_key=True),
    Column("k", Integer, primary_key=True),
    Column("of_case", Id, nullable=False),
    Column("of_n", Integer, nullable=False),
    Column("of_k", Integer, nullable=False),
    ForeignKeyConstraint(["case_id", "trail_n"], ["trail.case_id", "trail.n"]),
    ForeignKeyConstraint(["of_case", "of_n", "of_k"], ["ledger_entry.case_id", "ledger_entry.trail_n",
                                                       "ledger_entry.k"]),
)

reconcile = Table(  # one file of finance's figures, as it was read
    "reconcile",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("case.id"), nullable=False, index=True),
    Column("as_of", Day, nullable=False),
    Column("name", String(200), nullable=False),
    Column("sha256", Hash, nullable=False),
    Column("by", Id, nullable=False),
    Column("at", Moment, nullable=False),
)

reconcile_line = Table(  # fen; ``None`` = that side does not know the line
    "reconcile_line",
    metadata,
    Column("case_id", Id, nullable=False),
    Column("reconcile_id", Id, ForeignKey("reconcile.id"), primary_key=True),
    Column("indicator", String(40), primary_key=True),
    Column("line_id", Id, ForeignKey("fund_line.id")),
    Column("theirs_given", Id),
    Column("theirs_spent", Id),
    Column("ours_given", Id),
    Column("ours_spent", Id),
)
