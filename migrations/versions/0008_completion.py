"""What happens while a class is held and when it closes."""

revision = "0008_completion"
down_revision: str | None = "0007_rosters"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
