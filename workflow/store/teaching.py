"""Lecturers and what they taught: copied from the contents in force, so that a register can be searched."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text

from workflow.store.types import Day, Id, metadata

teaching = Table(  # one line of a class's list of lecturers; a working copy of the content
    "teaching",
    metadata,
    Column("case_id", Id, ForeignKey("case.id"), primary_key=True),
    Column("place", Integer, primary_key=True),  # in the class's list, from 0
    Column("name", String(200), nullable=False),
    Column("title", String(16), nullable=False),
    Column("home", String(200), nullable=False),  # the body they come from; may be empty
    Column("topics", Text, nullable=False),  # titles of their sessions, one a line
    Column("hours", Integer, nullable=False),
    Column("fee_fen", Id, nullable=False),  # per class hour after tax
    Column("start_date", Day, nullable=False),  # the class's days, copied
    Column("end_date", Day, nullable=False),
)
Index("ix_teaching_lecturer", teaching.c.name, teaching.c.home, teaching.c.start_date)
Index("ix_teaching_start", teaching.c.start_date)
