"""The fund: ``shenbao funding totals`` counts it three ways, ``shenbao funding close`` says what a year waits for."""

import argparse

from webapp.cli.command import FINDING, SUCCESS, Answer, Commands, add_command, add_group, language, open_house, tell
from workflow.acts.fund_motions import propose
from workflow.domain.motions import CARRIES, HELD, LINE_OPEN, CloseLine
from workflow.office import Office
from workflow.queries.account import account_of, person_named
from workflow.queries.ledger_totals import Balances, LineTotals, totals
from workflow.queries.year_close import ClosingLine, closing_of
from workflow.refusals import NotFound
from workflow.wording import speak

WAYS = ("trail", "ledger", "table", "shares")


def add(commands: Commands) -> None:
    group = add_group(commands, "funding", example="funding totals --json")
    counting = add_command(group, "funding totals", count, example="funding totals --year 2026 --json")
    counting.add_argument("--year", type=int, metavar="YEAR", help=tell("cli.funding.totals.year"))
    closing = add_command(group, "funding close", close, example="funding close 2026 --propose-as chengang")
    closing.add_argument("year", type=int, help=tell("cli.funding.close.year"))
    closing.add_argument("--propose-as", metavar="USER", help=tell("cli.funding.close.propose_as"))
    closing.add_argument("--carry", choices=CARRIES, default=HELD, help=tell("cli.funding.close.carry"))


def count(arguments: argparse.Namespace) -> Answer:
    """Trail, ledger and tables to the fen; exit 1 when they differ."""
    with open_house() as office:
        found = totals(office, arguments.year)
    data = {"agree": found.agree, "lines": [_totals(line) for line in found.lines], "unknown": list(found.unknown)}
    lines = [tell("cli.funding.differs", line=_named(line), ways=", ".join(
        f"{way} {_text(getattr(line, way))}" for way in WAYS)) for line in found.lines if not line.agrees]
    lines += [tell("cli.funding.unknown", id=str(line)) for line in found.unknown]
    lines.append(tell("cli.funding.agree" if found.agree else "cli.funding.disagree", count=len(found.lines)))
    return Answer(data, lines, SUCCESS if found.agree else FINDING)


def close(arguments: argparse.Namespace) -> Answer:
    """What keeps a year open, line by line; with a person's name their proposals to close. Exit 1 while it is open."""
    with open_house() as office:
        proposed = _propose(office, arguments) if arguments.propose_as else 0
        found = closing_of(office, arguments.year)
    left = [line for line in found if line.state == LINE_OPEN]
    lines = [tell("cli.funding.close.line", line=f"{speak(line.owner, language())} · {speak(line.source, language())}",
                  held=line.held, available=line.available, classes=len(line.classes)) for line in left]
    if proposed:
        lines.append(tell("cli.funding.close.proposed", count=proposed))
    lines.append(tell("cli.funding.close.left" if left else "cli.funding.close.done", count=len(left),
                      year=str(arguments.year)))
    data = {"year": arguments.year, "open": [_closing(line) for line in left], "proposed": proposed}
    return Answer(data, lines, FINDING if left else SUCCESS)


def _propose(office: Office, arguments: argparse.Namespace) -> int:
    """One motion per line that has none yet; a second person confirms each on the page."""
    account = account_of(office, person_named(office, arguments.propose_as))
    if account is None:
        raise NotFound("person", arguments.propose_as)
    waiting = [line for line in closing_of(office, arguments.year) if line.state == LINE_OPEN and not line.asked]
    for line in waiting:
        carry = arguments.carry if line.held or arguments.carry == "all" else "nothing"
        reason = tell("cli.funding.close.reason", year=str(arguments.year))
        propose(office, account.actor, CloseLine(line.id, carry), reason)
    return len(waiting)


def _totals(line: LineTotals) -> dict[str, object]:
    return {"line": line.id, "year": line.year, "name": _named(line), "agrees": line.agrees,
            **{way: _plain(getattr(line, way)) for way in WAYS}}  # fmt: skip


def _plain(balances: Balances) -> dict[str, int | None]:
    given = balances.appropriated
    return {"appropriated": None if given is None else int(given), "reserved": int(balances.reserved),
            "committed": int(balances.committed), "spent": int(balances.spent)}  # fmt: skip


def _text(balances: Balances) -> str:
    return "/".join("–" if fen is None else str(fen) for fen in _plain(balances).values())


def _named(line: LineTotals) -> str:
    return f"{line.year} {speak(line.owner, language())} · {speak(line.source, language())}"


def _closing(line: ClosingLine) -> dict[str, object]:
    return {"line": line.id, "owner": speak(line.owner, language()), "source": speak(line.source, language()),
            "held_fen": int(line.held), "available_fen": int(line.available), "next_line_open": line.next_open,
            "closing_proposed": line.asked,
            "classes": [{"case": one.case_id, "number": one.number, "held_fen": int(one.held)}
                        for one in line.classes]}  # fmt: skip
