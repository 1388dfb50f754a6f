"""中文 / English for the screens: which language a page speaks, and how a template says a sentence.

The order: the switch just pressed (``?lang=en``), the cookie it left, the
person's own preference, Chinese.  The switch keeps the place: it is the same
address with another language, and it changes nothing but a cookie.
"""

import re
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, current_app, g, request
from flask_login import current_user
from markupsafe import Markup, escape
from werkzeug.urls import iri_to_uri

from webapp.at_hand import language
from workflow.domain.days import office_day
from workflow.queries.labels import Said
from workflow.wording import LANGUAGES, say, sentence, speak
from workflow.wording.catalogue import CHINA

COOKIE = "lang"
COOKIE_SECONDS = 365 * 24 * 3600
TAGS = {"zh": "zh-Hans", "en": "en"}
HAN = re.compile(r"[\u3400-\u9fff](?:[\u3000-\u303f\u3400-\u9fff\uff01-\uffee·]*[\u3400-\u9fff）》])?")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")


def install(app: Flask) -> None:
    """Choose the language before each request and lend the templates their words."""
    app.before_request(_choose)
    app.after_request(_keep)
    app.jinja_env.globals.update(
        t=t, plain=plain, speak=shown, page_language=language,
        language_tag=lambda: TAGS[language()], switch_address=switch_address, day=short_day, moment=short_moment,
    )
    app.jinja_env.filters["own"] = own


def t(key: str, /, **values: Any) -> Markup:
    """A sentence for the page: escaped, with Chinese names marked as Chinese on an English page."""
    tongue = language()
    text = own(sentence(key, tongue, values.get("count")))
    return text.format(**{name: shown(value) for name, value in values.items()})


def shown(value: Any) -> Markup:
    """Any value of a page in its language: labels, money, days, sentences within sentences, lists of them."""
    match value:
        case Markup():
            return value
        case Said(key, inner):
            return t(key, **inner)
        case tuple() | list():
            return Markup("、" if language() == "zh" else ", ").join(shown(item) for item in value)
    return own(speak(value, language()))


def plain(key: str, /, **values: Any) -> str:
    """A sentence for an attribute, a title or a flash: text without any markup."""
    return say(key, language(), **values)


def own(text: Any) -> Markup:
    """Text with its languages told apart: Chinese words on an English page carry ``lang`` (WCAG 3.1.2)."""
    if isinstance(text, Markup):
        return text
    safe = escape(text)
    return Markup(HAN.sub(r'<span lang="zh-Hans">\g<0></span>', str(safe))) if language() == "en" else Markup(safe)


def short_day(value: date | datetime | None, *, year: bool = False) -> str:
    """``5月21日`` or ``21 May``; with the year where asked."""
    if value is None:
        return "–"
    day = office_day(value) if isinstance(value, datetime) else value
    if language() == "en":
        return f"{day.day} {MONTHS[day.month - 1]}" + (f" {day.year}" if year else "")
    return (f"{day.year}年" if year else "") + f"{day.month}月{day.day}日"


def short_moment(value: datetime | None) -> str:
    """Day and time to the minute, office time."""
    return "–" if value is None else f"{short_day(value)} {value.astimezone(CHINA):%H:%M}"


def switch_address(tongue: str) -> str:
    """This very page in the other language; the home page where the address takes no GET."""
    rule = request.url_rule
    if rule is None or "GET" not in (rule.methods or ()):
        return f"/?lang={tongue}"
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    return iri_to_uri(request.path) + "?" + urlencode([*kept, ("lang", tongue)])


def switch_to(response: Response, tongue: str) -> Response:
    """Let this browser speak ``tongue`` from now on."""
    response.set_cookie(
        COOKIE, tongue, max_age=COOKIE_SECONDS, samesite="Lax", httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
    )
    return response


def _choose() -> None:
    if request.endpoint == "assets.file":
        return
    preferred = current_user.account.language if current_user.is_authenticated else "zh"
    wishes = (request.args.get("lang"), request.cookies.get(COOKIE), preferred, "zh")
    g.language = next(wish for wish in wishes if wish in LANGUAGES)


def _keep(response: Response) -> Response:
    if request.endpoint == "assets.file":
        return response
    if request.args.get("lang") in LANGUAGES:
        switch_to(response, request.args["lang"])
    response.headers.setdefault("Content-Language", TAGS[language()])
    response.vary.add("Cookie")
    return response
