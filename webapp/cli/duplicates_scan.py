"""``shenbao duplicates scan``: re-read all history for repeated training."""

from argparse import Namespace
from dataclasses import asdict

from webapp.cli.command import Answer, Commands, add_command, open_house, tell
from webapp.cli.progress import progress_bar
from workflow.acts.scan_repeats import ENGINES, scan_repeats
from workflow.queries.reports import FIRST_YEAR, LAST_YEAR
from workflow.refusals import Refusal, Refused


def add(group: Commands) -> None:
    scanning = add_command(group, "duplicates scan", run, example="duplicates scan --year 2026 --resume")
    scanning.add_argument("--year", type=int, metavar=tell("cli.duplicates.scan.year_word"),
                          help=tell("cli.duplicates.scan.year"))
    scanning.add_argument("--engine", choices=ENGINES, default=ENGINES[0], help=tell("cli.duplicates.scan.engine"))
    scanning.add_argument("--resume", action="store_true", help=tell("cli.duplicates.scan.resume"))


def run(chosen: Namespace) -> Answer:
    """Exit 2 when the extra is not installed, with the sentence how to install it."""
    if chosen.year is not None and not FIRST_YEAR <= chosen.year <= LAST_YEAR:
        raise Refused(Refusal("scan_year", {"first": str(FIRST_YEAR), "last": str(LAST_YEAR)}))
    with open_house() as office, progress_bar(tell("cli.duplicates.scan.busy")) as progress:
        found = scan_repeats(office, year=chosen.year, engine=chosen.engine, resume=chosen.resume, progress=progress)
    lines = [tell("cli.duplicates.scan.done", count=found.pairs, classes=found.classes)]
    if chosen.resume:
        lines.append(tell("cli.duplicates.scan.resumed", count=found.resumed, slices=found.slices) if found.resumed
                     else tell("cli.duplicates.scan.anew"))
    return Answer(asdict(found), lines)
