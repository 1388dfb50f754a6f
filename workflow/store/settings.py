"""Single values of the house, by name: the demo's mark and clock.  Not evidence; verify lists them as such."""

from typing import Any

from sqlalchemy import Connection, delete, insert, select

from workflow.store.house import setting


def read_setting(connection: Connection, name: str) -> Any:
    """The value kept under ``name``; ``None`` if there is none."""
    return connection.execute(select(setting.c.value).where(setting.c.name == name)).scalar_one_or_none()


def write_setting(connection: Connection, name: str, value: Any) -> None:
    """Keep ``value`` (plain JSON) under ``name``, in the caller's transaction."""
    connection.execute(delete(setting).where(setting.c.name == name))
    connection.execute(insert(setting).values(name=name, value=value))
