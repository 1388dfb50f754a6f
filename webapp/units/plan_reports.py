"""Who filed plan and report of a year, and the report itself: made from the records, filed by the unit (R-41)."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.exporting import exported
from webapp.problems import status_of
from webapp.units.plan_room import SHEETS, room, unit_asked, year_asked
from webapp.wording import plain
from workflow.acts.report_execution import report_execution
from workflow.domain.execution import TYPED, Execution, Held, read_row
from workflow.queries.plan_filings import ReportPage, filings, report_page
from workflow.refusals import Refusal, Refused
from workflow.wording import Fen

SPARE = 2  # empty rows for classes that were not declared here
MOST_TYPED = 60


@room.get("/filings")
def filings_page() -> ResponseReturnValue:
    """Unit by unit: the plan of the year and the report on the year before."""
    return render_template("units/plan_filings.html", page=filings(office(), actor(), year_asked()))


@room.get("/reports")
def report() -> ResponseReturnValue:
    """The report of a unit on a year, as filed and as the records tell it now."""
    return _page(_asked())


@room.post("/reports")
def file_report() -> ResponseReturnValue:
    """File the report: the classes of the records, those typed besides, and the remarks."""
    page = _asked()
    raw = [{name: request.form.get(f"held-{place}-{name}", "") for name in TYPED} for place in range(MOST_TYPED)]
    read = [read_row(row, place) for place, row in enumerate(raw)]
    faults = [fault for _, found in read for fault in found]
    rows = (*page.made.rows, *(row for row, _ in read if row is not None))
    try:
        if faults:
            raise Refused(faults)
        in_time = report_execution(
            office(), actor(), Execution(page.unit_code, page.year, rows, request.form.get("remarks", "")))
    except Refused as refused:
        return _page(page, refused.refusals, raw), status_of(refused.refusals)
    flash(plain("plan.report_filed" if in_time else "plan.report_filed_late"), "ok")
    return redirect(url_for("plan.report", unit=page.unit_code, year=page.year))


@room.get("/reports.<kind>")
def export_report(kind: str) -> ResponseReturnValue:
    """The rows of the report on the screen: as filed, else as the records tell it."""
    if kind not in SHEETS:
        abort(404)
    page = _asked()
    shown = page.filed or page.made
    heads = [plain(f"plan.held_{name}") for name in TYPED]
    name = plain("plan.report_title", unit=page.unit, year=str(page.year))
    return exported(kind, name, [(plain("plan.report"), heads, [_cells(row) for row in shown.rows])])


def _page(page: ReportPage, errors: Sequence[Refusal] = (), typed: Sequence[dict[str, str]] = ()) -> str:
    own = [_typed(row) for row in page.filed.rows if not row.case_id] if page.filed else []
    rows = [row for row in typed if any(row.values())] if errors else own
    if errors:
        rows = list(typed[:max((place + 1 for place, row in enumerate(typed) if any(row.values())), default=0)])
    rows = [*rows, *({} for _ in range(min(SPARE, MOST_TYPED - len(rows))))]
    remarks = request.form.get("remarks", "") if errors else page.filed.remarks if page.filed else ""
    return render_template("units/plan_report.html", page=page, shown=page.filed or page.made, errors=errors, rows=rows,
                           columns=TYPED, remarks=remarks, today=office().today())


def _typed(row: Held) -> dict[str, str]:
    fen = f"{row.fen // 100}.{row.fen % 100:02d}"
    return {name: fen if name == "fen" else str(getattr(row, name)) for name in TYPED}


def _cells(row: Held) -> list[Any]:
    return [Fen(row.fen) if name == "fen" else getattr(row, name) for name in TYPED]


def _asked() -> ReportPage:
    unit = unit_asked() or next((post.unit for post in actor().posts), "")
    return report_page(office(), actor(), unit, year_asked() or office().today().year - 1)
