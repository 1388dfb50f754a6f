"""Posts lent for some days."""

import sqlalchemy as sa
from alembic import op

revision = "0012_stand_ins"
down_revision: str | None = "0011_teaching"
branch_labels = None
depends_on = None
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "stand_in",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("post_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("from_day", sa.String(length=10), nullable=False),
        sa.Column("to_day", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_stand_in_case_id_case")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_stand_in_person_id_person")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_stand_in_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stand_in")),
    )
    op.create_index("ix_stand_in_person_id", "stand_in", ["person_id"], unique=False)
    op.create_index("ix_stand_in_post_id", "stand_in", ["post_id"], unique=False)


def downgrade() -> None:
    op.drop_table("stand_in")
