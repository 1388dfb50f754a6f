"""The declare wizard: a task list, five steps of questions, autosave and live checks.

Without a script each step's button saves; the script only saves and checks earlier.
A step that cannot be read is shown again with all faults and everything that was typed.
"""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.numbers import number_in
from webapp.units.hints import hints_of, is_hasty, said_of, take_topic
from webapp.units.layout import CARDS, LAST_ASKED, STEP_NUMBERS, UPLOADS
from webapp.units.progress import base_of, missing_papers, standings, step_of, steps_of, sums
from webapp.uploads import take_papers
from webapp.wording import plain
from workflow.acts.attach import remove_paper
from workflow.acts.declare import save_copy
from workflow.domain.declaration import ClassDeclaration, changed_fields
from workflow.domain.declaration_form import FIELDS, complete, read_step, to_raw
from workflow.queries.draft_page import Draft, check_draft, choices, draft
from workflow.refusals import Refusal, Refused

room = Blueprint("drafts", __name__, url_prefix="/drafts/<int:case_id>")


@room.get("")
def tasks(case_id: int) -> ResponseReturnValue:
    """The six steps and how far each is."""
    text = draft(office(), actor(), case_id)
    return render_template("units/tasks.html", draft=text, standings=standings(text), faults=complete(text.form))


@room.get("/steps/<int:number>")
def step(case_id: int, number: int) -> ResponseReturnValue:
    """One step as it was last saved; the sixth is check-your-answers.

    A step that was finished once, or that is opened to be mended, says what it still lacks.
    """
    if number == STEP_NUMBERS[-1]:
        return redirect(url_for("check.answers_page", case_id=case_id))
    text = draft(office(), actor(), case_id)
    asked_for = number in text.steps_done or "mend" in request.args
    lacking = tuple(fault for fault in complete(text.form) if step_of(fault) == number) if asked_for else ()
    return _step_page(text, number, text.form, to_raw(text.form), lacking)


@room.post("/steps/<int:number>")
def save_step(case_id: int, number: int) -> ResponseReturnValue:
    """Keep a step and go where the button says: on, to the task list, or back to this step."""
    text, (form, faults) = _read(case_id, number)
    faults += take_papers(case_id, UPLOADS)[1] if number == LAST_ASKED else ()
    go = request.form.get("go", "stay" if {"remove", "take_topic"} & set(request.form) else "on")
    if faults:
        return _step_page(text, number, form, {**to_raw(form), **_typed()}, faults), 422
    try:
        _save(text, number, form, text.steps_done | {number} if go == "on" else text.steps_done)
    except Refused as refused:
        return _clash_page(text, number, form, refused)
    taken_off = number_in(request.form.get("remove", ""))
    if taken_off is not None:
        remove_paper(office(), actor(), case_id, taken_off)
        return redirect(url_for("drafts.step", case_id=case_id, number=number, _anchor="papers"))
    if go == "on":
        return redirect(url_for("drafts.step", case_id=case_id, number=number + 1))
    if go == "leave":
        flash(plain("draft.saved"), "ok")
        return redirect(url_for("drafts.tasks", case_id=case_id))
    anchor = "checks" if go == "check" else "f-topic_code" if "take_topic" in request.form else None
    return redirect(url_for("drafts.step", case_id=case_id, number=number, _anchor=anchor))


@room.post("/steps/<int:number>/autosave")
def autosave(case_id: int, number: int) -> ResponseReturnValue:
    """Keep what can be read of a step; answers a script with the new version and when."""
    text, (form, _) = _read(case_id, number)
    try:
        version = _save(text, number, form, text.steps_done)
    except Refused:
        return {"said": plain("draft.clash_said")}, 409
    return {"version": version, "base": base_of(form, number), "said": plain("draft.saved_at", at=office().clock())}


@room.post("/steps/<int:number>/look")
def look_over(case_id: int, number: int) -> ResponseReturnValue:
    """Judge what stands in the form, without keeping it; answers a script with the panels and the sums."""
    if is_hasty():
        return {"said": plain("typing.too_fast")}, 429
    text, (form, _) = _read(case_id, number)
    findings, hints = check_draft(office(), actor(), case_id, form), hints_of(case_id, number, form)
    said = plain("draft.checked", warn=_count(findings, "warn"), block=_count(findings, "block"))
    return {
        "panel": render_template("units/_checks.html", findings=findings),
        "hints": render_template("units/_hints.html", hints=hints, draft=text, number=number) if hints else "",
        "said": " ".join(filter(None, (said, said_of(hints)))),
        "sums": {name: plain("draft.amount", fen=fen) for name, fen in sums(form).items()},
    }


def _read(case_id: int, number: int) -> tuple[Draft, tuple[ClassDeclaration, tuple[Refusal, ...]]]:
    if number not in CARDS:
        abort(404)
    text = draft(office(), actor(), case_id)
    return text, read_step(number, _typed(), text.form, choices(office(), text.host))


def _typed() -> dict[str, Any]:
    """The fields of the form; a list where one name came more than once."""
    typed = {name: values if len(values) > 1 else values[0] for name, values in request.form.lists()}
    return take_topic(typed)


def _save(text: Draft, number: int, form: ClassDeclaration, done: frozenset[int]) -> int:
    version = number_in(request.form.get("version", ""), 9)
    if request.form.get("base") == base_of(text.form, number):
        version = text.version  # whatever was saved meanwhile, this step stands as it was shown
    steps = sorted(str(number) for number in done)
    seen = -1 if version is None else version  # what cannot be read was nobody's version
    return save_copy(office(), actor(), text.case_id, form, version=seen, steps_done=steps)


def _step_page(
    text: Draft, number: int, form: ClassDeclaration, raw: Mapping[str, Any], faults: tuple[Refusal, ...] = ()
) -> str:
    if number not in CARDS:
        abort(404)
    if number == LAST_ASKED:
        text = draft(office(), actor(), text.case_id)  # papers may just have come
    return render_template(
        "units/step.html", draft=text, number=number, cards=CARDS[number], raw=raw, errors=faults,
        choices=choices(office(), text.host), steps=steps_of(text, number), sums=sums(form),
        base=base_of(text.form, number), findings=check_draft(office(), actor(), text.case_id, form),
        hints=hints_of(text.case_id, number, form),
        wanted=missing_papers(text.papers, form),
    )


def _clash_page(text: Draft, number: int, form: ClassDeclaration, refused: Refused) -> ResponseReturnValue:
    """Somebody saved this step meanwhile: both texts, and the choice between them."""
    if "copy_changed" not in refused.codes:
        raise refused
    changed = changed_fields(text.form, form)
    differing = tuple(asked for asked in FIELDS if asked.attribute in changed)
    return render_template(
        "units/clash.html", draft=text, number=number, fields=differing, mine=form, typed=_typed(),
        choices=choices(office(), text.host),
    ), 409


def _count(findings: tuple[Any, ...], severity: str) -> int:
    return sum(1 for finding in findings if finding.severity == severity)
