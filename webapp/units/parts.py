"""What the unit's templates have at hand besides: where a fault is mended, file sizes, both texts of a clash."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Flask, url_for
from markupsafe import Markup

from webapp.units.answers import NO_ANSWER, said
from webapp.units.layout import UPLOADS
from webapp.units.progress import step_of
from webapp.wording import t
from workflow.domain.declaration import ClassDeclaration
from workflow.domain.declaration_form import Choices, Field
from workflow.refusals import Refusal
from workflow.wording import Fen, Label, Term
from workflow.wording.catalogue import MONTHS


def install(app: Flask) -> None:
    app.jinja_env.globals.update(
        fault_address=fault_address, file_size=file_size, said_answer=said_answer, typed_fields=typed_fields,
        uploads=UPLOADS, money=Fen, month_name=month_name,
        paper_terms=lambda kinds: tuple(Term(f"paper.{kind}") for kind in kinds),
    )


def fault_address(case_id: int, fault: Refusal) -> str:
    """Where a fault is mended: the field of its step, or the field on this page."""
    number = step_of(fault)
    if not number:
        return f"#f-{fault.field}"
    return url_for("drafts.step", case_id=case_id, number=number, mend=1, _anchor=f"f-{fault.field}")


def file_size(size: int) -> str:
    """Bytes as kB or MB."""
    return f"{size / 1024 / 1024:.1f} MB" if size >= 1024 * 1024 else f"{max(1, round(size / 1024))} kB"


def month_name(month: int) -> Label:
    return Label(str(month), MONTHS[month - 1])


def said_answer(asked: Field, form: ClassDeclaration, choices: Choices) -> Markup:
    """One answer of a form in words; a dash where there is none."""
    value = getattr(form, asked.attribute)
    return t("draft.not_answered") if value in NO_ANSWER or value == {} else said(asked, value, choices)


def typed_fields(typed: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What was typed, field by field, to be sent once more."""
    for name, value in typed.items():
        if name not in ("csrf_token", "request_id", "version", "base", "go"):
            for one in value if isinstance(value, list) else [value]:
                yield name, one
