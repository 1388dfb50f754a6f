"""``shenbao bench --scan N``: how long a scan of N classes takes, what it needs, and whether it misses anything."""

import resource
from time import perf_counter, process_time
from typing import Any

from workflow.acts.scan_repeats import scan_history
from workflow.bench.filled_index import Progress, fill_index
from workflow.bench.likeness_world import SEED, Likeworld
from workflow.bench.measure import refuse_used
from workflow.engine.likeness.titles import token_of
from workflow.office import Office
from workflow.office.likeness import Likenesses, check
from workflow.scan.history import History, history_of
from workflow.store import scan_results as results

ASKED = 300  # classes of which all pairs are compared with what the single check raises


def bench_scan(office: Office, count: int, engine: str, progress: Progress) -> dict[str, Any]:
    """Fill the index of an empty house with so many classes and scan them; the figures as JSON values.

    Refused (``bench_not_empty``) on a database that holds anything: its index would be written over.
    """
    refuse_used(office)
    built = fill_index(office, Likeworld(office.rulebook, seed=SEED), count, progress)
    return {"database": office.database.dialect, "classes": count, "built_s": built,
            **scan_filled(office, engine, progress)}


def scan_filled(office: Office, engine: str, progress: Progress) -> dict[str, Any]:
    """Scan the made-up classes that stand in the index already."""
    world, peak = Likeworld(office.rulebook, seed=SEED), _peak_mb()
    began, worked = perf_counter(), process_time()
    policy = office.rulebook.policy_on(office.clock().date())
    with office.database.read() as connection:
        known = Likenesses.of(connection, office.rulebook, policy, world.names)
        history = history_of(connection, known, reaches(world), None)
    found = scan_history(office, history, year=None, engine=engine, resume=False, progress=progress)
    taken = {"wall_s": round(perf_counter() - began, 1), "cpu_s": round(process_time() - worked, 1)}
    return {"engine": engine, **taken, "slices": found.slices, "pairs": found.pairs,
            "peak_mb_before": peak, "peak_mb": _peak_mb(),
            **recall(office, history, found.scan_id)}


def recall(office: Office, history: History, scan_id: int) -> dict[str, int]:
    """What the single check raises for some classes, and how much of it the scan has not."""
    raised = missed = 0
    step = max(len(history.ids) // ASKED, 1)
    with office.database.read() as connection:
        for place in range(0, len(history.ids), step):
            one = next(history.signatures(history.marks(connection, place, place + 1)))
            told = check(connection, history.known, one, history.below(one.scope))
            kept = results.partners(connection, scan_id, one.id)
            raised += len(told.raised)
            missed += sum(other.case_id not in kept for other in told.raised)
    return {"raised_by_check": raised, "missed_by_scan": missed}


def reaches(world: Likeworld) -> dict[int, frozenset[int]]:
    """The places of the world: a code begins with that of the place it lies in."""
    codes = ("P", *world.below(("P",)))
    return {token_of(code, "scope"): frozenset(token_of(one, "scope") for one in codes if code.startswith(one))
            for code in codes}


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
