"""Class against class: repeated and multi-headed training (R-25).

Titles deceive in both directions, so coded audiences lead: half of the smaller audience shared, opened within
twelve months, and the same topic, or both out of the province, or the same people on the rosters. What the scorecard
raises stops as well; what it finds related is told in one line, what only looks alike with the reason why it is none.
A person settles each pair; what was settled as batch or distinct is shown and stops nothing.
"""

from typing import Any

from workflow.domain.days import days_of
from workflow.domain.declaration import ClassDeclaration
from workflow.domain.findings import Finding
from workflow.domain.pairs import CLEARING
from workflow.engine.likeness.comparing import People
from workflow.engine.rules.alike import band, bits, is_batch, legitimate, listed, told
from workflow.engine.rules.facts import Facts, SimilarClass
from workflow.engine.rules.place import out_of_province
from workflow.engine.rules.voice import Findings, Voice, rule
from workflow.engine.rules.window import closer_than, months_after, percent_of
from workflow.rulebook.policy import Policy
from workflow.wording.values import Label, Term

MOST_RELATED, MOST_LEGITIMATE = 10, 5  # told of one class


@rule("R-25", "duplicate.window_months", "duplicate.audience_permille", "duplicate.roster_permille",
      "duplicate.same_topic", "duplicate.both_out_of_province")
def repeated_class(facts: Facts, voice: Voice) -> Findings:
    """One finding per class that may be a repetition, ``part`` is the other case's id; one line for all related."""
    form, months = facts.form, facts.policy["duplicate.window_months"]
    if not form.audience_codes or form.start_date is None:
        return None
    near = [other for other in facts.similar if _within(facts, other)]
    found = [finding for other in near if (finding := _pair(facts, voice, other)) is not None]
    told_of = {finding.part for finding in found}
    rest = [other for other in near if str(other.case_id) not in told_of]
    found += [voice.tells("alike", str(other.case_id), **_compared(facts, other))
              for other in _likest(rest) if legitimate(other)][:MOST_LEGITIMATE]
    related = [other for other in _likest(rest) if band(other) == "related" and not legitimate(other)][:MOST_RELATED]
    if related:
        found.append(voice.tells("related", "related", count=len(related), others=listed(related),
                                 names=tuple(f"“{other.form.class_name}”" for other in related)))
    return tuple(found) or voice.clear(months=months, audience=_labels(facts, form.audience_codes), **_since(facts))


def _pair(facts: Facts, voice: Voice, other: SimilarClass) -> Finding | None:
    """What one other class comes to by the policy's line or by the score; ``None`` where neither names it."""
    form, theirs, policy, part = facts.form, other.form, facts.policy, str(other.case_id)
    if is_series(facts, other):
        return voice.tells("series", part, **_compared(facts, other))
    people = same_people(facts, *shared_audience(facts, theirs))
    if people and is_batch(other):
        return voice.tells("batch", part, **_compared(facts, other))
    same_topic = bool(form.topic_code) and form.topic_code == theirs.topic_code
    topic = same_topic and bool(policy.get("duplicate.same_topic", True))
    both_out = out_of_province(form, policy) and out_of_province(theirs, policy)
    journey = both_out and bool(policy.get("duplicate.both_out_of_province", True))
    roster = other.alike is not None and same_roster(other.alike.people, policy)
    if not (people and (topic or journey or roster) or band(other) == "raised"):
        return voice.tells("audience", part, **_compared(facts, other)) if people and not legitimate(other) else None
    if other.verdict in CLEARING:
        return voice.tells("settled", part, **_compared(facts, other), verdict=_verdict(other.verdict))
    if other.verdict:
        return voice.fails("judged", part, **_compared(facts, other), verdict=_verdict(other.verdict))
    if other.former and other.changed:
        changed = tuple(Term("likeness.field.roster" if name == "people" else f"form.{name}") for name in other.changed)
        return voice.fails("came_back", part, **_compared(facts, other), former=_verdict(other.former), changed=changed)
    kinds = {"": people and same_topic, "journey": people and journey, "roster": people and roster, "raised": True}
    return voice.fails(next(kind for kind, is_so in kinds.items() if is_so), part, **_compared(facts, other))


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
    return bool(common) and common * 1000 >= smaller * facts.policy["duplicate.audience_permille"]


def same_roster(people: People, policy: Policy) -> bool:
    """Whether so many of the smaller roster stand on both that the policy takes the people for the same."""
    line = policy.get("duplicate.roster_permille")
    return bool(people.smaller) and line is not None and people.common * 1000 >= people.smaller * line


def _within(facts: Facts, other: SimilarClass) -> bool:
    start, theirs = facts.form.start_date, other.form.start_date
    return start is not None and theirs is not None and closer_than(
        start, theirs, facts.policy["duplicate.window_months"])


def _likest(others: list[SimilarClass]) -> list[SimilarClass]:
    weighed = [(other.alike.likeness.tenths, other) for other in others if other.alike is not None]
    return [other for _, other in sorted(weighed, key=lambda pair: (-pair[0], pair[1].case_id))]


def _since(facts: Facts) -> dict[str, Any]:
    """Since when the house can see at all, where that is less than the window (ruling 59)."""
    start, since = facts.form.start_date, facts.roster.since
    if start is None or since is None or since <= months_after(start, -facts.policy["duplicate.window_months"]):
        return {}
    return {"since": since}


def _compared(facts: Facts, other: SimilarClass) -> dict[str, Any]:
    """What an approver is shown; no names of people and no money of another unit (ruling 37)."""
    form, theirs = facts.form, other.form
    if form.start_date is None or theirs.start_date is None:
        raise ValueError("a class without a date is compared with nothing")
    common, smaller = shared_audience(facts, theirs)
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
        **told(facts, other), **_since(facts), **bits(other),
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
