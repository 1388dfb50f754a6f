"""The trail: ``shenbao trail verify`` proves the tables by the records and names the first bad one."""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress

from webapp.cli.command import FINDING, SUCCESS, Answer, Commands, add_command, add_group, language, open_house, tell
from workflow.queries.trail_check import Verification, case_called, number_of, verify_all
from workflow.wording import Term, say

LONG_WORK = 2000  # records from which a bar is shown


def add(commands: Commands) -> None:
    group = add_group(commands, "trail", example="trail verify")
    verifying = add_command(group, "trail verify", verify, example="trail verify --case CX-2026-0001")
    verifying.add_argument("--case", metavar="NO", help=tell("cli.trail.verify.case"))


def verify(arguments: argparse.Namespace) -> Answer:
    """Verify everything or one case; exit 1 when something is wrong."""
    with open_house() as office:
        case_id = None if arguments.case is None else case_called(office, arguments.case.strip())
        with _bar(hidden=arguments.json) as progress:
            found = verify_all(office, case_id=case_id, progress=progress)
        number = number_of(office, found.first_bad.case) if found.first_bad else None
    lines = _lines(found, number, one=case_id is not None)
    return Answer(_data(found, number), lines, SUCCESS if found.ok else FINDING)


def _data(found: Verification, number: str | None) -> dict[str, object]:
    bad = found.first_bad
    first = bad and {"table": bad.table, "case": bad.case, "n": bad.n, "number": number, "why": bad.why,
                     "text": _bad(found, number)}  # fmt: skip
    return {"ok": found.ok, "cases": found.cases, "records": found.records, "first_bad": first,
            "bad_cases": found.bad_cases, "working_copies": list(found.working_copies)}  # fmt: skip


def _lines(found: Verification, number: str | None, *, one: bool) -> list[str]:
    if not found.records and found.ok:
        return [tell("trail.nothing")]
    if found.first_bad is not None:
        more = [tell("trail.bad_more", count=found.bad_cases)] if found.bad_cases > 1 else []
        return [_bad(found, number), *more]
    stands = tell("trail.stands_case", count=found.records) if one else tell(
        "trail.stands", records=found.records, cases=found.cases)  # fmt: skip
    tables = tuple(Term(f"trail.table.{name}") for name in found.working_copies)
    limits = [tell("trail.not_proved_case")] if one else []
    return [stands, tell("trail.not_proved"), *limits, tell("trail.working_copies", tables=tables)]


def _bad(found: Verification, number: str | None) -> str:
    bad = found.first_bad
    assert bad is not None
    case = tell("trail.case_named", number=number, id=str(bad.case)) if number else tell(
        "trail.case_unnamed", id=str(bad.case))  # fmt: skip
    return tell("trail.bad", case=case, n=str(bad.n), table=Term(f"trail.table.{bad.table}"),
                why=say(f"trail.why.{bad.why}", language()))  # fmt: skip


@contextmanager
def _bar(*, hidden: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on the terminal while long work lasts; none in a pipe or with ``--json``."""
    if hidden or not sys.stderr.isatty():
        yield None
        return
    with Progress(console=Console(stderr=True), transient=True) as shown:
        bar = shown.add_task(tell("cli.trail.verify.busy"), total=None, visible=False)
        yield lambda done, total: shown.update(bar, completed=done, total=total, visible=total >= LONG_WORK)
