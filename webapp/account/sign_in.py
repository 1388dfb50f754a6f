"""Sign in and out, preferences, help."""

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.access import local_path, may_open
from webapp.account.room import room
from webapp.at_hand import account, actor, office
from webapp.keeping import unpack_form
from webapp.login import begin_session, end_session
from webapp.menu import first_page
from webapp.wording import plain, switch_to
from workflow.acts.sign_in import change_password as set_password
from workflow.acts.sign_in import choose_language
from workflow.acts.sign_in import sign_in as prove
from workflow.refusals import Refused


@room.get("/")
def home() -> ResponseReturnValue:
    """The first page of the person's work."""
    return redirect(first_page())


@room.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    """A GET shows the form; a POST proves who it is and leads to the page that was asked for."""
    asked = local_path(request.values.get("next"))
    if request.method == "GET":
        return redirect(asked or first_page()) if account() else _sign_in_page(asked)
    try:
        person_id = prove(office(), request.form.get("username", ""), request.form.get("password", ""))
    except Refused as refused:
        return _sign_in_page(asked, refused), 422
    begin_session(person_id)
    fields = unpack_form(request.form.get("kept", ""))
    if fields and asked:
        return render_template("account/continue.html", again=asked, fields=fields)
    return redirect(asked or first_page())


@room.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    end_session()
    flash(plain("account.signed_out"), "ok")
    return redirect(url_for("account.sign_in"))


@room.get("/preferences")
def preferences() -> ResponseReturnValue:
    """The language to read, and the password."""
    return render_template("account/preferences.html", errors=())


@room.post("/preferences/language")
def save_language() -> ResponseReturnValue:
    choose_language(office(), actor().id, request.form.get("language", ""))
    flash(plain("account.language_saved"), "ok")
    response: Response = make_response(redirect(url_for("account.preferences")))
    return switch_to(response, request.form["language"])


@room.post("/preferences/password")
def change_password() -> ResponseReturnValue:
    """Change the password; this session goes on, all others end."""
    typed = [request.form.get(name, "") for name in ("old_password", "new_password", "again")]
    try:
        set_password(office(), actor().id, *typed)
    except Refused as refused:
        return render_template("account/preferences.html", errors=refused.refusals), 422
    begin_session(actor().id)
    flash(plain("account.password_changed"), "ok")
    return redirect(url_for("account.preferences"))


@room.get("/help")
def help_page() -> ResponseReturnValue:
    """By task, and the words used."""
    return render_template("account/help.html", may_open=may_open)


def _sign_in_page(asked: str, refused: Refused | None = None) -> str:
    return render_template(
        "account/sign_in.html",
        next=asked,
        username=request.form.get("username", "").strip()[:64],
        errors=refused.refusals if refused else (),
        ended=False,
        kept=request.form.get("kept", ""),
    )
