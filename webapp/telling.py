"""How a page tells what a query answers: sentences within sentences, lists of names.

Queries answer values (``Said``, ``Label``, ``Term``, money, days); here they become words
of the page's language, with names in their own language marked.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask import Flask
from markupsafe import Markup

from webapp.at_hand import language
from webapp.wording import own, t
from workflow.queries.labels import Said, days, span
from workflow.refusals import Refusal
from workflow.wording import speak
from workflow.wording.catalogue import CHINA


def install(app: Flask) -> None:
    app.jinja_env.globals.update(told=told, reason=reason, listed=listed, span=span, days=days, clock=clock)


def told(value: Any) -> Markup:
    """Any value of a query in words; an empty one as a dash."""
    if isinstance(value, Said):
        return t(value.key, **{name: _within(part) for name, part in value.values.items()})
    if isinstance(value, (tuple, list)):
        return listed(value)
    return own(speak(value, language()))


def listed(values: Iterable[Any]) -> Markup:
    """Several values as one list in the manner of the language."""
    return Markup("、" if language() == "zh" else ", ").join(told(value) for value in values)


def reason(refusal: Refusal) -> Markup:
    """A refusal's sentence."""
    return t(f"refusal.{refusal.code}", **{name: _within(part) for name, part in refusal.values.items()})


def clock(at: datetime) -> str:
    """The time of day to the second, office time: what an audit compares."""
    return f"{at.astimezone(CHINA):%H:%M:%S}"


def _within(part: Any) -> Any:
    """A value inside a sentence: nested sentences and lists are told first, the rest as it is."""
    return told(part) if isinstance(part, (Said, tuple, list)) else part
