"""Somebody with the database's password: changes single bytes by raw SQL, past triggers and foreign keys."""

import random
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from sqlalchemy import Column, Table
from sqlalchemy.types import Integer, TypeDecorator

from workflow.store.database import Database

REFUSED = (sqlite3.Error, psycopg.Error)  # a unique index, a check or a type of the database stands in the way


@dataclass(frozen=True)
class Place:
    """One column of one row; ``key`` names the row by its primary key."""

    table: Table
    key: Mapping[str, Any]
    column: Column[Any]
    old: Any
    new: Any

    @property
    def moved(self) -> dict[str, Any]:
        """The row's key after the change."""
        return {**self.key, self.column.name: self.new} if self.column.name in self.key else dict(self.key)


class Intruder:
    """Reads and writes the raw values of one database, autocommitted."""

    def __init__(self, database: Database, seed: int = 0):
        self.sqlite = database.dialect == "sqlite"
        self.random = random.Random(seed)
        self._connection: Any
        if self.sqlite:
            self._connection = sqlite3.connect(str(database.url.database), isolation_level=None)
            for (name,) in self.run("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
                self.run(f'DROP TRIGGER "{name}"')
        else:
            address = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
            self._connection = psycopg.connect(address, autocommit=True)
            self.run("SET session_replication_role = replica")

    def close(self) -> None:
        self._connection.close()

    def run(self, statement: str, values: tuple[Any, ...] = ()) -> list[Any]:
        """One statement; the rows it answers."""
        cursor = self._connection.execute(statement, values)
        return cursor.fetchall() if cursor.description else []

    def rows(self, table: Table) -> list[dict[str, Any]]:
        """Every row by column, as the driver gives it."""
        names = [column.name for column in table.c]
        columns = ", ".join(f'"{name}"' for name in names)
        return [dict(zip(names, row, strict=True)) for row in self.run(f'SELECT {columns} FROM "{table.name}"')]

    def places(self, table: Table, columns: tuple[str, ...] = ()) -> Iterator[Place]:
        """Random places of a table, without end; each changes one byte, or fills an empty value."""
        rows = self.rows(table)
        while rows:
            row = self.random.choice(rows)
            column = self.random.choice([c for c in table.c if not columns or c.name in columns])
            new = self.spoilt(column, row[column.name])
            if new != row[column.name]:
                yield Place(table, {c.name: row[c.name] for c in table.primary_key}, column, row[column.name], new)

    def spoilt(self, column: Column[Any], value: Any) -> Any:
        """The value with one bit or byte changed."""
        kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
        if isinstance(kind, Integer):
            return 3 if value is None else value ^ (1 << self.random.randrange(7 if column.primary_key else 30))
        data = bytearray((value or "?").encode())
        at = self.random.randrange(len(data))
        if data[at] >= 128 and self.sqlite:  # half a character: only SQLite keeps such text
            data[at] = self.random.randrange(128, 256)
            return bytes(data)
        text = value or "?"
        at = self.random.randrange(len(text))
        return text[:at] + self.random.choice("abcdefghijklmnopqrstuvwxyz0123456789\"{}[]:, ") + text[at + 1 :]

    @contextmanager
    def changed(self, place: Place) -> Iterator[bool]:
        """The place changed for the time of the block; answers whether the database let it happen."""
        try:
            self._put(place, place.key, place.new)
        except REFUSED:
            yield False
            return
        yield True
        self._put(place, place.moved, place.old)

    def _put(self, place: Place, key: Mapping[str, Any], value: Any) -> None:
        mark = "?" if self.sqlite else "%s"
        where = " AND ".join(f'"{name}" = {mark}' for name in key)
        into = "CAST(? AS TEXT)" if isinstance(value, bytes) else mark
        change = f'UPDATE "{place.table.name}" SET "{place.column.name}" = {into}'
        self.run(f"{change} WHERE {where}", (value, *key.values()))
