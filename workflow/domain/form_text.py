"""From typed text to a value: one small reader per kind of answer.

Each reader answers the value or raises :class:`Unreadable` with a word of the catalogue
(``refusal.<code>``) that says what is wrong and how to mend it.  Nothing here can blow up on
any text: lengths are checked before anything is converted.
"""

import re
import unicodedata
from datetime import date
from typing import Any

from workflow.domain.days import days_of
from workflow.domain.form_fields import FIRST_YEAR, LAST_YEAR
from workflow.refusals import Refusal
from workflow.wording.values import Fen, Label, Term

_DAY = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?", re.ASCII)
_WHOLE = re.compile(r"\d{1,3}(,\d{3})+|\d+", re.ASCII)
_MONEY = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2}))?", re.ASCII)
_HALVES = re.compile(r"(\d{1,4})(?:\.([05])0*)?", re.ASCII)
_LONGEST = 40  # characters of a number or a date; nothing longer can be one
# Letters and signs that are drawn as nothing, though Unicode does not count them as format characters.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5")
YES = frozenset(("yes", "on", "1", "true", "是", "有"))
NO = frozenset(("no", "off", "0", "false", "否", "无", ""))


class Unreadable(Exception):
    """A text that is no answer; ``code`` and ``values`` of the refusal to come."""

    def __init__(self, code: str, **values: Any):
        self.code, self.values = code, values
        super().__init__(code)

    def refusal(self, label: Label | Term, field: str, the: Label | Term | None = None) -> Refusal:
        """The refusal of the answer to the question ``label``, called ``the`` in the middle of a sentence."""
        return Refusal(self.code, {"label": label, "the": the or label, **self.values}, field=field)


def plain(raw: object) -> str:
    """What came in as one stripped text; numbers and yes/no of JSON become text, anything else is refused."""
    match raw:
        case None:
            return ""
        case bool():
            return "yes" if raw else "no"
        case int() if abs(raw) < 10 ** _LONGEST:
            return str(raw)
        case float() if raw.is_integer() and abs(raw) < 10 ** 15:
            return str(int(raw))
        case float() if raw == raw and abs(raw) < 10 ** 15:
            return format(raw, ".10f").rstrip("0")
        case str():
            return raw.strip()
        case [str() as only]:
            return only.strip()
    raise Unreadable("field_not_a_text")


def text(raw: object, most: int, lines: bool = False) -> str:
    """Prose of at most ``most`` characters, composed (NFC); ``lines`` keeps line breaks.

    NFC and not NFKC: full-width punctuation is right in a Chinese sentence.
    """
    typed = plain(raw)
    if len(typed) > 4 * most:  # far too long: do not look at it letter by letter
        raise Unreadable("field_too_long", count=len(typed), most=most)
    if lines:
        rows = (" ".join(row.split()) for row in typed.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
        typed = "\n".join(rows)
    else:
        typed = " ".join(typed.split())
    typed = unicodedata.normalize("NFC", typed)
    _refuse_hidden(typed)
    if len(typed) > most:
        raise Unreadable("field_too_long", count=len(typed), most=most)
    return typed


def is_text(raw: object, most: int) -> bool:
    """Whether :func:`text` would take it."""
    try:
        text(raw, most)
    except Unreadable:
        return False
    return True


def code(raw: object) -> str:
    """A code of a list: compared as it stands, after NFKC."""
    typed = plain(raw)
    if len(typed) > 200:
        raise Unreadable("field_too_long", count=len(typed), most=200)
    _refuse_hidden(typed)
    return unicodedata.normalize("NFKC", typed)


def whole(raw: object, least: int, most: int) -> int | None:
    """A whole number from ``least`` to ``most``; full-width digits and thousands commas are fine."""
    typed = _short(raw, "field_whole_number", least=least, most=most)
    if not typed:
        return None
    if not _WHOLE.fullmatch(typed):
        raise Unreadable("field_whole_number", least=least, most=most)
    number = int(typed.replace(",", ""))
    if not least <= number <= most:
        raise Unreadable("field_whole_number", least=least, most=most)
    return number


def yuan(raw: object, most: int) -> Fen | None:
    """Yuan with at most two decimals, as fen; never a float."""
    typed = _short(raw, "field_money_form").removeprefix("¥").removesuffix("元").strip()
    if not typed:
        return None
    if typed[0] in "-−" and _MONEY.fullmatch(typed[1:].strip()):
        raise Unreadable("field_money_negative")
    found = _MONEY.fullmatch(typed)
    if not found:
        raise Unreadable("field_money_form")
    fen = int(found[1].replace(",", "")) * 100 + int((found[2] or "").ljust(2, "0"))
    if fen > most:
        raise Unreadable("field_money_too_much", most=Fen(most))
    return Fen(fen)


def half_days(raw: object, least: int, most: int) -> int | None:
    """Days in steps of a half (``2.5``), as half-days."""
    limits = {"least": days_of(least), "most": days_of(most)}
    typed = _short(raw, "field_half_day_steps", **limits).removesuffix("天").strip()
    if not typed:
        return None
    found = _HALVES.fullmatch(typed)
    if not found:
        raise Unreadable("field_half_day_steps", **limits)
    halves = int(found[1]) * 2 + (found[2] == "5")
    if not least <= halves <= most:
        raise Unreadable("field_half_day_steps", **limits)
    return halves


def day(raw: object) -> date | None:
    """A calendar day: 2026-9-5, 2026.9.5, 2026/9/5 or 2026年9月5日, full-width digits too."""
    typed = _short(raw, "field_date_form")
    if not typed:
        return None
    found = _DAY.fullmatch(typed)
    if not found:
        raise Unreadable("field_date_form")
    year, month, number = (int(part) for part in found.groups())
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Unreadable("field_date_year", first=str(FIRST_YEAR), last=str(LAST_YEAR))
    try:
        return date(year, month, number)
    except ValueError:
        raise Unreadable("field_no_such_day", year=str(year), month=month, day=number) from None


def yes_no(raw: object) -> bool:
    """A ticked box; nothing at all is *no*."""
    typed = unicodedata.normalize("NFKC", plain(raw)[:_LONGEST]).lower()
    if typed in YES:
        return True
    if typed in NO:
        return False
    raise Unreadable("field_yes_or_no")


def _short(raw: object, code_: str, **values: Any) -> str:
    typed = plain(raw)
    if len(typed) > _LONGEST:
        raise Unreadable(code_, **values)
    return unicodedata.normalize("NFKC", typed).strip()


def _refuse_hidden(typed: str) -> None:
    for place, letter in enumerate(typed, 1):
        if letter == "\ufffd":
            raise Unreadable("field_broken_character", place=place)
        if _unseen(letter) and letter != "\n":
            raise Unreadable("field_hidden_character", place=place, character=f"U+{ord(letter):04X}")


def _unseen(letter: str) -> bool:
    """Control and direction characters, zero-width ones, half surrogates and the code points that are no character."""
    number = ord(letter)
    return (unicodedata.category(letter) in ("Cc", "Cf", "Cs") or letter in _BLANK
            or number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF)
