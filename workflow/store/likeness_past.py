"""By what the index of repeated classes was built, kept for good: a score of the past can be reckoned again."""

from sqlalchemy import Column, Integer, LargeBinary, Table

from workflow.store.types import metadata

likeness_past = Table(
    "likeness_past",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),  # number of the rebuild, as in likeness_snapshot
    Column("body", LargeBinary, nullable=False),  # names, wordings and weights of terms: JSON, deflated
)
