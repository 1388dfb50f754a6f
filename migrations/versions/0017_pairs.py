"""What was compared of a pair."""

revision = "0017_pairs"
down_revision: str | None = "0016_paper_seats"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
