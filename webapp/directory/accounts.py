"""The accounts: open one with a first password, set another one, close and open again."""

from collections.abc import Callable, Mapping

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.directory.room import room
from webapp.directory.typed import refused_by, words_in
from webapp.problems import status_of
from webapp.wording import plain
from workflow.acts.keep_people import NewPerson, add_people, disable_person, enable_person, set_password
from workflow.queries.account_list import account_list, one_account
from workflow.queries.posts_board import roles_to_fill
from workflow.queries.unit_tree import standing_units
from workflow.refusals import NotFound, Refusal
from workflow.wording import Label

NEW = ("username", "name_zh", "name_en", "language", "role", "unit")


@room.get("/accounts")
def accounts() -> ResponseReturnValue:
    """Accounts by name of sign-in, a page at a time."""
    text, after = request.args.get("q", "").strip()[:64], request.args.get("after", "")[:64]
    return render_template("directory/accounts.html", page=account_list(office(), text, after), text=text)


@room.get("/accounts/new")
def new_account() -> ResponseReturnValue:
    """The form for a new account."""
    return _new_page(dict.fromkeys(NEW, ""), ())


@room.post("/accounts/new")
def open_account() -> ResponseReturnValue:
    """Open an account, with its first post if wished."""
    raw = words_in(*NEW)
    errors = refused_by(lambda: _open(raw))
    if errors:
        return _new_page(raw, errors), status_of(errors)
    flash(plain("directory.account_opened"), "ok")
    return redirect(url_for("directory.accounts", q=raw["username"]))


@room.get("/accounts/<int:number>")
def account(number: int) -> ResponseReturnValue:
    """One account with all its posts."""
    return _page(number, ())


@room.post("/accounts/<int:number>/<change>")
def change_account(number: int, change: str) -> ResponseReturnValue:
    """Set a first password, close it, or open it again."""
    if change not in CHANGES:
        raise NotFound("person", number)
    errors = refused_by(lambda: CHANGES[change](number))
    if errors:
        return _page(number, errors), status_of(errors)
    flash(plain(f"directory.account_{change}_done"), "ok")
    return redirect(url_for("directory.account", number=number))


def _open(raw: Mapping[str, str]) -> None:
    posts = ((raw["role"], raw["unit"]),) if raw["role"] or raw["unit"] else ()
    one = NewPerson(raw["username"], Label(raw["name_zh"], raw["name_en"]), posts, raw["language"] or "zh")
    add_people(office(), actor(), (one,), request.form.get("password", ""))


def _first_password(number: int) -> None:
    set_password(office(), actor(), number, request.form.get("password", ""))


CHANGES: Mapping[str, Callable[[int], None]] = {
    "password": _first_password,
    "close": lambda number: disable_person(office(), actor(), number),
    "open": lambda number: enable_person(office(), actor(), number),
}


def _page(number: int, errors: tuple[Refusal, ...]) -> str:
    return render_template("directory/account.html", one=one_account(office(), number), errors=errors)


def _new_page(raw: Mapping[str, str], errors: tuple[Refusal, ...]) -> str:
    return render_template("directory/new_account.html", raw=raw, errors=errors, roles=roles_to_fill(office()),
                           units=standing_units(office()))
