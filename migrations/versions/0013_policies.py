"""Policies that a house publishes itself."""

import sqlalchemy as sa
from alembic import op

revision = "0013_policies"
down_revision: str | None = "0012_stand_ins"
branch_labels = None
depends_on = None
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "policy_proposal",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("effective_from", sa.String(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("proposed_by", ID, nullable=False),
        sa.Column("proposed_at", sa.BigInteger(), nullable=False),
        sa.Column("decided_by", ID, nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_policy_proposal_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_proposal")),
    )
    op.create_index("ix_policy_proposal_status", "policy_proposal", ["status", "id"], unique=False)
    op.create_index("ix_policy_proposal_book", "policy_proposal", ["case_id"], unique=False)


def downgrade() -> None:
    op.drop_table("policy_proposal")
