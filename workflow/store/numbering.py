"""Dense number series per year: declaration, reply and receipt numbers (ruling 5)."""

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert

from workflow.store.house import number_series


def next_number(connection: Connection, series: str, year: int) -> int:
    """The next number of a series, counted from 1.

    The row stays locked until the act ends, so that none is lost or doubled.
    """
    first = insert(number_series).values(series=series, year=year, last=1)
    counted = first.on_conflict_do_update(
        index_elements=["series", "year"], set_={"last": number_series.c.last + 1}
    ).returning(number_series.c.last)
    return int(connection.execute(counted).scalar_one())
