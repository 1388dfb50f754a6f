"""What two persons agree about fund lines, corrections, finance's own figures, and accounts of a class item by item."""

import sqlalchemy as sa
from alembic import op

revision = "0009_settlement"
down_revision: str | None = "0008_completion"
branch_labels = None
depends_on = None
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("fund_line", sa.Column("indicator", sa.String(length=40), nullable=True))
    op.create_table(
        "fund_motion",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("by", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("decided_by", ID, nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_fund_motion_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_motion")),
    )
    op.create_index("ix_fund_motion_case_id", "fund_motion", ["case_id"], unique=False)
    op.create_table(
        "correction",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("trail_n", sa.Integer(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("of_case", ID, nullable=False),
        sa.Column("of_n", sa.Integer(), nullable=False),
        sa.Column("of_k", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id", "trail_n"], ["trail.case_id", "trail.n"], name=op.f("fk_correction_case_id_trail_n_trail")
        ),
        sa.ForeignKeyConstraint(
            ["of_case", "of_n", "of_k"],
            ["ledger_entry.case_id", "ledger_entry.trail_n", "ledger_entry.k"],
            name=op.f("fk_correction_of_case_of_n_of_k_ledger_entry"),
        ),
        sa.PrimaryKeyConstraint("case_id", "trail_n", "k", name=op.f("pk_correction")),
    )
    op.create_table(
        "reconcile",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("as_of", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("by", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_reconcile_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reconcile")),
    )
    op.create_index("ix_reconcile_case_id", "reconcile", ["case_id"], unique=False)
    op.create_table(
        "reconcile_line",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("reconcile_id", ID, nullable=False),
        sa.Column("indicator", sa.String(length=40), nullable=False),
        sa.Column("line_id", ID, nullable=True),
        sa.Column("theirs_given", ID, nullable=True),
        sa.Column("theirs_spent", ID, nullable=True),
        sa.Column("ours_given", ID, nullable=True),
        sa.Column("ours_spent", ID, nullable=True),
        sa.ForeignKeyConstraint(["line_id"], ["fund_line.id"], name=op.f("fk_reconcile_line_line_id_fund_line")),
        sa.ForeignKeyConstraint(
            ["reconcile_id"], ["reconcile.id"], name=op.f("fk_reconcile_line_reconcile_id_reconcile")
        ),
        sa.PrimaryKeyConstraint("reconcile_id", "indicator", name=op.f("pk_reconcile_line")),
    )
    op.create_table(
        "settlement",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("trainees", sa.Integer(), nullable=False),
        sa.Column("staff", sa.Integer(), nullable=False),
        sa.Column("half_days", sa.Integer(), nullable=False),
        sa.Column("arrival_half_days", sa.Integer(), nullable=False),
        sa.Column("departure_half_days", sa.Integer(), nullable=False),
        sa.Column("actual_fen", ID, nullable=False),
        sa.Column("allowed_fen", ID, nullable=True),
        sa.Column("by", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_settlement_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_settlement")),
    )
    op.create_table(
        "settlement_item",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("item", sa.String(length=16), nullable=False),
        sa.Column("approved_fen", ID, nullable=False),
        sa.Column("actual_fen", ID, nullable=False),
        sa.CheckConstraint("approved_fen >= 0 AND actual_fen >= 0", name=op.f("ck_settlement_item_not_negative")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_settlement_item_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", "item", name=op.f("pk_settlement_item")),
    )
    op.create_table(
        "voucher",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("item", sa.String(length=16), nullable=False),
        sa.Column("fen", ID, nullable=False),
        sa.CheckConstraint("fen > 0", name=op.f("ck_voucher_positive")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_voucher_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", "k", name=op.f("pk_voucher")),
    )


def downgrade() -> None:
    op.drop_table("voucher")
    op.drop_table("settlement_item")
    op.drop_table("settlement")
    op.drop_table("reconcile_line")
    op.drop_index("ix_reconcile_case_id", table_name="reconcile")
    op.drop_table("reconcile")
    op.drop_table("correction")
    op.drop_index("ix_fund_motion_case_id", table_name="fund_motion")
    op.drop_table("fund_motion")
    op.drop_column("fund_line", "indicator")
