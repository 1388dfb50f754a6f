"""Lecturers and what they taught, and what the year's reports read."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011_teaching"
down_revision: str | None = "0010_needs"
branch_labels = None
depends_on = None
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
NOT_HELD = ("rejected", "withdrawn", "cancelled", "lapsed", "merged")
FORMS = """
    SELECT c.id, f.body FROM "case" AS c JOIN content AS f ON f.case_id = c.id AND f.n = c.form_n
     WHERE c.kind = 'class_declaration' AND c.number IS NOT NULL AND c.state NOT IN :ended
"""


def upgrade() -> None:
    table = op.create_table(
        "teaching",
        sa.Column("case_id", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=16), nullable=False),
        sa.Column("home", sa.String(length=200), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("fee_fen", ID, nullable=False),
        sa.Column("start_date", sa.String(length=10), nullable=False),
        sa.Column("end_date", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_teaching_case_id_case")),
        sa.PrimaryKeyConstraint("case_id", "place", name=op.f("pk_teaching")),
    )
    op.create_index("ix_teaching_lecturer", "teaching", ["name", "home", "start_date"], unique=False)
    op.create_index("ix_teaching_start", "teaching", ["start_date"], unique=False)
    forms = sa.text(FORMS).bindparams(sa.bindparam("ended", value=NOT_HELD, expanding=True))
    for case_id, body in op.get_bind().execute(forms).all():
        lines = list(_lines(case_id, json.loads(body)))
        if lines:
            op.bulk_insert(table, lines)


def downgrade() -> None:
    op.drop_table("teaching")


def _lines(case_id: int, form: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What the register says of a class that was declared before there was one."""
    if not form.get("start_date") or not form.get("end_date"):
        return
    for place, lecturer in enumerate(form.get("lecturers", ())):
        told = [session["title"] for session in form.get("syllabus", ()) if lecturer["name"] in session["lecturer"]]
        yield {"case_id": case_id, "place": place, "name": lecturer["name"], "title": lecturer["title"],
               "home": lecturer["home"], "topics": "\n".join(dict.fromkeys(told)) or form["class_name"],
               "hours": lecturer["hours"], "fee_fen": lecturer["fee_fen"], "start_date": form["start_date"],
               "end_date": form["end_date"]}
