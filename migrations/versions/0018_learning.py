"""Wordings and scorecards that a house publishes itself."""

revision = "0018_learning"
down_revision: str | None = "0017_pairs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
