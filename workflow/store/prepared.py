"""Statements compiled once and sent together: the hot path's one read and one write.

A statement is written in SQLAlchemy Core, compiled at its first use on a database and
kept as text.  On PostgreSQL many reads become one row of JSON aggregates, and many
writes one data-modifying CTE, because the number of round-trips is what an act costs;
on SQLite a round-trip is a function call, so the same statements run one by one.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial
from typing import Any, cast

from psycopg import RawCursor
from psycopg.errors import InvalidTextRepresentation
from sqlalchemy import ColumnElement, Connection, Dialect, String, literal_column
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeDecorator, TypeEngine

from workflow.store.types import Day

Row = dict[str, Any]
Write = Callable[[Any], Any]
NAMED = re.compile(r"%\((\w+)\)s")
UNMET = re.compile(r"unmet \d+ of check (\d+)")
MARK = "\x00"  # stands in no statement
ONE: ColumnElement[int] = literal_column("1")
"""The limit of one row within a reading: PostgreSQL takes a bound one for a tenth of the table, and so plans anew each
time instead of keeping its plan."""
_day_of = lru_cache(maxsize=8192)(date.fromisoformat)  # the rows of a reading show the same days again and again


@dataclass(eq=False)
class Statement:
    """One Core statement with named binds; ``counted`` = the number of rows it touched is wanted."""

    build: Callable[[], ClauseElement]
    counted: bool = False
    _forms: dict[str, "Form"] = field(default_factory=dict, repr=False)

    def form(self, dialect: Dialect) -> "Form":
        form = self._forms.get(dialect.name)
        if form is None:
            form = self._forms[dialect.name] = Form(cast(SQLCompiler, self.build().compile(dialect=dialect)), dialect)
        return form


class Form:
    """A statement as one database speaks it: its text with places in order, and how values go in and out."""

    def __init__(self, compiled: SQLCompiler, dialect: Dialect):
        self.text = _places(compiled)
        order = _order(compiled)
        binds = {name: compiled.binds[name] for name in order}
        self.constants = {name: bind.value for name, bind in binds.items() if not bind.required}
        self.writers = tuple((name, _writer(binds[name].type, dialect)) for name in order)
        columns = getattr(compiled.statement, "selected_columns", ())
        self.columns = tuple(column.name for column in columns)
        kinds = ((column.name, _reader(column.type, dialect)) for column in columns)
        self._results = tuple((name, read) for name, read in kinds if read)

    def values(self, given: Mapping[str, Any]) -> list[Any]:
        """The given values as the driver takes them, in the order of the text; a missing one is a ``KeyError``."""
        return written(self.writers, {**self.constants, **given} if self.constants else given)

    def row(self, row: Row) -> Row:
        """A row with its values as the columns' types mean them."""
        for name, read in self._results:
            if row[name] is not None:
                row[name] = read(row[name])
        return row


class Reading:
    """Several named reads of one moment, in one round-trip where that matters."""

    def __init__(self, **parts: Callable[[], ClauseElement]):
        self._parts = {name: Statement(build) for name, build in parts.items()}
        self._joined: _Joined | None = None

    def run(self, connection: Connection, **given: Any) -> dict[str, list[Row]]:
        if connection.dialect.name != "postgresql":
            return {name: _select(connection, part.form(connection.dialect), given)
                    for name, part in self._parts.items()}
        if self._joined is None:
            self._joined = _Joined({name: part.form(connection.dialect) for name, part in self._parts.items()})
        return self._joined.run(connection, given)


class _Joined:
    """The reads as one statement, each row a JSON array that ends with the place of its read.

    One union makes do with few nodes of a plan, and a plan of many is paid for at every start.  A value that several
    reads ask for is bound once.
    """

    def __init__(self, forms: Mapping[str, Form]):
        self.forms, self.places = forms, tuple(forms.items())
        reads = " UNION ALL ".join(_as_arrays(place, form) for place, form in enumerate(forms.values()))
        frame = f"SELECT json_agg(u.row)::text FROM ({reads}) AS u"
        asked = [(name, write) if name not in form.constants else (f"{part} {name}", write)
                 for part, form in forms.items() for name, write in form.writers]
        self.constants = {f"{part} {name}": value for part, form in forms.items()
                          for name, value in form.constants.items()}
        self.writers = tuple(dict(asked).items())
        places = {name: place for place, (name, _) in enumerate(self.writers, start=1)}
        self.text = _numbered(frame, [form.text for form in forms.values()], [places[name] for name, _ in asked])

    def run(self, connection: Connection, given: Mapping[str, Any]) -> dict[str, list[Row]]:
        values = written(self.writers, {**self.constants, **given})
        found: dict[str, list[Row]] = {name: [] for name in self.forms}
        for row in json.loads(send(connection, self.text, values).fetchone()[0] or "[]"):
            name, form = self.places[row[-1]]
            found[name].append(form.row(dict(zip(form.columns, row, strict=False))))  # the place has no column
        return found


class Unmet(Exception):
    """A counted statement touched other than one row; ``place`` counts the counted ones from 0."""

    def __init__(self, place: int):
        self.place = place
        super().__init__(f"check {place}")


