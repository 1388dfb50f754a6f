"""Training needs and execution reports."""

revision = "0010_needs"
down_revision: str | None = "0009_settlement"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
