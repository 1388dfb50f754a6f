"""Who may propose, and who may put in force, what the whole house goes by: roles that the policy names."""

from workflow.domain.people import Actor
from workflow.office.office import Office

MAY_PROPOSE, MAY_CONFIRM = "publishing.propose", "publishing.confirm"


def roles_that(office: Office, path: str) -> tuple[str, ...]:
    """The roles that the policy of today names at this path."""
    return tuple(office.rulebook.policy_on(office.today())[path])


def may(office: Office, actor: Actor, path: str) -> bool:
    """Whether the policy names a role of this actor there."""
    return actor.holds_one_of(roles_that(office, path)) is not None
