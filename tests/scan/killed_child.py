"""A process that scans and kills itself: ``python -m tests.scan.killed_child DATABASE ENGINE SLICES``."""

import os
import signal
import sys
from importlib import import_module
from pathlib import Path

from tests.clocks import SetClock
from tests.scan.small_world import SMALL, history, the_world
from workflow.acts.scan_repeats import scan_history
from workflow.bootstrap import written_rules
from workflow.office import Office
from workflow.store.database import Database


def main(path: str, engine: str, slices: str) -> None:
    for name, value in SMALL.items():
        module, _, constant = name.rpartition(".")
        setattr(import_module(module), constant, value)
    office = Office(database=Database(f"sqlite:///{path}"), rulebook=written_rules(), clock=SetClock(),
                    home=Path(path).parent)

    def progress(done: int, _slices: int) -> None:
        if done == int(slices):
            os.kill(os.getpid(), signal.SIGKILL)

    scan_history(office, history(office, the_world(office)), year=None, engine=engine, resume=False, progress=progress)


if __name__ == "__main__":
    main(*sys.argv[1:])
