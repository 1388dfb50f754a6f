"""Signatures given on paper."""

import sqlalchemy as sa
from alembic import op

revision = "0016_paper_seats"
down_revision: str | None = "0015_succession"
branch_labels = None
depends_on = None
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "paper_seat",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("signer", ID, nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("given", sa.Text(), nullable=False),
        sa.Column("seen", sa.String(length=255), nullable=False),
        sa.Column("paper_id", ID, nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("entered_by", ID, nullable=False),
        sa.Column("entered_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_by", ID, nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("trail_n", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_paper_seat_case_id_case")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=op.f("fk_paper_seat_paper_id_paper")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_seat")),
    )
    op.create_index("ix_paper_seat_case", "paper_seat", ["case_id", "status"], unique=False)
    op.create_index("ix_paper_seat_status", "paper_seat", ["status", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("paper_seat")
