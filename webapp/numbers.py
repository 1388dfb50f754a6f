"""Numbers in addresses and hidden fields: read only where a database can hold them."""

from werkzeug.routing import IntegerConverter

MOST_DIGITS = 18


class Number(IntegerConverter):
    """A number in an address that a database can hold; a longer one is a page that is not there."""

    regex = rf"\d{{1,{MOST_DIGITS}}}"


def number_in(typed: str, digits: int = MOST_DIGITS) -> int | None:
    """The whole number that was sent, of at most so many digits; ``None`` for anything else."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= digits else None
