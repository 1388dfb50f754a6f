"""Splitting (化整为零): one class cut in two to stay below the line at which the leader signs (R-S1)."""

from workflow.domain.declaration import ClassDeclaration
from workflow.domain.findings import Finding
from workflow.engine.likeness.verdicts import SPLIT
from workflow.engine.rules.duplicates import same_people, shared_audience
from workflow.engine.rules.facts import Facts, SimilarClass
from workflow.engine.rules.voice import Findings, Voice, rule
from workflow.wording.values import Fen


@rule("R-S1", "duplicate.split_gap_days", "leader.total_fen", "duplicate.audience_permille")
def split_class(facts: Facts, voice: Voice) -> Findings:
    """Another class of the same host for the same people within so many days, and only together over the line; or
    parts of one class by their titles (上, 下), whatever they cost (domain 4.3)."""
    found = tuple(finding for other in facts.similar if (finding := _split(facts, voice, other)) is not None)
    return found or None  # the usual case: not worth a line


def _split(facts: Facts, voice: Voice, other: SimilarClass) -> Finding | None:
    gap = _gap(facts.form, other.form)
    if gap is None or gap >= facts.policy["duplicate.split_gap_days"]:
        return None
    kinds = {"": _over_the_line(facts, other), "parts": other.alike and other.alike.suggestion.verdict == SPLIT}
    kind = next((kind for kind, is_so in kinds.items() if is_so), None)
    if kind is None:
        return None
    return voice.fails(
        kind, str(other.case_id), name=other.form.class_name, number=other.number, count=gap,
        days=facts.policy["duplicate.split_gap_days"], ours=Fen(facts.form.total_fen), theirs=Fen(other.form.total_fen),
        total=Fen(facts.form.total_fen + other.form.total_fen), line=Fen(facts.policy["leader.total_fen"]))


def _over_the_line(facts: Facts, other: SimilarClass) -> bool:
    form, theirs, policy = facts.form, other.form, facts.policy
    if form.host_unit != theirs.host_unit or not same_people(facts, *shared_audience(facts, theirs)):
        return False
    line = int(policy["leader.total_fen"])
    return max(form.total_fen, theirs.total_fen) < line <= form.total_fen + theirs.total_fen


def _gap(form: ClassDeclaration, theirs: ClassDeclaration) -> int | None:
    """Days from the end of the earlier to the start of the later; 0 when they overlap."""
    if form.start_date is None or theirs.start_date is None:
        return None
    after = form.start_date - (theirs.end_date or theirs.start_date)
    before = theirs.start_date - (form.end_date or form.start_date)
    return max(after.days, before.days, 0)
