"""The official papers of a case as PDF; which language they speak stands in the address (``in=en``)."""

from collections.abc import Callable, Mapping
from urllib.parse import quote

from flask import Flask, Response, current_app, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from webapp.at_hand import actor, language, office
from webapp.documents.room import room
from workflow.queries.official_form import approval_form
from workflow.queries.official_letters import RECEIPT, REPLY, letter
from workflow.queries.official_plan import plan_form
from workflow.queries.official_words import Printed, number_code
from workflow.refusals import NotFound
from workflow.wording import LANGUAGES

# A viewer inside the browser draws a PDF: it may style itself, and nothing on the paper may run or be fetched.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
PAPERS: Mapping[str, Callable[..., Printed]] = {
    "form.pdf": approval_form,
    "reply.pdf": lambda office, actor, case_id, *more: letter(office, actor, case_id, REPLY, *more),
    "receipt.pdf": lambda office, actor, case_id, *more: letter(office, actor, case_id, RECEIPT, *more),
    "plan.pdf": plan_form,
}


@room.get("/declarations/<int:case_id>/print/<name>")
def paper(case_id: int, name: str) -> ResponseReturnValue:
    """One official paper of a case, made now from what its page says."""
    make = PAPERS.get(name)
    if make is None:
        raise NotFound("paper", name)
    return sent(make(office(), actor(), case_id, tongue(), check_address()))


def tongue() -> str:
    """The language asked for; the page's own where none is."""
    wanted = request.args.get("in", "")
    return wanted if wanted in LANGUAGES else language()


def install(app: Flask) -> None:
    """Lend every template what a printed page needs: the moment of printing, the code to check an approval by."""
    app.jinja_env.globals.update(print_time=lambda: office().clock(), check_code=check_code)


def check_code(number: str) -> Markup:
    """The square code that leads to the check of this number, to stand in a page."""
    return Markup(number_code(check_address(), number))


def check_address() -> str:
    """Where the code on a paper leads: the public address of the house, else the one this request came to."""
    base = current_app.config["PUBLIC_ADDRESS"] or request.url_root.rstrip("/")
    return f"{base}{url_for('documents.check_page')}"


def sent(printed: Printed) -> Response:
    """The PDF as an answer, shown in the browser under its name."""
    answer = Response(printed.pdf, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(printed.name, safe='')}"
    answer.headers["Content-Security-Policy"] = POLICY
    return answer
