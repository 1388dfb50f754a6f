"""Records: canonical text, what is written is what is read, and how fast."""

import json
import time
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from workflow.trail.record import GENESIS, canonical, instant, make_record, moment_text, read_record, record_hash
from workflow.trail.verify import SAFE_INTEGER, Broken, walk
from workflow.wording import Fen

AT = datetime(2026, 10, 14, 9, 0, 0, 1, tzinfo=timezone(timedelta(hours=8)))
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-SAFE_INTEGER, SAFE_INTEGER) | TEXT,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXT, inner, max_size=5),
    max_leaves=25,
)


@given(JSON)
@example({"\U0001f600": 1, "\uff5e": 2, "\ue000": 3, "a": 4})  # above U+FFFF sorts before U+E000 in UTF-16
@example({"\x7f\x1f\u2028\"\\/": "\x00\b\t\n\f\r"})
@example([SAFE_INTEGER, -SAFE_INTEGER, True, False, None])
def test_canonical_equals_rfc8785(value: Any) -> None:
    assert canonical(value).encode() == rfc8785.dumps(value)


@given(JSON)
def test_canonical_text_reads_back_to_itself(value: Any) -> None:
    assert canonical(json.loads(canonical(value))) == canonical(value)


@pytest.mark.parametrize(
    "value", [1.0, [0.5], float("nan"), float("inf"), {"a": [2**53]}, -(2**53), "\ud800", {"\udfff": 1}]
)
def test_what_has_no_canonical_text(value: Any) -> None:
    with pytest.raises(ValueError):
        canonical(value)


@dataclass
class _Thing:
    x: int = 1


@pytest.mark.parametrize("value", [{1: 2}, {None: 1}, {"a": {1, 2}}, [b"x"], _Thing(), [date(2026, 1, 1)]])
def test_what_is_not_json(value: Any) -> None:
    with pytest.raises(TypeError):
        canonical(value)


def told(**changes: Any) -> dict[str, Any]:
    """The least a record tells."""
    return {
        "case": 3, "kind": "class_declaration", "n": 1, "prev": GENESIS, "at": AT, "act": "begin", "what": "created",
        "actor": 7, "role": "declarant", "unit": "CA", "from_state": None, "to_state": "draft", "process": "a" * 64,
        "policy": None, **changes,
    }  # fmt: skip


def test_the_least_record() -> None:
    text, digest = make_record(**told())
    assert json.loads(text) == {
        "v": 1, "alg": "sha256", "case": 3, "kind": "class_declaration", "n": 1, "prev": GENESIS,
        "at": "2026-10-14T01:00:00.000001Z", "act": "begin", "what": "created",
        "actor": {"id": 7, "role": "declarant", "unit": "CA"}, "from": None, "to": "draft", "process": "a" * 64,
        "policy": None, "form": None, "due": None,
    }  # fmt: skip
    assert text.encode() == rfc8785.dumps(json.loads(text))
    assert digest == record_hash(text) and len(digest) == 64


def test_a_full_record_is_read_as_it_was_told() -> None:
    text, digest = make_record(**told(
        n=5, prev="b" * 64, what="moved", from_state="a", to_state=None, form=(2, "c" * 64), due=AT + timedelta(days=2),
        acting_for=9, opinion="同意，“照此”办理。\n", proposed=(3, "d" * 64), seen="d" * 64,
        findings=(4, "e" * 64, [["R-25", "17", "block"]]), changes=("dates",),
        opened=[{"round": 2, "place": 0, "status": "open"}], asked=[(1, 1)], signed=[(1, 0)], closed=[(1, 2)],
        ended=[(1, "done")], remembered={"came_from": "a"}, set_={"declared_on": date(2026, 10, 14)},
        ledger=[{"line": 1, "kind": "reserve", "from": "available", "to": "reserved", "fen": Fen(100)}],
        rows={"paper": [{"id": 1}]}, request="r" * 36, given={"until": AT, "days": [date(2026, 1, 2)]}, late=AT,
    ))  # fmt: skip
    record = read_record(text)
    assert (record.hash, record.n, record.at, record.to_state, record.acting_for) == (digest, 5, AT, None, 9)
    assert (record.form, record.proposed, record.due) == ((2, "c" * 64), (3, "d" * 64), AT + timedelta(days=2))
    assert record.findings == (("R-25", "17", "block"),) and record.findings_hash == "e" * 64
    assert record.opinion == "同意，“照此”办理。\n" and record.changes == ("dates",) and record.late == AT
    assert record.given == {"until": moment_text(AT), "days": ["2026-01-02"]}
    assert record.set == {"declared_on": "2026-10-14"} and record.ledger[0]["fen"] == 100
    assert record.plain["seats"] == {"opened": [{"round": 2, "place": 0, "status": "open"}], "asked": [[1, 1]],
                                     "signed": [[1, 0]], "closed": [[1, 2]], "ended": [[1, "done"]]}  # fmt: skip


