"""What is still missing or at odds in a declaration before its unit may send it.

Pure questions about one form; the rules of the year (caps, lead time) are the engine's.
"""

from collections.abc import Iterator

from workflow.domain.days import days_of
from workflow.domain.declaration import ClassDeclaration
from workflow.domain.form_fields import FIELDS, Field
from workflow.refusals import Refusal
from workflow.wording.values import Fen, Term


def complete(form: ClassDeclaration) -> tuple[Refusal, ...]:
    """Every reason why this form cannot be sent yet, in the order of the form; empty when it can."""
    found = [*_missing(form), *_too_long(form), *contradictions(form)]
    order = {asked.name: place for place, asked in enumerate(FIELDS)}
    return tuple(sorted(found, key=lambda fault: order[(fault.field or "").split("-")[0]]))


def contradictions(form: ClassDeclaration) -> tuple[Refusal, ...]:
    """Answers that are each fine and do not fit together."""
    return (*_days_at_odds(form), *_villages_at_odds(form), *_rates_at_odds(form), *_shares_at_odds(form))


def _missing(form: ClassDeclaration) -> Iterator[Refusal]:
    for asked in FIELDS:
        if (asked.required or _wanted(asked.name, form)) and getattr(form, asked.attribute) in (None, "", ()):
            code = "field_not_chosen" if "choice" in asked.kind else "field_missing"
            yield Refusal(code, _names(asked), field=asked.name)
    if form.total_fen and not form.fund_shares:
        yield Refusal("shares_missing", {"total": Fen(form.total_fen)}, field="fund_shares")


def _too_long(form: ClassDeclaration) -> Iterator[Refusal]:
    """The form's own reader refuses these; a content may come by another road."""
    for asked in FIELDS:
        text = getattr(form, asked.attribute) if asked.kind in ("text", "long_text") else ""
        if asked.most and len(text or "") > asked.most:
            yield Refusal("field_too_long", {**_names(asked), "count": len(text), "most": asked.most}, field=asked.name)


def _wanted(name: str, form: ClassDeclaration) -> bool:
    """The questions that another answer makes necessary."""
    return (name == "plan_item" and form.plan_type == "in_plan"
            or name == "extra_reason" and form.plan_type == "extra"
            or name == "partner" and form.channel == "out"
            or name == "villages" and form.channel == "down")


def _days_at_odds(form: ClassDeclaration) -> Iterator[Refusal]:
    if form.half_days and form.start_date and form.end_date and form.start_date <= form.end_date:
        span = (form.end_date - form.start_date).days + 1
        if form.half_days > 2 * span:
            yield Refusal("days_beyond_span", {"days": days_of(form.half_days), "count": span,
                                               "start": form.start_date, "end": form.end_date}, field="half_days")


def _villages_at_odds(form: ClassDeclaration) -> Iterator[Refusal]:
    """Each stop lies within the days of the class, and its people are its own: together they are the trainees."""
    for row, village in enumerate(form.villages):
        if form.start_date and form.end_date and not form.start_date <= village.day <= form.end_date:
            yield Refusal("village_day", {"row": row + 1, "name": village.name, "start": form.start_date,
                                          "end": form.end_date}, field=f"villages-{row}-day")
    people = sum(village.people for village in form.villages)
    if form.villages and form.trainee_count and people != form.trainee_count:
        yield Refusal("village_people", {"sum": people, "count": form.trainee_count}, field="villages")


def _rates_at_odds(form: ClassDeclaration) -> Iterator[Refusal]:
    """A rate for a thing that is not provided; to be answered while both questions have been."""
    for item, provided in (("lodging", form.lodging), ("meals", form.meals)):
        rate = form.rates.get(item, 0)
        if rate and not provided:
            yield Refusal("rate_without_item", {"item": Term(f"budget.{item}"), "fen": Fen(rate)},
                          field=f"rates-{item}")


def _shares_at_odds(form: ClassDeclaration) -> Iterator[Refusal]:
    if not form.fund_shares:
        return
    seen: set[tuple[str, str]] = set()
    for row, share in enumerate(form.fund_shares):
        name = f"fund_shares-{row}-"
        if (share.owner, share.source) in seen:
            yield Refusal("share_twice", {"row": row + 1}, field=name + "source")
        seen.add((share.owner, share.source))
        if share.fen <= 0:
            yield Refusal("share_empty", {"row": row + 1}, field=name + "amount")
    drawn = sum(share.fen for share in form.fund_shares)
    if drawn != form.total_fen and form.half_days and form.trainee_count:  # without them there is no total yet
        code = "shares_too_much" if drawn > form.total_fen else "shares_too_little"
        yield Refusal(code, {"total": Fen(form.total_fen), "drawn": Fen(drawn),
                             "difference": Fen(abs(drawn - form.total_fen))}, field="fund_shares")


def _names(asked: Field) -> dict[str, Term]:
    return {"label": asked.label, "the": Term(f"{asked.label.key}.the")}


