"""Check your answers, submit, and what happens next."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.at_hand import actor, office
from webapp.units.answers import answers
from webapp.units.progress import missing_papers
from workflow.acts.explain_finding import explain_finding
from workflow.acts.take_action import take_action
from workflow.domain.declaration_form import complete
from workflow.domain.findings import WARN, Finding
from workflow.queries.draft_page import Draft, check_draft, choices, draft
from workflow.queries.my_page import one_of_mine
from workflow.refusals import Refusal, Refused

room = Blueprint("check", __name__, url_prefix="/drafts/<int:case_id>")
LONGEST_EXPLANATION = 300


@room.get("/check")
def answers_page(case_id: int) -> ResponseReturnValue:
    """Every answer with its way back, the findings, and what will happen after."""
    text = draft(office(), actor(), case_id)
    return _page(text, _said_before(text), ())


@room.post("/check")
def submit(case_id: int) -> ResponseReturnValue:
    """Send the declaration on, with the unit's words to what needs explaining; a second tap shows the first result."""
    try:
        text = draft(office(), actor(), case_id)
    except Refused:
        _send(case_id)
        return redirect(url_for("check.submitted", case_id=case_id))
    if request.form.get("version") != str(text.version):
        return _page(text, _typed(), (), moved=True), 409
    said = _typed()
    faults = (*complete(text.form), *_unsaid(text, said))
    if faults:
        return _page(text, said, faults), 422
    before = _said_before(text)
    _send(case_id)
    for (rule, part), words in said.items():
        if words and words != before.get((rule, part)):
            explain_finding(office(), actor(), case_id, rule, part, words)
    return redirect(url_for("check.submitted", case_id=case_id))


@room.get("/submitted")
def submitted(case_id: int) -> ResponseReturnValue:
    """The confirmation, at an address of its own: who has it now and until when."""
    return render_template("units/submitted.html", row=one_of_mine(office(), actor(), case_id))


def _send(case_id: int) -> None:
    take_action(
        office(), actor(), case_id, request.form.get("action", ""), opinion=request.form.get("opinion", ""),
        request_id=request.form.get("request_id") or None,
    )


def _page(
    text: Draft, said: dict[tuple[str, str], str], faults: tuple[Refusal, ...], *, moved: bool = False
) -> str:
    findings = check_draft(office(), actor(), text.case_id, text.form)
    return render_template(
        "units/check.html", draft=text, cards=answers(text.form, choices(office(), text.host)),
        findings=findings, said=said, errors=faults or complete(text.form), missing=complete(text.form), moved=moved,
        wanted=missing_papers(text.papers, text.form), opinion=request.form.get("opinion", ""),
        longest=LONGEST_EXPLANATION,
    )


def field_of(finding: Finding) -> str:
    """The name of the input in which the unit explains a finding."""
    return f"explain.{finding.rule}.{finding.part}"


def _typed() -> dict[tuple[str, str], str]:
    found = {}
    for name, words in request.form.items():
        kind, _, rest = name.partition(".")
        rule, _, part = rest.partition(".")
        if kind == "explain" and rule:
            found[rule, part] = words.strip()
    return found


def _said_before(text: Draft) -> dict[tuple[str, str], str]:
    return dict(text.explained)


def _unsaid(text: Draft, said: dict[tuple[str, str], str]) -> list[Refusal]:
    """What still wants words: findings to explain, and the reason where the action asks for one."""
    faults: list[Refusal] = []
    for finding in check_draft(office(), actor(), text.case_id, text.form):
        words = said.get((finding.rule, finding.part), "")
        if finding.severity == WARN and not words:
            faults.append(Refusal("draft_explain_missing", {}, field_of(finding)))
        elif len(words) > LONGEST_EXPLANATION:
            values: dict[str, Any] = {"count": len(words), "most": LONGEST_EXPLANATION}
            faults.append(Refusal("draft_explain_long", values, field_of(finding)))
    if text.asks_why and not request.form.get("opinion", "").strip():
        faults.append(Refusal("opinion_missing", {"action": text.sends_label}, "opinion"))
    return faults
