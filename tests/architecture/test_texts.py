"""Every sentence stands in both languages, with the same blanks, and whoever asks for one finds it."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.architecture.reading import CODE, ROOT, calls, first_text, name_of, sources, strings, tree
from workflow.domain.form_fields import FIELDS
from workflow.wording import LANGUAGES, keys, sentence

SPEAKERS = {"say", "tell", "plain", "t", "sentence", "Said", "Term"}  # functions whose first argument is a key
IN_TEMPLATES = {"t", "plain"}
TEMPLATES = sorted((ROOT / "webapp" / "templates").rglob("*.html"))
NOT_IN_CHINESE = re.compile("(?<!申)请|非法|无效")
# Sentences that quote a notation: what stands in it is written with half-width signs.
AS_IT_IS_WRITTEN = {
    "refusal.database_url",
    "rulebook.type.mapping",
    "rulebook.wrong_form.call",
    "rulebook.wrong_form.target",
}
SAME = {"the": "label"}  # "the start date" in an English sentence is the label in a Chinese one
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!?]|[,;!?][\u4e00-\u9fff]")


def blanks(key: str, language: str) -> frozenset[str]:
    """The names that a sentence wants filled, in either of its forms."""
    return frozenset(
        name
        for count in (1, 2)
        for _, name, _, _ in string.Formatter().parse(sentence(key, language, count))
        if name is not None
    )


def wanted(key: str) -> frozenset[str]:
    """The blanks of a sentence in all languages, ``count`` aside, which also chooses the form."""
    return frozenset().union(*(blanks(key, language) for language in LANGUAGES))


def spoken() -> Iterator[tuple[str, str, frozenset[str] | None]]:
    """Every key that stands in code or a template: place, key, and what fills it (``None``: cannot be read off)."""
    for path in sources(*CODE):
        for name, call in calls(path):
            key = first_text(call)
            if key is None or (name in SPEAKERS and "." not in key):
                continue
            if name == "Refusal":
                yield f"{name_of(path)}:{call.lineno}", f"refusal.{key}", filled_by_mapping(call)
            elif name in SPEAKERS:
                filled = filled_by_mapping(call) if name == "Said" else filled_by_keywords(call)
                yield f"{name_of(path)}:{call.lineno}", key, None if name == "Term" else filled
    for path in TEMPLATES:
        yield from spoken_in(path)


def spoken_in(path: Path) -> Iterator[tuple[str, str, frozenset[str] | None]]:
    """The same of one template."""
    for call in Environment().parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
        match call.node, call.args:
            case nodes.Name(name=name), [nodes.Const(value=str(key)), *_] if name in IN_TEMPLATES:
                filled = frozenset(pair.key for pair in call.kwargs)
                yield f"{name_of(path)}:{call.lineno}", key, None if call.dyn_kwargs else filled


def filled_by_keywords(call: ast.Call) -> frozenset[str] | None:
    names = [keyword.arg for keyword in call.keywords]
    return None if None in names else frozenset(name for name in names if name)


def filled_by_mapping(call: ast.Call) -> frozenset[str] | None:
    """The names in ``Refusal("code", {"name": …})``."""
    given = call.args[1] if len(call.args) > 1 else next((k.value for k in call.keywords if k.arg == "values"), None)
    match given:
        case None:
            return frozenset()
        case ast.Dict(keys=names) if all(isinstance(name, ast.Constant) for name in names):
            return frozenset(str(name.value) for name in names if isinstance(name, ast.Constant))
    return None


SPOKEN = sorted(spoken(), key=lambda said: said[:2])


def test_both_languages_have_the_same_sentences() -> None:
    assert keys("zh") == keys("en")
    assert len(keys("zh")) > 100


def test_both_languages_leave_the_same_blanks() -> None:
    def told(key: str, language: str) -> frozenset[str]:
        return frozenset(SAME.get(name, name) for name in blanks(key, language)) - {"count"}

    assert not {key for key in keys("zh") if told(key, "zh") != told(key, "en")}


def test_no_sentence_is_empty_or_half_translated() -> None:
    han = re.compile(r"[\u4e00-\u9fff]")
    assert not {key for language in LANGUAGES for key in keys(language) if not sentence(key, language, 1).strip()}
    words = {key: re.sub(r"\{.*?\}", "", sentence(key, "zh")) for key in keys("zh")}
    assert not {key for key, text in words.items() if len(text) > 12 and not han.search(text)}


def test_chinese_refusals_neither_beg_nor_scold() -> None:
    refusals = {key: sentence(key, "zh") for key in keys("zh") if key.startswith(("refusal.", "rulebook."))}
    assert not {key: text for key, text in refusals.items() if NOT_IN_CHINESE.search(text)}


def test_chinese_sentences_use_full_width_punctuation() -> None:
    told = {key: sentence(key, "zh") for key in keys("zh") if key not in AS_IT_IS_WRITTEN}
    assert not {key: text for key, text in told.items() if HALF_WIDTH.search(text)}


@pytest.mark.parametrize(("place", "key"), sorted({said[:2] for said in SPOKEN}), ids=lambda text: text)
def test_every_key_that_is_spoken_exists(place: str, key: str) -> None:
    assert key in keys("zh"), f"{place} asks for {key}"


def test_every_blank_is_filled() -> None:
    gaps = {
        f"{place}: {key} lacks {sorted(wanted(key) - filled)}"
        for place, key, filled in SPOKEN
        if filled is not None and key in keys("zh") and wanted(key) - filled
    }
    assert not gaps


IN_QUOTES = re.compile(r"""["']([\w.-]+)["']""")
JOINED = re.compile(r"""["']([\w.]+)["'] ~ [\w.\[\]]+(?: ~ ["']([\w.]+)["'])?""")
CODES = ("refusal", "rulebook")  # spoken by their code alone; a fault's mend goes with it


def put_together() -> Iterator[str]:
    """Patterns of what code and templates put together: ``f"paper.{kind}"``, ``"account." ~ name``."""
    for path in sources(*CODE):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.JoinedStr):
                parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in node.values]
                if len("".join(parts).replace(".+", "")) > 3:
                    yield "".join(parts)
    for path in TEMPLATES:
        for head, tail in JOINED.findall(path.read_text("utf-8")):
            yield f"{re.escape(head)}.+{re.escape(tail)}"


def test_every_sentence_is_spoken() -> None:
    said = {text for path in sources(*CODE) for _, text in strings(path)}
    said |= {text for path in TEMPLATES for text in IN_QUOTES.findall(path.read_text("utf-8"))}
    columns = [column for asked in FIELDS for column in asked.columns]
    families = {asked.words for asked in (*FIELDS, *columns)}
    joined = re.compile("|".join(sorted(set(put_together()))))

    def is_spoken(key: str) -> bool:
        family, _, code = key.partition(".")
        if key in said or family in families:
            return True
        if family in CODES:
            code = code.partition(".")[0] if family == "rulebook" else code
            return code in said or joined.fullmatch(code) is not None
        return joined.fullmatch(key) is not None

    assert not {key for key in keys("zh") if not is_spoken(key)}
