"""Wires a house together, once: settings, written rules, database, clock.

Only ``webapp/app.py`` and ``webapp/cli`` call this; everything below is handed its
:class:`~workflow.office.Office`.
"""

import os
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from workflow.office.clock import OffsetClock, demo_clock, real_clock
from workflow.office.office import Office
from workflow.office.settings import Settings
from workflow.refusals import Refusal, Refused
from workflow.rulebook.rulebook import Rulebook
from workflow.store.database import Database
from workflow.store.migrating import revision_of


def open_office(
    url: str | None = None,
    home: str | Path | None = None,
    *,
    demo: bool = False,
    environ: Mapping[str, str] | None = None,
) -> Office:
    """The office of the house that ``url`` and ``home`` name, else the environment, else the default.

    ``demo`` only chooses the default folder; whether the house is a demo stands in its
    database.  A database that has not been migrated opens too, with the real clock, so that
    it can be migrated.  Raises :class:`Refused` (``database_url``, ``database_kind``,
    ``database_unreachable``, ``home_unwritable``) and ``DefinitionFaults``.
    """
    settings = Settings.of(os.environ if environ is None else environ, url=url, home=home, demo=demo)
    _make_folder(settings.home)
    database = Database(settings.database_url)
    try:
        offset = _demo_clock(database)
        return Office(
            database=database,
            rulebook=written_rules(),
            clock=offset or real_clock,
            home=settings.home,
            demo=offset is not None,
        )
    except BaseException:
        database.close()
        raise


@cache
def written_rules() -> Rulebook:
    """The rules that ship with the program, read and checked once per process."""
    from workflow.engine.vocabulary import vocabulary
    from workflow.rulebook.reading import read_rulebook

    return read_rulebook(definitions_folder(), vocabulary)


def definitions_folder() -> Path:
    """The folder of the definition files, also in an installed wheel."""
    return Path(str(files("definitions")))


def _make_folder(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as fault:
        raise Refused(Refusal("home_unwritable", {"home": str(home)})) from fault


def _demo_clock(database: Database) -> OffsetClock | None:
    try:
        if revision_of(database) is None:
            return None
        with database.read() as connection:
            return demo_clock(connection)
    except DBAPIError as fault:
        address = database.url.render_as_string(hide_password=True)
        raise Refused(Refusal("database_unreachable", {"url": address})) from fault
