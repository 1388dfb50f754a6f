"""Signatures given on paper: what the desk entered, and whether a second person found it right."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from workflow.store.types import Body, Day, Id, Moment, metadata

paper_seat = Table(
    "paper_seat",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("case.id"), nullable=False),
    Column("round", Integer, nullable=False),  # the open seat that the sheet answers
    Column("place", Integer, nullable=False),
    Column("action", String(64), nullable=False),  # what it says
    Column("signer", Id, nullable=False),
    Column("day", Day, nullable=False),  # that stands on it
    Column("opinion", Text, nullable=False),
    Column("given", Body, nullable=False),  # what the action asks to be stated, packed
    Column("seen", String(255), nullable=False),  # state, content and findings at the time of entering
    Column("paper_id", Id, ForeignKey("paper.id"), nullable=False),  # the scan
    Column("status", String(16), nullable=False),  # waiting | counted | returned | withdrawn
    Column("entered_by", Id, nullable=False),
    Column("entered_at", Moment, nullable=False),
    Column("closed_by", Id),  # who checked it, or withdrew it
    Column("closed_at", Moment),
    Column("words", Text),  # why it was returned
    Column("trail_n", Integer),  # the record of the signature it became
)
Index("ix_paper_seat_case", paper_seat.c.case_id, paper_seat.c.status)
Index("ix_paper_seat_status", paper_seat.c.status, paper_seat.c.id)
