"""The two persons who keep the year's money: who they are is a value of the policy."""

from sqlalchemy import select

from workflow.acts.transaction import Work
from workflow.domain.people import Post
from workflow.refusals import Refusal
from workflow.store.people import post
from workflow.store.posts import in_force
from workflow.wording.values import Fen

Posts = dict[int, tuple[Post, ...]]


def fund_posts(work: Work, *persons: int) -> Posts:
    """The posts of their own by which each of these persons keeps the fund today; empty for one who does not."""
    today = work.office.today()
    wanted = select(post.c.person_id, post.c.role, post.c.unit).where(
        post.c.person_id.in_(persons), post.c.role.in_(_roles(work)), in_force(today))
    found: Posts = dict.fromkeys(persons, ())
    for row in work.connection.execute(wanted.order_by(post.c.id)):
        found[row.person_id] = (*found[row.person_id], Post(row.role, row.unit))
    return found


def person_faults(work: Work, posts: Posts, second: int | None = None) -> list[Refusal]:
    """Everybody who takes part keeps the fund, and the second person is another than the first."""
    faults = []
    if second is not None and second == work.actor.id:
        faults.append(Refusal("second_person_same", field="second"))
    if not all(posts.values()):
        labels = tuple(work.office.rulebook.roles[role].label for role in _roles(work))
        faults.append(Refusal("fund_persons_missing", {"roles": labels}, who=labels))
    return faults


def floor_faults(work: Work, posts: Posts, reason: str) -> list[Refusal]:
    """R-01: a year below the floor needs every person the policy names, and a reason."""
    policy = work.office.rulebook.policy_on(work.office.today())
    held = {held.role for chairs in posts.values() for held in chairs}
    if reason and held.issuperset(policy["fund.floor_persons"]):
        return []
    return [Refusal("below_floor", {"floor": Fen(policy["fund.annual_floor_fen"])}, field="fen")]


def _roles(work: Work) -> tuple[str, ...]:
    return tuple(work.office.rulebook.policy_on(work.office.today())["fund.floor_persons"])
