"""What every command is made of: its help with an example, ``--json``, and the answer it gives.

A command is a function ``run(arguments) -> Answer``; it prints nothing itself.  Its help
stands in the catalogue under ``cli.<words of the command>.help``.
"""

import argparse
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

from workflow.bootstrap import open_office
from workflow.office import Office
from workflow.wording import say

SUCCESS, FINDING, WRONG_USE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Answer:
    """``data`` is printed with ``--json`` (plain values), ``lines`` without; ``code`` is the exit code."""

    data: Any = None
    lines: Sequence[str] = ()
    code: int = SUCCESS


Run = Callable[[argparse.Namespace], Answer]
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def language() -> str:
    """The language of the terminal: ``SHENBAO_LANG``, else the locale; English where neither says Chinese."""
    wished = os.environ.get("SHENBAO_LANG") or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES")
    return "zh" if (wished or os.environ.get("LANG", "")).lower().startswith("zh") else "en"


def tell(key: str, /, **values: Any) -> str:
    """A sentence of the catalogue in the terminal's language."""
    return say(key, language(), **values)


def add_command(commands: Commands, words: str, run: Run, *, example: str) -> argparse.ArgumentParser:
    """Add one command, called by all its ``words`` ("user add"); ``example`` is one use of it, without "shenbao"."""
    parser = _add(commands, words, example)
    parser.add_argument("--json", action="store_true", help=tell("cli.json"))
    parser.set_defaults(run=run)
    return parser


def add_group(commands: Commands, words: str, *, example: str) -> Commands:
    """Add a word that other commands follow: ``shenbao user …``."""
    parser = _add(commands, words, example)
    return parser.add_subparsers(metavar=tell("cli.command"), required=True, dest=words.replace(" ", "_"))


@contextmanager
def open_house(**options: Any) -> Iterator[Office]:
    """The office of the house for one command; ``options`` as for ``open_office``."""
    office = open_office(**options)
    try:
        yield office
    finally:
        office.close()


def _add(commands: Commands, words: str, example: str) -> argparse.ArgumentParser:
    text = tell(f"cli.{words.replace(' ', '.')}.help")
    return commands.add_parser(
        words.split()[-1],
        help=text,
        description=text,
        epilog=f"{tell('cli.example')}\n  shenbao {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
