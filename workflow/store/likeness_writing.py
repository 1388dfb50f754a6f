"""What an act writes of the index of repeated classes, as statements that go out with all its others."""

from typing import Any

from sqlalchemy import (
    Cast,
    Connection,
    Dialect,
    LargeBinary,
    Select,
    bindparam,
    cast,
    delete,
    insert,
    literal,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.sql import ClauseElement
from sqlalchemy.sql.compiler import SQLCompiler

from workflow.store.likeness import likeness_mark, likeness_snapshot
from workflow.store.likeness_past import likeness_past
from workflow.store.prepared import Form, Statement
from workflow.store.types import Id, Packed


class _Spoken(Statement):
    """A statement that each database must be told in its own words."""

    def __init__(self, **texts: str):
        super().__init__(lambda: text(""))
        self._texts = texts

    def form(self, dialect: Dialect) -> Form:
        form = self._forms.get(dialect.name)
        if form is None:
            compiled = text(self._texts[dialect.name]).compile(dialect=dialect)
            assert isinstance(compiled, SQLCompiler)
            form = self._forms[dialect.name] = Form(compiled, dialect)
        return form


UNPOST = _Spoken(
    sqlite="DELETE FROM likeness_posting WHERE place IN (SELECT value FROM json_each(:gone)) AND case_id = :case_id",
    postgresql="DELETE FROM likeness_posting WHERE place IN"
               " (SELECT value::bigint FROM json_array_elements_text(CAST(:gone AS json)))"
               " AND case_id = CAST(:case_id AS bigint)")
POST = _Spoken(
    sqlite="INSERT INTO likeness_posting (place, case_id) SELECT value, :case_id FROM json_each(:come)",
    postgresql="INSERT INTO likeness_posting (place, case_id) SELECT value::bigint, CAST(:case_id AS bigint)"
               " FROM json_array_elements_text(CAST(:come AS json))")
"""Take a class out of places of the index (a JSON array of numbers), or put it in."""


def _by_the_terms(*columns: Any) -> Select[Any]:
    """Locked for sharing: a rebuild waits for those who write by the old terms, and they for it."""
    kept = likeness_snapshot.c
    return select(*columns).where(
        kept.id == 1, kept.n == bindparam("terms", type_=kept.n.type)).with_for_update(read=True)


def _unmark() -> ClauseElement:
    return delete(likeness_mark).where(
        likeness_mark.c.case_id == bindparam("case_id", type_=Id), _by_the_terms(likeness_snapshot.c.id).exists())


def _mark() -> ClauseElement:
    values = _by_the_terms(bindparam("case_id", type_=Id), _body())
    new = upsert(likeness_mark).from_select(["case_id", "body"], values)
    return new.on_conflict_do_update(index_elements=["case_id"], set_={"body": new.excluded.body})


MARK = Statement(_mark, counted=True)
UNMARK = Statement(_unmark, counted=True)
"""Write or take out the mark of a class, only while the terms are those by which its postings are reckoned."""


def _begin() -> ClauseElement:
    return upsert(likeness_snapshot).values(
        id=literal(1), n=literal(1), classes=literal(0),
        lexicon=bindparam("lexicon", type_=likeness_snapshot.c.lexicon.type)).on_conflict_do_nothing()


BEGIN = Statement(_begin)
KEEP_FIRST = Statement(lambda: upsert(likeness_past).values(n=literal(1), body=_body()).on_conflict_do_nothing())
"""The first class of a house fixes the names and wordings by which all are read until a rebuild."""


def _body() -> Cast[bytes]:
    return cast(bindparam("body", type_=Packed()), LargeBinary)


def keep_past(connection: Connection, n: int, body: bytes) -> None:
    """Keep by what a rebuild was made."""
    connection.execute(insert(likeness_past).values(n=n, body=body))


def past(connection: Connection, n: int) -> bytes | None:
    """By what the index was built the n-th time; ``None`` where that was not kept."""
    body = connection.execute(select(likeness_past.c.body).where(likeness_past.c.n == n)).scalar()
    return None if body is None else bytes(body)


def alone(connection: Connection) -> None:
    """From here on until the transaction ends nobody else writes of the index: they wait."""
    connection.execute(select(likeness_snapshot.c.n).with_for_update())
