"""The audience of a class by its case: every act asks for it."""

from alembic import op

revision = "0006_audience_of_a_case"
down_revision: str | None = "0005_house"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_class_audience_case_id", "class_audience", ["case_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_class_audience_case_id", "class_audience")
