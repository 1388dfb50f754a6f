"""The classes of a person are read from their index alone, on PostgreSQL."""

from alembic import op

revision = "0021_covering"
down_revision: str | None = "0020_kin"
branch_labels = None
depends_on = None
NAME, TABLE = "ix_enrolment_person", "enrolment"
COLUMNS, INCLUDED = ["cadre_id", "start_date"], ["case_id", "end_date", "status", "out_of_province", "hours"]


def upgrade() -> None:
    _make_anew(INCLUDED)


def downgrade() -> None:
    _make_anew([])


def _make_anew(included: list[str]) -> None:
    if op.get_context().dialect.name == "postgresql":
        op.drop_index(NAME, table_name=TABLE)
        op.create_index(NAME, TABLE, COLUMNS, unique=False, postgresql_include=included)
