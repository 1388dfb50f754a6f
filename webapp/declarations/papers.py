"""The papers of a declaration: list, attach, remove, download."""

from urllib.parse import quote

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.declarations.room import room
from webapp.problems import status_of
from webapp.wording import plain
from workflow.acts.attach import SUFFIXES, attach, remove_paper
from workflow.domain.declaration import PAPERS
from workflow.queries.papers_page import paper_file, papers_page
from workflow.refusals import Refusal, Refused


@room.get("/<int:case_id>/papers")
def papers(case_id: int) -> ResponseReturnValue:
    """The papers attached now, and a form for one more where this person may."""
    return _list(case_id)


@room.post("/<int:case_id>/papers")
def add_paper(case_id: int) -> ResponseReturnValue:
    """Attach one paper; what is wrong with it is said on the same page."""
    file = request.files.get("paper")
    try:
        data = file.read() if file else b""
        attach(office(), actor(), case_id, request.form.get("kind", ""), (file and file.filename) or "", data)
    except Refused as refused:
        return _list(case_id, refused.refusals), status_of(refused.refusals)
    flash(plain("case.paper_added"), "ok")
    return redirect(url_for("declarations.papers", case_id=case_id))


@room.post("/<int:case_id>/papers/<int:paper_id>/remove")
def drop_paper(case_id: int, paper_id: int) -> ResponseReturnValue:
    """Take a paper off the case; the record keeps its name and fingerprint."""
    remove_paper(office(), actor(), case_id, paper_id)
    flash(plain("case.paper_removed"), "ok")
    return redirect(url_for("declarations.papers", case_id=case_id))


@room.get("/<int:case_id>/papers/<int:paper_id>")
def paper(case_id: int, paper_id: int) -> ResponseReturnValue:
    """The bytes of a paper, always as a download: a browser never runs what somebody uploaded."""
    found = paper_file(office(), actor(), case_id, paper_id)
    answer = send_file(found.path, mimetype="application/octet-stream", max_age=0)
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _list(case_id: int, errors: tuple[Refusal, ...] = ()) -> str:
    page = papers_page(office(), actor(), case_id)
    return render_template(
        "declarations/papers.html", page=page, kinds=PAPERS, suffixes=SUFFIXES, errors=errors, typed=request.form
    )
