"""Signatures given on paper."""

revision = "0016_paper_seats"
down_revision: str | None = "0015_succession"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
