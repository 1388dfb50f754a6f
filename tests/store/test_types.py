"""Columns mean the same on both databases: instants to the microsecond, days, bodies with equal bytes."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, select
from sqlalchemy.exc import StatementError

from workflow.store.database import Database
from workflow.store.types import Body, Day, Moment, canonical

BEIJING = timezone(timedelta(hours=8))
kept = Table("kept", MetaData(), Column("id", Integer, primary_key=True), Column("moment", Moment), Column("day", Day),
             Column("body", Body))  # fmt: skip


@pytest.fixture
def shelf(database: Database) -> Iterator[Database]:
    """A database with one table more."""
    with database.write() as connection:
        kept.create(connection)
        connection.commit()
    yield database
    with database.write() as connection:
        kept.drop(connection)
        connection.commit()


def through(database: Database, name: str, value: Any) -> Any:
    """The value as it comes back."""
    with database.write() as connection:
        connection.execute(kept.delete())
        connection.execute(kept.insert().values({"id": 1, name: value}))
        found = connection.execute(select(kept.c[name])).scalar_one()
        connection.commit()
    return found


@pytest.mark.parametrize(
    "instant",
    [datetime(2026, 10, 14, 9, 0, 0, 1, tzinfo=BEIJING), datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
     datetime(9999, 12, 31, tzinfo=UTC), datetime(1, 1, 2, tzinfo=UTC)],
)  # fmt: skip
def test_instants_come_back_to_the_microsecond_in_utc(shelf: Database, instant: datetime) -> None:
    found = through(shelf, "moment", instant)
    assert found == instant
    assert found.utcoffset() == timedelta(0)


def test_an_instant_without_a_zone_is_refused(shelf: Database) -> None:
    with pytest.raises(StatementError, match="time zone"):
        through(shelf, "moment", datetime(2026, 10, 14))


def test_instants_sort_as_they_follow_each_other(shelf: Database) -> None:
    first, second = datetime(2026, 1, 1, 7, 59, tzinfo=UTC), datetime(2026, 1, 1, 16, 0, tzinfo=BEIJING)
    with shelf.write() as connection:
        connection.execute(kept.insert(), [{"id": 1, "moment": second}, {"id": 2, "moment": first}])
        assert list(connection.execute(select(kept.c.id).order_by(kept.c.moment)).scalars()) == [2, 1]


@pytest.mark.parametrize("day", [date(2026, 10, 14), date(2024, 2, 29), date.max, None])
def test_days_come_back(shelf: Database, day: date | None) -> None:
    assert through(shelf, "day", day) == day


@pytest.mark.parametrize("body", [{"b": 1, "a": [True, None, "党校"]}, [], "", 0, {"深": {"x": 2**53}}, None])
def test_bodies_come_back(shelf: Database, body: Any) -> None:
    assert through(shelf, "body", body) == body


def test_equal_bodies_are_equal_bytes() -> None:
    assert canonical({"b": 1, "a": "党"}) == canonical({"a": "党", "b": 1}) == '{"a":"党","b":1}'


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_json_cannot_say_is_refused(number: float) -> None:
    with pytest.raises(ValueError):
        canonical({"x": number})
