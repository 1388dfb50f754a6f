"""Put a paper on a case, or take it off again; a removed paper stays referenced in the trail."""

from pathlib import PurePath

from sqlalchemy import select

from workflow import files
from workflow.acts.case_change import CaseChange
from workflow.acts.notes import asked_post, noted, opened, post_in, running
from workflow.acts.transaction import Work, in_one_go
from workflow.domain import form_text
from workflow.domain.declaration import PAPERS
from workflow.domain.paper_seats import COUNTED, WAITING
from workflow.domain.papers import OF_THE_DEPARTMENT, OF_THE_INSTITUTION
from workflow.domain.people import Actor, Post
from workflow.engine.situation import Situation
from workflow.office.gather import GREATEST_ID
from workflow.office.office import Office
from workflow.refusals import NotFound, Refusal, Refused
from workflow.store.act_writing import NEW_PAPER, REMOVE_PAPER
from workflow.store.cases import paper
from workflow.store.identity import next_id
from workflow.store.paper_seats import paper_seat
from workflow.wording.values import Term

MAX_BYTES = 10 * 1024 * 1024
MAX_NAME = 200
SUFFIXES = (".pdf", ".docx", ".xlsx", ".doc", ".xls", ".png", ".jpg", ".jpeg", ".txt", ".csv")
SIGNATURES = {".pdf": (b"%PDF",), ".docx": (b"PK",), ".xlsx": (b"PK",), ".png": (b"\x89PNG",), ".jpg": (b"\xff\xd8",),
              ".jpeg": (b"\xff\xd8",), ".doc": (b"\xd0\xcf", b"PK"), ".xls": (b"\xd0\xcf", b"PK")}


def attach(office: Office, actor: Actor, case_id: int, kind: str, name: str, data: bytes) -> int:
    """Attach a paper of a kind (``domain.declaration.PAPERS``); its id.

    The host unit may, and whoever is asked to act on the case; the training institution only what
    belongs to the class's end (ruling 28); the sealed copy of a reply only the department that gave
    it.  Kind, size, name and the first bytes are checked; what is wrong is said all at once.
    """
    faults = paper_faults(kind, name, data)
    if faults:
        raise Refused(faults)

    def do(work: Work) -> int:
        change = opened(work, case_id)
        running(change.situation)
        post = _bringing(change.situation, kind)
        paper_id = put_on(change, kind, name, data)
        noted(change, "attach", post)
        return paper_id

    return in_one_go(office, actor, case_id, "attach", do)


def put_on(change: CaseChange, kind: str, name: str, data: bytes) -> int:
    """Keep the file and put it on the case within an act that is under way, told in its record; the paper's id."""
    work = change.work
    digest = files.keep(work.office.papers, data)
    paper_id = next_id(work.connection, paper)
    row = {"kind": kind, "name": PurePath(name).name, "sha256": digest, "size": len(data), "by": work.actor.id,
           "at": work.now, "removed_at": None}
    work.write(NEW_PAPER, id=paper_id, case_id=change.id, **row)
    change.rows["paper"] = [{"id": paper_id, **row}]
    return paper_id


def remove_paper(office: Office, actor: Actor, case_id: int, paper_id: int) -> int:
    """Take a paper off the case; the number of the record.

    The host unit may, and who attached it; never the scan of a signature that waits or counts.
    """

    def do(work: Work) -> int:
        change = opened(work, case_id)
        running(change.situation)
        attached = (paper.c.id == min(paper_id, GREATEST_ID), paper.c.case_id == case_id, paper.c.removed_at.is_(None))
        known = work.connection.execute(select(paper.c.by, paper.c.name).where(*attached)).one_or_none()
        if known is None:
            raise NotFound("paper", paper_id)
        s = change.situation
        post = post_in(s, s.case.host)
        if post is None and known.by != actor.id:
            raise Refused(Refusal("paper_not_yours", {"name": known.name}))
        if work.connection.execute(select(paper_seat.c.id).where(
                paper_seat.c.paper_id == paper_id, paper_seat.c.status.in_((WAITING, COUNTED)))).first():
            raise Refused(Refusal("paper_of_signature", {"name": known.name}))
        work.write(REMOVE_PAPER, key_id=paper_id, removed_at=work.now)
        change.rows["paper"] = [{"id": paper_id, "removed_at": work.now}]
        return noted(change, "remove_paper", post)

    return in_one_go(office, actor, case_id, "remove_paper", do)


def _bringing(s: Situation, kind: str) -> Post:
    """The post by which the actor may bring a paper of this kind."""
    if kind in OF_THE_DEPARTMENT:
        return _of_the_department(s)
    post = post_in(s, s.case.host) or asked_post(s)
    if post is not None:
        return post
    post = post_in(s, getattr(s.form, "organiser", None))
    if post is None:
        raise Refused(Refusal("not_your_unit"))
    if kind not in OF_THE_INSTITUTION:
        kinds = tuple(Term(f"paper.{known}") for known in OF_THE_INSTITUTION)
        raise Refused(Refusal("institution_papers", {"papers": kinds}, field="kind"))
    return post


def _of_the_department(s: Situation) -> Post:
    """A post of the competent department that has a part in the process: not an onlooker's."""
    competent = s.policy.get("district.competent_units", ())
    post = next((post for post in s.actor.posts if post.unit in competent and post.role in s.process.roles), None)
    if post is None:
        kinds = tuple(Term(f"paper.{known}") for known in OF_THE_DEPARTMENT)
        raise Refused(Refusal("department_papers", {"papers": kinds}, field="kind"))
    return post


def paper_faults(kind: str, name: str, data: bytes) -> list[Refusal]:
    """Whatever is wrong with a file by its kind, name, size and first bytes."""
    shown = PurePath(name.replace("\x00", "")).name
    suffix = PurePath(shown).suffix.lower()
    faults = []
    if kind not in PAPERS:
        faults.append(Refusal("paper_kind", {"kind": kind[:40]}, field="kind"))
    if not shown or not form_text.is_text(name, MAX_NAME):
        faults.append(Refusal("paper_name", {"limit": MAX_NAME}, field="paper"))
    if not data:
        faults.append(Refusal("paper_empty", {"name": shown}, field="paper"))
    if len(data) > MAX_BYTES:
        size = {"name": shown, "size": len(data) // 1024 // 1024 + 1, "limit": MAX_BYTES // 1024 // 1024}
        faults.append(Refusal("paper_size", size, field="paper"))
    if suffix not in SUFFIXES:
        faults.append(Refusal("paper_type", {"name": shown}, field="paper"))
    elif data and not data.startswith(SIGNATURES.get(suffix, (b"",))):
        faults.append(Refusal("paper_content", {"name": shown}, field="paper"))
    return faults
