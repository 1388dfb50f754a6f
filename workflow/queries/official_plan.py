"""The official form of a unit's annual plan: its classes, its money, the opinions it was filed on."""

from sqlalchemy import Connection, select

from workflow.documents.typesetting import typeset
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.queries.account import house
from workflow.queries.declaration_page import declaration_page
from workflow.queries.official_words import Printed, boxed, opinions, sheet, spoken
from workflow.queries.visible import Sight
from workflow.refusals import NotFound
from workflow.store.cases import annual_plan, case, plan_item
from workflow.wording import Fen, Label, say, speak

KIND = "annual_plan"
COLUMNS = ("place", "code", "name", "channel", "month", "people", "amount")


def plan_form(office: Office, actor: Actor, case_id: int, language: str, check_at: str) -> Printed:
    """The form of an annual plan as this actor may see it; raises ``NotFound`` for any other case."""
    page = declaration_page(office, actor, case_id)
    if page.sight is not Sight.FULL or page.head.kind != KIND:
        raise NotFound("case", case_id)
    with office.database.read() as connection:
        row = connection.execute(
            select(case.c.process_hash, annual_plan.c.year)
            .join_from(case, annual_plan, annual_plan.c.case_id == case.c.id)
            .where(case.c.id == case_id)
        ).one()
        process = office.rulebook.processes[row.process_hash]
        codes = _codes(connection, case_id)
        found = opinions(connection, office, process, case_id)
    host, names_of = page.head.host or Label("", ""), house(office)
    title = say("documents.plan_title", language, unit=host, year=str(row.year))
    filed = process.states[page.head.state_code].kind == "end"
    mark = "" if filed else say("documents.draft", language)
    rows = [
        [speak(place, language), item.code or codes.get((item.name, item.month), "–"), item.name,
         spoken(item.channel, language), speak(item.month, language), speak(item.people, language),
         speak(item.total, language)]
        for place, item in enumerate(page.plan, 1)
    ]  # fmt: skip
    total = Fen(sum(item.total for item in page.plan))
    data = {
        **sheet(office, language, title, number="", check_at=check_at, author=names_of.department,
                version=page.head.version, called=host[language], mark=mark),
        "lines": [say("documents.plan_state", language, unit=host, state=page.head.state)],
        "head": [say(f"documents.plan_{name}", language) for name in COLUMNS],
        "widths": [8, 14, 40, 14, 10, 10, 16], "aligned": ["r", "l", "l", "l", "r", "r", "r"], "rows": rows,
        "total": say("documents.plan_total", language, count=len(rows), fen=total,
                     people=sum(item.people for item in page.plan)),
        "boxes": [box for box in boxed(found, language, over=filed)
                  if box["signed"] or box["label"] in _asked(language)],
    }  # fmt: skip
    name = say("documents.plan_file", language, unit=host, year=str(row.year))
    return Printed(f"{name}.pdf", typeset("plan_form", data, office.clock()))


def _codes(connection: Connection, case_id: int) -> dict[tuple[str, int], str]:
    """The numbers that the classes of a filed plan were given, by name and month."""
    rows = connection.execute(
        select(plan_item.c.class_name, plan_item.c.month, plan_item.c.code).where(plan_item.c.case_id == case_id)
    )
    return {(row.class_name, row.month): row.code for row in rows}


def _asked(language: str) -> tuple[str, ...]:
    """The boxes that a plan always has: finance and leaders need not sign one."""
    return tuple(say(f"documents.box_{box}", language) for box in ("unit", "department"))
