"""Runs acts and raw SQL in interleaved slices and says how they compare.

Figures of one run only are compared: what else the machine does changes every absolute number.
"""

import resource
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from sqlalchemy import select

from workflow.acts.take_action import take_within
from workflow.acts.transaction import Work
from workflow.bench.raw import EightTrips, SameStatements
from workflow.bench.trips import RoundTrips
from workflow.bench.world import ROAD, Step, World
from workflow.engine import machine
from workflow.office import Office
from workflow.refusals import Refusal, Refused
from workflow.store.cases import case
from workflow.store.likeness import likeness_mark
from workflow.store.prepared import Sent

SLICE = 0.2  # seconds
REHEARSED = 24  # acts per slice of the same statements
PROGRESS = Callable[[int, int], None]


@dataclass
class Times:
    """Seconds and round-trips of single acts of one kind."""

    all: list[float] = field(default_factory=list)
    trips: int = 0

    def figures(self) -> dict[str, float]:
        cuts = quantiles(self.all, n=100) if len(self.all) > 1 else [0.0] * 99
        return {"acts": len(self.all), "per_second": round(len(self.all) / sum(self.all), 1) if self.all else 0.0,
                "p50_ms": round(cuts[49] * 1000, 3), "p95_ms": round(cuts[94] * 1000, 3),
                "statements_per_act": round(self.trips / max(len(self.all), 1), 2)}


def bench(office: Office, *, declarations: int, progress: PROGRESS | None = None) -> dict[str, Any]:
    """Drive that many declarations through all gates by acts, between slices of raw SQL; the figures as JSON values.

    Refused (``bench_not_empty``) on a database that holds anything.

    ``ratio_to_raw``: signing acts per second over the acts per second of eight round-trips in the slices just before
    and after, median of all slices.  ``ratio_to_same_statements``: the same against the very statements that we send.
    """
    refuse_used(office)
    world = World(office, classes=declarations + 4 * REHEARSED + len(ROAD))
    floor, same = EightTrips(office.database), SameStatements(office.database)
    signing, facts = Times(), Times()
    ratios: list[float] = []
    same_ratios: list[float] = []
    steps = _steps(world, declarations, progress)
    _warm_up(world, floor)
    built, memory = machine.built, [_memory_mb()]
    before, running = _slice(floor.act), True
    while running:
        running, ours = _our_slice(world, steps, signing, facts)
        memory.append(_memory_mb())
        after = _slice(floor.act)
        if ours:
            ratios.append(ours / ((before + after) / 2))
        before = after
        if ours and len(same_ratios) < 4:
            same_ratios.append(ours / _same_slice(world, same))
    floor.close()
    same.close()
    signed = signing.figures()
    return {
        "database": f"{office.database.dialect} {_version(office)}",
        "declarations": declarations,
        "transitions_per_second": signed["per_second"],
        "p50_ms": signed["p50_ms"],
        "p95_ms": signed["p95_ms"],
        "ratio_to_raw": round(median(ratios), 3) if ratios else None,
        "ratio_to_same_statements": round(median(same_ratios), 3) if same_ratios else None,
        "statements_per_act": signed["statements_per_act"],
        "signing_acts": signed,
        "fact_changing_acts": facts.figures(),
        "machines_built": machine.built - built,
        "memory_mb": _along(memory),
        "slices": len(ratios),
    }


def _along(memory: list[float]) -> dict[str, float]:
    """Memory at the start, when a tenth, when half of the acts were done, and at the end."""
    last = len(memory) - 1
    return {"start": memory[0], "tenth": memory[last // 10], "half": memory[last // 2], "end": memory[last]}


def refuse_used(office: Office) -> None:
    """A bench fills what it measures: never a house that holds anything."""
    with office.database.read() as connection:
        if any(connection.execute(select(table).limit(1)).first() is not None for table in (case, likeness_mark)):
            raise Refused(Refusal("bench_not_empty", {"url": office.database.url.render_as_string(hide_password=True)}))


def _steps(world: World, declarations: int, progress: PROGRESS | None) -> Iterator[Step]:
    for done, case_id in enumerate(world.classes(), start=1):
        yield from world.steps(case_id)
        if progress:
            progress(done, declarations)
        if done >= declarations:
            return


def _our_slice(world: World, steps: Iterator[Step], signing: Times, facts: Times) -> tuple[bool, float]:
    """Acts for a slice's time; whether there are more, and the signing acts per second in it."""
    spent, count, began = 0.0, 0, perf_counter()
    with RoundTrips(world.office.database) as trips:
        for step in steps:
            trips.reset()
            start = perf_counter()
            world.take(step)
            took = perf_counter() - start
            kind = signing if step.signs else facts
            kind.all.append(took)
            kind.trips += trips.count
            if step.signs:
                spent, count = spent + took, count + 1
            if perf_counter() - began > SLICE:
                return True, count / spent if spent else 0.0
    return False, 0.0


def _slice(act: Callable[[], None]) -> float:
    """Acts per second over one slice."""
    count, start = 0, perf_counter()
    while (took := perf_counter() - start) < SLICE:
        act()
        count += 1
    return count / took


def _same_slice(world: World, same: SameStatements) -> float:
    """Signing acts per second when the bare driver replays what ours would send."""
    reached = next(place for place, (action, _) in enumerate(ROAD) if action == "authority_pass")
    classes = world.classes(upto=reached)
    for _ in range(REHEARSED):
        step = world.steps(next(classes))[reached]
        same.rehearse(lambda step=step: _rehearsed(world.office, step))  # type: ignore[misc]
    start = perf_counter()
    for _ in range(REHEARSED):
        same.act()
    return REHEARSED / (perf_counter() - start)


def _rehearsed(office: Office, step: Step) -> list[tuple[str, Any]]:
    """The statements of an act that is not committed."""
    with office.database.write() as connection, Sent.noted() as sent:
        work = Work(office, step.actor, connection, office.clock())
        take_within(work, step.case_id, step.action, given={})
        work.finish()
    return sent


def _warm_up(world: World, floor: EightTrips) -> None:
    for step in world.steps(next(world.classes())):
        world.take(step)
    for _ in range(50):
        floor.act()


def _version(office: Office) -> str:
    with office.database.read() as connection:
        info = connection.dialect.server_version_info or ()
        return ".".join(map(str, info))


def _memory_mb() -> float:
    """Resident memory now; where the system does not tell it, the peak so far."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return round(pages * resource.getpagesize() / 1_048_576, 1)
    except OSError:
        return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)
