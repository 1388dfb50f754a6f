"""Accounts of a class item by item."""

revision = "0009_settlement"
down_revision: str | None = "0008_completion"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
