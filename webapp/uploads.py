"""Takes uploaded papers: each file that was chosen becomes a paper of its kind, or a fault at its field."""

from collections.abc import Iterable

from flask import request
from werkzeug.datastructures import FileStorage

from webapp.at_hand import actor, office
from workflow.acts.attach import attach
from workflow.refusals import Refusal, Refused


def take_papers(case_id: int, kinds: Iterable[str]) -> tuple[int, tuple[Refusal, ...]]:
    """Attach every file chosen in a field ``paper-<kind>``; how many, and what could not be taken with its field."""
    taken, faults = 0, []
    for kind in kinds:
        field = f"paper-{kind}"
        for chosen in request.files.getlist(field):
            if chosen.filename:
                found = take_paper(case_id, kind, chosen)
                faults += [Refusal(one.code, one.values, field, one.who) for one in found]
                taken += not found
    return taken, tuple(faults)


def take_paper(case_id: int, kind: str, chosen: FileStorage) -> tuple[Refusal, ...]:
    """Attach one file; empty, or why it could not be taken."""
    try:
        attach(office(), actor(), case_id, kind, chosen.filename or "", chosen.read())
    except Refused as refused:
        return refused.refusals
    return ()
