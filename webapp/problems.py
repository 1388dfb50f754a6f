"""Problem pages: not allowed, not found, refused, overtaken, session ended, fault of ours.

Each says what is wrong and what to do next; what a person had typed is shown again,
so that nothing is lost.  A refused act becomes 403, 409 or 422 by its code.
"""

import logging
import secrets
from collections.abc import Iterable
from urllib.parse import urlsplit

from flask import Flask, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from webapp.keeping import kept_fields, pack_form
from workflow.refusals import NotFound, Refusal, Refused

log = logging.getLogger("shenbao.web")

CONFLICT = frozenset({"changed_meanwhile", "copy_changed", "not_editable", "wrong_state", "signed_this_round", "busy"})
FORBIDDEN = frozenset({"not_your_seat", "not_yours", "own_case", "two_hats", "signed_gate_before", "only_the_system"})


def install(app: Flask) -> None:
    app.jinja_env.globals["who_can"] = who_can
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(CSRFError, _token_missing)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(InternalServerError, _fault)


def status_of(refusals: Iterable[Refusal]) -> int:
    """403 where the person may not, 409 where somebody was first, else 422."""
    codes = {refusal.code for refusal in refusals}
    if codes & CONFLICT:
        return 409
    return 403 if codes & FORBIDDEN else 422


def page_not_allowed(wanted: frozenset[str]) -> ResponseReturnValue:
    """403: what this page is for, and who can open it."""
    roles = current_app.extensions["office"].rulebook.roles
    return _page("not_allowed", 403, who=tuple(roles[code].label for code in roles if code in wanted))


def page_session_ended() -> ResponseReturnValue:
    """401 for a form sent after the session ended: the sign-in page, which carries what was typed."""
    return render_template(
        "account/sign_in.html", next=request.path, username="", errors=(), ended=True, kept=_own_form(),
    ), 401


def _refused(refused: Refused) -> ResponseReturnValue:
    return _page("refused", status_of(refused.refusals), refusals=refused.refusals, kept=kept_fields(request.form))


def who_can(refusal: Refusal) -> tuple[object, ...]:
    """Those who could do it instead, by name: role codes become the roles' labels."""
    roles = current_app.extensions["office"].rulebook.roles
    return tuple(roles[one].label if one in roles else one for one in refusal.who)


def _not_found(_missing: NotFound) -> ResponseReturnValue:
    return _page("not_found", 404)


def _token_missing(_error: CSRFError) -> ResponseReturnValue:
    """The form's token is of another session: show what was typed and let the person send it again."""
    if not current_user.is_authenticated and request.endpoint != "account.sign_in":
        return page_session_ended()
    return _page("stale_form", 400, again=request.path, kept=kept_fields(request.form), packed=_own_form())


def _http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400:
        return error
    page = make_response(_page({404: "not_found", 413: "too_large"}.get(code, "bad_request"), code))
    if code == 405 and error.get_response().headers.get("Allow"):
        page.headers["Allow"] = error.get_response().headers["Allow"]
    return page


def _fault(error: InternalServerError) -> ResponseReturnValue:
    """500: a number that stands in the log too; never a stack trace."""
    number = secrets.token_hex(4)
    log.error("fault %s at %s %s", number, request.method, request.path, exc_info=error.original_exception)
    return _page("fault", 500, number=number)


def _own_form() -> str:
    """What was typed, to be sent again after the sign-in; only from a page of ours (not from a foreign site)."""
    source = urlsplit(request.headers.get("Origin") or request.headers.get("Referer") or "")
    return pack_form(request.form) if source.netloc == request.host else ""


def _page(name: str, status: int, **values: object) -> ResponseReturnValue:
    return render_template(f"problems/{name}.html", **values), status
