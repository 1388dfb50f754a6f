"""From a form to an action: what was stated, which words, and on which content the signature stands.

Shared by the rooms whose forms take actions; each action's fields come from the
process file (``inputs``), never from a page of its own.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import request

from webapp.at_hand import actor, office
from webapp.wording import plain
from workflow.acts.take_action import Done, Seen, take_action
from workflow.domain import form_text
from workflow.domain.inputs import CASE, CONTENT, COUNT, DAY, FEN, GROUNDS, INPUTS, MAX_FEN, MAX_TEXT
from workflow.queries.declaration_page import Choice, Shown
from workflow.refusals import Refusal, Refused
from workflow.wording import Term

MOST_PEOPLE = 100_000
SHORT_HASH = 16  # letters of a hash that a token carries, as ``Seen`` compares them
PHRASES = ("agreed", "papers", "dates", "people", "money", "overlap")


def token(shown: Shown) -> str:
    """What the form carries to say on which content it was drawn."""
    return Seen(shown.state, shown.form_hash[:SHORT_HASH], shown.findings_hash[:SHORT_HASH]).token


def asked(inputs: Sequence[str]) -> tuple[tuple[str, str, bool], ...]:
    """The fields an action needs: (name, kind, may be left out); content needs none, it is kept already."""
    kinds = ((name, *INPUTS[name]) for name in inputs)
    return tuple(
        (name, "ground" if name == "ground" else kind, optional) for name, kind, optional in kinds if kind != CONTENT
    )


def act(case_id: int, action: str, choice: Choice | None) -> Done:
    """Take the action that the posted form names; raises ``Refused`` with all that is wrong in it.

    ``choice`` is the action as it can be taken now; ``None`` = it cannot, and the act says why.
    """
    given, faults = stated(choice.inputs if choice else (), request.form)
    opinion = words(request.form)
    if faults and choice and choice.opinion_required and not opinion:
        faults += (Refusal("opinion_missing", {"action": choice.label}, "opinion"),)
    if faults:
        raise Refused(faults)
    return take_action(
        office(),
        actor(),
        case_id,
        action,
        seen=Seen.read(request.form.get("seen", "")),
        opinion=opinion,
        given=given,
        request_id=request.form.get("request_id") or None,
    )


def words(form: Mapping[str, str], phrases: Sequence[str] = PHRASES, area: str = "inbox") -> str:
    """The opinion as it will stand: the chosen phrase (of this area of texts), then what was typed."""
    phrase = form.get("phrase", "")
    chosen = plain(f"{area}.phrase_{phrase}") if phrase in phrases else ""
    return "\n".join(filter(None, (chosen, form.get("opinion", "").strip())))


def stated(inputs: Sequence[str], form: Mapping[str, str]) -> tuple[dict[str, Any], tuple[Refusal, ...]]:
    """What was stated with the action, typed; every field that cannot be read is a refusal of its own."""
    given: dict[str, Any] = {}
    faults = []
    for name, kind, _ in asked(inputs):
        try:
            value = _read(kind, form.get(name, ""))
        except form_text.Unreadable as fault:
            faults.append(fault.refusal(Term(f"input.{name}"), name))
        else:
            if value not in (None, ""):
                given[name] = value
    return given, tuple(faults)


def _read(kind: str, typed: str) -> Any:
    if kind == DAY:
        return form_text.day(typed)
    if kind == FEN:
        return form_text.yuan(typed, MAX_FEN)
    if kind in (CASE, COUNT):
        return form_text.whole(typed, 0, MOST_PEOPLE if kind == COUNT else 10**17)
    if kind == "ground" and typed not in ("", *GROUNDS):
        raise form_text.Unreadable("field_not_in_list", given=typed[:40])
    return form_text.text(typed, MAX_TEXT)
