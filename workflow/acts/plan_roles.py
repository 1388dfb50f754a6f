"""Who speaks for a unit about its needs and plans, and who for the office: read off the plan's own process."""

from workflow.acts.declare import PLAN, PROCESS
from workflow.acts.transaction import Work
from workflow.domain.days import office_day
from workflow.domain.people import Post
from workflow.office import Office
from workflow.store.posts import with_posts


def of_the_unit(office: Office) -> tuple[str, ...]:
    """The roles by which a unit signs its plan."""
    return _scoped(office, "unit")


def of_the_district(office: Office) -> tuple[str, ...]:
    """The roles by which the office files it."""
    return _scoped(office, "district")


def writers(office: Office) -> tuple[str, ...]:
    """The role that draws the plan up: whoever signs its first action."""
    process = office.rulebook.process(PROCESS[PLAN])
    first = process.deciding(process.initial)
    return tuple(signer.role for signer in first.signers.members[:1]) if first else ()


def post_of(work: Work, roles: tuple[str, ...], unit: str | None) -> Post | None:
    """The post by which the actor may do it today, a lent one too, as the house keeps it; ``unit`` ``None`` = any."""
    return with_posts(work.connection, work.actor, office_day(work.now)).holds_one_of(sorted(roles), unit)


def _scoped(office: Office, scope: str) -> tuple[str, ...]:
    roles = office.rulebook.roles
    return tuple(role for role in office.rulebook.process(PROCESS[PLAN]).roles if roles[role].scope == scope)
