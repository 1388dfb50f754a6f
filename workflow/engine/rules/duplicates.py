"""Class against class: repeated and multi-headed training (R-25).

Titles deceive in both directions, so coded audiences lead: half of the smaller
audience shared, opened within twelve months, and the same topic or both out of the province.
A person settles each pair; what was settled as batch or distinct is shown and stops nothing.
"""

from typing import Any

from workflow.domain.days import days_of
from workflow.domain.declaration import ClassDeclaration
from workflow.domain.findings import Finding
from workflow.domain.pairs import CLEARING
from workflow.engine.rules.facts import Facts, SimilarClass
from workflow.engine.rules.place import out_of_province
from workflow.engine.rules.voice import Findings, Voice, rule
from workflow.engine.rules.window import closer_than, months_after, percent_of
from workflow.wording.values import Label, Term


@rule("R-25", "duplicate.window_months", "duplicate.audience_permille", "duplicate.same_topic",
      "duplicate.both_out_of_province")
def repeated_class(facts: Facts, voice: Voice) -> Findings:
    """One finding per class that calls much the same people; ``part`` is the other case's id."""
    if not facts.form.audience_codes or facts.form.start_date is None:
        return None
    found = tuple(finding for other in facts.similar if (finding := _pair(facts, voice, other)) is not None)
    return found or voice.clear(months=facts.policy["duplicate.window_months"],
                                audience=_labels(facts, facts.form.audience_codes))


def _pair(facts: Facts, voice: Voice, other: SimilarClass) -> Finding | None:
    """What one other class comes to; ``None`` when it is too far in time or in people."""
    form, theirs, policy = facts.form, other.form, facts.policy
    months = policy["duplicate.window_months"]
    if form.start_date is None or theirs.start_date is None:
        return None
    if not closer_than(form.start_date, theirs.start_date, months):
        return None
    common, smaller = shared_audience(facts, theirs)
    values = _compared(facts, other, common, smaller)
    if is_series(facts, other):
        return voice.tells("series", str(other.case_id), **values)
    if not same_people(facts, common, smaller):
        return None
    same_topic = bool(form.topic_code) and form.topic_code == theirs.topic_code
    both_out = out_of_province(form, policy) and out_of_province(theirs, policy)
    part = str(other.case_id)
    if not (same_topic and policy.get("duplicate.same_topic", True)
            or both_out and policy.get("duplicate.both_out_of_province", True)):
        return voice.tells("audience", part, **values)
    if other.verdict in CLEARING:
        return voice.tells("settled", part, **values, verdict=_verdict(other.verdict))
    if other.verdict:
        return voice.fails("judged", part, **values, verdict=_verdict(other.verdict))
    return voice.fails("" if same_topic else "journey", part, **values)


def is_series(facts: Facts, other: SimilarClass) -> bool:
    """The same class in batches (同班分期): one host and topic, two batch numbers, nobody in both."""
    form, theirs = facts.form, other.form
    if form.host_unit != theirs.host_unit or form.topic_code != theirs.topic_code:
        return False
    if not form.batch_no or not theirs.batch_no or form.batch_no == theirs.batch_no:
        return False
    return not _leaves(facts, form) & _leaves(facts, theirs)


def shared_audience(facts: Facts, theirs: ClassDeclaration) -> tuple[int, int]:
    """How many leaves of audiences both classes call, and how many the one calls that calls fewer."""
    known = facts.audiences.known
    return facts.audiences.overlap(known(facts.form.audience_codes), known(theirs.audience_codes))


def same_people(facts: Facts, common: int, smaller: int) -> bool:
    """Whether so much of the smaller audience is shared that the policy takes the people for the same."""
    return bool(smaller) and common * 1000 >= smaller * facts.policy["duplicate.audience_permille"]


def _compared(facts: Facts, other: SimilarClass, common: int, smaller: int) -> dict[str, Any]:
    """What an approver is shown; no names of people and no money of another unit (ruling 37)."""
    form, theirs = facts.form, other.form
    if form.start_date is None or theirs.start_date is None:
        raise ValueError("a class without a date is compared with nothing")
    months = facts.policy["duplicate.window_months"]
    shared = _leaves(facts, form) & _leaves(facts, theirs)
    return {
        "number": other.number, "name": theirs.class_name, "host": other.host, "case": str(other.case_id),
        "start": theirs.start_date, "end": theirs.end_date or theirs.start_date,
        "count": abs((form.start_date - theirs.start_date).days), "months": months,
        "common": common, "smaller": smaller, "percent": percent_of(common * 1000 // smaller if smaller else 0),
        "line": percent_of(facts.policy["duplicate.audience_permille"]),
        "shared": _labels(facts, _highest(facts, shared)), "theirs": _labels(facts, theirs.audience_codes),
        "topic": _topic(facts, theirs.topic_code), "our_topic": _topic(facts, form.topic_code),
        "people": theirs.trainee_count or 0, "days": days_of(theirs.half_days or 0),
        "later": months_after(theirs.start_date, months),
    }


def _leaves(facts: Facts, form: ClassDeclaration) -> frozenset[str]:
    return facts.audiences.leaves(facts.audiences.known(form.audience_codes))


def _labels(facts: Facts, codes: tuple[str, ...]) -> tuple[Label, ...]:
    return tuple(facts.audiences[code].label for code in facts.audiences.known(codes))


def _highest(facts: Facts, shared: frozenset[str]) -> tuple[str, ...]:
    """The shared sets without those that lie in another shared one, in the order of the list."""
    inner = {below for code in shared for below in facts.audiences.leaves((code,)) if below != code}
    return tuple(code for code in facts.audiences if code in shared - inner)


def _topic(facts: Facts, code: str) -> Label | str:
    return facts.lexicon[code].label if code in facts.lexicon else code or "–"


def _verdict(verdict: str) -> Term:
    return Term(f"verdict.{verdict}")
