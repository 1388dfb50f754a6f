"""Counts how often an act speaks to its database: exact, where a time is noise."""

from types import TracebackType
from typing import Any

from sqlalchemy import event

from workflow.store.database import Database
from workflow.store.prepared import Sent


class RoundTrips:
    """Counts within its ``with`` block: each statement, and a transaction's BEGIN with its COMMIT as two."""

    def __init__(self, database: Database):
        self._engine = database.engine
        self._others = self._sent = 0

    @property
    def count(self) -> int:
        return Sent.count - self._sent + self._others

    def reset(self) -> None:
        self._others, self._sent = 0, Sent.count

    def __enter__(self) -> "RoundTrips":
        self.reset()
        event.listen(self._engine, "before_cursor_execute", self._note)
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _fault: BaseException | None, _at: TracebackType | None
    ) -> None:
        event.remove(self._engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        self._others += 2 if statement.startswith("BEGIN") else 1
