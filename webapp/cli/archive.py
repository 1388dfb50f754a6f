"""``shenbao archive``: the archive of a year with its index, as a zip that anybody can check offline."""

import argparse
import hashlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import ZipFile

from rich.console import Console
from rich.progress import Progress

from webapp.cli.command import Answer, Commands, add_command, language, open_house, tell
from webapp.cli.user import first_password
from workflow.acts.sign_in import sign_in
from workflow.queries.account import account_of
from workflow.queries.archive import ArchiveYear, archive_year, read_year
from workflow.queries.archive_package import INDEX, package
from workflow.refusals import NotFound, Refusal, Refused

OPEN_SHOWN = 20  # open cases told on the terminal; the index has all
NOWHERE = "http://127.0.0.1:8000"


def add(commands: Commands) -> None:
    command = add_command(commands, "archive", run, example="archive 2026 --to /media/archive --by qinlan")
    command.add_argument("year", metavar="YEAR", help=tell("cli.archive.year"))
    command.add_argument("--to", required=True, metavar="DIR|FILE.zip", help=tell("cli.archive.to"))
    command.add_argument("--by", required=True, metavar=tell("cli.archive.name"), help=tell("cli.archive.by"))


def run(arguments: argparse.Namespace) -> Answer:
    """Make the archive; the file stands under its name only when it is whole."""
    with open_house() as office:
        year = read_year(arguments.year, office.today())
        target = _target(arguments.to, year)
        account = account_of(office, sign_in(office, arguments.by, first_password()))
        if account is None:
            raise NotFound("person", arguments.by)
        what = archive_year(office, account.actor, year)
        if not what.ended:
            raise Refused(Refusal("archive_empty", {"year": str(year)}))
        address = os.environ.get("SHENBAO_PUBLIC_ADDRESS", NOWHERE).rstrip("/") + "/check"
        with _bar(hidden=arguments.json) as progress:
            _write(target, package(office, account.actor, what, language(), address, progress))
    return _told(what, target)


def _told(what: ArchiveYear, target: Path) -> Answer:
    with ZipFile(target) as book:
        digest = hashlib.sha256(book.read(INDEX)).hexdigest()
    running = [{"number": one.number, "unit": one.unit.zh, "title": one.title, "state": one.state.zh}
               for one in what.running]
    lines = [tell("cli.archive.made", count=len(what.ended), year=str(what.year), file=str(target)),
             tell("cli.archive.digest", digest=digest), tell("cli.archive.check", file=target.name)]
    if running:
        lines.append(tell("cli.archive.running", count=len(running)))
        lines += [f"  {one.number or '–'}  {one.unit[language()]}  {one.title}  {one.state[language()]}"
                  for one in what.running[:OPEN_SHOWN]]
    return Answer({"year": what.year, "file": str(target), "cases": len(what.ended), "index_sha256": digest,
                   "open": running}, lines)


def _target(typed: str, year: int) -> Path:
    """The file to make: the one named, or one named by the year in the folder; refused where none can be made."""
    given = Path(typed)
    target = given if given.suffix.lower() == ".zip" else given / f"archive-{year}.zip"
    if not target.parent.is_dir():
        raise Refused(Refusal("archive_no_folder", {"folder": str(target.parent)}))
    if not os.access(target.parent, os.W_OK) or target.is_dir():
        raise Refused(Refusal("archive_not_writable", {"folder": str(target.parent)}))
    return target


def _write(target: Path, pieces: Iterator[bytes]) -> None:
    """Write beside the target and give it its name at the end; of an interrupted one nothing stays."""
    try:
        with tempfile.NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as part:
            try:
                for piece in pieces:
                    part.write(piece)
                part.flush()
                os.fsync(part.fileno())
                os.chmod(part.name, 0o640)
                os.replace(part.name, target)
            except BaseException:
                Path(part.name).unlink(missing_ok=True)
                raise
    except OSError as fault:
        why = fault.strerror or str(fault)
        raise Refused(Refusal("archive_not_written", {"file": str(target), "why": why})) from None


@contextmanager
def _bar(*, hidden: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar on the terminal; none in a pipe or with ``--json``."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=hidden or not sys.stderr.isatty()) as shown:
        task = shown.add_task(tell("cli.archive.busy"), total=None)
        yield lambda done, total: shown.update(task, completed=done, total=total)
