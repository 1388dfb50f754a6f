"""Units, posts and people with their days and successors."""

revision = "0015_succession"
down_revision: str | None = "0014_likeness"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
