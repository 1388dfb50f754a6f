"""The accounts of a class, item by item, and the vouchers that bear them out."""

from sqlalchemy import CheckConstraint, Column, ForeignKey, Integer, String, Table

from workflow.store.types import Day, Id, Moment, metadata

settlement = Table(  # as last filed by the unit; every filing is a record
    "settlement",
    metadata,
    Column("case_id", Id, ForeignKey("case.id"), primary_key=True),
    Column("n", Integer, nullable=False),  # which filing of this class, from 1
    Column("trainees", Integer, nullable=False),
    Column("staff", Integer, nullable=False),
    Column("half_days", Integer, nullable=False),
    Column("arrival_half_days", Integer, nullable=False),
    Column("departure_half_days", Integer, nullable=False),
    Column("actual_fen", Id, nullable=False),
    Column("allowed_fen", Id),  # the ceiling for what the quota covers; empty = there is none
    Column("by", Id, nullable=False),
    Column("at", Moment, nullable=False),
)

settlement_item = Table(
    "settlement_item",
    metadata,
    Column("case_id", Id, ForeignKey("case.id"), primary_key=True),
    Column("item", String(16), primary_key=True),
    Column("approved_fen", Id, nullable=False),
    Column("actual_fen", Id, nullable=False),
    CheckConstraint("approved_fen >= 0 AND actual_fen >= 0", name="not_negative"),
)

voucher = Table(
    "voucher",
    metadata,
    Column("case_id", Id, ForeignKey("case.id"), primary_key=True),
    Column("k", Integer, primary_key=True),
    Column("number", String(64), nullable=False),
    Column("day", Day, nullable=False),
    Column("item", String(16), nullable=False),
    Column("fen", Id, nullable=False),
    CheckConstraint("fen > 0", name="positive"),
)
