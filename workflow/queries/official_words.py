"""What official papers share: values spoken as plain text, the signatures in their boxes, the head and foot of a sheet.

A paper says what the page says: it is made from the same frozen page, by the same rights.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from unicodedata import east_asian_width
from urllib.parse import quote

from sqlalchemy import Connection, select

from workflow.documents.code import square_code
from workflow.domain.days import office_day
from workflow.domain.seats import SIGNED
from workflow.office import Office
from workflow.queries.labels import Names, Said, names
from workflow.queries.paper_seats import behind, people_behind, told_of
from workflow.rulebook.process import Process
from workflow.store.cases import seat
from workflow.wording import Label, Term, say, speak

# Whose opinions stand in which box of a form, in the order of the boxes; a box that nobody need fill is left out.
BOXES: Mapping[str, tuple[str, ...]] = {
    "unit": ("declarant", "unit_finance", "unit_head"),
    "department": ("od_section", "od_deputy", "od_head"),
    "personnel": ("hrss",),
    "finance": ("finance",),
    "leader": ("leader",),
}
ONLY_IF_SIGNED = frozenset({"personnel"})
# Stages of the processes up to the decision; what is signed later is no opinion on the declaration.
BEFORE_THE_DECISION = frozenset({"drafting", "unit", "acceptance", "authority", "duplicate", "funding", "leaders",
                                 "review"})  # fmt: skip
# Signed without being the usual decision of a state: the short road, the noes, what was said to a change.
ALSO_OPINIONS = frozenset({"accept_filing", "reject", "higher_no", "amend_ok", "amend_no"})
SENT_BACK = frozenset({"return", "unit_return"})  # an opinion until the unit answers it


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper ready to be sent: the name of its file and its bytes."""

    name: str
    pdf: bytes


@dataclass(frozen=True, slots=True)
class Opinion:
    """One signature: in which box, what was done, with which words, by whom from which chair, when, which record."""

    box: str
    act: Label
    words: str
    who: Label | Term
    acting_for: Label | Term | None
    post: Label
    at: datetime
    n: int | None
    paper: Said | None = None  # by whom it was entered from paper


def spoken(value: Any, language: str) -> str:
    """Any value of a page as plain text: sentences within sentences, lists of them."""
    match value:
        case Said(key, inner):
            plain = {name: spoken(one, language) if isinstance(one, Said | tuple | list) else one
                     for name, one in inner.items()}  # fmt: skip
            return say(key, language, **plain)
        case tuple() | list():
            return ("、" if language == "zh" else ", ").join(spoken(one, language) for one in value)
    return speak(value, language)


def opinions(connection: Connection, office: Office, process: Process, case_id: int) -> tuple[Opinion, ...]:
    """Every signature by which the case was decided, oldest first."""
    rows = [
        row
        for row in connection.execute(
            select(seat).where(seat.c.case_id == case_id, seat.c.status == SIGNED)
            .order_by(seat.c.trail_n, seat.c.round, seat.c.place)
        )
        if _is_opinion(process, row)
    ]  # fmt: skip
    sheets = behind(connection, case_id)
    known = names(
        connection, office.rulebook.roles, units=[row.unit for row in rows],
        people=[*(number for row in rows for number in (row.signed_by, row.acting_for)),
                *people_behind(sheets.values())],
    )  # fmt: skip
    rows = [row for row in rows if row.action not in SENT_BACK or row is rows[-1]]
    boxes = {role: box for box, roles in BOXES.items() for role in roles}
    return tuple(_opinion(process, known.on(office_day(row.signed_at)), row, boxes[row.role],
                          told_of(known, sheets.get(row.trail_n)))
                 for row in rows if row.role in boxes)


def boxed(
    found: Sequence[Opinion], language: str, *, clip: int = 0, most: int = 0, over: bool = False
) -> list[dict[str, Any]]:
    """The boxes of a form with the last opinion of each chair in each act; ``clip`` cuts long words, ``most`` the
    number of signatures; what is left out is said, and stands in full on a further sheet.  ``over``: nobody will
    sign any more, so an empty box was not needed."""
    last = {(one.box, one.act, one.post, one.who): one for one in found}
    blank = say("documents.not_needed" if over else "documents.to_sign", language)
    boxes = []
    for box in BOXES:
        signed = sorted((one for one in last.values() if one.box == box), key=lambda one: one.n or 0)
        if not signed and box in ONLY_IF_SIGNED:
            continue
        shown = signed[-most:] if most else signed
        left = len(signed) - len(shown)
        more = say("documents.more_opinions", language, count=left) if left else ""
        boxes.append({
            "label": say(f"documents.box_{box}", language), "more": more, "blank": blank,
            "signed": [signature(one, language, clip=clip) for one in shown],
        })  # fmt: skip
    return boxes


