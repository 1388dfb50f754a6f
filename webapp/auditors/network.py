"""The network of calls in a year: the picture, the same as tables, their rows and their file."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, language, office
from webapp.auditors.asking import code_asked, exported_as, figure_asked, paged, year_asked
from webapp.auditors.network_picture import LINES, network_picture, network_size
from webapp.auditors.repeats_room import room
from webapp.charts import size, svg
from webapp.exporting import Sheet
from webapp.rows import rows_sheet
from webapp.showing import alternative, bars, figure, heads, sheet
from webapp.wording import plain
from workflow.queries import scan_network
from workflow.queries.scan_network import Network


@room.get("/network")
def network() -> ResponseReturnValue:
    """Which hosts called which unit's people how often."""
    return render_template("auditors/network.html", page=_read(), picture_size=network_size, drawn_lines=LINES,
                           figure=figure, heads=heads, bars=bars, size=size, alternative=alternative)


@room.get("/network.svg")
def network_chart() -> ResponseReturnValue:
    """The picture; ``narrow`` for a phone."""
    return svg(network_picture(_read(), language(), narrow="narrow" in request.args))


@room.get("/network/export")
def network_export() -> Response:
    """The tables of the page, and hosts against units, as a file."""
    found = _read()
    crosswise = [_crosswise(found)] if found.lines else []
    return exported_as(f"{plain('network.title')} {found.year}", [*map(sheet, found.tables), *crosswise])


@room.get("/network/rows")
def network_rows() -> ResponseReturnValue:
    """The people behind a figure."""
    unit, asked = code_asked("unit"), figure_asked()
    people = scan_network.network_people(office(), actor(), year_asked(), unit, asked)
    shown, number, more = paged(people)
    return render_template("auditors/network_rows.html", people=shown, count=len(people), number=number, more=more,
                           figure=asked, year=year_asked(), unit=unit)


@room.get("/network/rows/export")
def network_rows_export() -> Response:
    """The same as a file."""
    unit = code_asked("unit")
    people = scan_network.network_people(office(), actor(), year_asked(), unit, figure_asked())
    return exported_as(plain("network.title"), [rows_sheet(people, ())])


def _read() -> Network:
    return scan_network.network(office(), actor(), year_asked(), code_asked("unit"))


def _crosswise(found: Network) -> Sheet:
    """Calls of each host (rows) to each unit (columns)."""
    tongue = language()
    hosts, units = sorted({line.host for line in found.lines}), sorted({line.unit for line in found.lines})
    calls = {(line.host, line.unit): line.calls for line in found.lines}
    heads_of = [plain("network.crosswise"), *(found.names[unit][tongue] for unit in units)]
    return plain("network.crosswise"), heads_of, [
        [found.names[host][tongue], *(calls.get((host, unit)) for unit in units)] for host in hosts]
