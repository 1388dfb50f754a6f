"""The tree of units; one unit with its names, successors and posts; and the forms that change it."""

from collections.abc import Callable, Mapping

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.directory.room import room
from webapp.directory.typed import day_in, refused_by, words_in
from webapp.problems import status_of
from webapp.wording import plain
from workflow.acts.change_units import move_unit, rename_unit
from workflow.acts.end_unit import end_unit
from workflow.acts.keep_units import KINDS, LEVELS, add_unit
from workflow.domain.people import Unit
from workflow.queries.unit_tree import standing_units, unit_page, unit_tree
from workflow.refusals import NotFound, Refusal
from workflow.wording import Label

NEW = ("code", "name_zh", "name_en", "kind", "level", "parent", "system", "from_day")
CHANGE = ("name_zh", "name_en", "from_day", "parent", "last_day", "successor", "other", "grounds")


@room.get("/units")
def units() -> ResponseReturnValue:
    """The whole tree."""
    return render_template("directory/units.html", tree=unit_tree(office()))


@room.get("/units/new")
def new_unit() -> ResponseReturnValue:
    """The form for a new unit."""
    return _new_page({**dict.fromkeys(NEW, ""), "kind": "department", "level": "district"}, ())


@room.post("/units/new")
def add_one() -> ResponseReturnValue:
    """Add a unit that stands from a day on."""
    raw = words_in(*NEW)
    errors = refused_by(lambda: _add(raw))
    if errors:
        return _new_page(raw, errors), status_of(errors)
    flash(plain("directory.unit_added"), "ok")
    return redirect(url_for("directory.unit", code=raw["code"]))


@room.get("/units/<code>")
def unit(code: str) -> ResponseReturnValue:
    """One unit."""
    return render_template("directory/unit.html", page=unit_page(office(), code))


@room.get("/units/<code>/<change>")
def change_form(code: str, change: str) -> ResponseReturnValue:
    """The form of one change."""
    _known(code, change)
    name = unit_page(office(), code).unit.name
    return _change_page(code, change, {**dict.fromkeys(CHANGE, ""), "name_zh": name.zh, "name_en": name.en}, ())


@room.post("/units/<code>/<change>")
def change_unit(code: str, change: str) -> ResponseReturnValue:
    """Rename it, set it below another, or end it."""
    _known(code, change)
    raw = words_in(*CHANGE)
    errors = refused_by(lambda: CHANGES[change](code, raw))
    if errors:
        return _change_page(code, change, raw, errors), status_of(errors)
    flash(plain(f"directory.unit_{change}_done"), "ok")
    return redirect(url_for("directory.unit", code=code))


def _known(code: str, change: str) -> None:
    if change not in CHANGES:
        raise NotFound("unit", code[:64])


def _add(raw: Mapping[str, str]) -> None:
    one = Unit(raw["code"], Label(raw["name_zh"], raw["name_en"]), raw["kind"], raw["level"], raw["parent"] or None,
               raw["system"])
    add_unit(office(), actor(), one, from_day=day_in("from_day"))


def _rename(code: str, raw: Mapping[str, str]) -> None:
    rename_unit(office(), actor(), code, Label(raw["name_zh"], raw["name_en"]), day_in("from_day"), raw["grounds"])


def _move(code: str, raw: Mapping[str, str]) -> None:
    move_unit(office(), actor(), code, raw["parent"] or None, raw["grounds"])


def _end(code: str, raw: Mapping[str, str]) -> None:
    followers = tuple(filter(None, (raw["successor"], raw["other"])))
    end_unit(office(), actor(), code, day_in("last_day"), followers, raw["grounds"])


CHANGES: Mapping[str, Callable[[str, Mapping[str, str]], None]] = {"rename": _rename, "move": _move, "end": _end}


def _new_page(raw: Mapping[str, str], errors: tuple[Refusal, ...]) -> str:
    return render_template("directory/new_unit.html", raw=raw, errors=errors, parents=standing_units(office()),
                           kinds=KINDS, levels=LEVELS)


def _change_page(code: str, change: str, raw: Mapping[str, str], errors: tuple[Refusal, ...]) -> str:
    return render_template("directory/change_unit.html", page=unit_page(office(), code), raw=raw, errors=errors,
                           change=change)
