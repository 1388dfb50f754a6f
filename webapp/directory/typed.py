"""What was typed into the room's forms: days, and acts whose refusals are shown where they belong."""

from collections.abc import Callable
from datetime import date

from flask import request

from workflow.domain import form_text
from workflow.refusals import NotFound, Refusal, Refused
from workflow.wording import Term


def words_in(*names: str) -> dict[str, str]:
    """The fields of the form as they were typed."""
    return {name: request.form.get(name, "").strip() for name in names}


def day_in(name: str) -> date:
    """The day that was typed; refused, at its field, where there is none or it cannot be read."""
    label = Term(f"directory.{name}")
    try:
        day = form_text.day(request.form.get(name, ""))
    except form_text.Unreadable as fault:
        raise Refused(fault.refusal(label, name)) from None
    if day is None:
        raise Refused(Refusal("input_missing", {"input": label}, field=name))
    return day


def refused_by(act: Callable[[], object]) -> tuple[Refusal, ...]:
    """Do it; what it was refused for, all at once, nothing when it was done; a person who is not there is a refusal."""
    try:
        act()
    except Refused as refused:
        return tuple(refused.refusals)
    except NotFound as missing:
        if missing.what != "person":
            raise
        return (Refusal("person_not_chosen", field="person"),)
    return ()
