"""The official form of a class on one page (S25), with further sheets for what does not fit: 举办培训班审批表."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from workflow.documents.typesetting import typeset
from workflow.domain.declaration import Session
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.account import house
from workflow.queries.case_facts import Fact
from workflow.queries.declaration_page import DeclarationPage, declaration_page
from workflow.queries.official_roster import roster_sheet
from workflow.queries.official_words import (
    Opinion,
    Printed,
    boxed,
    clipped,
    further,
    is_cut,
    opinions,
    sheet,
    signature,
    spoken,
    width,
)
from workflow.queries.visible import Sight
from workflow.refusals import NotFound
from workflow.store.cases import case
from workflow.wording import say, speak

KIND = "class_declaration"
NARROW = 28  # halves of a Chinese sign that fit a narrow cell
LONGEST_FACT = 150  # characters of a fact on the first page
LONGEST_TEXT = 160  # of a long answer
LONGEST_OPINION = 60
MOST_SIGNED = 6  # signatures in one box of the first page
MOST_COURSES = 6  # sessions named on the first page
LONGEST_COURSE = 40
WIDTHS = {"zh": (16, 36, 16, 32), "en": (20, 36, 18, 26)}


def approval_form(office: Office, actor: Actor, case_id: int, language: str, check_at: str) -> Printed:
    """The form of a class as this actor may see it; raises ``NotFound`` for any other case."""
    page = declaration_page(office, actor, case_id)
    if page.sight is not Sight.FULL or page.head.kind != KIND:
        raise NotFound("case", case_id)
    with office.database.read() as connection:
        process = office.rulebook.processes[_process_of(connection, case_id)]
        found = opinions(connection, office, process, case_id)
        roster = roster_sheet(connection, office, actor, case_id, language)
    data = form_data(office, page, found, language, check_at)
    data["sheets"] += [roster] if roster else []
    name = say("documents.form_file", language, number=page.head.number or str(case_id))
    return Printed(f"{name}.pdf", typeset("approval_form", data, office.clock()))


def form_data(office: Office, page: DeclarationPage, found: Sequence[Opinion], language: str, check_at: str) -> Any:
    """What the form says, spoken in a language."""
    head, names = page.head, house(office)
    title = say("documents.form_title", language, district=names.district)
    return {
        **sheet(office, language, title, number=head.number or "", check_at=check_at, author=names.department,
                version=head.version, mark="" if head.number else say("documents.draft", language)),
        "widths": WIDTHS[language],
        "lines": _numbers(page, language),
        "rows": _rows(page, language),
        "money": _money(page, language),
        "boxes": boxed(found, language, clip=LONGEST_OPINION, most=MOST_SIGNED,
                       over=bool(head.reply_no or head.receipt_no or not page.open)),
        "sheets": _sheets(page, found, language),
    }  # fmt: skip


def _process_of(connection: Connection, case_id: int) -> str:
    return str(connection.execute(case.select().where(case.c.id == case_id)).one().process_hash)


def _numbers(page: DeclarationPage, language: str) -> list[str]:
    head = page.head
    first = say("documents.number_state", language, number=head.number or say("case.no_number", language),
                state=head.state)  # fmt: skip
    papers = [say(f"documents.with_{name}", language, number=number)
              for name, number in (("reply", head.reply_no), ("receipt", head.receipt_no)) if number]  # fmt: skip
    return [first, *papers]


def _rows(page: DeclarationPage, language: str) -> list[dict[str, Any]]:
    """Class name, the facts, the long answers, the courses: narrow ones in pairs, a lone one across."""
    rows = [_row(say("form.class_name", language), page.head.title or say("case.untitled", language), True)]
    pending: dict[str, Any] | None = None
    for fact in page.facts:
        words = clipped(spoken(fact.value, language), LONGEST_FACT, language)
        row = _row(spoken(fact.name, language), words, width(words) > NARROW)
        if row["wide"]:
            rows.append(row)
        elif pending is None:
            pending = row
        else:
            rows += [pending, row]
            pending = None
    if pending is not None:
        rows.append({**pending, "wide": True})
    rows += [_row(spoken(fact.name, language), clipped(spoken(fact.value, language), LONGEST_TEXT, language), True)
             for fact in page.answers]  # fmt: skip
    if page.courses:
        rows.append(_row(say("form.syllabus", language), _courses(page.courses, language), True))
    if page.held:
        rows.append(_row(say("case.sources", language), _sources(page, language), True))
    return rows


def _row(label: str, words: str, wide: bool) -> dict[str, Any]:
    return {"label": label, "words": words, "wide": wide}


def _courses(courses: Sequence[Session], language: str) -> str:
    titles = [one.title if len(one.title) <= LONGEST_COURSE else f"{one.title[:LONGEST_COURSE]}…" for one in courses]
    named = [say("documents.course", language, title=title, hours=one.hours)
             for title, one in zip(titles[:MOST_COURSES], courses, strict=False)]  # fmt: skip
    more = [say("documents.more_courses", language, count=len(courses))] if len(courses) > MOST_COURSES else []
    return say("documents.semicolon", language).join([*named, *more])


def _sources(page: DeclarationPage, language: str) -> str:
    parts = [say("documents.source", language, owner=line.owner, source=line.source, fen=line.asked)
             for line in page.held]  # fmt: skip
    return say("documents.semicolon", language).join(parts)


def _money(page: DeclarationPage, language: str) -> dict[str, Any]:
    lines = [
        {"name": spoken(cost.name, language), "sum": " + ".join(spoken(part, language) for part in cost.parts),
         "amount": say("case.yuan", language, fen=cost.fen)}
        for cost in page.money
    ]  # fmt: skip
    total = say("documents.total", language, fen=page.head.total) if page.head.total is not None else ""
    return {"label": say("documents.budget", language), "lines": lines, "total": total}


def _sheets(page: DeclarationPage, found: Sequence[Opinion], language: str) -> list[dict[str, Any]]:
    sheets = []
    texts = [
        {"label": spoken(fact.name, language), "words": spoken(fact.value, language)}
        for fact, most in _limits(page) if is_cut(spoken(fact.value, language), most)
    ]  # fmt: skip
    if texts:
        sheets.append(further(say("documents.in_full", language), texts=texts, fresh=True))
    if len(page.courses) > MOST_COURSES or any(len(one.title) > LONGEST_COURSE for one in page.courses):
        sheets.append(_course_table(page.courses, language, fresh=not sheets))
    boxes = boxed(found, language, most=MOST_SIGNED)
    if any(box["more"] for box in boxes) or any(is_cut(one.words, LONGEST_OPINION) for one in found):
        sheets.append(_opinion_table(found, language, fresh=not sheets))
    return sheets


def _limits(page: DeclarationPage) -> list[tuple[Fact, int]]:
    return [*((fact, LONGEST_FACT) for fact in page.facts), *((fact, LONGEST_TEXT) for fact in page.answers)]


def _course_table(courses: Sequence[Session], language: str, *, fresh: bool) -> dict[str, Any]:
    asked = ("title", "hours", "form", "lecturer")
    rows = [(one.title, speak(one.hours, language), say(f"session.{one.form}", language), one.lecturer)
            for one in courses]  # fmt: skip
    return further(say("form.syllabus", language), head=[say(f"form.syllabus.{name}", language) for name in asked],
                   widths=(50, 12, 18, 20), aligned=("l", "r", "l", "l"), rows=rows, fresh=fresh)  # fmt: skip


def _opinion_table(found: Sequence[Opinion], language: str, *, fresh: bool) -> dict[str, Any]:
    head = [say(f"documents.column_{name}", language) for name in ("record", "act", "opinion", "who", "day")]
    rows = []
    for one in found:
        told = signature(one, language)
        rows.append((str(one.n or "–"), told["act"], told["opinion"], told["who"], told["at"]))
    return further(say("documents.all_opinions", language), head=head, widths=(8, 15, 40, 20, 17),
                   aligned=("r", *"llll"), rows=rows, fresh=fresh)  # fmt: skip
