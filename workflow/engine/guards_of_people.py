"""The guard about the people called: the roster stands before the notice goes out."""

from workflow.engine.situation import Situation
from workflow.refusals import Refusal


def roster_complete(s: Situation) -> list[Refusal]:
    """As many people as were declared, none more; what is missing was answered for by their units."""
    heads, declared = s.heads, s.form.trainee_count or 0
    faults = []
    if heads.unanswered:
        faults.append(Refusal("places_unanswered", {"units": heads.unanswered, "count": len(heads.unanswered)}))
    if heads.enrolled > declared:
        faults.append(Refusal("roster_over", {"count": heads.enrolled, "most": declared}))
    elif not heads.enrolled or heads.missing(declared):
        faults.append(Refusal("roster_short", {"count": heads.enrolled, "declared": declared,
                                               "missing": declared - heads.enrolled}))
    return faults
