"""Wordings and scorecards that a house publishes itself."""

import sqlalchemy as sa
from alembic import op

revision = "0018_learning"
down_revision: str | None = "0017_pairs"
branch_labels = None
depends_on = None
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "learnt_wording",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("wording", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=16), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("judged_by", ID, nullable=False),
        sa.Column("judged_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_learnt_wording_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learnt_wording")),
    )
    op.create_index(op.f("ix_learnt_wording_case_id"), "learnt_wording", ["case_id"], unique=False)
    op.create_table(
        "learnt_version",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("proposed_by", ID, nullable=False),
        sa.Column("proposed_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_by", ID, nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.Column("effective_from", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_learnt_version_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learnt_version")),
    )
    op.create_index(op.f("ix_learnt_version_case_id"), "learnt_version", ["case_id"], unique=False)
    op.create_index("ix_learnt_version_status", "learnt_version", ["status", "id"], unique=False)


def downgrade() -> None:
    for table in ("learnt_version", "learnt_wording"):
        op.drop_table(table)
