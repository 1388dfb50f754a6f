"""The engine ``index``: every class is asked about as the single check asks, by its postings; needs nothing extra."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection

from workflow.engine.likeness.signature import Signature
from workflow.office.likeness import found_rows
from workflow.scan.history import History
from workflow.scan.repeats import Candidate

NAME = "index"


class Indexed:
    """A pair may be found from either side."""

    def __init__(self, history: History):
        self._history = history

    def candidates(self, connection: Connection, n: int) -> Iterator[Candidate]:
        """The candidates of slice ``n``, counted from 0."""
        history = self._history
        asking = (one for one in history.signatures(history.slice(connection, n)) if history.asks(one))
        return asked_one_by_one(connection, history, asking)

    def close(self) -> None:
        """Nothing is held."""


def asked_one_by_one(connection: Connection, history: History, asking: Iterable[Signature]) -> Iterator[Candidate]:
    """What the single check finds for each of them."""
    for one in asking:
        for case_id, body in found_rows(connection, history.known, one, history.below(one.scope)):
            if case_id != one.id:
                yield one, history.signature(case_id, body)
