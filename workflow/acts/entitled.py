"""Who may propose, and who may put in force, what the whole house goes by: roles that the policy names."""

from workflow.acts.transaction import Work
from workflow.domain.people import Post
from workflow.refusals import Refusal
from workflow.store.posts import posts_of

MAY_PROPOSE, MAY_CONFIRM = "publishing.propose", "publishing.confirm"


def entitled_post(work: Work, path: str) -> tuple[Post | None, list[Refusal]]:
    """The post by which the actor may, or why they may not (``policy_role_missing``); ``path``: of the policy."""
    today = work.office.today()
    roles = tuple(work.office.rulebook.policy_on(today)[path])
    for row in work.connection.execute(posts_of(work.actor.id, today)):
        if row.role in roles:
            return Post(row.role, row.unit, row.acting_for), []
    labels = tuple(work.office.rulebook.roles[role].label for role in roles)
    return None, [Refusal("policy_role_missing", {"roles": labels}, who=labels)]
