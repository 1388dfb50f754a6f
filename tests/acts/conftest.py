"""A district whose books are proved at the end of every test that uses it."""

from collections.abc import Iterator

import pytest

from tests.district import District
from workflow.office import Office
from workflow.queries.likeness_check import check_index
from workflow.queries.trail_check import verify_all


@pytest.fixture
def d(office: Office) -> Iterator[District]:
    """On each database; afterwards the trail must bear out the tables, and the index of repeated classes be what a
    rebuild would make, whatever the test did."""
    with office.database.in_haste():
        yield District(office)
    found = verify_all(office)
    assert found.ok, found.first_bad
    assert check_index(office).ok, check_index(office)
