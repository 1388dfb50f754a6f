"""How often somebody without an account may look a number up: a brake on reading out all numbers one by one.

Counted in this process and by the address of the caller; behind a proxy that hides it, all strangers share one
count.  Nothing is kept longer than the minute.
"""

import time
from collections import deque
from threading import Lock

PER_MINUTE = 30
WINDOW = 60.0  # seconds
MOST_CALLERS = 10_000  # remembered at once; beyond them the oldest are forgotten

_calls: dict[str, deque[float]] = {}
_lock = Lock()


def too_fast(caller: str, now: float | None = None) -> bool:
    """Count one look-up of this caller; whether it was one too many. ``now``: seconds of a clock that only goes on."""
    now = time.monotonic() if now is None else now
    with _lock:
        calls = _calls.pop(caller, deque(maxlen=PER_MINUTE + 1))
        _calls[caller] = calls  # the newest caller stands last
        while len(_calls) > MOST_CALLERS:
            del _calls[next(iter(_calls))]
        calls.append(now)
        while calls[0] <= now - WINDOW:
            calls.popleft()
        return len(calls) > PER_MINUTE


def forget() -> None:
    """Begin to count anew."""
    with _lock:
        _calls.clear()
