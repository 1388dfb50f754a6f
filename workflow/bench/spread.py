"""Middle and near-worst of a row of times, and of what is done twice."""

import math
from collections.abc import Callable, Collection
from statistics import quantiles
from time import perf_counter, process_time
from typing import Any, TypeVar

T = TypeVar("T")


def spread(times: Collection[float]) -> dict[str, float]:
    """Half of the times (seconds) are within ``p50_ms``, nineteen of twenty within ``p95_ms``."""
    cuts = quantiles(times, n=100) if len(times) > 1 else [math.nan] * 99
    return {"p50_ms": round(cuts[49] * 1000, 2), "p95_ms": round(cuts[94] * 1000, 2)}


class Twice:
    """Times what is asked again, as a class is while it is typed and at every gate; beside it the ``first`` time, when
    pages may have to come from the system's cache."""

    def __init__(self) -> None:
        self._first: list[float] = []
        self._again: list[float] = []
        self._busy: list[float] = []

    def time(self, doing: Callable[[], T]) -> T:
        began = perf_counter()
        doing()
        again, worked = perf_counter(), process_time()
        found = doing()
        self._busy.append(process_time() - worked)
        self._again.append(perf_counter() - again)
        self._first.append(again - began)
        return found

    def told(self, skipped: int) -> dict[str, Any]:
        """The figures without those that warm up; ``cpu``: this program's own time."""
        first, again, busy = (spread(times[skipped:]) for times in (self._first, self._again, self._busy))
        return {**again, "cpu_p95_ms": busy["p95_ms"], "first": first}
