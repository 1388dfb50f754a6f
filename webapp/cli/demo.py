"""``shenbao demo``: a district in October 2026 to look at, made by acts, and served.

Safe to run twice: a whole demo is only served.  A demo that was interrupted while it was
made is erased and made anew; a house that is no demo is never touched.
"""

import argparse
import fcntl
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import StringIO
from pathlib import Path
from shlex import quote
from typing import Any

from rich.console import Console
from rich.table import Table

from webapp.cli.command import Answer, Commands, add_command, open_house, tell
from webapp.cli.demo_files import Account, District, read_district
from webapp.cli.demo_load import Loaded, load
from webapp.cli.house import add_address, serve_office
from webapp.cli.progress import progress_bar
from workflow.acts.demo_house import erase_demo, is_half_made, is_whole
from workflow.office import Office
from workflow.queries.account import account_of, person_named
from workflow.queries.unit_tree import unit_tree
from workflow.wording import LANGUAGES, Label, say

WIDTH = 118  # columns of the tables


def add(commands: Commands) -> None:
    demo = add_command(commands, "demo", run, example="demo --no-serve")
    demo.add_argument("--no-serve", action="store_true", help=tell("cli.demo.no_serve"))
    demo.add_argument("--reset", action="store_true", help=tell("cli.demo.reset"))
    add_address(demo)


def run(arguments: argparse.Namespace) -> Answer:
    """Make the demo ready, say who is who, and serve it."""
    with open_house(demo=True, migrate=True) as office, _alone(office.home):
        district = read_district(with_classes=arguments.reset or not is_whole(office))
        loaded, seconds = make_ready(office, district, reset=arguments.reset)
        told = _told(office, district, loaded, seconds)
    if arguments.no_serve:
        return told
    _say(told, as_json=arguments.json)
    with open_house(demo=True) as office:
        return serve_office(office, arguments.host, arguments.port)


def make_ready(office: Office, district: District, *, reset: bool = False) -> tuple[Loaded | None, float]:
    """Make the demo if it does not stand here whole, or if a new one is wanted; what was made, in how many seconds."""
    begun = time.monotonic()
    whole = is_whole(office)
    if whole and not reset:
        return None, 0.0
    if whole or is_half_made(office):
        erase_demo(office)
    with progress_bar(tell("demo.loading")) as progress:
        loaded = load(office, district, progress)
    return loaded, time.monotonic() - begun


def _told(office: Office, district: District, loaded: Loaded | None, seconds: float) -> Answer:
    lines = [tell("demo.there")]
    if loaded:
        lines = [tell("demo.loaded", units=loaded.units, accounts=loaded.accounts, cadres=loaded.cadres,
                      classes=loaded.classes, seconds=f"{seconds:.1f}")]
    export = f"export SHENBAO_HOME={quote(str(office.home))}"
    lines += ["", *_accounts(office, district), "", tell("demo.export"), f"  {export}"]
    data = {
        "home": str(office.home), "made": loaded is not None, "seconds": round(seconds, 1), "export": export,
        "password": district.password,
        "accounts": [_account(office, account) for account in _present(office, district)],
    }
    return Answer(data, lines)


def _accounts(office: Office, district: District) -> list[str]:
    """Two tables in both languages: who declares in each unit, and who acts for the whole district."""
    roles, units = office.rulebook.roles, {one.code: one.name for one in unit_tree(office)}
    accounts = _present(office, district)
    own = [account for account in accounts if account.role in host_roles(office)]
    shared = Table(title=_both("demo.accounts", password=district.password), title_justify="left")
    for heading in ("demo.role", "demo.person", "demo.username"):
        shared.add_column(_both(heading))
    for account in accounts:
        if account not in own:
            shared.add_row(_label(roles[account.role].label), _label(account.name), account.username)
    hosts = Table()
    hosts.add_column(_both("demo.unit"), ratio=1)
    for role in host_roles(office):
        hosts.add_column(f"{roles[role].label.zh}\n{roles[role].label.en}", no_wrap=True)
    for code in dict.fromkeys(account.unit for account in own):
        holders = [[account.username for account in own if (account.unit, account.role) == (code, role)]
                   for role in host_roles(office)]
        hosts.add_row(_label(units[code]), *map("\n".join, holders))
    return [*_drawn(shared), *_drawn(hosts)]


def _present(office: Office, district: District) -> list[Account]:
    """The accounts with the posts they hold now: units are renamed and merged in the demo's year."""
    found = []
    for account in district.accounts:
        known = account_of(office, person_named(office, account.username))
        found += [replace(account, role=chair.role, unit=chair.unit) for chair in known.chairs[:1]] if known else []
    return found


def host_roles(office: Office) -> tuple[str, ...]:
    """The roles that each declaring unit fills: those of the unit that sign in the process."""
    process = office.rulebook.process("class_declaration")
    return tuple(role for role in process.roles if office.rulebook.roles[role].scope == "unit")


def _account(office: Office, account: Account) -> dict[str, Any]:
    label = office.rulebook.roles[account.role].label
    return {"username": account.username, "name_zh": account.name.zh, "name_en": account.name.en, "role": account.role,
            "role_zh": label.zh, "role_en": label.en, "unit": account.unit}


def _both(key: str, **values: Any) -> str:
    return " ".join(say(key, language, **values) for language in LANGUAGES)


def _label(label: Label) -> str:
    return f"{label.zh} {label.en}"


def _drawn(table: Table) -> list[str]:
    console = Console(file=StringIO(), width=WIDTH, color_system=None)
    with console.capture() as drawn:
        console.print(table)
    return [line.rstrip() for line in drawn.get().splitlines()]


def _say(answer: Answer, *, as_json: bool) -> None:
    text = json.dumps(answer.data, ensure_ascii=False) if as_json else "\n".join(answer.lines)
    print(text, flush=True)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Only one process makes a demo in this folder at a time; a second one waits and finds it made."""
    with open(home / "demo.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
