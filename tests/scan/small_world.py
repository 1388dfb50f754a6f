"""Made-up classes of few places and years, so that many meet, and some of every odd kind, in the index of a house."""

from dataclasses import replace
from typing import Any

from workflow.bench.likeness_world import Likeworld
from workflow.bench.scan import reaches
from workflow.engine.likeness.signature import Signature, signature
from workflow.engine.likeness.titles import Reader
from workflow.office import Office
from workflow.office.likeness import Likenesses, rebuild
from workflow.scan.history import History, history_of

COUNT, SLICES = 900, 4
# What makes the world small and its scan one of several slices; set these before it is made.
SMALL = {"workflow.bench.likeness_world.CITIES": 1, "workflow.bench.likeness_world.COUNTIES": 2,
         "workflow.bench.likeness_world.YEARS": 6, "workflow.scan.history.SLICE": -(-COUNT // SLICES)}


def the_world(office: Office) -> Likeworld:
    return Likeworld(office.rulebook, seed=3)


def small_world(office: Office) -> Likeworld:
    """The world, with its classes in the index."""
    world = the_world(office)
    reader = Reader(office.rulebook.lexicon, world.names)
    made = [signature(told, reader) for told, _ in world.classes(COUNT - 40)]
    fill(office, [*made, *(odd(one, kind) for kind, one in enumerate(made[:40]))])
    return world


def odd(one: Signature, kind: int) -> Signature:
    """A copy that lacks something, or is a part of a class, or leads out of the province."""
    changes: tuple[dict[str, Any], ...] = (
        {"topics": frozenset()}, {"tiers": 0}, {"leaves": frozenset()}, {"part": one.part + 1}, {"out": True},
        {"scope": 0, "reach": frozenset((0,))}, {"topics": frozenset((7,)), "out": True}, {"content": frozenset()})
    return replace(one, id=COUNT - kind, start=one.start + 9, end=one.end + 9, **changes[kind % len(changes)])


def fill(office: Office, classes: list[Signature]) -> None:
    with office.database.write() as connection:
        rebuild(connection, classes, office.rulebook.lexicon.version)
        connection.commit()


def history(office: Office, world: Likeworld, year: int | None = None) -> History:
    with office.database.read() as connection:
        policy = office.rulebook.policy_on(office.clock().date())
        known = Likenesses.of(connection, office.rulebook, policy, world.names)
        return history_of(connection, known, reaches(world), year)
