"""A small house with a small process, to break in one place at a time."""

from typing import Any

from workflow.rulebook.faults import DefinitionFaults, Fault
from workflow.rulebook.file_reading import faults_of_process
from workflow.rulebook.process import Process
from workflow.rulebook.roles import Role, Roles
from workflow.rulebook.vocabulary import (
    ActionName,
    GateName,
    MemoryKey,
    Optional,
    PolicyPath,
    RuleName,
    StateName,
    Vocabulary,
)
from workflow.rulebook.yaml_text import Lines, parse
from workflow.wording import Label

ROLES = Roles(
    {
        code: Role(code, Label(code, code), scope)
        for code, scope in (("clerk", "unit"), ("head", "unit"), ("office", "district"), ("finance", "district"))
    }
)

VOCABULARY = Vocabulary(
    guards={
        "form_complete": {},
        "no_open_block": {"gate": Optional(GateName)},
        "at_most": {"times": int},
        "papers_present": {"kinds": tuple},
        "errand_open": {"action": ActionName},
        "within": {"workdays": PolicyPath, "strict": Optional(bool)},
        "asked": {"gates": tuple[GateName, ...], "rule": Optional(RuleName)},
    },
    predicates={"large": {}, "flagged": {"key": MemoryKey}},
    effects={"remember": {"key": MemoryKey, "state": StateName}, "notify": {"kind": str}},
    inputs=frozenset({"new_date"}),
    fields={"class_declaration": frozenset({"trainee_count", "rates"}), "form": frozenset()},
    rules=frozenset({"R-02", "R-25"}),
    roles=ROLES,
    policy_paths=frozenset({"timing.gates.funding"}),
)

PROCESS = """\
process: small
version: 1
zh: 小流程
en: Small process
subject: class_declaration
roles: [clerk, head, office]
initial: draft
stages:
  work: {zh: 办理, en: Work}
states:
  draft: {stage: work, zh: 草稿, en: Draft}
  review: {stage: work, gate: funding, zh: 审核, en: Review, due: {policy: timing.gates.funding}}
  returned: {stage: work, zh: 退回, en: Returned, remember: back}
  done: {stage: work, kind: end, zh: 办结, en: Done}
actions:
  send:
    zh: 送审
    en: Send
    from: draft
    to: review
    decides: true
    signers: {one: [{role: clerk}]}
    guards: [form_complete]
  pass:
    zh: 通过
    en: Pass
    from: review
    to: done
    decides: true
    signers: {in_order: [{role: head}, {role: office, when: large}]}
    guards: [{no_open_block: {gate: funding}}, {at_most: {times: 3}}]
    effects: [{notify: {kind: passed}}]
    relies_on: [rates, findings.R-25]
  return:
    zh: 退回
    en: Return
    from: review
    to: returned
    signers: gate
    opinion: required
  resubmit:
    zh: 重报
    en: Resubmit
    from: returned
    to: {recall: back}
    decides: true
    signers: {one: [{role: clerk}]}
    inputs: [new_date]
  reopen:
    zh: 重开
    en: Reopen
    from: done
    to: {if: large, then: review, else: draft}
    signers: {one: [{role: office}]}
    reopens: true
"""


def changed(*changes: tuple[str, str]) -> str:
    """The small process with words replaced; each must stand in it exactly once."""
    text = PROCESS
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


def read(text: str | bytes) -> tuple[Process | None, tuple[Fault, ...]]:
    """The process of a text, and everything that is wrong with it."""
    return faults_of_process(text, "small.yaml", VOCABULARY)


def read_yaml(text: str | bytes, source: str) -> tuple[Any, Lines]:
    """The data of a YAML text and where it stands; raises ``DefinitionFaults`` with all faults."""
    data, lines, faults = parse(text, source)
    if faults:
        raise DefinitionFaults(faults)
    return data, lines


def line_of(text: str, words: str) -> int:
    """The line on which these words stand first."""
    return text[: text.index(words)].count("\n") + 1