class Writing:
    """What an act will write, in order; sent as one statement where that matters.

    Each counted statement must touch exactly one row.  On PostgreSQL the joined statement itself
    fails when one does not, so that it is all or nothing without a transaction around it.
    """

    _joined: dict[tuple[int, ...], str] = {}

    def __init__(self) -> None:
        self._parts: list[tuple[Statement, Mapping[str, Any]]] = []

    def __len__(self) -> int:
        return len(self._parts)

    def add(self, statement: Statement, **given: Any) -> None:
        self._parts.append((statement, given))

    def run(self, connection: Connection) -> None:
        """Send everything; raises :class:`Unmet` for the first statement that did not find its one row."""
        if connection.dialect.name != "postgresql":
            self._one_by_one(connection)
            return
        key = tuple(id(statement) for statement, _ in self._parts)
        text = self._joined.get(key)
        if text is None:
            text = self._joined[key] = self._join(connection.dialect)
        values = [
            value for statement, given in self._parts for value in statement.form(connection.dialect).values(given)
        ]
        try:
            send(connection, text, values)
        except InvalidTextRepresentation as fault:
            if (unmet := UNMET.search(str(fault))) is None:
                raise
            raise Unmet(int(unmet[1])) from None

    def _join(self, dialect: Dialect) -> str:
        ctes: list[str] = []
        checks: list[str] = []
        for place, (statement, _) in enumerate(self._parts):
            returning = " RETURNING 1" if statement.counted else ""
            ctes.append(f"s{place} AS ({{}}{returning})")
            if statement.counted:
                checks.append(_must_be_one(f"s{place}", len(checks)))
        frame = f"WITH {', '.join(ctes)} SELECT {', '.join(checks) or '1'}"
        forms = [statement.form(dialect) for statement, _ in self._parts]
        return _numbered(frame, [form.text for form in forms], range(1, 1 + sum(len(form.writers) for form in forms)))

    def _one_by_one(self, connection: Connection) -> None:
        counted = 0
        for statement, given in self._parts:
            form = statement.form(connection.dialect)
            cursor = send(connection, form.text, form.values(given))
            if statement.counted:
                if cursor.rowcount != 1:
                    raise Unmet(counted)
                counted += 1


class Sent:
    """What this module sent: how often since the program began, and, while somebody notes it, what."""

    count = 0
    notes: list[tuple[str, Sequence[Any]]] | None = None

    @classmethod
    @contextmanager
    def noted(cls) -> Iterator[list[tuple[str, Sequence[Any]]]]:
        """Note every text and its values within the block; the bench replays them on the bare driver."""
        notes: list[tuple[str, Sequence[Any]]] = []
        cls.notes = notes
        try:
            yield notes
        finally:
            cls.notes = None


def send(connection: Connection, text: str, values: Sequence[Any]) -> Any:
    """Send one text by the driver itself, within the connection's transaction; the driver's cursor.

    ``values`` come from :meth:`Form.values`.
    """
    postgres = connection.dialect.name == "postgresql"
    begins = not postgres or connection.get_execution_options().get("write")  # see ``Database``
    if begins and not connection.in_transaction():
        connection.begin()
    driver: Any = connection.connection.driver_connection
    if postgres:
        driver = RawCursor(driver)
    Sent.count += 1
    if Sent.notes is not None:
        Sent.notes.append((text, values))
    return driver.execute(text, values)


def written(writers: Iterable[tuple[str, Write | None]], given: Mapping[str, Any]) -> list[Any]:
    """The given values as the driver takes them, in order; a missing one is a ``KeyError``."""
    return [
        value if (value := given[name]) is None or write is None else write(value) for name, write in writers
    ]


def _writer(kind: TypeEngine[Any], dialect: Dialect) -> Write | None:
    """How a value that is there goes in.

    PostgreSQL gets every value as text of no declared type (the statement casts it), so that one
    prepared statement serves whatever the size of the numbers is.
    """
    if isinstance(kind, TypeDecorator):
        bound = partial(kind.process_bind_param, dialect=dialect)
        return (lambda value: str(bound(value))) if dialect.name == "postgresql" else bound
    if dialect.name == "postgresql":
        return None if isinstance(kind, String) else str
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _reader(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """How a value that is there comes out; our own types ask no database how."""
    if isinstance(kind, Day):
        return _day_of
    if isinstance(kind, TypeDecorator):
        return partial(kind.process_result_value, dialect=dialect)
    return kind.dialect_impl(dialect).result_processor(dialect, None)


def _select(connection: Connection, form: Form, given: Mapping[str, Any]) -> list[Row]:
    cursor = send(connection, form.text, form.values(given))
    return [form.row(dict(zip(form.columns, found, strict=True))) for found in cursor]


def _order(compiled: SQLCompiler) -> tuple[str, ...]:
    """The names of the binds in the order in which the text asks for them."""
    if compiled.positiontup is not None:
        return tuple(compiled.positiontup)
    return tuple(NAMED.findall(str(compiled)))


def _places(compiled: SQLCompiler) -> str:
    """The text with a mark for each place: ``?`` stays, ``%(name)s`` becomes a bare mark to be numbered."""
    if compiled.positiontup is not None:
        return str(compiled)
    return NAMED.sub(MARK, str(compiled)).replace("%%", "%")


def _must_be_one(touched: str, place: int) -> str:
    """An expression that fails, naming the check, unless one row was touched: a cast can say no in a SELECT."""
    no = f"('unmet ' || count(*) || ' of check {place}')::int"
    return f"(SELECT CASE count(*) WHEN 1 THEN 1 ELSE {no} END FROM {touched})"


def _as_arrays(place: int, form: Form) -> str:
    """The rows of a read as JSON arrays: without the names, which we know, there is half to parse."""
    columns = ", ".join(f't."{name}"' for name in form.columns)
    return f"SELECT json_build_array({columns}, {place}) AS row FROM ({{}}) AS t"


def _numbered(frame: str, texts: Iterable[str], numbers: Iterable[int]) -> str:
    """The texts set into the frame's braces, their marks become ``$`` and these numbers, in order."""
    pieces, places = iter(texts), iter(numbers)
    whole = re.sub(r"\{\}", lambda _: next(pieces), frame)
    return re.sub(re.escape(MARK), lambda _: f"${next(places)}", whole)
