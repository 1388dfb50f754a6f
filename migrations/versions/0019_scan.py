"""Pairs found by scans of all history."""

import sqlalchemy as sa
from alembic import op

revision = "0019_scan"
down_revision: str | None = "0018_learning"
branch_labels = None
depends_on = None
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "scan",
        sa.Column("id", ID, nullable=False),
        sa.Column("engine", sa.String(length=8), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=True),
        sa.Column("began_at", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.BigInteger(), nullable=True),
        sa.Column("stamp", sa.String(length=64), nullable=False),
        sa.Column("scorecard", sa.String(length=64), nullable=False),
        sa.Column("lexicon", sa.String(length=64), nullable=False),
        sa.Column("terms", sa.Integer(), nullable=False),
        sa.Column("weights", sa.Text(), nullable=False),
        sa.Column("slices", sa.Integer(), nullable=False),
        sa.Column("classes", sa.Integer(), nullable=False),
        sa.Column("pairs", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan")),
    )
    op.create_table(
        "scan_slice",
        sa.Column("scan_id", ID, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name=op.f("fk_scan_slice_scan_id_scan")),
        sa.PrimaryKeyConstraint("scan_id", "n", name=op.f("pk_scan_slice")),
    )
    op.create_table(
        "scan_pair",
        sa.Column("scan_id", ID, nullable=False),
        sa.Column("one", ID, autoincrement=False, nullable=False),
        sa.Column("other", ID, autoincrement=False, nullable=False),
        sa.Column("tenths", sa.SmallInteger(), nullable=False),
        sa.Column("levels", sa.String(length=32), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("reasons", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["scan_id"], ["scan.id"], name=op.f("fk_scan_pair_scan_id_scan")),
        sa.PrimaryKeyConstraint("scan_id", "one", "other", name=op.f("pk_scan_pair")),
    )
    op.create_index("ix_scan_pair_other", "scan_pair", ["scan_id", "other"])


def downgrade() -> None:
    for table in ("scan_pair", "scan_slice", "scan"):
        op.drop_table(table)
