"""Calendar entries as text/calendar (RFC 5545), for the calendar programs of people: whole-day events only.

Written by hand because the house needs one kind of event: lines end in CR LF, fold after 75 octets at a letter's
end, and text escapes backslash, comma, semicolon and line breaks.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

LONGEST = 75  # octets of a line, without its end


@dataclass(frozen=True, slots=True)
class Event:
    """Something from its first to its last day. ``uid`` names it for good; ``stamp`` is when it last changed."""

    uid: str
    first: date
    last: date
    title: str
    place: str
    text: str
    address: str
    stamp: datetime


def calendar(name: str, events: Iterable[Event]) -> str:
    """A whole calendar; the end day of an event is the day after its last (RFC 5545, 3.6.1)."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Shenbao//Calendar of classes//ZH", "CALSCALE:GREGORIAN",
            "METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}"]
    lines = [*head, *(line for event in events for line in _event(event)), "END:VCALENDAR"]
    return "".join(folded(line) + "\r\n" for line in lines)


def escaped(text: str) -> str:
    """A text as a value: what would end it is escaped, other control letters are left out."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    for sign, told in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(sign, told)
    return "".join(letter for letter in plain if letter == "\t" or ord(letter) >= 32 and ord(letter) != 127)


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets, each further piece behind one blank; no letter is cut in two."""
    pieces, piece, size = [], "", 0
    for letter in line:
        width = len(letter.encode())
        if size + width > LONGEST:
            pieces.append(piece)
            piece, size = "", 1  # the blank before it
        piece, size = piece + letter, size + width
    return "\r\n ".join([*pieces, piece])


def _event(event: Event) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(event.uid)}"
    yield f"DTSTAMP:{event.stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{event.first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{event.last + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{escaped(event.title)}"
    if event.place:
        yield f"LOCATION:{escaped(event.place)}"
    if event.text:
        yield f"DESCRIPTION:{escaped(event.text)}"
    yield f"URL:{event.address}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"
