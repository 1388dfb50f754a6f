"""What the trainees said: scores as a picture and a table, slips with codes, answers from paper."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.charts import Bars, drawn, size
from webapp.numbers import number_in
from webapp.problems import status_of
from webapp.units.closing_room import room
from webapp.wording import plain
from workflow.acts.evaluate import enter_answer, make_codes
from workflow.domain.completion import ASKED, LEAST, MOST
from workflow.queries.closing_evaluation import Evaluation, evaluation
from workflow.refusals import Refusal, Refused


@room.get("/<int:case_id>/evaluation")
def results(case_id: int) -> ResponseReturnValue:
    """Scores, remarks, and what is still to come."""
    return _results(case_id)


@room.get("/<int:case_id>/evaluation.svg")
def chart(case_id: int) -> ResponseReturnValue:
    """The mean of each item as a picture."""
    return drawn(_bars(evaluation(office(), actor(), case_id)), narrow="narrow" in request.args)


@room.post("/<int:case_id>/evaluation/codes")
def codes(case_id: int) -> ResponseReturnValue:
    """Fresh codes on slips to be cut: shown this once, since only their digests are kept."""
    made = make_codes(office(), actor(), case_id)
    return render_template("units/closing/slips.html", page=evaluation(office(), actor(), case_id), codes=made)


@room.post("/<int:case_id>/evaluation")
def enter(case_id: int) -> ResponseReturnValue:
    """One answer from paper."""
    try:
        enter_answer(office(), actor(), case_id, given(), request.form.get("remark", ""))
    except Refused as refused:
        return _results(case_id, refused.refusals), status_of(refused.refusals)
    flash(plain("closing.answer_kept"), "ok")
    return redirect(url_for("closing.results", case_id=case_id) + "#paper")


def given() -> dict[str, int]:
    """The scores of a posted form; what is no score is left out and so asked for."""
    read = {item: number_in(request.form.get(item, ""), 1) for item in ASKED}
    return {item: score for item, score in read.items() if score is not None}


def _bars(page: Evaluation) -> Bars:
    means = [score.mean_hundredths for score in page.scores]
    heads = [plain(f"closing.item.{score.item}") for score in page.scores]
    return Bars(heads, [(plain("closing.mean"), means)], lambda value: f"{value // 100}.{value % 100:02d}")


def _results(case_id: int, errors: tuple[Refusal, ...] = ()) -> str:
    page = evaluation(office(), actor(), case_id)
    return render_template(
        "units/closing/evaluation.html", page=page, errors=errors, typed=request.form, asked=ASKED,
        scale=range(LEAST, MOST + 1), wide=size(_bars(page)), narrow=size(_bars(page), narrow=True),
        address=url_for("evaluate.enter_code", _external=True),
    )
