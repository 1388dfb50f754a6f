"""Takes uploaded papers: each file that was chosen becomes a paper of its kind, or a fault at its field."""

from flask import request
from werkzeug.datastructures import FileStorage

from webapp.at_hand import actor, office
from webapp.units.layout import UPLOADS
from workflow.acts.attach import attach
from workflow.refusals import Refusal, Refused


def take_papers(case_id: int) -> tuple[Refusal, ...]:
    """Attach every chosen file; what could not be taken, as refusals with their field."""
    faults: list[Refusal] = []
    for kind in UPLOADS:
        for chosen in request.files.getlist(f"paper-{kind}"):
            if chosen.filename:
                faults += _take(case_id, kind, chosen)
    return tuple(faults)


def _take(case_id: int, kind: str, chosen: FileStorage) -> list[Refusal]:
    try:
        attach(office(), actor(), case_id, kind, chosen.filename or "", chosen.read())
    except Refused as refused:
        return [Refusal(one.code, one.values, f"paper-{kind}", one.who) for one in refused.refusals]
    return []
