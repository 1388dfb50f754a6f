"""Runs the migrations on the connection that ``workflow.store.migrating`` hands over.

The caller owns the transaction, so that a migration happens whole or not at all.
"""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from workflow.store.schema import metadata
from workflow.store.types import Id


def plain_type(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    """Write our column types into a revision as what they are in the database; history must not follow our code."""
    if kind != "type":
        return False
    if item is Id:
        return "ID"  # defined at the head of each revision
    if type(item).__module__ == "workflow.store.types":
        plain = item.impl_instance
        return f"sa.{plain!r}"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",  # SQLite changes a table by writing it anew
        compare_type=True,
        render_item=plain_type,
    )
    context.run_migrations()


run(context.config.attributes["connection"])
