"""Splitting (化整为零): one class cut in two to stay below the line at which the leader signs (R-S1)."""

from workflow.domain.declaration import ClassDeclaration
from workflow.engine.rules.duplicates import same_people, shared_audience
from workflow.engine.rules.facts import Facts, SimilarClass
from workflow.engine.rules.voice import Findings, Voice, rule
from workflow.wording.values import Fen


@rule("R-S1", "duplicate.split_gap_days", "leader.total_fen", "duplicate.audience_permille")
def split_class(facts: Facts, voice: Voice) -> Findings:
    """Another class of the same host for the same people within so many days, and only together over the line."""
    found = tuple(
        voice.fails("", str(other.case_id), name=other.form.class_name, number=other.number, count=gap,
                    days=facts.policy["duplicate.split_gap_days"], ours=Fen(facts.form.total_fen),
                    theirs=Fen(other.form.total_fen), total=Fen(facts.form.total_fen + other.form.total_fen),
                    line=Fen(facts.policy["leader.total_fen"]))
        for other in facts.similar if (gap := _gap(facts.form, other.form)) is not None and _splits(facts, other, gap))
    return found or None  # the usual case: not worth a line


def _splits(facts: Facts, other: SimilarClass, gap: int) -> bool:
    form, theirs, policy = facts.form, other.form, facts.policy
    if form.host_unit != theirs.host_unit or gap >= policy["duplicate.split_gap_days"]:
        return False
    if not same_people(facts, *shared_audience(facts, theirs)):
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
