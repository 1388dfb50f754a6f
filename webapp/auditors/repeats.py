"""Clusters of repeated training: figures by unit and topic with their picture, rows and file; one cluster with why."""

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.auditors.asking import code_asked, exported_as, figure_asked, paged, year_asked
from webapp.auditors.repeats_room import room
from webapp.charts import drawn, size
from webapp.rows import rows_sheet
from webapp.showing import alternative, bars, figure, heads, sheet
from webapp.wording import plain, shown
from workflow.queries import scan_clusters
from workflow.queries.scan_pairs import Cluster
from workflow.wording import Fen

MOST = 100  # clusters on a page, pairs and people of one; the file and the rows have all
CLUSTER = ("cluster", "number", "title", "host", "start", "heads", "money", "sure", "twice")


@room.get("")
def page() -> ResponseReturnValue:
    """What repeated training cost in a year, and its clusters."""
    found = scan_clusters.repeats(office(), actor(), _asked())
    return render_template("auditors/repeats.html", page=found, bars=bars, size=size, heads=heads, figure=figure,
                           alternative=alternative, most=MOST)


@room.get("/<table>.svg")
def chart(table: str) -> ResponseReturnValue:
    """The picture of one table; ``narrow`` for a phone."""
    shown_table = scan_clusters.repeats(office(), actor(), _asked()).table(table)
    if shown_table is None:
        abort(404)
    return drawn(bars(shown_table), narrow="narrow" in request.args)


@room.get("/export")
def export() -> Response:
    """Exactly the tables of the page and its clusters as a file."""
    found = scan_clusters.repeats(office(), actor(), _asked())
    classes = [row for cluster in found.clusters for row in _cluster(cluster)]
    clusters = (plain("repeats.clusters"), [plain(f"repeats.file.{name}") for name in CLUSTER], classes)
    return exported_as(f"{plain('repeats.title')} {found.asked.year}", [*map(sheet, found.tables), clusters])


@room.get("/rows")
def rows() -> ResponseReturnValue:
    """The people or classes behind a figure."""
    found = scan_clusters.behind(office(), actor(), _asked(), figure_asked())
    people, number, more = paged(found.people)
    classes, _, more_classes = paged(found.classes)
    return render_template("auditors/repeats_rows.html", page=found, people=people, classes=classes, number=number,
                           more=more or more_classes)


@room.get("/rows/export")
def rows_export() -> Response:
    """The same as a file."""
    found = scan_clusters.behind(office(), actor(), _asked(), figure_asked())
    return exported_as(plain("repeats.title"), [rows_sheet(found.people, found.classes)])


@room.get("/<int:case_id>")
def one(case_id: int) -> ResponseReturnValue:
    """The cluster in which a class stands: its classes, why each two are taken for the same, who was called twice."""
    year = year_asked()
    scan, cluster = scan_clusters.cluster(office(), actor(), year, case_id)
    cases = {known.case_id for known in cluster.classes}
    people = scan_clusters.people_of(office(), cluster.twice, cases)
    return render_template("auditors/repeats_one.html", scan=scan, cluster=cluster, people=people, most=MOST,
                           rows=[scan_clusters.as_class(known) for known in cluster.classes])


def _asked() -> scan_clusters.Asked:
    return scan_clusters.Asked(year_asked(), code_asked("unit"), code_asked("topic"))


def _cluster(cluster: Cluster) -> list[list[object]]:
    return [[cluster.key, known.number or "", known.title, shown(known.host_name or known.host).striptags(),
             known.start.isoformat(), known.heads, Fen(known.money), plain(f"repeats.sure.{known.sure}"),
             len(cluster.twice)] for known in cluster.classes]
