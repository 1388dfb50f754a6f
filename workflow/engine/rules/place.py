"""Where a class is held, as far as the rules care: in the province or out of it, at a scenic spot or not."""

from workflow.domain.declaration import ClassDeclaration
from workflow.rulebook.policy import Policy


def out_of_province(form: ClassDeclaration, policy: Policy) -> bool:
    """Held in another province; while no province is named, the channel *go out* counts as one."""
    home = policy.get("district.province")
    if form.province and home:
        return form.province != str(home)
    return form.channel == "out"


def scenic_names(form: ClassDeclaration, policy: Policy) -> tuple[str, ...]:
    """The policy's words for scenic spots that stand in the venue, a site or a session of this class."""
    told = [form.venue, *(text for session in form.syllabus for text in (session.site, session.title))]
    return tuple(name for name in policy.get("venue.scenic_words", ()) if any(name in text for text in told))
