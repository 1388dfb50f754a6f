"""Lecturers and what they taught."""

revision = "0011_teaching"
down_revision: str | None = "0010_needs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
