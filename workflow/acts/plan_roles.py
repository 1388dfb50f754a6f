"""Who speaks for a unit about its needs and plans, and who for the office: read off the plan's own process."""

from sqlalchemy import select

from workflow.acts.declare import PLAN, PROCESS
from workflow.acts.transaction import Work
from workflow.domain.days import office_day
from workflow.domain.people import Post
from workflow.office import Office
from workflow.store.people import post


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
    """The post by which the actor may do it today, as the house keeps it; ``unit`` ``None`` = of any unit."""
    today = office_day(work.now)
    wanted = select(post.c.role, post.c.unit).where(
        post.c.person_id == work.actor.id, post.c.role.in_(roles), post.c.from_day <= today,
        post.c.to_day.is_(None) | (post.c.to_day >= today)).order_by(post.c.role)
    row = work.connection.execute(wanted if unit is None else wanted.where(post.c.unit == unit)).first()
    return None if row is None else Post(row.role, row.unit)


def _scoped(office: Office, scope: str) -> tuple[str, ...]:
    roles = office.rulebook.roles
    return tuple(role for role in office.rulebook.process(PROCESS[PLAN]).roles if roles[role].scope == scope)
