"""S21 人员与岗位: who sits where, what is vacant; fill a post, let one end, end an absence."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.directory.room import room
from webapp.directory.typed import day_in, refused_by, words_in
from webapp.numbers import number_in
from webapp.problems import status_of
from webapp.wording import plain
from workflow.acts.keep_posts import end_post, give_post
from workflow.acts.lend_post import take_back
from workflow.queries.account_list import people_to_seat
from workflow.queries.posts_board import ending, posts_board, roles_to_fill
from workflow.queries.unit_tree import standing_units
from workflow.refusals import Refusal

FILL = ("person", "role", "unit", "from_day")


@room.get("/posts")
def posts() -> ResponseReturnValue:
    """Every chair, and the form to fill one; the address may name it already."""
    return _page({name: request.args.get(name, "")[:64] for name in FILL}, ())


@room.post("/posts")
def fill_post() -> ResponseReturnValue:
    """Put somebody into a post."""
    raw = words_in(*FILL)
    errors = refused_by(lambda: give_post(office(), actor(), number_in(raw["person"]) or 0, raw["role"], raw["unit"],
                                          from_day=day_in("from_day")))
    if errors:
        return _page(raw, errors), status_of(errors)
    flash(plain("directory.post_filled"), "ok")
    return redirect(url_for("directory.posts"))


@room.get("/posts/<int:number>/end")
def end_form(number: int) -> ResponseReturnValue:
    """What is in hand there and who takes it, before the post ends."""
    return _end_page(number, {"last_day": ""}, ())


@room.post("/posts/<int:number>/end")
def end_one(number: int) -> ResponseReturnValue:
    """Let the post end."""
    errors = refused_by(lambda: end_post(office(), actor(), number, day_in("last_day")))
    if errors:
        return _end_page(number, words_in("last_day"), errors), status_of(errors)
    flash(plain("directory.post_ended"), "ok")
    return redirect(url_for("directory.posts"))


@room.post("/absences/<int:number>/end")
def end_absence(number: int) -> ResponseReturnValue:
    """The holder is back: from today on the stand-in counts no more."""
    take_back(office(), actor(), number)
    flash(plain("stand_in.ended"), "ok")
    return redirect(url_for("directory.posts"))


def _page(raw: dict[str, str], errors: tuple[Refusal, ...]) -> str:
    return render_template("directory/posts.html", board=posts_board(office()), raw=raw, errors=errors,
                           people=people_to_seat(office()), roles=roles_to_fill(office()),
                           units=standing_units(office()))


def _end_page(number: int, raw: dict[str, str], errors: tuple[Refusal, ...]) -> str:
    return render_template("directory/end_post.html", post=ending(office(), number), raw=raw, errors=errors)
