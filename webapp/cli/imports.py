"""``shenbao import``: the register of cadres, and what they learnt before the house began, from spreadsheets.

With a fault anywhere nothing is written; ``--good-rows`` takes the rows without one, ``--faults FILE`` gives the
sheet back with what is wrong beside each row.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress

from webapp.cli.command import FINDING, SUCCESS, Answer, Commands, add_command, add_group, language, open_house, tell
from workflow.acts.import_history import add_history
from workflow.acts.keep_units import add_cadres
from workflow.domain.people import system_actor
from workflow.queries.history_sheet import history_template, read_history
from workflow.queries.people_sheet import read_people
from workflow.refusals import Refusal, Refused

SHOWN = 20  # faults told on the terminal; the annotated file has all
Bar = Callable[[int, int], None]


def add(commands: Commands) -> None:
    group = add_group(commands, "import", example="import people 干部名册.xlsx")
    people = add_command(group, "import people", import_people, example="import people 干部名册.xlsx")
    history = add_command(group, "import history", import_history,
                          example="import history 培训记录.xlsx --faults 改.xlsx")
    for one in (people, history):
        one.add_argument("file", help=tell("cli.import.file"))
        one.add_argument("--good-rows", action="store_true", help=tell("cli.import.good_rows"))
        one.add_argument("--faults", metavar="FILE", help=tell("cli.import.faults"))
    blank = add_command(group, "import template", write_template, example="import template 模板.xlsx")
    blank.add_argument("file", help=tell("cli.import.template_file"))


def import_people(arguments: argparse.Namespace) -> Answer:
    """Add the cadres of a sheet who are not in the register yet."""
    name, data = _bytes(arguments.file)
    with open_house() as office:
        found = read_people(office, name, data)
        if not found.faults or arguments.good_rows:
            add_cadres(office, system_actor(), found.fresh)
    return _told(arguments, "people", len(found.fresh), found.known, found.faults, found.back)


def import_history(arguments: argparse.Namespace) -> Answer:
    """Enter the classes of a sheet, each a row of a person; what stands there already is passed over."""
    name, data = _bytes(arguments.file)
    with open_house() as office, _bar() as bar:
        found = read_history(office, name, data, progress=bar(tell("cli.import.reading")))
        added, known = len(found.learnt), 0
        if not found.faults or arguments.good_rows:
            done = add_history(office, system_actor(), found.learnt, found.source,
                               progress=bar(tell("cli.import.writing")))
            added, known = done.added, done.known
    return _told(arguments, "history", added, known, found.faults, found.back)


def write_template(arguments: argparse.Namespace) -> Answer:
    """An empty sheet for ``import history``."""
    with open_house() as office:
        data = history_template(office, language())
    _write(arguments.file, data)
    return Answer({"file": arguments.file}, [tell("cli.import.template_written", file=arguments.file)])


def _told(arguments: argparse.Namespace, kind: str, added: int, known: int, faults: Sequence[Any],
          back: Callable[[str], bytes]) -> Answer:
    written = not faults or arguments.good_rows
    rows = len({fault.row for fault in faults})
    texts = [f"{fault.place} {tell('refusal.' + fault.refusal.code, **fault.refusal.values)}" for fault in faults]
    lines = [tell(f"cli.import.{kind}_{'added' if written else 'held_back'}", count=added, known=known, faulty=rows)]
    lines += texts[:SHOWN]
    if len(texts) > SHOWN:
        lines.append(tell("cli.import.more", count=len(texts) - SHOWN))
    if faults and arguments.faults:
        _write(arguments.faults, back(language()))
        lines.append(tell("cli.import.faults_written", file=arguments.faults))
    told = [{"place": fault.place, "code": fault.refusal.code, "text": text, "stood": fault.stood}
            for fault, text in zip(faults, texts, strict=True)]
    return Answer({"written": written, "added": added if written else 0, "known": known, "faults": told}, lines,
                  FINDING if faults else SUCCESS)


def _bytes(path: str) -> tuple[str, bytes]:
    try:
        return Path(path).name, Path(path).read_bytes()
    except OSError as fault:
        raise Refused(Refusal("file_not_read", {"file": path, "why": fault.strerror or ""}, field="file")) from fault


def _write(path: str, data: bytes) -> None:
    try:
        Path(path).write_bytes(data)
    except OSError as fault:
        raise Refused(Refusal("file_not_written", {"file": path, "why": fault.strerror or ""}, field="file")) from fault


@contextmanager
def _bar() -> Iterator[Callable[[str], Bar]]:
    """Progress bars on the terminal, if there is one to see them."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as shown:

        def begin(text: str) -> Bar:
            task = shown.add_task(text)
            return lambda done, total: shown.update(task, completed=done, total=total)

        yield begin
