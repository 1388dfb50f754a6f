"""Reads what was typed into the declaration form: all faults at once, good answers kept.

:func:`read_step` serves the wizard, :func:`form_from_raw` the API and the imports,
:func:`to_raw` fills the inputs again.  What is still missing before a declaration may be
sent is ``form_complete``'s question.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from workflow.domain import form_text
from workflow.domain.days import days_of
from workflow.domain.declaration import ClassDeclaration, Lecturer, Session, Share, Village
from workflow.domain.form_complete import complete, contradictions
from workflow.domain.form_fields import FIELD, FIELDS, GIVEN, STEPS, Choices, Field, fields_of, input_name, options
from workflow.domain.form_text import Unreadable
from workflow.refusals import Refusal
from workflow.wording import LANGUAGES, Label, Term, say

__all__ = ["FIELD", "FIELDS", "STEPS", "Choices", "Field", "complete", "fields_of", "flatten", "form_from_raw",
           "input_name", "options", "read_step", "to_raw"]

Raw = Mapping[str, Any]
_ROW = re.compile(r"(\d{1,3})-(\w{1,30})", re.ASCII)
_RECORDS: Mapping[str, type] = {"syllabus": Session, "lecturers": Lecturer, "fund_shares": Share,
                                "villages": Village}
_ASIDE = frozenset(("csrf_token", "request_id", "version", "step", "go"))  # said with a form, not answers of it


def read_step(step: int, raw: Raw, form: ClassDeclaration, choices: Choices
              ) -> tuple[ClassDeclaration, tuple[Refusal, ...]]:
    """The form with one step's answers, and every fault of them with its ``field``.

    A faulty answer leaves the earlier one standing; an input that was not sent leaves its
    answer alone, except ticks and lists of ticks, of which a browser sends nothing when empty.
    """
    return _read(fields_of(step), raw, form, choices)


def form_from_raw(raw: Raw, choices: Choices) -> tuple[ClassDeclaration, tuple[Refusal, ...]]:
    """A whole form from one flat record (API, import); a name that is no question is a fault too."""
    form, faults = _read(FIELDS, raw, ClassDeclaration(), choices)
    strangers = tuple(Refusal("field_unknown", {"given": _echo(name)}, field=_echo(name))
                      for name in raw if name not in _ASIDE and not _is_input(name))
    return form, faults + strangers


def flatten(record: Raw) -> dict[str, Any]:
    """A nested record (JSON, YAML) under the inputs' names: ``lecturers: [{name: …}]`` -> ``lecturers-0-name``."""
    raw: dict[str, Any] = {}
    for name, value in record.items():
        if isinstance(value, Mapping):
            raw.update((f"{name}-{cell}", inner) for cell, inner in value.items())
        elif isinstance(value, list | tuple) and value and all(isinstance(row, Mapping) for row in value):
            for place, row in enumerate(value):
                raw.update((f"{name}-{place}-{cell}", inner) for cell, inner in row.items())
        else:
            raw[name] = value
    return raw


def to_raw(form: ClassDeclaration) -> dict[str, Any]:
    """The form as the strings (and lists of strings) that fill its inputs; :func:`read_step` reads them back."""
    raw: dict[str, Any] = {}
    for asked in FIELDS:
        value = getattr(form, asked.attribute)
        if asked.kind == "rates":
            for column in asked.columns:
                raw[input_name(column)] = _shown(column, value.get(column.attribute))
        elif asked.kind == "rows":
            for row, record in enumerate(value):
                for column in asked.columns:
                    raw[input_name(column, row)] = _shown(column, getattr(record, column.attribute))
        else:
            raw[asked.name] = _shown(asked, value)
    return raw


def _read(fields: tuple[Field, ...], raw: Raw, form: ClassDeclaration, choices: Choices
          ) -> tuple[ClassDeclaration, tuple[Refusal, ...]]:
    answers: dict[str, Any] = {}
    faults: list[Refusal] = []
    for asked in fields:
        for name, value in _answer(asked, raw, form, choices, faults):
            answers[name] = value
    read = replace(form, **answers)
    read, order = _in_order(read, form)
    faults.extend(order)
    mine = {asked.name for asked in fields}
    faults.extend(fault for fault in contradictions(read) if (fault.field or "").split("-")[0] in mine)
    return read, tuple(faults)


def _answer(asked: Field, raw: Raw, form: ClassDeclaration, choices: Choices, faults: list[Refusal]
            ) -> Iterator[tuple[str, Any]]:
    if asked.kind == "rates":
        yield asked.name, _read_rates(asked, raw, form, choices, faults)
    elif asked.kind == "rows":
        records = _read_rows(asked, raw, choices, faults)
        if records is not None:
            yield asked.name, records
    elif asked.name in raw or asked.kind in ("yes_no", "many_choice"):
        if asked.step == GIVEN and asked.name not in raw:
            return
        try:
            value = _value(asked, raw.get(asked.name), choices)
        except Unreadable as fault:
            faults.append(_refusal(fault, asked))
        else:
            yield asked.attribute, _empty(asked) if value is None else value


def _value(asked: Field, raw: object, choices: Choices) -> Any:
    match asked.kind:
        case "text":
            return form_text.text(raw, asked.most)
        case "long_text":
            return form_text.text(raw, asked.most, lines=True)
        case "choice":
            return _chosen(asked, form_text.code(raw), choices)
        case "many_choice":
            return _many(asked, raw, choices)
        case "whole":
            return form_text.whole(raw, asked.least, asked.most)
        case "yuan":
            return form_text.yuan(raw, asked.most)
        case "half_days":
            return form_text.half_days(raw, asked.least, asked.most)
        case "day":
            return form_text.day(raw)
    return form_text.yes_no(raw)


