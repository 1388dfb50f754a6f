"""What the templates say of a query's answers besides sentences: refusals, spans of days, the time of day."""

from datetime import datetime

from flask import Flask
from markupsafe import Markup

from webapp.wording import shown, t
from workflow.domain.days import days_of
from workflow.queries.labels import span
from workflow.refusals import Refusal
from workflow.wording.catalogue import CHINA


def install(app: Flask) -> None:
    app.jinja_env.globals.update(told=shown, reason=reason, span=span, days=days_of, clock=clock)


def reason(refusal: Refusal) -> Markup:
    """A refusal's sentence."""
    return t(f"refusal.{refusal.code}", **refusal.values)


def clock(at: datetime) -> str:
    """The time of day to the second, office time: what an audit compares."""
    return f"{at.astimezone(CHINA):%H:%M:%S}"
