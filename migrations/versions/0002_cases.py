"""Cases, contents, seats, findings and the subjects."""

import sqlalchemy as sa
from alembic import op

from migrations.guards import drop_function, forbid_change, make_function

revision = "0002_cases"
down_revision: str | None = "0001_people"
branch_labels = None
depends_on = None
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    make_function()
    op.create_table(
        "audience_stamp",
        sa.Column("leaf", sa.String(length=64), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("leaf", name=op.f("pk_audience_stamp")),
    )
    op.create_table(
        "seat",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("gate", sa.String(length=32), nullable=True),
        sa.Column("status", sa.String(length=8), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=True),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("signed_by", ID, nullable=True),
        sa.Column("signed_at", sa.BigInteger(), nullable=True),
        sa.Column("acting_for", ID, nullable=True),
        sa.Column("form_hash", sa.String(length=64), nullable=True),
        sa.Column("findings_hash", sa.String(length=64), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=True),
        sa.Column("trail_n", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("case_id", "round", "place", name=op.f("pk_seat")),
    )
    op.create_index(
        "ix_seat_open_role",
        "seat",
        ["role", "due_at", "case_id"],
        unique=False,
        sqlite_where=sa.text("status = 'open' AND unit IS NULL"),
        postgresql_where=sa.text("status = 'open' AND unit IS NULL"),
    )
    op.create_index(
        "ix_seat_open_unit",
        "seat",
        ["unit", "role", "due_at", "case_id"],
        unique=False,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "case",
        sa.Column("id", ID, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("process_hash", sa.String(length=64), nullable=True),
        sa.Column("policy_hash", sa.String(length=64), nullable=True),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("chain_n", sa.Integer(), nullable=False),
        sa.Column("chain_head", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=True),
        sa.Column("host_unit", sa.String(length=64), nullable=True),
        sa.Column("created_by", ID, nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("entered_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=True),
        sa.Column("remembered", sa.Text(), nullable=False),
        sa.Column("form_n", sa.Integer(), nullable=False),
        sa.Column("form_hash", sa.String(length=64), nullable=True),
        sa.Column("proposed_n", sa.Integer(), nullable=True),
        sa.Column("findings_n", sa.Integer(), nullable=False),
        sa.Column("findings_hash", sa.String(length=64), nullable=True),
        sa.Column("stamp_seen", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["host_unit"], ["unit.code"], name=op.f("fk_case_host_unit_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("number", name=op.f("uq_case_number")),
    )
    op.create_index("ix_case_host", "case", ["host_unit", "state"], unique=False)
    op.create_index("ix_case_state_due", "case", ["state", "due_at"], unique=False)
    op.create_table(
        "annual_plan",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("filed_on", sa.String(length=10), nullable=True),
        sa.Column("total_fen", ID, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_annual_plan_case_id_case")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_annual_plan_unit_unit")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_annual_plan")),
    )
    op.create_table(
        "class_audience",
        sa.Column("leaf", sa.String(length=64), nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("start_date", sa.String(length=10), nullable=False),
        sa.Column("end_date", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_class_audience_case_id_case")),
        sa.PrimaryKeyConstraint("leaf", "case_id", name=op.f("pk_class_audience")),
    )
    op.create_index("ix_class_audience_leaf_start", "class_audience", ["leaf", "start_date"], unique=False)
    op.create_table(
        "class_declaration",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("class_name", sa.String(length=200), nullable=False),
        sa.Column("topic_code", sa.String(length=64), nullable=False),
        sa.Column("class_kind", sa.String(length=32), nullable=False),
        sa.Column("plan_type", sa.String(length=16), nullable=False),
        sa.Column("plan_item", sa.String(length=64), nullable=True),
        sa.Column("tier", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("venue", sa.String(length=200), nullable=False),
        sa.Column("start_date", sa.String(length=10), nullable=True),
        sa.Column("end_date", sa.String(length=10), nullable=True),
        sa.Column("half_days", sa.Integer(), nullable=True),
        sa.Column("trainee_count", sa.Integer(), nullable=True),
        sa.Column("staff_count", sa.Integer(), nullable=True),
        sa.Column("total_fen", ID, nullable=False),
        sa.Column("approved_fen", ID, nullable=True),
        sa.Column("declared_on", sa.String(length=10), nullable=True),
        sa.Column("reply_no", sa.String(length=64), nullable=True),
        sa.Column("receipt_no", sa.String(length=64), nullable=True),
        sa.Column("merged_into", ID, nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_class_declaration_case_id_case")),
        sa.ForeignKeyConstraint(["merged_into"], ["case.id"], name=op.f("fk_class_declaration_merged_into_case")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_class_declaration")),
        sa.UniqueConstraint("receipt_no", name=op.f("uq_class_declaration_receipt_no")),
        sa.UniqueConstraint("reply_no", name=op.f("uq_class_declaration_reply_no")),
    )
    op.create_index("ix_class_start", "class_declaration", ["start_date"], unique=False)
    op.create_table(
        "content",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("by", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_content_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", "n", name=op.f("pk_content")),
    )
    op.create_table(
        "finding",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=8), nullable=False),
        sa.Column("part", sa.String(length=64), nullable=False),
        sa.Column("severity", sa.String(length=8), nullable=False),
        sa.Column("gate", sa.String(length=32), nullable=False),
        sa.Column("form_hash", sa.String(length=64), nullable=False),
        sa.Column("policy_hash", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("explanation", sa.Text(), nullable=True),
        sa.Column("explained_by", ID, nullable=True),
        sa.Column("overridden_by", ID, nullable=True),
        sa.Column("override_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_finding_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", "n", "rule", "part", name=op.f("pk_finding")),
    )
    op.create_table(
        "form",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_form_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_form")),
    )
    op.create_table(
        "pair",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("other_id", ID, nullable=False),
        sa.Column("facts_hash", sa.String(length=64), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_by", ID, nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("consulted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_pair_case_id_case")),
        sa.ForeignKeyConstraint(["other_id"], ["case.id"], name=op.f("fk_pair_other_id_case")),
        sa.PrimaryKeyConstraint("case_id", "other_id", name=op.f("pk_pair")),
    )
    op.create_table(
        "paper",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("by", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_paper_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
    )
    op.create_index(op.f("ix_paper_case_id"), "paper", ["case_id"], unique=False)
    op.create_table(
        "plan_item",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("class_name", sa.String(length=200), nullable=False),
        sa.Column("topic_code", sa.String(length=64), nullable=False),
        sa.Column("class_kind", sa.String(length=32), nullable=False),
        sa.Column("tier", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=8), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("trainee_count", sa.Integer(), nullable=False),
        sa.Column("half_days", sa.Integer(), nullable=False),
        sa.Column("total_fen", ID, nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_plan_item_case_id_case")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_plan_item_unit_unit")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_plan_item")),
    )
    op.create_index(op.f("ix_plan_item_case_id"), "plan_item", ["case_id"], unique=False)
    op.create_table(
        "seat_round",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("verb", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_seat_round_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", "n", name=op.f("pk_seat_round")),
    )
    op.create_table(
        "working_copy",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("steps_done", sa.Text(), nullable=False),
        sa.Column("by", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_working_copy_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_working_copy")),
    )
    forbid_change("content")


def downgrade() -> None:
    op.drop_table("working_copy")
    op.drop_table("seat_round")
    op.drop_table("plan_item")
    op.drop_table("paper")
    op.drop_table("pair")
    op.drop_table("form")
    op.drop_table("finding")
    op.drop_table("content")
    op.drop_table("class_declaration")
    op.drop_table("class_audience")
    op.drop_table("annual_plan")
    op.drop_table("case")
    op.drop_table("seat")
    op.drop_table("audience_stamp")
    drop_function()
