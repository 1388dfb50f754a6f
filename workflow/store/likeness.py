"""What duplicate searches read of each class: its marks, and under which tokens it is found.

Copied from the contents in force, for searching; a rebuild from all contents gives the same rows.
"""

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, SmallInteger, Table

from workflow.store.types import Hash, Id, metadata

likeness_mark = Table(  # one row a class that others may repeat
    "likeness_mark",
    metadata,
    Column("case_id", Id, primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),  # its signature, packed
)

likeness_posting = Table(  # the rarest words and the topics of each class, by word, scope, week and tiers
    "likeness_posting",
    metadata,
    Column("place", BigInteger, primary_key=True, autoincrement=False),  # as engine/likeness/packing.py makes it
    Column("case_id", Id, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

likeness_term = Table(  # how much each token says: a frozen snapshot, made anew by a rebuild only
    "likeness_term",
    metadata,
    Column("token", Integer, primary_key=True, autoincrement=False),
    Column("weight", SmallInteger, nullable=False),  # tenths of a bit
)

likeness_snapshot = Table(  # one row: by what the index was built; who knows other terms must read them anew
    "likeness_snapshot",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("n", Integer, nullable=False),  # raised by every rebuild
    Column("lexicon", Hash, nullable=False),
    Column("classes", Integer, nullable=False),  # how many the terms were counted in
)