def signature(one: Opinion, language: str, *, clip: int = 0) -> dict[str, str]:
    """One signature as it stands in a box or a table."""
    who = spoken(one.who, language)
    if one.acting_for is not None:
        who = say("documents.acting", language, name=one.who, other=one.acting_for)
    if one.paper is not None:
        who = say("paper_seat.on_form", language, who=who, told=spoken(one.paper, language))
    return {
        "act": one.act[language], "opinion": clipped(one.words, clip, language) if clip else one.words,
        "who": say("documents.who", language, name=who, post=one.post), "at": speak(office_day(one.at), language),
        "record": say("documents.record", language, n=str(one.n)) if one.n is not None else "",
    }  # fmt: skip


def clipped(words: str, most: int, language: str) -> str:
    """The words, or their beginning and where the rest stands."""
    told = " ".join(words.split())
    return told if len(told) <= most else told[:most].rstrip() + say("documents.see_further", language)


def is_cut(words: str, most: int) -> bool:
    return len(" ".join(words.split())) > most


def sheet(
    office: Office, language: str, title: str, *, number: str, check_at: str, author: Label, version: int = 0,
    mark: str = "", called: str = "",
) -> dict[str, Any]:
    """What every paper has: language, title, foot with version and print time, the code to check it by.

    ``check_at`` is the address of the check page; a number is asked there as ``no``.  ``called``: what the foot
    names where the thing has no number by its nature.
    """
    address = _address(check_at, number)
    values = {"number": called or number or say("case.no_number", language), "at": office.clock()}
    foot = say("documents.foot_version", language, n=str(version), **values) if version else say(
        "documents.foot", language, **values)  # fmt: skip
    return {
        "lang": language, "title": title, "author": author[language], "foot": foot,
        "pages": say("documents.pages", language, n="{n}", m="{m}"), "mark": mark,
        "missing": say("documents.missing", language),
        "colon": say("documents.colon", language),
        "code": {"address": address, "alt": say("documents.code_alt", language, address=address),
                 "hint": say("documents.code_hint", language)},
    }  # fmt: skip


def further(title: str, *, note: str = "", texts: Sequence[Mapping[str, str]] = (), head: Sequence[str] = (),
            widths: Sequence[int] = (), aligned: Sequence[str] = (), rows: Sequence[Sequence[str]] = (),
            fresh: bool = False) -> dict[str, Any]:
    """One part of the further sheets: texts in full, or a table; ``fresh``: on a page of its own."""
    return {"title": title, "note": note, "texts": list(texts), "head": list(head), "widths": list(widths),
            "aligned": list(aligned), "rows": [list(row) for row in rows], "fresh": fresh}  # fmt: skip


def number_code(check_at: str, number: str) -> str:
    """The square code that leads to the check of a number, as SVG."""
    return square_code(_address(check_at, number))


def _address(check_at: str, number: str) -> str:
    return f"{check_at}?no={quote(number)}" if number else check_at


def width(words: str) -> int:
    """How wide words are, in halves of a Chinese sign."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in words)


def _is_opinion(process: Process, row: Any) -> bool:
    action, state = process.actions.get(row.action), process.states.get(row.state)
    if action is None or state is None:
        return False
    return row.action in ALSO_OPINIONS | SENT_BACK or action.decides and state.stage in BEFORE_THE_DECISION


def _opinion(process: Process, known: Names, row: Any, box: str, paper: Said | None) -> Opinion:
    action = process.actions.get(row.act)
    return Opinion(
        box=box,
        act=action.label if action else Label(row.act, row.act),
        words=row.opinion or "",
        who=known.person(row.signed_by),
        acting_for=None if row.acting_for is None else known.person(row.acting_for),
        post=known.post(row.role, row.unit),
        at=row.signed_at,
        n=row.trail_n,
        paper=paper,
    )
