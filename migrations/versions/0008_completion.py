"""What happens while a class is held and when it closes."""

import sqlalchemy as sa
from alembic import op

from migrations.guards import forbid_change

revision = "0008_completion"
down_revision: str | None = "0007_rosters"
branch_labels = None
depends_on = None
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ASKED = ("content", "teaching", "usefulness", "organisation", "services", "whole")


def upgrade() -> None:
    op.create_table(
        "attendance",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("half", sa.String(length=8), nullable=False),
        sa.Column("cadre_id", ID, nullable=False),
        sa.Column("mark", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_attendance_cadre_id_cadre")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_attendance_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", "day", "half", "cadre_id", name=op.f("pk_attendance")),
    )
    op.create_table(
        "class_note",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("half", sa.String(length=8), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_class_note_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", "k", name=op.f("pk_class_note")),
    )
    _evaluation()
    _closing()


def _evaluation() -> None:
    op.create_table(
        "trainee_evaluation",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        *(sa.Column(item, sa.Integer(), nullable=False) for item in ASKED),
        sa.Column("remark", sa.Text(), nullable=True),
        *(sa.CheckConstraint(f"{item} BETWEEN 1 AND 5", name=op.f(f"ck_trainee_evaluation_{item}")) for item in ASKED),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_trainee_evaluation_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", "k", name=op.f("pk_trainee_evaluation")),
    )
    op.create_table(
        "evaluation_code",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("used", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_evaluation_code_case_id_case")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_evaluation_code")),
    )
    op.create_index(op.f("ix_evaluation_code_case_id"), "evaluation_code", ["case_id"], unique=False)


def _closing() -> None:
    op.create_table(
        "closing",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("attended", sa.Integer(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("submitted_by", ID, nullable=False),
        sa.Column("submitted_at", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("decided_by", ID, nullable=True),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reopened_by", ID, nullable=True),
        sa.Column("reopened_why", sa.Text(), nullable=True),
        sa.Column("reopened_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_closing_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", "k", name=op.f("pk_closing")),
    )
    op.create_table(
        "hour_entry",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("k", sa.Integer(), nullable=False),
        sa.Column("cadre_id", ID, nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(length=16), nullable=False),
        sa.Column("present_half_days", sa.Integer(), nullable=False),
        sa.Column("leave_half_days", sa.Integer(), nullable=False),
        sa.Column("absent_half_days", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_hour_entry_cadre_id_cadre")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_hour_entry_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", "k", "cadre_id", name=op.f("pk_hour_entry")),
    )
    forbid_change("hour_entry")


def downgrade() -> None:
    for table in ("hour_entry", "closing", "evaluation_code", "trainee_evaluation", "class_note", "attendance"):
        op.drop_table(table)
