"""Fund lines, shares and the append-only ledger."""

import sqlalchemy as sa
from alembic import op

from migrations.guards import forbid_change

revision = "0004_funding"
down_revision: str | None = "0003_trail"
branch_labels = None
depends_on = None
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "fund_line",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("closes_on", sa.String(length=10), nullable=True),
        sa.Column("appropriated", ID, nullable=False),
        sa.Column("reserved", ID, nullable=False),
        sa.Column("committed", ID, nullable=False),
        sa.Column("spent", ID, nullable=False),
        sa.CheckConstraint("appropriated - reserved - committed - spent >= 0", name=op.f("ck_fund_line_covered")),
        sa.CheckConstraint("reserved >= 0 AND committed >= 0 AND spent >= 0", name=op.f("ck_fund_line_not_negative")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_fund_line_case_id_case")),
        sa.ForeignKeyConstraint(["owner"], ["unit.code"], name=op.f("fk_fund_line_owner_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fund_line")),
        sa.UniqueConstraint("owner", "year", "source", name=op.f("uq_fund_line_owner_year_source")),
    )
    op.create_table(
        "fund_share",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("line_id", ID, nullable=False),
        sa.Column("reserved", ID, nullable=False),
        sa.Column("committed", ID, nullable=False),
        sa.Column("spent", ID, nullable=False),
        sa.CheckConstraint("reserved >= 0 AND committed >= 0 AND spent >= 0", name=op.f("ck_fund_share_not_negative")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_fund_share_case_id_case")),
        sa.ForeignKeyConstraint(["line_id"], ["fund_line.id"], name=op.f("fk_fund_share_line_id_fund_line")),
        sa.PrimaryKeyConstraint("case_id", "line_id", name=op.f("pk_fund_share")),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("trail_n", sa.Integer(), nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("line_id", ID, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("from_account", sa.String(length=16), nullable=False),
        sa.Column("to_account", sa.String(length=16), nullable=False),
        sa.Column("fen", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("fen > 0", name=op.f("ck_ledger_entry_positive")),
        sa.ForeignKeyConstraint(
            ["case_id", "trail_n"], ["trail.case_id", "trail.n"], name=op.f("fk_ledger_entry_case_id_trail_n_trail")
        ),
        sa.ForeignKeyConstraint(["line_id"], ["fund_line.id"], name=op.f("fk_ledger_entry_line_id_fund_line")),
        sa.PrimaryKeyConstraint("case_id", "trail_n", "k", name=op.f("pk_ledger_entry")),
    )
    op.create_index(op.f("ix_ledger_entry_line_id"), "ledger_entry", ["line_id"], unique=False)
    forbid_change("ledger_entry")


def downgrade() -> None:
    op.drop_table("ledger_entry")
    op.drop_table("fund_share")
    op.drop_table("fund_line")
