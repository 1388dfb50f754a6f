"""The content that an action brings: typed by the unit, moved to other days, or joined with a merged class."""

from dataclasses import replace

from workflow.acts.transaction import Work
from workflow.domain.inputs import missing_inputs
from workflow.engine.proposals import as_seen_by, begun, is_amendment, joined, moved, proposes
from workflow.office.gather import Gathered, changes, read_content, stored_content
from workflow.rulebook.process import Action
from workflow.store.drafts import present_body, working_body
from workflow.store.roster_reading import in_both


def seen_by(gathered: Gathered, action: Action) -> Gathered:
    """What the action looks at: a content that waits in another action's round is none of its."""
    return replace(gathered, situation=as_seen_by(gathered.situation, action))


def brings_content(gathered: Gathered, action: Action) -> bool:
    """Whether this is the signature that brings the action's content: the first of its round."""
    s = gathered.situation
    return proposes(action) and s.case.state in action.sources and action.code not in begun(s).values()


def proposing(work: Work, gathered: Gathered, action: Action) -> Gathered:
    """The gathered situation with the content that the action proposes."""
    s = gathered.situation
    base = s.content
    proposed = base
    if "working_copy" in action.inputs:
        body = working_body(work.connection, s.case.id)
        proposed = read_content(s.case.kind, body) if body is not None else base
    elif "absorbed" in action.inputs and s.actor.is_system and isinstance(s.given.get("absorbed"), int):
        other = int(s.given["absorbed"])
        common = len(work.connection.execute(in_both(s.case.id, other)).all())
        proposed = joined(base, stored_content(s.case.kind, present_body(work.connection, other)), common)
    elif not missing_inputs(action.inputs, s.given):
        proposed = moved(s.form, dict(s.given))
    return replace(gathered, situation=s.with_(proposed=proposed, changed=changes(s.form, proposed)))


def by_policy_of_today(work: Work, gathered: Gathered) -> Gathered:
    """What changes a decided class is judged by the policy of the day on which it is proposed, whatever the class was
    judged by before."""
    s = gathered.situation
    if not is_amendment(s):
        return gathered
    return replace(gathered, situation=s.with_(policy=work.office.rulebook.policy_on(s.today)))
