"""Training needs and execution reports."""

import sqlalchemy as sa
from alembic import op

revision = "0010_needs"
down_revision: str | None = "0009_settlement"
branch_labels = None
depends_on = None
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "training_need",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("topic_code", sa.String(length=64), nullable=False),
        sa.Column("audience_code", sa.String(length=64), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("lack", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("stated_on", sa.String(length=10), nullable=False),
        sa.Column("withdrawn_on", sa.String(length=10), nullable=True),
        sa.Column("withdrawn_why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_training_need_case_id_case")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_training_need_unit_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_need")),
    )
    op.create_index("ix_training_need_case_id", "training_need", ["case_id"], unique=False)
    op.create_index("ix_training_need_year_unit", "training_need", ["year", "unit"], unique=False)
    op.create_table(
        "need_link",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("need_id", ID, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_need_link_case_id_case")),
        sa.ForeignKeyConstraint(["code"], ["plan_item.code"], name=op.f("fk_need_link_code_plan_item")),
        sa.ForeignKeyConstraint(["need_id"], ["training_need.id"], name=op.f("fk_need_link_need_id_training_need")),
        sa.PrimaryKeyConstraint("case_id", "need_id", "code", name=op.f("pk_need_link")),
    )
    op.create_index("ix_need_link_need_id", "need_link", ["need_id"], unique=False)
    op.create_table(
        "execution_report",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("filed_on", sa.String(length=10), nullable=False),
        sa.Column("remarks", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_execution_report_case_id_case")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_execution_report_unit_unit")),
        sa.PrimaryKeyConstraint("case_id", "unit", name=op.f("pk_execution_report")),
    )
    op.create_index("ix_execution_report_year_unit", "execution_report", ["year", "unit"], unique=True)
    op.add_column("plan_item", sa.Column("cancelled_on", sa.String(length=10), nullable=True))
    op.create_index("ix_plan_item_year_unit", "plan_item", ["year", "unit"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_plan_item_year_unit", "plan_item")
    op.drop_column("plan_item", "cancelled_on")
    op.drop_table("execution_report")
    op.drop_table("need_link")
    op.drop_table("training_need")
