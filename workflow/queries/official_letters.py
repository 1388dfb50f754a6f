"""The reply to a declaration (批复) and the receipt of a filing (备案回执), set as official documents.

Both say what was decided, on the content that was decided on; later changes are only counted,
and stand on the form.  The printed copy carries no seal: the sealed scan is the legal copy.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from workflow.documents.typesetting import typeset
from workflow.domain.days import office_day
from workflow.domain.declaration import ClassDeclaration
from workflow.domain.people import Actor
from workflow.domain.seats import SIGNED
from workflow.office import Office
from workflow.office.gather import stored_content
from workflow.queries import case_facts as told
from workflow.queries.account import house
from workflow.queries.check_page import RULE
from workflow.queries.labels import Names, names
from workflow.queries.official_words import Printed, sheet, spoken
from workflow.queries.visible import demand
from workflow.refusals import NotFound
from workflow.rulebook.rulebook import Rulebook
from workflow.store.cases import case, class_declaration, content, seat
from workflow.wording import Fen, Label, Term, say, speak

REPLY, RECEIPT = "reply", "receipt"
NUMBERS = {REPLY: "reply_no", RECEIPT: "receipt_no"}
DECIDED_BY = {REPLY: "approve", RECEIPT: "accept_filing"}
HEAD_SIZES = ((8, 40), (12, 32), (20, 26), (40, 18))  # characters of the red head -> points, so that it stays a line


@dataclass(frozen=True, slots=True)
class Decided:
    """What a letter tells: numbers, the content decided on, its money, the last signer's words, and the moment."""

    number: str
    paper_no: str
    host: Label
    form: ClassDeclaration
    fen: int
    words: str
    at: datetime
    changed: bool
    known: Names


def letter(office: Office, actor: Actor, case_id: int, kind: str, language: str, check_at: str) -> Printed:
    """The reply or the receipt of a class; raises ``NotFound`` where there is none for this actor."""
    with office.database.read() as connection:
        demand(connection, actor, office.rulebook.roles, case_id)
        decided = _decided(connection, office, case_id, kind)
    if decided is None:
        raise NotFound("paper", kind)
    name = say(f"documents.{kind}_file", language, number=decided.paper_no)
    data = letter_data(office, decided, kind, language, check_at)
    return Printed(f"{name}.pdf", typeset("letter", data, office.clock()))


def letter_data(office: Office, decided: Decided, kind: str, language: str, check_at: str) -> dict[str, Any]:
    """What the letter says, spoken in a language."""
    names_of = house(office)
    department = names_of.official if language == "zh" else names_of.department.en
    title = say(f"documents.{kind}_title", language, title=decided.form.class_name)
    return {
        **sheet(office, language, title, number=decided.number, check_at=check_at, author=names_of.department),
        "title_lines": [say(f"documents.{kind}_title_{line}", language, title=decided.form.class_name)
                        for line in ("first", "second")],
        "head": department,
        "head_size": next((size for most, size in HEAD_SIZES if len(department) <= most), 16),
        "number": decided.paper_no,
        "addressee": say("documents.addressee", language, unit=decided.host),
        "paragraphs": _paragraphs(decided, kind, language, office.rulebook),
        "signed_by": department,
        "signed_on": speak(office_day(decided.at), language),
        "seal": say("documents.seal", language),
        "notes": _notes(office, decided, language),
    }


def _paragraphs(decided: Decided, kind: str, language: str, rulebook: Rulebook) -> list[str]:
    form, known = decided.form, decided.known
    values: dict[str, Any] = {
        "title": form.class_name, "number": decided.number, "paper_no": decided.paper_no,
        "audience": spoken(told.audience(rulebook, form), language), "people": spoken(told.people(form), language),
        "when": spoken(told.when(form), language),
        "venue": spoken(tuple(filter(None, (form.venue, form.city))), language),
        "channel": Term(f"channel.{form.channel}"), "fen": Fen(decided.fen), "sources": _sources(form, known, language),
    }  # fmt: skip
    parts = ("received", "agreed", "audience", "when", "money", "conditions")
    written = [say(f"documents.{kind}_{part}", language, **values) for part in parts]
    words = decided.words.strip()
    return [*written, say("documents.decision_words", language, words=words)] if words else written


def _sources(form: ClassDeclaration, known: Names, language: str) -> str:
    named = [say("documents.source", language, owner=known.units.get(share.owner, Label(share.owner, share.owner)),
                 source=Term(f"source.{share.source}"), fen=Fen(share.fen)) for share in form.fund_shares]  # fmt: skip
    return say("documents.semicolon", language).join(named)


def _notes(office: Office, decided: Decided, language: str) -> list[str]:
    clause = office.rulebook.policy_on(office.today()).rules[RULE].citation
    notes = [say("documents.note_refuse", language, clause=clause), say("documents.note_seal", language)]
    return [say("documents.note_changed", language), *notes] if decided.changed else notes


def _decided(connection: Connection, office: Office, case_id: int, kind: str) -> Decided | None:
    row = connection.execute(
        select(case.c.number, case.c.host_unit, case.c.form_hash, case.c.form_n, class_declaration)
        .join_from(case, class_declaration, class_declaration.c.case_id == case.c.id)
        .where(case.c.id == case_id)
    ).one_or_none()
    paper_no = getattr(row, NUMBERS[kind], None)
    signed = connection.execute(
        select(seat)
        .where(seat.c.case_id == case_id, seat.c.status == SIGNED, seat.c.action == DECIDED_BY[kind])
        .order_by(seat.c.signed_at.desc(), seat.c.place.desc())
        .limit(1)
    ).one_or_none()
    if row is None or paper_no is None or signed is None:
        return None
    form = _content(connection, case_id, signed.form_hash or row.form_hash)
    known = names(connection, office.rulebook.roles, units=(row.host_unit, *told.units_of(form)))
    known = known.on(office_day(signed.signed_at))
    changed = signed.form_hash not in (None, row.form_hash)
    return Decided(
        number=row.number, paper_no=paper_no, host=known.unit(row.host_unit) or Label("", ""), form=form,
        fen=form.total_fen if changed or row.approved_fen is None else row.approved_fen, words=signed.opinion or "",
        at=signed.signed_at, changed=changed, known=known,
    )  # fmt: skip


def _content(connection: Connection, case_id: int, digest: str) -> ClassDeclaration:
    texts = select(content.c.body).where(content.c.case_id == case_id, content.c.hash == digest)
    body = connection.execute(texts.order_by(content.c.n).limit(1)).scalar_one()
    form: ClassDeclaration = stored_content("class_declaration", body)
    return form
