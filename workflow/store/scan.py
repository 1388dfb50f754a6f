"""What scans of all history found: pairs of classes that repeat one another.

Reckoned from the marks and the scorecard; another scan finds the same.  Only a finished scan is read.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, SmallInteger, String, Table

from workflow.store.types import Body, Hash, Id, Moment, metadata

scan = Table(  # one row a scan; without ``finished_at`` it is half and nobody is shown it
    "scan",
    metadata,
    Column("id", Id, primary_key=True),
    Column("engine", String(8), nullable=False),  # splink | index
    Column("year", SmallInteger),  # pairs with a class opened in it; empty = all history
    Column("began_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("stamp", Hash, nullable=False),  # of the marks that were read; a half scan goes on only among the same ones
    Column("scorecard", Hash, nullable=False),
    Column("lexicon", Hash, nullable=False),
    Column("terms", Integer, nullable=False),  # number of the rebuild that made the weights of words
    Column("weights", Body, nullable=False),  # the scorecard's prior and bits: what the parts of each pair add up from
    Column("slices", Integer, nullable=False),
    Column("classes", Integer, nullable=False),
    Column("pairs", Integer, nullable=False),  # raised, of a finished scan
)

scan_slice = Table(  # the slices of a half scan that are done
    "scan_slice",
    metadata,
    Column("scan_id", Id, ForeignKey("scan.id"), primary_key=True),
    Column("n", Integer, primary_key=True),
)

scan_pair = Table(  # two classes of which one seems to repeat the other; the smaller case id first
    "scan_pair",
    metadata,
    Column("scan_id", Id, ForeignKey("scan.id"), primary_key=True),
    Column("one", Id, primary_key=True, autoincrement=False),
    Column("other", Id, primary_key=True, autoincrement=False),
    Column("tenths", SmallInteger, nullable=False),  # of a bit
    Column("levels", String(32), nullable=False),  # a digit for each field of the scorecard, in its order
    Column("verdict", String(16), nullable=False),  # suggested
    Column("reasons", String(200), nullable=False),  # keys of what is said for it, with commas
)
Index("ix_scan_pair_other", scan_pair.c.scan_id, scan_pair.c.other)
