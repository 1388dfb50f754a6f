"""Databases with something in them."""

import pytest

from tests.rows import one_of_each
from workflow.store.database import Database


@pytest.fixture
def filled(database: Database) -> Database:
    """One row in every table that only grows."""
    with database.write() as connection:
        one_of_each(connection)
        connection.commit()
    return database
