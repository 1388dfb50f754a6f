"""Triggers that refuse UPDATE and DELETE on the tables that only grow, in both databases."""

from alembic import op

FUNCTION = """
CREATE FUNCTION forbid_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% only grows: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def make_function() -> None:
    """The function that the triggers of PostgreSQL share; SQLite needs none."""
    if op.get_context().dialect.name == "postgresql":
        op.execute(FUNCTION)


def drop_function() -> None:
    if op.get_context().dialect.name == "postgresql":
        op.execute("DROP FUNCTION forbid_change()")


def forbid_change(table: str) -> None:
    """From now on rows of ``table`` may only be added.  Dropping the table drops its triggers."""
    if op.get_context().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION forbid_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_not_emptied BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION forbid_change()"
        )
        return
    for event in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} only grows: {event} is refused'); END"
        )
