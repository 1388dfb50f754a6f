"""What people write beside the form: opinions, explanations, reasons; read as prose, kept as it will stand."""

import re

from workflow.domain import form_text
from workflow.refusals import Refusal, Refused
from workflow.wording.values import Term

_REQUEST = re.compile(r"[!-~]{1,64}")


def read_words(typed: str, most: int) -> str:
    """The text as it will stand: composed, without trailing spaces.

    Refused where it holds what cannot be seen or kept (control, zero-width and direction characters, half
    surrogates).  One that is too long is handed on: whoever asked for it says so, with all the other reasons.
    """
    if len(typed) > most:
        return typed.strip()
    try:
        return form_text.text(typed, most, lines=True)
    except form_text.Unreadable as fault:
        raise Refused(fault.refusal(Term("input.opinion"), "opinion")) from None


def read_request_id(raw: str | None) -> str | None:
    """The id by which a repeated submission is known again.

    Up to 64 visible ASCII characters, made by a page or a caller; anything else is refused.
    """
    if raw is not None and not _REQUEST.fullmatch(raw):
        raise Refused(Refusal("request_wrong"))
    return raw
