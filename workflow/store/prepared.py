"""Statements compiled once and sent together: the hot path's one read and one write.

A statement is written in SQLAlchemy Core, compiled at its first use on a database and
kept as text.  On PostgreSQL many reads become one row of JSON aggregates, and many
writes one data-modifying CTE, because the number of round-trips is what an act costs;
on SQLite a round-trip is a function call, so the same statements run one by one.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.sql import Executable
from sqlalchemy.sql.compiler import SQLCompiler

Row = dict[str, Any]


@dataclass(eq=False)
class Statement:
    """One Core statement with named binds; ``counted`` = the number of rows it touched is wanted."""

    build: Callable[[], Executable]
    counted: bool = False
    _forms: dict[str, "Form"] = field(default_factory=dict, repr=False)

    def form(self, dialect: Dialect) -> "Form":
        form = self._forms.get(dialect.name)
        if form is None:
            form = self._forms[dialect.name] = Form(self.build().compile(dialect=dialect), dialect)
        return form


class Form:
    """A statement as one database speaks it."""

    def __init__(self, compiled: SQLCompiler, dialect: Dialect):
        self.text = str(compiled)
        self.order: Sequence[str] | None = compiled.positiontup
        self._binds = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()
        }
        self._defaults = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
        columns = getattr(compiled.statement, "selected_columns", ())
        self.columns = tuple(column.name for column in columns)
        kinds = ((column.name, column.type.dialect_impl(dialect).result_processor(dialect, None)) for column in columns)
        self._results = {name: process for name, process in kinds if process}
        self._dialect = dialect

    @cached_property
    def marked(self) -> str:
        """The text with ``%(name)s`` marked for renaming when statements are joined."""
        return re.sub(r"%\((\w+)\)s", r"%(@_\1)s", self.text)

    def values(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """The given values as the driver takes them; a missing one is a ``KeyError``."""
        out = {}
        for name, process in self._binds.items():
            value = self._defaults[name] if name not in given and name in self._defaults else given[name]
            out[name] = process(value) if process else value
        return out

    def row(self, raw: Mapping[str, Any]) -> Row:
        """A row with its values as the columns' types mean them."""
        row = dict(raw)
        for name, process in self._results.items():
            row[name] = process(row[name])
        return row


class Reading:
    """Several named reads of one moment, in one round-trip where that matters."""

    def __init__(self, **parts: Callable[[], Executable]):
        self._parts = {name: Statement(build) for name, build in parts.items()}
        self._joined: str | None = None

    def run(self, connection: Connection, **given: Any) -> dict[str, list[Row]]:
        forms = {name: part.form(connection.dialect) for name, part in self._parts.items()}
        if connection.dialect.name != "postgresql":
            return {name: _select(connection, form, given) for name, form in forms.items()}
        if self._joined is None:
            self._joined = "SELECT " + ", ".join(
                f"(SELECT json_agg(row_to_json(t)) FROM ({form.text}) AS t) AS {name}" for name, form in forms.items()
            )
        values: dict[str, Any] = {}
        for form in forms.values():
            values.update(form.values(given))
        found = connection.exec_driver_sql(self._joined, values).one()
        return {
            name: [form.row(raw) for raw in rows or ()] for (name, form), rows in zip(forms.items(), found, strict=True)
        }


class Writing:
    """What an act will write, in order; sent as one statement where that matters.

    :meth:`run` answers for each counted statement how many rows it touched.
    """

    _joined: dict[tuple[int, ...], str] = {}

    def __init__(self) -> None:
        self._parts: list[tuple[Statement, Mapping[str, Any]]] = []

    def __len__(self) -> int:
        return len(self._parts)

    def add(self, statement: Statement, **given: Any) -> None:
        self._parts.append((statement, given))

    def run(self, connection: Connection) -> list[int]:
        if connection.dialect.name != "postgresql":
            return self._one_by_one(connection)
        key = tuple(id(statement) for statement, _ in self._parts)
        text = self._joined.get(key)
        if text is None:
            text = self._joined[key] = self._join(connection.dialect)
        values: dict[str, Any] = {}
        for place, (statement, given) in enumerate(self._parts):
            for name, value in statement.form(connection.dialect).values(given).items():
                values[f"s{place}_{name}"] = value
        return list(connection.exec_driver_sql(text, values).one())

    def _join(self, dialect: Dialect) -> str:
        ctes, counts = [], []
        for place, (statement, _) in enumerate(self._parts):
            text = statement.form(dialect).marked.replace("%(@_", f"%(s{place}_")
            if statement.counted:
                text += " RETURNING 1"
                counts.append(f"(SELECT count(*) FROM s{place})")
            ctes.append(f"s{place} AS ({text})")
        return f"WITH {', '.join(ctes)} SELECT {', '.join(counts) or '1'}"

    def _one_by_one(self, connection: Connection) -> list[int]:
        touched = []
        for statement, given in self._parts:
            form = statement.form(connection.dialect)
            values = form.values(given)
            bound = tuple(values[name] for name in form.order) if form.order is not None else values
            result = connection.exec_driver_sql(form.text, bound)
            if statement.counted:
                touched.append(result.rowcount)
        return touched


def _select(connection: Connection, form: Form, given: Mapping[str, Any]) -> list[Row]:
    values = form.values(given)
    bound = tuple(values[name] for name in form.order) if form.order is not None else values
    return [form.row(raw) for raw in connection.exec_driver_sql(form.text, bound).mappings()]
