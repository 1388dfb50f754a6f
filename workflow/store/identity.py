"""Ids that must be known before the row is written, because the record names them."""

from sqlalchemy import Connection, Table, func, select, text


def next_id(connection: Connection, table: Table) -> int:
    """The id of the next row: from the sequence on PostgreSQL; under the write lock on SQLite."""
    if connection.dialect.name == "postgresql":
        sequence = text("SELECT nextval(pg_get_serial_sequence(:name, 'id'))")
        return int(connection.execute(sequence, {"name": f'"{table.name}"'}).scalar_one())
    return int(connection.execute(select(func.coalesce(func.max(table.c.id), 0) + 1)).scalar_one())


def next_ids(connection: Connection, table: Table, count: int) -> list[int]:
    """The ids of so many next rows, in one go."""
    if connection.dialect.name == "postgresql":
        sequence = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
        return [int(one) for one, in connection.execute(sequence, {"name": f'"{table.name}"', "count": count})]
    first = int(connection.execute(select(func.coalesce(func.max(table.c.id), 0) + 1)).scalar_one())
    return list(range(first, first + count))
