"""Clusters found by a scan of all history."""

revision = "0019_scan"
down_revision: str | None = "0018_learning"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
