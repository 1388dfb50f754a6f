"""The declarations of the demo as answers to the form's questions, typed as a person would type them.

A sample (``samples.jsonl``) says what a class is, its completion (``completions.yaml``) the
rest of the answers; a declaration in flight says everything itself.  All of them go through
the form's own reader, as a page, the API and an import would.
"""

from collections.abc import Mapping
from typing import Any

from workflow.domain.declaration import ClassDeclaration
from workflow.domain.declaration_form import Choices, flatten, form_from_raw
from workflow.refusals import Refused

Answers = Mapping[str, Any]  # by question; lists of rows are lists of mappings


def sample_answers(sample: Mapping[str, Any], completions: Mapping[str, Any]) -> Answers:
    """One line of the samples and its completion as answers."""
    completion = completions["forms"][sample["id"]]
    return {
        "host_unit": completions["hosts"][sample["host_zh"]],
        "class_name": sample["title_zh"],
        "class_kind": completions["kinds"][sample["kind"]],
        "topic_code": sample["topic_code"],
        "plan_type": "in_plan" if sample["in_plan"] else "extra",
        "audience_tier": sample["tier"],
        "audience_codes": sample["audience_codes"],
        "channel": sample["channel"],
        "start_date": sample["start"],
        "half_days": str(sample["days"]),  # asked for in days, half a day being .5
        "mode": "full_time",
        "trainee_count": str(sample["people"]),
        "staff_count": str(sample["staff"]),
        "lodging": "yes" if sample["lodging"] else "no",
        **{name: answer for name, answer in completion.items() if name != "papers"},
    }


def form_of(answers: Answers, choices: Choices) -> ClassDeclaration:
    """The form that these answers fill in; raises ``Refused`` with every fault of them."""
    form, faults = form_from_raw(flatten(dict(answers)), choices)
    if faults:
        raise Refused(faults)
    return form
