"""Which papers this actor may bring to a case now; the act of attaching decides again."""

from typing import Any

from workflow.domain.declaration import PAPERS
from workflow.domain.papers import OF_THE_DEPARTMENT, OF_THE_INSTITUTION
from workflow.domain.seats import OPEN
from workflow.engine.situation import Situation


def brings(s: Situation, form: Any, *, replied: bool) -> tuple[str, ...]:
    """Kinds of papers, in the order of the list, while the case runs.

    The host unit and whoever is asked now: all but those of the department; the institution that
    undertakes the class: those of its end; the competent department: its own, once it has ``replied``.
    """
    if s.process.states[s.case.state].kind != "open":
        return ()
    units = {post.unit for post in s.actor.posts}
    asked = any(s.actor.holds(seat.role, seat.unit) for seat in s.seats if seat.status == OPEN)
    kinds: set[str] = set()
    if asked or s.case.host in units:
        kinds.update(set(PAPERS) - set(OF_THE_DEPARTMENT))
    elif getattr(form, "organiser", None) in units:
        kinds.update(OF_THE_INSTITUTION)
    competent = s.policy.get("district.competent_units", ())
    if replied and any(post.unit in competent and post.role in s.process.roles for post in s.actor.posts):
        kinds.update(OF_THE_DEPARTMENT)
    return tuple(kind for kind in PAPERS if kind in kinds)
