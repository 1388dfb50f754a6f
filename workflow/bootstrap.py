"""Wires a house together, once: settings, written rules, database, clock.

Only ``webapp/app.py`` and ``webapp/cli`` call this; everything below is handed its
:class:`~workflow.office.Office`.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlalchemy.exc import OperationalError

from workflow.acts.publish_rulebook import keep_written_rules
from workflow.domain.days import office_day
from workflow.engine.vocabulary import vocabulary
from workflow.office.clock import OffsetClock, demo_clock, may_be_demo, real_clock
from workflow.office.office import Office
from workflow.office.published import rules_of_house
from workflow.office.settings import Settings
from workflow.refusals import Refusal, Refused
from workflow.rulebook.faults import DefinitionFaults
from workflow.rulebook.file_reading import read_policy, read_process
from workflow.rulebook.reading import read_rulebook
from workflow.rulebook.rulebook import Rulebook
from workflow.store.database import Database
from workflow.store.migrating import is_current, upgrade
from workflow.store.rulebook_versions import kept_texts

__all__ = ["DefinitionFaults", "definitions_folder", "open_office", "written_rules"]


def open_office(
    url: str | None = None,
    home: str | Path | None = None,
    *,
    demo: bool = False,
    migrate: bool = False,
    environ: Mapping[str, str] | None = None,
) -> Office:
    """The office of the house that ``url`` and ``home`` name, else the environment, else the default.

    ``demo`` only chooses the default folder; whether the house is a demo stands in its
    database.  ``migrate`` brings the database to the newest shape first; without it a
    database of another shape is refused; with both, a house in which people live that is no
    demo is refused and stays as it is.  Raises :class:`Refused` (``database_url``,
    ``database_kind``, ``database_unreachable``, ``home_unwritable``, ``house_not_ready``,
    ``not_a_demo``) and ``DefinitionFaults``.
    """
    settings = Settings.of(os.environ if environ is None else environ, url=url, home=home, demo=demo)
    _make_folder(settings.home)
    database = Database(settings.database_url)
    try:
        if demo and migrate:
            _refuse_real_house(database, settings)
        offset = _made_ready(database, migrate)
        office = Office(
            database=database,
            rulebook=_rules(database, office_day((offset or real_clock)())),
            clock=offset or real_clock,
            home=settings.home,
            demo=offset is not None,
        )
        keep_written_rules(office)
        return office
    except BaseException:
        database.close()
        raise


@cache
def written_rules() -> Rulebook:
    """The rules that ship with the program, read and checked once per process."""
    return read_rulebook(definitions_folder(), vocabulary)


def definitions_folder() -> Path:
    """The folder of the definition files, also in an installed wheel."""
    return Path(str(files("definitions")))


def _make_folder(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as fault:
        raise Refused(Refusal("home_unwritable", {"home": str(home)})) from fault


def _refuse_real_house(database: Database, settings: Settings) -> None:
    try:
        with database.read() as connection:
            if may_be_demo(connection):
                return
    except OperationalError as fault:
        raise _unreachable(database) from fault
    raise Refused(Refusal("not_a_demo", {"home": str(settings.home)}))


def _made_ready(database: Database, migrate: bool) -> OffsetClock | None:
    """Bring or find the database in its newest shape; its demo clock, if it is a demo."""
    try:
        if migrate:
            upgrade(database)
        elif not is_current(database):
            raise Refused(Refusal("house_not_ready"))
        with database.read() as connection:
            return demo_clock(connection)
    except OperationalError as fault:
        raise _unreachable(database) from fault


def _rules(database: Database, today: date) -> Rulebook:
    """The shipped rules, those that this house published, and those that its older cases keep."""
    with database.read() as connection:
        return _with_former_versions(database, rules_of_house(connection, written_rules(), today))


def _with_former_versions(database: Database, rulebook: Rulebook) -> Rulebook:
    """The rules in force and those that older cases of this house keep, as far as they can still be read."""
    with database.read() as connection:
        processes, policies = kept_texts(connection, rulebook)
    paths = frozenset(path for policy in rulebook.policies.values() for path in policy.entries)
    words = vocabulary(rulebook.roles, paths)
    former_processes = _readable(processes, lambda text, source: read_process(text, source, words))
    former_policies = _readable(policies, read_policy)
    return replace(
        rulebook,
        processes={**former_processes, **rulebook.processes},
        policies={**former_policies, **rulebook.policies},
        former=frozenset({*former_processes, *former_policies}),
    )


def _readable(texts: Mapping[str, str], read: Callable[[str, str], Any]) -> dict[str, Any]:
    """What can still be read under its own hash; the cases of the others say which version they miss."""
    found = {}
    for digest, text in texts.items():
        try:
            version = read(text, digest[:12])
        except DefinitionFaults:
            continue
        if version.hash == digest:
            found[digest] = version
    return found


def _unreachable(database: Database) -> Refused:
    return Refused(Refusal("database_unreachable", {"url": database.url.render_as_string(hide_password=True)}))
