"""The thirty sample declarations as whole forms, and the world around them, read from the project's own data.

Everything goes through the form's own reader, as a page, the API and an import would.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from workflow.domain.declaration import ClassDeclaration, Share
from workflow.domain.declaration_form import Choices, flatten, form_from_raw
from workflow.domain.people import Unit
from workflow.engine.rules.facts import Facts, Line, SimilarClass
from workflow.engine.vocabulary import vocabulary
from workflow.rulebook.policy import Policy
from workflow.rulebook.reading import read_rulebook
from workflow.rulebook.rulebook import Rulebook
from workflow.wording.values import Label

DEFINITIONS = Path(__file__).parent.parent / "definitions"
DEMO = DEFINITIONS / "demo"
PLENTY = 1_000_000_00  # fen on every line: money is not what these tests are about


@dataclass(frozen=True)
class Sample:
    """One sample made whole: its form, the day it was declared and the kinds of papers with it."""

    id: str
    form: ClassDeclaration
    declared_on: date
    papers: frozenset[str]
    facts: dict[str, Any]  # the line of samples.jsonl


@cache
def rulebook() -> Rulebook:
    return read_rulebook(DEFINITIONS, vocabulary)


@cache
def policy() -> Policy:
    """The rules of 2026."""
    return rulebook().policy_on(date(2026, 6, 1))


@cache
def units() -> dict[str, Unit]:
    listed = YAML(typ="safe").load(DEMO / "units.yaml")["units"]
    return {row["code"]: Unit(row["code"], Label(row["zh"], row["en"]), row["kind"], row["level"], row.get("parent"),
                              row.get("system", "")) for row in listed}


@cache
def plan_items() -> dict[str, str]:
    """Plan item by sample id; items are numbered in the order of the file."""
    plans = YAML(typ="safe").load(DEMO / "plan.yaml")["plans"]
    items = [item for plan in plans for item in plan["items"]]
    return {item["ref"]: f"2026-{n:03d}" for n, item in enumerate(items, 1) if "ref" in item}


@cache
def choices() -> Choices:
    book = rulebook()
    return Choices(
        units={code: unit.label for code, unit in units().items()},
        organisers={code: unit.label for code, unit in units().items() if unit.kind == "institution"},
        topics={topic.code: topic.label for topic in book.lexicon.topics.values()},
        audiences={audience.code: audience.label for audience in book.audiences.values()},
        plan_items={code: Label(code, code) for code in plan_items().values()},
    )


def raw_answers(sample: dict[str, Any], table: dict[str, Any]) -> dict[str, Any]:
    """One line of samples.jsonl and its completion as the inputs of the form."""
    answers = {
        "host_unit": table["hosts"][sample["host_zh"]], "class_name": sample["title_zh"],
        "class_kind": table["kinds"][sample["kind"]], "topic_code": sample["topic_code"],
        "plan_type": "in_plan" if sample["in_plan"] else "extra", "plan_item": plan_items().get(sample["id"], ""),
        "audience_tier": sample["tier"], "audience_codes": sample["audience_codes"], "channel": sample["channel"],
        "start_date": sample["start"], "half_days": str(sample["days"]), "mode": "full_time",
        "trainee_count": str(sample["people"]), "staff_count": str(sample["staff"]),
        "lodging": "yes" if sample["lodging"] else "no",
        **{name: answer for name, answer in table["forms"][sample["id"]].items() if name != "papers"},
    }
    return flatten(answers)


@cache
def samples() -> dict[str, Sample]:
    """All thirty, by id; a fault in the data is a fault of the test run."""
    table = YAML(typ="safe").load(DEMO / "completions.yaml")
    found = {}
    for line in (DEMO / "samples.jsonl").read_text(encoding="utf-8").splitlines():
        sample = json.loads(line)
        form, faults = form_from_raw(raw_answers(sample, table), choices())
        if faults:
            raise ValueError(f"{sample['id']}: {faults}")
        found[sample["id"]] = Sample(sample["id"], form, date.fromisoformat(sample["declared_on"]),
                                     frozenset(table["forms"][sample["id"]]["papers"]), sample)
    return found


def expected_pairs() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DEMO / "expected_pairs.json").read_text(encoding="utf-8"))
    return loaded


def facts_of(form: ClassDeclaration, declared_on: date, **world: Any) -> Facts:
    """The facts of a form in a world with money on every line it names."""
    named = {"similar": (), "papers": frozenset(), "lines": lines_for(form.fund_shares), "plan_item_known": True,
             "policy": policy(), "units": units(), **world}
    book = rulebook()
    return Facts(form=form, declared_on=declared_on, workdays=book.workdays, audiences=book.audiences,
                 lexicon=book.lexicon, **named)


def sample_facts(sample: Sample, **world: Any) -> Facts:
    """One sample alone in the world."""
    return facts_of(sample.form, sample.declared_on, **{"papers": sample.papers, **world})


def similar(sample: Sample, case_id: int = 7, verdict: str = "") -> SimilarClass:
    """A sample as another class that is under way."""
    host = units()[sample.form.host_unit].label
    return SimilarClass(case_id, f"CX-2026-{case_id:04d}", sample.form, host, "submitted", verdict)


def lines_for(shares: tuple[Share, ...], year: int = 2026, appropriated: int = PLENTY) -> tuple[Line, ...]:
    return tuple(Line(n, share.owner, year, share.source, "open", appropriated, 0, 0, 0)
                 for n, share in enumerate(shares, 1))
