"""Units and posts told by the trail; former names of units, and their successors."""

import sqlalchemy as sa
from alembic import op

revision = "0015_succession"
down_revision: str | None = "0014_likeness"
branch_labels = None
depends_on = None
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DAY = sa.String(length=10)


def upgrade() -> None:
    op.add_column("unit", sa.Column("from_day", DAY, nullable=True))
    op.add_column("unit", sa.Column("to_day", DAY, nullable=True))
    op.add_column("unit", sa.Column("case_id", ID, nullable=True))
    op.add_column("post", sa.Column("case_id", ID, nullable=True))
    op.create_table(
        "unit_name",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("to_day", DAY, nullable=False),
        sa.Column("name_zh", sa.String(length=100), nullable=False),
        sa.Column("name_en", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_unit_name_case_id_case")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_unit_name_unit_unit")),
        sa.PrimaryKeyConstraint("unit", "to_day", name=op.f("pk_unit_name")),
    )
    op.create_table(
        "succession",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("successor", sa.String(length=64), nullable=False),
        sa.Column("from_day", DAY, nullable=False),
        sa.Column("takes", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_succession_case_id_case")),
        sa.ForeignKeyConstraint(["successor"], ["unit.code"], name=op.f("fk_succession_successor_unit")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_succession_unit_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_succession")),
    )
    op.create_index("ix_succession_unit", "succession", ["unit"], unique=False)
    op.create_index("ix_succession_successor", "succession", ["successor"], unique=False)


def downgrade() -> None:
    op.drop_table("succession")
    op.drop_table("unit_name")
    op.drop_column("post", "case_id")
    for name in ("case_id", "to_day", "from_day"):
        op.drop_column("unit", name)
