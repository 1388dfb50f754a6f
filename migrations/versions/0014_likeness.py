"""Marks, postings and terms of the search for repeated classes."""

import sqlalchemy as sa
from alembic import op

revision = "0014_likeness"
down_revision: str | None = "0013_policies"
branch_labels = None
depends_on = None
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "likeness_mark",
        sa.Column("case_id", ID, autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_likeness_mark")),
    )
    op.create_table(
        "likeness_posting",
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("case_id", ID, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("place", "case_id", name=op.f("pk_likeness_posting")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "likeness_term",
        sa.Column("token", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("weight", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_likeness_term")),
    )
    op.create_table(
        "likeness_snapshot",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("lexicon", sa.String(length=64), nullable=False),
        sa.Column("classes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_likeness_snapshot")),
    )


def downgrade() -> None:
    for table in ("likeness_snapshot", "likeness_term", "likeness_posting", "likeness_mark"):
        op.drop_table(table)
