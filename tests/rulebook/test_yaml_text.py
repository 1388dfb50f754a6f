"""YAML text is read as plain data with lines; everything that could surprise is refused."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rulebook.small import read_yaml
from workflow.rulebook.faults import DefinitionFaults
from workflow.rulebook.yaml_text import MAX_BYTES, MAX_DEPTH

REFUSED = [
    ("a: 1\nb: [1, 2", "syntax", 2),
    ("a: 1\n b: 2\n", "syntax", 2),
    ("a: 1\n\tb: 2\n", "syntax", 2),
    ("", "empty", 1),
    ("# only a comment\n", "empty", 1),
    ("a: 1\nb: 2\na: 3\n", "duplicate_key", 3),
    ("a: {b: 1, b: 2}\n", "duplicate_key", 1),
    ("a: &x 1\n", "anchor", 1),
    ("&k a: 1\n", "anchor", 1),
    ("a: {b: 1}\nc: *x\n", "alias", 2),
    ("a: !!python/object:os.system 1\n", "tag", 1),
    ("a: !!str 1\n", "tag", 1),
    ("a: 1\n---\nb: 2\n", "second_document", 2),
    ("a: .inf\n", "not_finite", 1),
    ("a: .NaN\n", "not_finite", 1),
    ("a: 1e999\n", "not_finite", 1),
    (f"a: {'9' * 5000}\n", "number_too_long", 1),
    ("[1, 2]: 3\n", "key_no_word", 1),
    (": 3\n", "key_no_word", 1),
    ("a: 1\nb: x\0y\n", "hidden_character", 2),
    ("a: 1\nb: x\u202ey\n", "hidden_character", 2),
    ("a: x\u200by\n", "hidden_character", 1),
    ("a: x\u2066y\n", "hidden_character", 1),
    ("a:\n" + "".join(f"{' ' * depth}b:\n" for depth in range(1, MAX_DEPTH + 2)), "too_deep", MAX_DEPTH + 1),
    ("a: [" + "[" * 30 + "]" * 30 + "]\n", "too_deep", 1),
    ("a: " + "x" * MAX_BYTES, "too_large", 1),
]


@pytest.mark.parametrize(("text", "what", "line"), REFUSED)
def test_what_could_surprise_is_refused(text: str, what: str, line: int) -> None:
    with pytest.raises(DefinitionFaults) as raised:
        read_yaml(text, "x.yaml")
    assert (f"rulebook.{what}", line) in [(fault.message_key, fault.line) for fault in raised.value.faults]
    assert str(raised.value).startswith("x.yaml:")


@pytest.mark.parametrize("raw", ["办班: 1\n".encode("gbk"), b"\xff\xfea\x00:\x00", b"a: 1\nb: \xc3\x28\n"])
def test_another_encoding_is_refused_with_its_line(raw: bytes) -> None:
    with pytest.raises(DefinitionFaults) as raised:
        read_yaml(raw, "x.yaml")
    fault = raised.value.faults[0]
    assert fault.message_key == "rulebook.not_utf8"
    assert fault.line == (2 if raw.startswith(b"a: 1") else 1)


def test_a_billion_laughs_is_refused_without_laughing() -> None:
    laughs = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    with pytest.raises(DefinitionFaults) as raised:
        read_yaml(laughs, "x.yaml")
    assert {fault.message_key for fault in raised.value.faults} == {"rulebook.anchor", "rulebook.alias"}


def test_words_stay_words() -> None:
    data, _ = read_yaml("on: yes\nno: off\nday: 2026-01-31\nq: '1'\nn: 1\nf: 1.5\nt: true\nz: ~\nv: 007\n", "x.yaml")
    assert data == {
        "on": "yes",
        "no": "off",
        "day": "2026-01-31",
        "q": "1",
        "n": 1,
        "f": 1.5,
        "t": True,
        "z": None,
        "v": 7,
    }


def test_lines_are_those_of_the_file() -> None:
    _, lines = read_yaml("a: 1\nb:\n  c: 2\n  d: [x,\n      y]\n", "x.yaml")
    assert [lines.of(path) for path in [("a",), ("b",), ("b", "c"), ("b", "d", 0), ("b", "d", 1)]] == [1, 2, 3, 4, 5]
    assert lines.of(("b", "c", "nothing", 3)) == 3
    assert lines.of(("nothing",)) == 1


def test_a_byte_order_mark_is_forgiven() -> None:
    assert read_yaml("\ufeffa: 1\n".encode(), "x.yaml")[0] == {"a": 1}


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        read_yaml(text, "x.yaml")
    except DefinitionFaults as refused:
        assert refused.faults and all(fault.line >= 1 for fault in refused.faults)
