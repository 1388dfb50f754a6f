"""The calendar file keeps to RFC 5545: line ends, folding at 75 octets, escaped text, the day after the last."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from workflow.domain.ical import Event, calendar, escaped, folded

EVENT = Event("class-7@shenbao", date(2026, 11, 30), date(2026, 12, 1), "社区工作者，能力;提升,班\\", "区委党校",
              "一行\n二行", "http://localhost/declarations/7", datetime(2026, 10, 14, 1, 2, 3, tzinfo=UTC))


def test_an_event_is_whole_days_to_the_day_after_its_last() -> None:
    text = calendar("班次日历", [EVENT])
    lines = text.replace("\r\n ", "").split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""]
    for line in ("UID:class-7@shenbao", "DTSTAMP:20261014T010203Z", "DTSTART;VALUE=DATE:20261130",
                 "DTEND;VALUE=DATE:20261202", "SUMMARY:社区工作者，能力\\;提升\\,班\\\\", "DESCRIPTION:一行\\n二行"):
        assert line in lines, line
    assert "\n" not in text.replace("\r\n", "")


@given(st.text())
def test_no_text_ends_its_line_or_outgrows_it(text: str) -> None:
    line = "SUMMARY:" + escaped(text.encode("utf-8", "ignore").decode())
    assert "\n" not in line and "\r" not in line
    pieces = folded(line).split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert all(piece.startswith(" ") for piece in pieces[1:])
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line
