"""Fills the index of repeated classes with a made-up world, as a rebuild writes it."""

from collections.abc import Callable, Iterable
from time import perf_counter

from workflow.acts.transaction import transaction
from workflow.bench.likeness_world import Likeworld
from workflow.bench.year import tidy
from workflow.domain.people import system_actor
from workflow.engine.likeness.signature import Signature, signature
from workflow.engine.likeness.titles import Reader
from workflow.office import Office
from workflow.office.likeness import rebuild

Progress = Callable[[int, int], None]  # done, of so many


def fill_index(office: Office, world: Likeworld, count: int, progress: Progress, *, first: int = 1) -> float:
    """Write so many classes, numbered from ``first`` on, in the place of all that is there; the seconds it took."""
    began = perf_counter()
    reader = Reader(office.rulebook.lexicon, world.names)

    def read() -> Iterable[Signature]:
        for told, _ in world.classes(count, first):
            if told.id % 1000 == 0:
                progress(told.id - first, count)
            yield signature(told, reader)

    with transaction(office, system_actor()) as work:
        rebuild(work.connection, read(), reader.lexicon.version)
    tidy(office, "likeness_posting", "likeness_mark")
    return round(perf_counter() - began, 1)
