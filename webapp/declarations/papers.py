"""The papers of a declaration: list, attach, remove, download."""

from urllib.parse import quote

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.declarations.room import room
from webapp.problems import status_of
from webapp.uploads import take_paper, take_papers
from webapp.wording import plain
from workflow.acts.attach import SUFFIXES, remove_paper
from workflow.domain.declaration import PAPERS
from workflow.queries.papers_page import paper_file, papers_page
from workflow.refusals import Refusal


@room.get("/<int:case_id>/papers")
def papers(case_id: int) -> ResponseReturnValue:
    """The papers attached now, and a form for one more where this person may."""
    return _list(case_id)


@room.post("/<int:case_id>/papers")
def add_papers(case_id: int) -> ResponseReturnValue:
    """Attach the chosen files; what is wrong with one is said at its field, the others are kept.

    With the last paper that was waited for, the way leads back to the declaration, where it goes on.
    """
    taken, faults = take_papers(case_id, PAPERS)
    was_waited_for = taken > 0
    other = request.files.get("paper")
    if other and other.filename:
        wrong = take_paper(case_id, request.form.get("kind", ""), other)
        taken, faults = taken + (not wrong), (*faults, *wrong)
    if not taken and not faults:
        faults = (Refusal("paper_not_chosen", field="paper"),)
    if taken:
        flash(plain("case.papers_added", count=taken), "ok")
    if faults:
        return _list(case_id, faults), status_of(faults)
    goes_on = was_waited_for and not papers_page(office(), actor(), case_id).page.wanted
    return redirect(url_for("declarations.page" if goes_on else "declarations.papers", case_id=case_id))


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
        "declarations/papers.html", page=page, kinds=page.page.brings, suffixes=SUFFIXES, errors=errors,
        typed=request.form,
    )
