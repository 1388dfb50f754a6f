"""How often somebody may ask for something in a minute: a brake on reading out all numbers, and on a script run wild.

Counted in this process and by the name of the caller; strangers go by their address, and behind a proxy that hides it
all share one count.  Nothing is kept longer than the minute.
"""

import time
from collections import deque
from threading import Lock

WINDOW = 60.0  # seconds
MOST_CALLERS = 10_000  # remembered at once; beyond them the oldest are forgotten


class Pace:
    """Counts the calls of each caller; ``per_minute``: how many are not yet too many."""

    def __init__(self, per_minute: int, most_callers: int = MOST_CALLERS):
        self.per_minute, self._most = per_minute, most_callers
        self._calls: dict[str, deque[float]] = {}
        self._lock = Lock()

    def too_fast(self, caller: str, now: float | None = None) -> bool:
        """Count one call; whether it was one too many. ``now``: seconds of a clock that only goes on."""
        now = time.monotonic() if now is None else now
        with self._lock:
            calls = self._calls.pop(caller, deque(maxlen=self.per_minute + 1))
            self._calls[caller] = calls  # the newest caller stands last
            while len(self._calls) > self._most:
                del self._calls[next(iter(self._calls))]
            calls.append(now)
            while calls[0] <= now - WINDOW:
                calls.popleft()
            return len(calls) > self.per_minute

    @property
    def callers(self) -> int:
        """How many callers are remembered."""
        return len(self._calls)

    def forget(self) -> None:
        """Begin to count anew."""
        with self._lock:
            self._calls.clear()
