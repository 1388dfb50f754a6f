"""The sheet of all rules as Markdown: what ``docs/rules.md`` holds, written from the code and the policies."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from workflow.engine.rules.register import RULES
from workflow.queries.rules_page import RuleLine, marks, number_lines, rule_lines
from workflow.rulebook.policy import Policy
from workflow.rulebook.rulebook import Rulebook
from workflow.wording import LANGUAGES
from workflow.wording.catalogue import speak

HEAD = """# The rules of the office

Written by `shenbao policy table --tests tests/engine/rules`; a test compares this file with the code. Defaults are
those of the policy in force in 2026; where another profile says otherwise, it follows in brackets. Marks of sources
stand in `definitions/sources.yaml`; K is unverified knowledge, P a proposal of ours. No number is confirmed by a
district before a named person has put their name to it in the policy file.

*Where it stops*: the place at which a block stops the class; a warning asks the unit for an explanation there.

| Rule | Says | Default | Clause | Source | Asked | Where it stops | Who may override | Tests |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
"""
NEW_LINE = "<br>"
YEAR = date(2026, 1, 1)


def sheet_policy(rulebook: Rulebook) -> Policy:
    """The policy whose defaults the sheet tells: the one in force in 2026, without overlays."""
    return rulebook.policy_on(YEAR)


def rules_sheet(rulebook: Rulebook, policy: Policy, tests: Mapping[str, Sequence[str]]) -> str:
    """The whole sheet; ``tests``: names of tests by rule."""
    profiles = tuple(sorted((one for one in rulebook.policies.values() if one.is_base and one is not policy),
                            key=lambda one: one.effective_from))
    rows = (_row(rulebook, line, policy, profiles, tests.get(line.code, ())) for line in rule_lines(rulebook, policy))
    return HEAD + "".join(f"| {' | '.join(cell or '–' for cell in row)} |\n" for row in rows)


def _row(rulebook: Rulebook, line: RuleLine, policy: Policy, profiles: Sequence[Policy],
         tests: Sequence[str]) -> tuple[str, ...]:
    overlays = [one for one in rulebook.overlays if line.code in one.rules]
    return (
        f"**{line.code}**" + NEW_LINE + _both(line.name),
        _both(line.says),
        NEW_LINE.join(_numbers(rulebook, line, policy, profiles)),
        _both(line.citation),
        ", ".join(line.source),
        _both(line.asked),
        NEW_LINE.join((_both(line.gate), *_severities(line.code, policy, profiles),
                       *(f"{one.code}: may be switched on" for one in overlays))),
        _both(line.over) if line.over else "",
        NEW_LINE.join(f"`{name}`" for name in tests),
    )


def _numbers(rulebook: Rulebook, line: RuleLine, policy: Policy, profiles: Sequence[Policy]) -> Iterator[str]:
    """Each number, with the profiles that hold another value."""
    for place, number in enumerate(line.numbers):
        path = RULES[line.code].numbers[place]
        others = (f"{one.code}: {_said(number_lines(one, rulebook.roles, (path,))[0].value)}" for one in profiles
                  if one.get(path) != policy.get(path))
        told = "; ".join(others)
        yield f"`{path}` {_said(number.value)}" + (f" ({told})" if told else "")
    for overlay in rulebook.overlays:
        for path in RULES[line.code].numbers:
            if path in overlay.entries:
                entry = overlay.entries[path]
                yield f"{overlay.code}: `{path}` {_said(entry.value)} ({', '.join(marks(entry.source))})"


def _severities(code: str, policy: Policy, profiles: Sequence[Policy]) -> Iterator[str]:
    """How hard the rule is in each profile."""
    for one in (policy, *reversed(profiles)):
        terms = one.terms(code)
        yield f"{one.code}: {terms.severity if terms else 'off'}"


def _said(value: object) -> str:
    return speak(value, "en").replace("|", "\\|")


def _both(value: object) -> str:
    """In Chinese and in English, one under the other."""
    return NEW_LINE.join(speak(value, language).replace("|", "\\|") for language in LANGUAGES)
