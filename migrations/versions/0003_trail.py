"""The trail and the refused attempts; from here on both only grow."""

import sqlalchemy as sa
from alembic import op

from migrations.guards import forbid_change

revision = "0003_trail"
down_revision: str | None = "0002_cases"
branch_labels = None
depends_on = None
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "refused_attempt",
        sa.Column("id", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=True),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_attempt")),
    )
    op.create_table(
        "trail",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("prev", sa.String(length=64), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", ID, nullable=False),
        sa.Column("role", sa.String(length=32), nullable=True),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("from_state", sa.String(length=64), nullable=True),
        sa.Column("to_state", sa.String(length=64), nullable=True),
        sa.Column("request_id", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_trail_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", "n", name=op.f("pk_trail")),
        sa.UniqueConstraint("request_id", name=op.f("uq_trail_request_id")),
    )
    op.create_index("ix_trail_at", "trail", ["at"], unique=False)
    forbid_change("trail")
    forbid_change("refused_attempt")


def downgrade() -> None:
    op.drop_table("trail")
    op.drop_table("refused_attempt")