def _chosen(asked: Field, code: str, choices: Choices) -> str:
    if code and code not in options(asked, choices):
        raise Unreadable("field_not_in_list", given=_echo(code))
    return code


def _many(asked: Field, raw: object, choices: Choices) -> tuple[str, ...]:
    given = raw if isinstance(raw, list | tuple) else [] if raw in (None, "") else [raw]
    if len(given) > 500:
        raise Unreadable("field_too_many", count=len(given), most=asked.most)
    codes = tuple(dict.fromkeys(filter(None, (_chosen(asked, form_text.code(one), choices) for one in given))))
    if len(codes) > asked.most:
        raise Unreadable("field_too_many", count=len(codes), most=asked.most)
    return codes


def _read_rates(asked: Field, raw: Raw, form: ClassDeclaration, choices: Choices, faults: list[Refusal]
                ) -> dict[str, int]:
    rates = dict(form.rates)
    for column in asked.columns:
        name, item = input_name(column), column.attribute
        if name not in raw:
            continue
        try:
            fen = _value(column, raw[name], choices)
        except Unreadable as fault:
            faults.append(_refusal(fault, column, name=name))
            continue
        rates.pop(item, None)
        if fen:
            rates[item] = int(fen)
    return rates


def _read_rows(asked: Field, raw: Raw, choices: Choices, faults: list[Refusal]) -> tuple[Any, ...] | None:
    """The records of a list, empty rows left out; ``None`` when the list was not sent or a row is faulty."""
    rows = _rows_sent(asked, raw)
    if rows is None:
        return None
    filled = [row for row in sorted(rows) if not _is_blank(asked, rows[row])]
    if len(filled) > asked.most:
        faults.append(_refusal(Unreadable("field_too_many_rows", count=len(filled), most=asked.most), asked))
        return None
    before, records = len(faults), []
    for place, row in enumerate(filled, 1):
        record = _read_row(asked, rows[row], row, place, choices, faults)
        if record is not None:
            records.append(record)
    return None if len(faults) > before else tuple(records)


def _read_row(asked: Field, cells: Raw, row: int, place: int, choices: Choices, faults: list[Refusal]) -> Any:
    values: dict[str, Any] = {}
    before = len(faults)
    for column in asked.columns:
        name = input_name(column, row)
        try:
            value = _value(column, cells.get(column.name.split(".")[1], column.standing), choices)
        except Unreadable as fault:
            faults.append(_refusal(fault, column, name=name, place=place))
            continue
        if value in (None, "") and column.standing:
            value = _value(column, column.standing, choices)
        if value in (None, "") and column.required:
            faults.append(_refusal(Unreadable("field_missing"), column, name=name, place=place))
        values[column.attribute] = "" if value is None else value
    return None if len(faults) > before else _RECORDS[asked.name](**values)


def _rows_sent(asked: Field, raw: Raw) -> dict[int, dict[str, Any]] | None:
    rows: dict[int, dict[str, Any]] | None = None
    for name, value in raw.items():
        table, dash, rest = str(name).partition("-")
        if table == asked.name and dash and (found := _ROW.fullmatch(rest)):
            rows = {} if rows is None else rows
            rows.setdefault(int(found[1]), {})[found[2]] = value
    return rows


def _is_blank(asked: Field, cells: Raw) -> bool:
    """Nothing in it but what an untouched row holds."""
    for column in asked.columns:
        given = cells.get(column.name.split(".")[1])
        if given not in (None, "", column.standing) and not (isinstance(given, str) and not given.strip()):
            return False
    return True


def _in_order(read: ClassDeclaration, before: ClassDeclaration) -> tuple[ClassDeclaration, tuple[Refusal, ...]]:
    """An end before the start is not kept: nothing after this floor has to think of it."""
    start, end = read.start_date, read.end_date
    if start is None or end is None or start <= end:
        return read, ()
    kept = before.end_date if before.end_date and before.end_date >= start else None
    return replace(read, end_date=kept), (Refusal("end_before_start", {"start": start}, field="end_date"),)


def _empty(asked: Field) -> Any:
    """What an emptied number, date or amount leaves behind."""
    return 0 if asked.kind == "yuan" else getattr(ClassDeclaration(), asked.attribute)


def _refusal(fault: Unreadable, asked: Field, *, name: str | None = None, place: int | None = None) -> Refusal:
    label: Label | Term = asked.label
    the: Label | Term = Term(f"{asked.label.key}.the")
    if place is not None:
        label, the = (Label(*(say("form.cell", language, column=column, row=place) for language in LANGUAGES))
                      for column in (label, the))
    return fault.refusal(label, name or asked.name, the)


def _shown(asked: Field, value: Any) -> Any:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case tuple():
            return list(value)
        case date():
            return value.isoformat()
        case int() if asked.kind == "yuan":
            return f"{value // 100}.{value % 100:02d}" if value % 100 else str(value // 100)
        case int() if asked.kind == "half_days":
            return days_of(value)
    return str(value)


def _is_input(name: str) -> bool:
    table, dash, rest = name.partition("-")
    asked = FIELD.get(table)
    if asked is None or bool(dash) != (asked.kind in ("rates", "rows")):
        return False
    if asked.kind == "rates":
        return any(input_name(column) == name for column in asked.columns)
    if asked.kind == "rows":
        found = _ROW.fullmatch(rest)
        return found is not None and any(column.name == f"{table}.{found[2]}" for column in asked.columns)
    return True


def _echo(given: str) -> str:
    """A stranger's text as it may stand in a sentence: short, and without what cannot be seen."""
    seen = "".join(letter if letter.isprintable() else "�" for letter in str(given)[:40])
    return seen + ("…" if len(str(given)) > 40 else "")
