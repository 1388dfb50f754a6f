"""``shenbao bench --duplicates N``: how fast a class is checked among N, what it misses, what the index costs; and how
fast a roster is checked among so many places.

Everything runs in one process.  A check is timed when its class is asked about again, and for the first time
(``first``: its pages may have to come from the disk's cache); recall is against scoring every class that meets it.
"""

import gc
import os
import random
import resource
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from time import perf_counter, process_time
from typing import Any

from sqlalchemy import Connection, func, select, text

from workflow.acts.transaction import transaction
from workflow.bench.filled_index import Progress, fill_index
from workflow.bench.likeness_world import SEED, Likeworld
from workflow.bench.measure import refuse_used
from workflow.bench.persons import bench_persons
from workflow.bench.scan import scan_filled
from workflow.bench.spread import Twice, spread
from workflow.domain.people import system_actor
from workflow.engine.likeness.comparing import Comparer
from workflow.engine.likeness.packing import unpack
from workflow.engine.likeness.signature import Signature, Told, signature
from workflow.engine.likeness.titles import token_of
from workflow.office import Office
from workflow.office.likeness import Check, Likenesses, check, found_rows, keep
from workflow.store import likeness_index as index
from workflow.store.cases import case

LEVELS = ("county", "city", "province")
WARM, ASKED, WRITTEN = 10, 200, 200  # checks that warm up; checks timed a level; classes rewritten
MEASURED = {"county": 200, "city": 200, "province": 50}  # checks compared with all; a province's meet most classes
MOST_PLACES, PLACES_EACH = 5_000_000, 5  # enrolments, unless another number is asked for


def bench_duplicates(office: Office, count: int, enrolments: int | None = None,
                     progress: Progress = lambda done, of: None, *, engine: str | None = None) -> dict[str, Any]:
    """Fill an empty house with so many classes and places and measure; the figures as JSON values.

    Places come first, in classes that no search knows; the numbers of the others follow. ``engine``: they are scanned
    by it too. Refused (``bench_not_empty``) on a database that holds anything.
    """
    refuse_used(office)
    world = Likeworld(office.rulebook, seed=SEED)
    persons = bench_persons(office, enrolments or min(PLACES_EACH * count, MOST_PLACES))
    with office.database.read() as connection:
        first = connection.execute(select(func.max(case.c.id))).scalar_one() + 1
    built = fill_index(office, world, count, progress, first=first)
    policy = office.rulebook.policy_on(office.today())
    with office.database.read() as connection:
        known = Likenesses.of(connection, office.rulebook, policy, world.names)
        sizes = _sizes(connection)
        marks = _Marks.of(connection)
        gc.freeze()  # as the web service does; the classes to compare with are no part of a check
        checks = {level: _checks(connection, world, known, marks, level) for level in LEVELS}
    gc.unfreeze()
    del marks
    upkeep = _upkeep(office, known, world, range(first, first + count))
    scan = {"scan": scan_filled(office, engine, progress)} if engine else {}
    return {"database": office.database.dialect, "classes": count, "built_s": built, "checks": checks, "upkeep": upkeep,
            **scan, "persons": persons, "size_mb": sizes,
            "index_mb_per_million": round(sum(sizes.values()) * 1_000_000 / count, 1),
            "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "load": os.getloadavg()[0]}


def _checks(connection: Connection, world: Likeworld, known: Likenesses, marks: "_Marks", level: str) -> dict[str, Any]:
    times, looked, raised = Twice(), [], []
    flagged = missed = 0
    for place, (told, _) in enumerate(world.asking(level, WARM + ASKED)):
        reach = [token_of(code, "scope") for code in world.below(told.region)]
        one, found = times.time(partial(_check, connection, known, told, reach))
        looked.append(found.looked_at)
        raised.append(len(found.raised))
        if place < MEASURED[level]:
            wanted = marks.flagged(known.comparer, replace(one, reach=one.reach | frozenset(reach)))
            flagged += len(wanted)
            missed += len(wanted - {case_id for case_id, _ in found_rows(connection, known, one, reach)})
    return {**times.told(WARM), "candidates_p50": sorted(looked)[len(looked) // 2],
            "raised_p50": sorted(raised)[len(raised) // 2], "flagged_by_scoring_all": flagged,
            "missed": missed, "recall": round(1 - missed / flagged, 5) if flagged else 1.0}


def _check(connection: Connection, known: Likenesses, told: Told, reach: list[int]) -> tuple[Signature, Check]:
    """All of it: words, candidates, scores, reasons."""
    one = signature(told, known.reader)
    return one, check(connection, known, one, reach)


@dataclass
class _Marks:
    """Every kept class by scope and day, to be scored one by one."""

    by_scope: dict[int, list[tuple[int, int, bytes]]]

    @classmethod
    def of(cls, connection: Connection) -> "_Marks":
        found: dict[int, list[tuple[int, int, bytes]]] = {}
        for case_id, body in index.all_marks(connection):
            one = unpack(case_id, body)
            found.setdefault(one.scope, []).append((one.start, case_id, body))
        for listed in found.values():
            listed.sort()
        return cls(found)

    def flagged(self, comparer: Comparer, one: Signature) -> set[int]:
        """Those that score *related* or more and that no gate keeps apart."""
        window, found = comparer.limits.window, set()
        for scope in one.reach:
            listed = self.by_scope.get(scope, [])
            first = bisect_left(listed, (one.start - window,))
            last = bisect_right(listed, (one.start + window + 1,))
            for _, case_id, body in listed[first:last]:
                other = unpack(case_id, body)
                if comparer.tenths(one, other) >= comparer.card.related and not comparer.gates(one, other):
                    found.add(case_id)
        return found


def _upkeep(office: Office, known: Likenesses, world: Likeworld, kept: Sequence[int]) -> dict[str, float]:
    """Another class put in the place of a kept one, each in a transaction of its own; only the rewriting is timed."""
    chance, times, busy = random.Random(SEED), [], []
    for told, _ in world.classes(WRITTEN):
        one = signature(replace(told, id=chance.choice(kept)), known.reader)
        with transaction(office, system_actor()) as work:
            began, worked = perf_counter(), process_time()
            keep(work.connection, known, one.id, one)
            times.append(perf_counter() - began)
            busy.append(process_time() - worked)
    return {**spread(times), "cpu_p95_ms": spread(busy)["p95_ms"]}


def _sizes(connection: Connection) -> dict[str, float]:
    """Megabytes of each table with its indexes."""
    names = ("likeness_mark", "likeness_posting", "likeness_term")
    if connection.dialect.name == "postgresql":
        asked = "SELECT pg_total_relation_size(:name)"
    else:
        asked = "SELECT SUM(pgsize) FROM dbstat WHERE name = :name"
    return {name: round(connection.execute(text(asked), {"name": name}).scalar_one() / 1e6, 2) for name in names}

