"""Everything that can be reached step by step."""

from collections.abc import Callable, Iterable


def closure(start: Iterable[str], steps: Callable[[str], Iterable[str]]) -> set[str]:
    """What is reached from ``start``, itself included; ``steps`` answers what lies one step behind a name."""
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting.extend(steps(here))
    return found
