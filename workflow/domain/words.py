"""What people write beside the form: opinions, explanations, reasons; read as prose, kept as it will stand."""

from workflow.domain import form_text
from workflow.refusals import Refusal, Refused
from workflow.wording.values import Term


def read_words(typed: str, most: int, field: str = "opinion") -> str:
    """The text as it will stand: composed, without trailing spaces.

    Refused where it holds what cannot be seen or kept (control, zero-width and direction characters, half
    surrogates).  One that is too long is handed on: whoever asked for it says so, with all the other reasons.
    """
    if len(typed) > most:
        return typed.strip()
    try:
        return form_text.text(typed, most, lines=True)
    except form_text.Unreadable as fault:
        label = Term(f"input.{field}")
        raise Refused(Refusal(fault.code, {"label": label, "the": label, **fault.values}, field=field)) from None
