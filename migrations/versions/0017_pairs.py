"""What was compared of a pair, and by what the index of repeated classes was built."""

import sqlalchemy as sa
from alembic import op

revision = "0017_pairs"
down_revision: str | None = "0016_paper_seats"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("pair", sa.Column("facts", sa.Text(), nullable=True))
    op.add_column("pair", sa.Column("former", sa.Text(), nullable=True))
    op.create_table(
        "likeness_past",
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("n", name=op.f("pk_likeness_past")),
    )


def downgrade() -> None:
    op.drop_table("likeness_past")
    op.drop_column("pair", "former")
    op.drop_column("pair", "facts")
