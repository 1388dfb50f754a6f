"""How many calendar days a span holds, reckoned by the database (days are kept as text, ``types.Day``)."""

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class days_of_span(FunctionElement[int]):  # named as a function, which it is to whoever writes a statement
    """``days_of_span(start, end)``: both days included."""

    type = Integer()
    inherit_cache = True


@compiles(days_of_span, "sqlite")
def _sqlite(element: Any, compiler: Any, **how: Any) -> str:
    start, end = (compiler.process(one, **how) for one in element.clauses)
    return f"CAST(julianday({end}) - julianday({start}) + 1 AS INTEGER)"


@compiles(days_of_span, "postgresql")
def _postgresql(element: Any, compiler: Any, **how: Any) -> str:
    start, end = (compiler.process(one, **how) for one in element.clauses)
    return f"(CAST({end} AS date) - CAST({start} AS date) + 1)"
