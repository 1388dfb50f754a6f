"""Training needs: what units state, what meets it, and from which needs a plan is drawn."""

from collections.abc import Mapping, Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, language, office
from webapp.exporting import exported
from webapp.problems import status_of
from webapp.units.plan_room import SHEETS, asked, own_unit, room, unit_asked, year_asked
from webapp.wording import plain
from workflow.acts.needs import match_need, state_need, unmatch_need, withdraw_need
from workflow.domain.declaration import TIERS
from workflow.domain.needs import FIELDS, STANDINGS, read_need
from workflow.queries.plan_needs import NeedRow, Wish, need_page, needs_page
from workflow.refusals import NotFound, Refusal, Refused
from workflow.wording import Label, Term

WITHDRAWN = "withdrawn"
COLUMNS = ("unit", "audience", "topic", "lack", "heads", "reason", "month", "standing", "meets")


@room.get("/needs")
def needs() -> ResponseReturnValue:
    """The needs of a year, narrowed as the address says."""
    return _page()


@room.post("/needs")
def state() -> ResponseReturnValue:
    """State a need of one's own unit."""
    page = needs_page(office(), actor(), Wish())
    unit, year = own_unit(page.writes_for), year_asked() or office().today().year
    book = office().rulebook
    need, faults = read_need(unit, year, {name: request.form.get(name, "") for name in FIELDS},
                             frozenset(book.lexicon), frozenset(book.audiences))
    try:
        if faults:
            raise Refused(faults)
        state_need(office(), actor(), need)
    except Refused as refused:
        return _page(refused.refusals, request.form), status_of(refused.refusals)
    flash(plain("plan.need_stated"), "ok")
    return redirect(url_for("plan.needs", year=year))


@room.get("/needs/<int:need_id>")
def need(need_id: int) -> ResponseReturnValue:
    """One need: match it with a planned class, or take it back."""
    return _one(need_id)


@room.post("/needs/<int:need_id>")
def change(need_id: int) -> ResponseReturnValue:
    """What the pressed button says: match, unmatch, take back."""
    go, year = request.form.get("go", ""), year_asked()
    try:
        if go == "match":
            match_need(office(), actor(), need_id, request.form.get("code", "")[:64])
        elif go.startswith("unmatch:"):
            unmatch_need(office(), actor(), need_id, go.partition(":")[2][:64])
        else:
            withdraw_need(office(), actor(), need_id, request.form.get("reason", ""))
    except Refused as refused:
        return _one(need_id, refused.refusals), status_of(refused.refusals)
    flash(plain("plan.need_changed"), "ok")
    return redirect(url_for("plan.needs", year=year or None))


@room.get("/needs.<kind>")
def export_needs(kind: str) -> ResponseReturnValue:
    """Exactly the needs on the screen."""
    if kind not in SHEETS:
        raise NotFound("sheet", kind)
    page = needs_page(office(), actor(), _wish())
    heads = [plain(f"plan.need_col_{name}") for name in COLUMNS]
    return exported(kind, plain("plan.needs_title", year=str(page.year)),
                    [(plain("plan.place_needs"), heads, [_cells(row) for row in page.rows])])


def _cells(row: NeedRow) -> list[object]:
    tongue = language()
    return [row.unit[tongue], row.audience[tongue], row.topic[tongue], row.lack, row.heads, row.reason, row.month,
            plain("plan.need_withdrawn" if row.withdrawn_on else f"plan.need_{row.standing}"),
            "; ".join(f"{one.code} {one.class_name}" for one in row.meets)]


def _page(errors: Sequence[Refusal] = (), typed: Mapping[str, str] | None = None) -> str:
    wish = _wish()
    page = needs_page(office(), actor(), wish)
    return render_template("units/plan_needs.html", page=page, wish=wish, errors=errors, typed=typed or {},
                           standings=(*STANDINGS, WITHDRAWN), topics=_topics(), audiences=_audiences())


def _one(need_id: int, errors: Sequence[Refusal] = ()) -> str:
    page, found = need_page(office(), actor(), need_id)
    return render_template("units/plan_need.html", page=page, need=found, errors=errors, typed=request.form)


def _wish() -> Wish:
    standing = asked("standing", (*STANDINGS, WITHDRAWN))
    return Wish(year_asked(), unit_asked() if request.method == "GET" else "", standing)


def _topics() -> list[tuple[str, Label]]:
    return [(topic.code, topic.label) for topic in office().rulebook.lexicon.topics.values()]


def _audiences() -> list[tuple[Term, list[tuple[str, Label]]]]:
    """The audiences under their tiers."""
    found = office().rulebook.audiences.values()
    groups = [(Term(f"tier.{tier}"), [(one.code, one.label) for one in found if one.tier == tier]) for tier in TIERS]
    return [group for group in groups if group[1]]
