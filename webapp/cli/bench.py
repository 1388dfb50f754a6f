"""``shenbao bench``: acts against raw SQL in one run; prints JSON, since figures are compared, not read."""

import json
import tempfile
from argparse import Namespace
from pathlib import Path

from rich.progress import Progress

from webapp.cli.command import Answer, Commands, add_command, open_house, tell
from workflow.refusals import Refusal, Refused

MOST = 100_000


def add(commands: Commands) -> None:
    measuring = add_command(commands, "bench", run, example="bench --declarations 200")
    measuring.add_argument("--database", metavar="URL", help=tell("cli.bench.database"))
    measuring.add_argument("--declarations", metavar="N", type=int, default=200, help=tell("cli.bench.declarations"))


def run(arguments: Namespace) -> Answer:
    """Measure on a database of its own: a new SQLite file, or an empty one that ``--database`` names."""
    if not 1 <= arguments.declarations <= MOST:
        raise Refused(Refusal("bench_size", {"most": MOST}))
    from workflow.bench.measure import bench  # slow to load, and no other command needs it

    with tempfile.TemporaryDirectory(prefix="shenbao-bench-") as folder:
        address = arguments.database or f"sqlite:///{Path(folder) / 'bench.db'}"
        with open_house(url=address, home=folder, migrate=True) as office, Progress(transient=True) as bar:
            task = bar.add_task(tell("cli.bench.busy"), total=arguments.declarations)
            figures = bench(office, declarations=arguments.declarations,
                            progress=lambda done, _: bar.update(task, completed=done))
    return Answer(figures, json.dumps(figures, indent=2).splitlines())