def test_nothing_said_is_not_written_but_an_emptied_memory_is() -> None:
    assert "remembered" not in json.loads(make_record(**told())[0])
    assert json.loads(make_record(**told(remembered={}))[0])["remembered"] == {}


def test_a_float_or_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError):
        make_record(**told(given={"rate": 0.5}))
    with pytest.raises(ValueError):
        make_record(**told(at=datetime(2026, 1, 1)))


@given(st.datetimes(timezones=st.just(UTC)))
def test_instants_are_exact(at: datetime) -> None:
    assert instant(moment_text(at)) == at
    assert len(moment_text(at)) == 27


@pytest.mark.parametrize("text", [
    "", "null", "[]", "{}", " {}", '{"v":1}', '{"v":1,"alg":"md5"}', '{"v":1,"alg":"sha256","v":1}', "{" * 100_000,
    '{"v":1,"alg":"sha256"}', "9" * 5000, "\ud800", '{"a":1.5}',
])  # fmt: skip
def test_no_record(text: str) -> None:
    with pytest.raises(Broken):
        read_record(text)


def test_a_record_written_otherwise_is_no_record() -> None:
    text, _ = make_record(**told(given={"\U0001f600": 1, "\uff5e": 2}))
    assert read_record(text).given
    for other in (json.dumps(json.loads(text)), text + " ", text.replace('"act"', '"\\u0061ct"'),
                  json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))):  # fmt: skip
        with pytest.raises(Broken):
            read_record(other)


def chain(length: int) -> list[str]:
    """A whole chain of records."""
    texts, prev = [], GENESIS
    for n in range(1, length + 1):
        text, prev = make_record(**told(n=n, prev=prev, from_state=None if n == 1 else "draft"))
        texts.append(text)
    return texts


def test_walk() -> None:
    texts = chain(5)
    assert [record["n"] for record, _ in walk(texts)] == [1, 2, 3, 4, 5]
    assert list(walk([])) == []


@pytest.mark.parametrize(("spoil", "n", "why"), [
    (lambda t: [t[0], t[2]], 2, "missing"),
    (lambda t: t[1:], 1, "missing"),
    (lambda t: [t[0], t[2], t[1]], 2, "missing"),
    (lambda t: [t[0], t[1].replace("declarant", "declaranx"), t[2]], 3, "not_linked"),
    (lambda t: [t[0], t[1].replace('"case":3', '"case":4'), t[2]], 2, "other_case"),
    (lambda t: [t[0], t[1] + "x"], 2, "not_canonical"),
    (lambda t: [t[0], ""], 2, "unreadable"),
    (lambda t: [t[0], t[1].replace("sha256", "sha257")], 2, "unknown_version"),
])  # fmt: skip
def test_the_first_broken_place_is_named(spoil: Any, n: int, why: str) -> None:
    with pytest.raises(Broken) as broken:
        list(walk(spoil(chain(3))))
    assert (broken.value.n, broken.value.why) == (n, why)


def test_writing_a_record_is_quick() -> None:
    findings = [[f"R-{n:02d}", "", "clear"] for n in range(12)]
    full = told(findings=(1, "e" * 64, findings), opinion="同意，按权限办理。" * 4, form=(1, "f" * 64))
    times = []
    for _ in range(300):
        start = time.perf_counter()
        make_record(**full)
        times.append(time.perf_counter() - start)
    assert min(times) < 100e-6  # 25 microseconds on an idle core; the bound allows for a slow one
