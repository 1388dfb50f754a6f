"""Two classes side by side, any class found to compare with, and the verdict on a pair."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from webapp.acting import words
from webapp.at_hand import actor, office
from webapp.declarations.room import room
from webapp.numbers import number_in
from webapp.problems import status_of
from webapp.wording import plain
from workflow.acts.judge_pair import judge_pair
from workflow.domain.pairs import VERDICTS
from workflow.queries.case_findings import Parts
from workflow.queries.compare_page import compare_page
from workflow.queries.declaration_page import declaration_page
from workflow.queries.search import search
from workflow.refusals import Refusal, Refused
from workflow.wording import Term

PHRASES = ("people", "content", "asked", "merged", "batch")


@room.get("/<int:case_id>/pairs")
def choose_pair(case_id: int) -> ResponseReturnValue:
    """Find a class by number or words to set beside this one."""
    before = number_in(request.args.get("before", "")) or 0
    page = declaration_page(office(), actor(), case_id)
    hits = search(office(), actor(), request.args.get("q", ""), before)
    return render_template("declarations/choose_pair.html", page=page, hits=hits)


@room.get("/<int:case_id>/pairs/<int:other_id>")
def compare(case_id: int, other_id: int) -> ResponseReturnValue:
    """What differs first, then what is the same; the verdict below."""
    return _comparison(case_id, other_id)


@room.post("/<int:case_id>/pairs/<int:other_id>")
def judge(case_id: int, other_id: int) -> ResponseReturnValue:
    """Settle the pair; what is wrong is said on the same page, with what was typed."""
    form = request.form
    said = words(form, PHRASES, "pairs")
    try:
        judge_pair(office(), actor(), case_id, other_id, form.get("verdict", ""), said)
    except Refused as refused:
        return _comparison(case_id, other_id, refused.refusals), status_of(refused.refusals)
    flash(plain("case.judge_done"), "ok")
    return redirect(url_for("declarations.page", case_id=case_id) + "#pairs")


def bits(tenths: int) -> str:
    """Tenths of a bit with their sign: 65 -> ``+6.5``."""
    return f"{'−' if tenths < 0 else '+'}{abs(tenths) // 10}.{abs(tenths) % 10}"


def chance(tenths: int) -> str:
    """What so many bits mean: how likely the two are one class over again, in whole per cent."""
    return f"{min(max(round(100 / (1 + 2 ** (-tenths / 10))), 1), 99)}%"


def _comparison(case_id: int, other_id: int, errors: tuple[Refusal, ...] = ()) -> str:
    page = compare_page(office(), actor(), case_id, other_id)
    return render_template(
        "declarations/compare.html", page=page, verdicts=_ordered(page.alike), errors=errors, typed=request.form,
        phrases=PHRASES, bits=bits, chance=chance,
        former=Term(f"verdict.{page.pair.former}") if page.pair and page.pair.former else None,
        suggested=tuple(Term(f"verdict.{verdict}") for verdict in page.alike.verdicts) if page.alike else (),
    )


def _ordered(alike: Parts | None) -> tuple[str, ...]:
    """All verdicts, those that are suggested first."""
    return tuple(dict.fromkeys((*(alike.verdicts if alike else ()), *VERDICTS)))
