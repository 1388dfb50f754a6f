"""What every template has at hand beside its words: the shell's facts, levels, shapes and the form's stamp."""

from collections.abc import Callable
from secrets import token_hex
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, g, request
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from webapp.access import local_path, may_open
from webapp.at_hand import account, language, office
from webapp.keeping import unpack_form
from webapp.wording import own
from workflow.domain.finding_texts import finding_clears, finding_gist, finding_name, finding_sum
from workflow.domain.findings import BLOCK, CLEAR, INFO, WARN, Finding
from workflow.queries.account import House, house
from workflow.wording import keys

FINDING_TEXTS = {"finding_name": finding_name, "finding_gist": finding_gist, "finding_sum": finding_sum,
                 "finding_clears": finding_clears}
LEVELS = {CLEAR: "clear", INFO: "note", WARN: "explain", BLOCK: "block"}  # severity -> shape in the style sheet


def install(app: Flask, *, contact: str) -> None:
    """Lend the templates their globals."""
    app.jinja_env.globals.update(
        account=account, house=_house, office_time=_office_time, contact=contact, may_open=may_open,
        form_stamp=form_stamp, level_of=LEVELS.__getitem__, named=named, unpack_form=unpack_form,
        back_address=back_address, has_text=lambda key: key in keys(language()),
        **{name: _told(say_it) for name, say_it in FINDING_TEXTS.items()},
    )


def form_stamp() -> Markup:
    """The token against foreign forms, and the number by which a double tap is known."""
    return Markup(
        '<input type="hidden" name="csrf_token" value="{}"><input type="hidden" name="request_id" value="{}">'
    ).format(generate_csrf(), token_hex(16))


def named(label: Any) -> Markup:
    """A label in the language of the page."""
    return own(label[language()])


def back_address() -> str:
    """The page a form was sent from, on this service; else the first page."""
    source = urlsplit(request.referrer or "")
    return local_path(source._replace(scheme="", netloc="").geturl()) if source.netloc == request.host else "/"


def _told(say_it: Callable[[Finding, str], str]) -> Callable[[Finding], Markup]:
    return lambda finding: own(say_it(finding, language()))


def _house() -> House:
    if "house" not in g:
        g.house = house(office())
    found: House = g.house
    return found


def _office_time() -> Any:
    """The time of the office where it is not the true one (demo), else ``None``."""
    return office().clock() if office().demo else None
