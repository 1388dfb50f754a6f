"""Counts the tries for names that nobody has, in this process and in bounded memory.

Known names are counted in their own rows.  A stranger gets the same answers at the
same pace; what is kept is a digest of the name, a count and a time.
"""

import hashlib
from collections import OrderedDict
from datetime import datetime, timedelta
from threading import Lock

KEPT = 10_000


class Strangers:
    """The last ``kept`` unknown names: how often each was tried, and until when it is locked."""

    def __init__(self, most: int, locked_for: timedelta, kept: int = KEPT):
        self._most, self._locked_for, self._kept = most, locked_for, kept
        self._seen: OrderedDict[bytes, tuple[int, datetime | None]] = OrderedDict()
        self._lock = Lock()

    def count(self, name: str, now: datetime) -> tuple[int, datetime | None, bool]:
        """(tries, locked until, whether it was locked before this try)."""
        key = hashlib.sha256(name.encode("utf-8", "replace")).digest()
        with self._lock:
            tries, until = self._seen.pop(key, (0, None))
            locked = until is not None and now < until
            if not locked:
                tries = 1 if until is not None else tries + 1
                until = now + self._locked_for if tries >= self._most else None
            self._seen[key] = (tries, until)
            while len(self._seen) > self._kept:
                self._seen.popitem(last=False)
        return tries, until, locked
