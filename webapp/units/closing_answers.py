"""Where a trainee answers the evaluation: a code from the slip, six scores, a remark; no sign-in and no name."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import office
from webapp.problems import status_of
from webapp.units.closing_evaluation import given
from webapp.units.closing_room import door
from workflow.acts.evaluate import answer, class_of, digest
from workflow.domain.completion import ASKED, LEAST, MOST
from workflow.queries.closing_evaluation import asked
from workflow.refusals import NotFound, Refusal, Refused

LONGEST = 20  # letters and spaces of a code as it is typed


@door.get("")
def enter_code() -> ResponseReturnValue:
    """A field for the code; with one in the address, on to its form."""
    typed = request.args.get("code", "")
    if not typed:
        return render_template("units/closing/code.html", errors=(), typed="")
    try:
        class_of(office(), typed[:LONGEST])
    except NotFound:
        errors = (Refusal("code_unknown", field="code"),)
        return render_template("units/closing/code.html", errors=errors, typed=typed[:LONGEST]), 422
    return redirect(url_for("evaluate.form", code="".join(typed.upper().split())))


@door.get("/<code>")
def form(code: str) -> ResponseReturnValue:
    """The form of the class that the code is for."""
    return _form(code)


@door.post("/<code>")
def send(code: str) -> ResponseReturnValue:
    """Keep the answer; a code answers once."""
    try:
        answer(office(), code[:LONGEST], given(), request.form.get("remark", ""))
    except Refused as refused:
        return _form(code, refused.refusals), status_of(refused.refusals)
    return render_template("units/closing/thanks.html")


def _form(code: str, errors: tuple[Refusal, ...] = ()) -> str:
    kept = code[:LONGEST]
    page = asked(office(), class_of(office(), kept), digest(kept))
    return render_template("units/closing/answer.html", page=page, code=kept, errors=errors, typed=request.form,
                           asked=ASKED, scale=range(LEAST, MOST + 1))
