"""The approval slip (办班批准单): what the check page says, on paper, with the code to ask it again."""

from workflow.documents.typesetting import typeset
from workflow.office import Office
from workflow.queries.account import house
from workflow.queries.check_page import Approval, check
from workflow.queries.official_words import Printed, sheet, spoken
from workflow.refusals import NotFound
from workflow.wording import Label, Term, say, speak

WIDTHS = {"zh": (26, 74), "en": (32, 68)}


def approval_slip(office: Office, typed: str, language: str, check_at: str) -> Printed:
    """The slip of the approved class with this number; raises ``NotFound`` where the check page finds none."""
    asked = check(office, typed)
    if asked.found is None:
        raise NotFound("approval", asked.wanted)
    found, names_of = asked.found, house(office)
    title = say("documents.slip_title", language)
    mark = "" if found.holds else say(f"documents.standing_{found.standing}", language)
    data = {
        **sheet(office, language, title, number=found.number, check_at=check_at, author=names_of.department, mark=mark),
        "head": names_of.official if language == "zh" else names_of.department.en,
        "widths": WIDTHS[language],
        "rows": [{"label": label, "words": words} for label, words in slip_rows(found, language)],
        "notes": [say("documents.slip_note", language, at=office.clock()),
                  say("documents.note_refuse", language, clause=asked.clause)],
        "signed_by": names_of.official if language == "zh" else names_of.department.en,
        "signed_on": speak(found.decided_on, language),
    }  # fmt: skip
    name = say("documents.slip_file", language, number=found.number)
    return Printed(f"{name}.pdf", typeset("slip", data, office.clock()))


def slip_rows(found: Approval, language: str) -> list[tuple[str, str]]:
    """The facts of an approval as anybody may know them: question and answer."""
    values = (
        ("form.class_name", found.title),
        ("form.host_unit", found.host or Label("", "")),
        ("case.when", found.when),
        ("form.trainee_count", say("case.people", language, count=found.people or 0)),
        ("documents.declaration_no", found.number),
        ("documents.receipt_no" if found.filed else "documents.reply_no", found.paper_no),
        ("documents.filed_on" if found.filed else "documents.approved_on", found.decided_on),
        ("documents.standing", Term(f"documents.standing_{found.standing}")),
    )
    return [(say(key, language), spoken(value, language)) for key, value in values]
