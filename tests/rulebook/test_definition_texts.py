"""Every fault has its sentence and its mend, in both languages, with the same places to fill."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from workflow.wording import LANGUAGES, keys
from workflow.wording.catalogue import sentence

OURS = sorted(key for key in keys("zh") if key.startswith("rulebook."))
WORDS = ("rulebook.type.", "rulebook.number.", "rulebook.whole_file")
SOURCES = [path.read_text(encoding="utf-8") for path in Path("workflow/rulebook").glob("*.py")]


def places(key: str, language: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence(key, language)) if name}


def test_both_languages_know_the_same_faults() -> None:
    assert OURS == sorted(key for key in keys("en") if key.startswith("rulebook."))


@pytest.mark.parametrize("key", [key for key in OURS if not key.startswith(WORDS)])
def test_a_sentence_fills_the_same_places_in_both_languages(key: str) -> None:
    assert places(key, "zh") == places(key, "en")
    zh, en = (sentence(key, language) for language in LANGUAGES)
    assert zh.endswith("。") and en.endswith((".", "?")) and not re.search("[一-鿿]", en)
    assert not re.search("请|非法|无效", zh)


@pytest.mark.parametrize("key", [key for key in OURS if not key.startswith(WORDS) and key.count(".") == 1])
def test_a_fault_has_a_mend(key: str) -> None:
    assert any(other.startswith(f"{key}.") for other in OURS), f"{key} has no mend"


@pytest.mark.parametrize("key", [key for key in OURS if not key.startswith(WORDS) and key.count(".") == 1])
def test_no_text_is_left_over(key: str) -> None:
    """Each fault is raised somewhere; those that pydantic names, and unknown_<kind>, are built from parts."""
    name = key.removeprefix("rulebook.")
    built = {"unknown_guard", "unknown_predicate", "unknown_effect", "greater_than_equal", "less_than_equal"}
    assert name in built or any(f'"{name}"' in text for text in SOURCES)


def test_every_fault_that_the_code_names_has_a_text() -> None:
    where = {"fault": 2, "unknown": 2, "_note": 1, "_known": 0}  # which argument names the fault
    seen = set()
    for text in SOURCES:
        for call in ast.walk(ast.parse(text)):
            if not isinstance(call, ast.Call):
                continue
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            told = call.args[where[name]] if name in where and len(call.args) > where[name] else None
            if isinstance(told, ast.Constant) and isinstance(told.value, str):
                seen.add(told.value)
                assert f"rulebook.{told.value}" in OURS
    assert len(seen) > 70
