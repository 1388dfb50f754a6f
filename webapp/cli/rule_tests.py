"""Which tests are about which rule: a test function that names the rule's id, or facts marked as its boundary."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

RULE = re.compile(r"R-(?:\d\d|[A-Z]\d)")
MARK = "boundary"  # @boundary("R-02", "timing.declare_lead_workdays"): facts on both sides of that number


def named_tests(folder: Path) -> dict[str, list[str]]:
    """Names of tests by the rules they are about, file by file, in the order of the files."""
    found: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.py")):
        for name, rules in _tests(ast.parse(path.read_text(encoding="utf-8"))):
            for rule in rules:
                found.setdefault(rule, []).append(f"{path.stem}: {name}")
    return found


def _tests(module: ast.Module) -> Iterator[tuple[str, list[str]]]:
    for node in ast.walk(module):
        if not isinstance(node, ast.FunctionDef):
            continue
        marks = [mark for mark in node.decorator_list if isinstance(mark, ast.Call) and ast.unparse(mark.func) == MARK]
        told: list[ast.AST] = list(marks) or ([node] if node.name.startswith("test_") else [])
        if told:
            yield node.name, sorted({text for part in told for text in _rules(part)})


def _rules(part: ast.AST) -> Iterator[str]:
    """The ids of rules that stand in it, alone or at the beginning of what is told of the test."""
    for text in ast.walk(part):
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            if begins := re.match(rf"({RULE.pattern})(?:$|:)", text.value):
                yield begins[1]
