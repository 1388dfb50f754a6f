"""An office on PostgreSQL alone, for what only its planner can prove."""

from pathlib import Path

import pytest

from tests import postgres
from tests.clocks import SetClock
from workflow.office import Office
from workflow.rulebook.rulebook import Rulebook
from workflow.store.database import Database


@pytest.fixture
def postgres_office(postgres_database: Database, rulebook: Rulebook, clock: SetClock, tmp_path: Path) -> Office:
    postgres.empty(postgres_database.url)
    return Office(database=postgres_database, rulebook=rulebook, clock=clock, home=tmp_path)
