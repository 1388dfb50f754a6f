"""S10: the annual plan board as list, picture and months, and the list as a file."""

from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, language, office
from webapp.exporting import exported
from webapp.units.plan_room import SHEETS, asked, room, unit_asked, year_asked
from webapp.wording import plain
from workflow.domain.days import days_of
from workflow.domain.declaration import CHANNELS, TIERS
from workflow.domain.plan_progress import CANCELLED, LATE, STEPS
from workflow.queries.plan_board import VIEWS, Board, Item, Wish, plan_board
from workflow.queries.plan_classes import Extra
from workflow.wording import speak

CARDS = 8  # items drawn in one column of the picture; the rest is a link to the list
ITEM_COLUMNS = ("code", "class", "unit", "tier", "channel", "month", "people", "days", "money", "step", "state",
                "number", "starts", "ends", "late")
EXTRA_COLUMNS = ("number", "class", "unit", "state", "starts", "people", "money", "reason", "signed")


@room.get("")
def board() -> ResponseReturnValue:
    """The board of a year, narrowed as the address says."""
    wish = _wish()
    page = plan_board(office(), actor(), wish)
    return render_template("units/plan_board.html", page=page, wish=wish, steps=STEPS, lates=LATE, views=VIEWS,
                           channels=CHANNELS, tiers=TIERS, cards=CARDS, today=office().today())


@room.get("/board.<kind>")
def export(kind: str) -> ResponseReturnValue:
    """Exactly the items and classes on the screen, as a sheet each."""
    if kind not in SHEETS:
        abort(404)
    page = plan_board(office(), actor(), _wish())
    sheets = [(plain("plan.items_sheet", year=str(page.year)), _heads(ITEM_COLUMNS), [_item(i) for i in page.items])]
    if page.extras:
        sheets.append((plain("plan.extras"), _heads(EXTRA_COLUMNS), [_extra(page, one) for one in page.extras]))
    return exported(kind, plain("plan.title", year=str(page.year)), sheets)


def _heads(columns: tuple[str, ...]) -> list[str]:
    return [plain(f"plan.col_{name}") for name in columns]


def _item(item: Item) -> list[Any]:
    tongue, of = language(), item.of
    step = "plan.step_cancelled" if item.cancelled else f"plan.step_{item.step}"
    return [
        item.code, item.class_name, item.unit[tongue], speak(item.tier, tongue), speak(item.channel, tongue),
        item.month, item.people, days_of(item.half_days), item.total, plain(step),
        of.state[tongue] if of else "", of.number if of else "", _day(of.starts if of else None),
        _day(of.ends if of else None), plain(f"plan.late_{item.late}") if item.late else "",
    ]


def _extra(page: Board, one: Extra) -> list[Any]:
    tongue = language()
    return [one.number, one.class_name, page.extra_units[one.unit_code][tongue], one.state[tongue], _day(one.starts),
            one.people, one.total, one.reason, _day(one.signed_on)]


def _day(day: Any) -> str:
    return day.isoformat() if day else ""


def _wish() -> Wish:
    """What the address asks for; what it asks wrongly is left out."""
    return Wish(
        year=year_asked(), unit=unit_asked(), tier=asked("tier", TIERS), channel=asked("channel", CHANNELS),
        step=asked("step", (*STEPS, CANCELLED)), late=asked("late", (*LATE, "any")),
        view=request.args["view"] if request.args.get("view") in VIEWS else "list",
    )
