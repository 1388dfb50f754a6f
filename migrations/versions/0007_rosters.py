"""Rosters, places of units, and training learnt elsewhere."""

import sqlalchemy as sa
from alembic import op

revision = "0007_rosters"
down_revision: str | None = "0006_audience_of_a_case"
branch_labels = None
depends_on = None
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "enrolment",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("cadre_id", ID, nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("replaced_by", ID, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("start_date", sa.String(length=10), nullable=False),
        sa.Column("end_date", sa.String(length=10), nullable=False),
        sa.Column("out_of_province", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("leave_half_days", sa.Integer(), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("report_on", sa.String(length=10), nullable=True),
        sa.Column("result", sa.String(length=16), nullable=True),
        sa.Column("appraisal", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_enrolment_cadre_id_cadre")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_enrolment_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", "cadre_id", name=op.f("pk_enrolment")),
    )
    op.create_index("ix_enrolment_person", "enrolment", ["cadre_id", "start_date"], unique=False)
    op.create_table(
        "place_quota",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_place_quota_case_id_case")),
        sa.ForeignKeyConstraint(["unit"], ["unit.code"], name=op.f("fk_place_quota_unit_unit")),
        sa.PrimaryKeyConstraint("case_id", "unit", name=op.f("pk_place_quota")),
    )
    op.create_table(
        "outside_training",
        sa.Column("id", ID, nullable=False),
        sa.Column("case_id", ID, nullable=False),
        sa.Column("cadre_id", ID, nullable=False),
        sa.Column("class_name", sa.String(length=200), nullable=False),
        sa.Column("class_kind", sa.String(length=32), nullable=False),
        sa.Column("topic_code", sa.String(length=64), nullable=True),
        sa.Column("level", sa.String(length=16), nullable=False),
        sa.Column("start_date", sa.String(length=10), nullable=False),
        sa.Column("end_date", sa.String(length=10), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("out_of_province", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_outside_training_cadre_id_cadre")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_outside_training_case_id_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_training")),
    )
    op.create_index("ix_outside_training_case_id", "outside_training", ["case_id"], unique=False)
    op.create_index("ix_outside_training_person", "outside_training", ["cadre_id", "start_date"], unique=False)
    op.create_index("ix_outside_training_start", "outside_training", ["start_date"], unique=False)
    op.create_table(
        "person_view",
        sa.Column("id", ID, nullable=False),
        sa.Column("cadre_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["cadre_id"], ["cadre.id"], name=op.f("fk_person_view_cadre_id_cadre")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_view")),
    )
    op.create_index("ix_person_view_cadre", "person_view", ["cadre_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("person_view")
    op.drop_table("outside_training")
    op.drop_table("place_quota")
    op.drop_table("enrolment")
