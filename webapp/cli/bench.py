"""``shenbao bench``: acts against raw SQL, or the year's reports; prints JSON, since figures are compared, not read."""

import json
import tempfile
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.progress import Progress

from webapp.cli.command import Answer, Commands, add_command, open_house, tell
from workflow.acts.scan_repeats import ENGINES
from workflow.office import Office
from workflow.refusals import Refusal, Refused

MOST = 100_000
MOST_CLASSES = 10_000_000
MOST_ENROLMENTS, MOST_YEARS = 10_000_000, 20


def add(commands: Commands) -> None:
    measuring = add_command(commands, "bench", run, example="bench --declarations 200")
    measuring.add_argument("--database", metavar="URL", help=tell("cli.bench.database"))
    measuring.add_argument("--declarations", metavar="N", type=int, default=200, help=tell("cli.bench.declarations"))
    measuring.add_argument("--reports", metavar="N", type=int, help=tell("cli.bench.reports"))
    measuring.add_argument("--duplicates", metavar="N", type=int, help=tell("cli.bench.duplicates"))
    measuring.add_argument("--scan", metavar="N", type=int, help=tell("cli.bench.scan"))
    measuring.add_argument("--engine", choices=ENGINES, default=ENGINES[0], help=tell("cli.duplicates.scan.engine"))
    measuring.add_argument("--enrolments", metavar="N", type=int, help=tell("cli.bench.enrolments"))
    measuring.add_argument("--years", metavar="N", type=int, default=1, help=tell("cli.bench.years"))


def run(arguments: Namespace) -> Answer:
    """Measure on a database of its own: a new SQLite file, or an empty one that ``--database`` names."""
    if not 1 <= arguments.declarations <= MOST:
        raise Refused(Refusal("bench_size", {"most": MOST}))
    asked = (given for given in (arguments.reports, arguments.enrolments) if given is not None)
    if not all(1 <= given <= MOST_ENROLMENTS for given in asked):
        raise Refused(Refusal("bench_enrolments", {"most": MOST_ENROLMENTS}))
    asked = (given for given in (arguments.duplicates, arguments.scan) if given is not None)
    if not all(1 <= given <= MOST_CLASSES for given in asked):
        raise Refused(Refusal("bench_classes", {"most": MOST_CLASSES}))
    if arguments.scan is not None and arguments.duplicates not in (None, arguments.scan):
        raise Refused(Refusal("bench_scan_same"))
    if not 1 <= arguments.years <= MOST_YEARS:
        raise Refused(Refusal("bench_years", {"most": MOST_YEARS}))
    with tempfile.TemporaryDirectory(prefix="shenbao-bench-") as folder:
        address = arguments.database or f"sqlite:///{Path(folder) / 'bench.db'}"
        with open_house(url=address, home=folder, migrate=True) as office, Progress(transient=True) as bar:
            task = bar.add_task(tell("cli.bench.busy"), total=arguments.declarations)
            figures = _measured(office, arguments, lambda done, total: bar.update(task, completed=done, total=total))
    return Answer(figures, json.dumps(figures, indent=2).splitlines())


def _measured(office: Office, arguments: Namespace, progress: Callable[[int, int], None]) -> dict[str, Any]:
    if arguments.reports is not None:
        from workflow.bench.reports import bench_reports  # slow to load, and no other command needs it

        return bench_reports(office, enrolments=arguments.reports, years=arguments.years, progress=progress)
    if arguments.duplicates is not None:
        from workflow.bench.likeness import bench_duplicates

        return bench_duplicates(office, arguments.duplicates, arguments.enrolments, progress,
                                engine=arguments.engine if arguments.scan else None)
    if arguments.scan is not None:
        from workflow.bench.scan import bench_scan

        return bench_scan(office, arguments.scan, arguments.engine, progress)
    from workflow.bench.measure import bench

    return bench(office, declarations=arguments.declarations, progress=progress)
