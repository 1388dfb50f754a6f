"""Laws of the replay: what is told last stands, money is conserved, and no record may contradict those before it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trail.test_record import AT, told
from workflow.trail.record import GENESIS, make_record
from workflow.trail.replay import Contradiction, Derived, Replay, micros
from workflow.trail.verify import walk

ACCOUNTS = ("outside", "available", "reserved", "committed", "spent")
ENTRY = st.fixed_dictionaries({
    "line": st.integers(1, 3), "kind": st.just("adjust"), "from": st.sampled_from(ACCOUNTS),
    "to": st.sampled_from(ACCOUNTS), "fen": st.integers(1, 10**9),
})  # fmt: skip
STEP = st.fixed_dictionaries({}, optional={
    "to_state": st.sampled_from(["a", "b", "c"]), "ledger": st.lists(ENTRY, max_size=3),
    "remembered": st.dictionaries(st.sampled_from(["x", "y"]), st.integers(0, 9)),
    "set_": st.dictionaries(st.sampled_from(["number", "reply_no"]), st.text("ab", min_size=1)),
    "policy": st.sampled_from(["p" * 64, None]),
})  # fmt: skip


def chain(*steps: dict[str, Any]) -> list[str]:
    """A first record and one for each step; states follow on."""
    texts, prev, state = [], GENESIS, "draft"
    for n, step in enumerate(({"from_state": None, "to_state": state}, *steps), 1):
        here = {"n": n, "prev": prev, "from_state": state, "to_state": None, "what": "moved", **step}
        text, prev = make_record(**told(**here))
        state = here["to_state"] or state
        texts.append(text)
    return texts


def replay(texts: list[str]) -> Derived:
    """The case that these records tell of."""
    replaying = Replay()
    for record, digest in walk(texts):
        replaying.apply(record, digest)
    return replaying.derived


def derived(*steps: dict[str, Any]) -> Derived:
    return replay(chain(*steps))


@given(st.lists(STEP, max_size=8))
def test_what_was_told_last_stands(steps: list[dict[str, Any]]) -> None:
    found = derived(*steps)
    assert found.n == len(steps) + 1
    assert found.state == next((s["to_state"] for s in reversed(steps) if "to_state" in s), "draft")
    assert found.remembered == next((s["remembered"] for s in reversed(steps) if "remembered" in s), {})
    assigned: dict[str, tuple[int, str]] = {}
    for n, step in enumerate(steps, 2):
        assigned.update({column: (n, value) for column, value in step.get("set_", {}).items()})
    assert found.assigned == assigned


@given(st.lists(STEP, max_size=8))
def test_money_is_conserved(steps: list[dict[str, Any]]) -> None:
    found = derived(*steps)
    entries = [entry for step in steps for entry in step.get("ledger", ())]
    assert len(found.rows("ledger_entry")) == len(entries)
    for line, accounts in found.accounts.items():
        assert sum(accounts.values()) == 0
        mine = [e for e in entries if e["line"] == line]
        for name in ("reserved", "committed", "spent"):
            held = sum(e["fen"] for e in mine if e["to"] == name) - sum(e["fen"] for e in mine if e["from"] == name)
            assert accounts.get(name, 0) == held


@given(st.lists(STEP, max_size=6))
def test_record_by_record_is_the_same_as_all_at_once(steps: list[dict[str, Any]]) -> None:
    replaying = Replay()
    for n, (record, digest) in enumerate(walk(chain(*steps)), 1):
        replaying.apply(record, digest)
        assert (replaying.derived.n, replaying.derived.head) == (n, digest)
    assert replaying.derived == derived(*steps)


def seat(place: int, **changes: Any) -> dict[str, Any]:
    return {"round": 1, "place": place, "action": "pass", "act": "pass", "role": "head", "unit": None, "state": "draft",
            "gate": None, "status": "open", "verb": "all", **changes}  # fmt: skip


OPENED = {"opened": [seat(0), seat(1, status="waiting")], "form": (1, "f" * 64)}


def test_a_round_from_opening_to_end() -> None:
    found = derived(
        OPENED,
        {"signed": [(1, 0)], "asked": [(1, 1)], "actor": 11, "opinion": "同意", "acting_for": 9, "form": (1, "f" * 64),
         "findings": (2, "e" * 64, [["R-05", "", "warn"]]), "judged": "f" * 64, "due": AT},
        {"closed": [(1, 1)], "ended": [(1, "left")], "to_state": "c"},
    )  # fmt: skip
    first, second = found.rows("seat")[1, 0], found.rows("seat")[1, 1]
    at = micros("2026-10-14T01:00:00.000001Z")
    assert (first.n, second.n) == (3, 4)
    signed = {"status": "signed", "signed_by": 11, "signed_at": at, "opinion": "同意", "trail_n": 3, "acting_for": 9,
              "form_hash": "f" * 64, "findings_hash": "e" * 64, "due_at": None}  # fmt: skip
    assert {name: first.values[name] for name in signed} == signed
    assert (second.values["status"], second.values["opened_at"], second.values["due_at"]) == ("closed", at, at)
    assert found.rows("seat_round")[1,].values["outcome"] == "left" and found.case["rounds"] == (2, 1)
    assert found.rows("finding")[2, "R-05", ""].values["severity"] == "warn"


def test_who_begins_an_errand_signs_as_it_opens() -> None:
    found = derived({"opened": [seat(0, status="signed"), seat(1)], "signed": [(1, 0)], "actor": 5, "opinion": "报送"})
    assert found.rows("seat")[1, 0].values["signed_by"] == 5
    assert found.rows("seat")[1, 1].values["signed_by"] is None


def test_a_signature_binds_to_what_was_seen() -> None:
    effective, proposed = (1, "f" * 64), (2, "b" * 64)
    found = derived({**OPENED, "proposed": proposed}, {"signed": [(1, 0)], "form": effective, "seen": proposed[1]})
    assert found.rows("seat")[1, 0].values["form_hash"] == "b" * 64
    assert found.case["form_n"] == (2, 1) and found.case["proposed_n"] == (3, None)
    assert {key: told.values["hash"][0] for key, told in found.rows("content").items()} == {(1,): "f", (2,): "b"}


def test_rows_of_side_tables() -> None:
    found = derived(
        {"rows": {"paper": [{"id": 4, "name": "a"}], "pair": [{"other_id": 9, "verdict": None, "consulted": False}]}},
        {"rows": {"paper": [{"id": 4, "removed_at": AT}], "pair": [{"other_id": 9, "verdict": "BATCH"}]}},
        {"rows": {"paper": [{"id": 5, "name": "b", "gone": True}]}},
    )
    paper = found.rows("paper")[4,]
    assert paper.n == 3 and paper.values["name"] == "a" and paper.values["by"] == 7
    assert paper.values["removed_at"] == "2026-10-14T01:00:00.000001Z"
    assert found.rows("pair")[9,].values == {"verdict": "BATCH", "consulted": False}
    assert found.rows("paper")[5,].gone


@pytest.mark.parametrize(("steps", "n", "why"), [
    ([{"from_state": "elsewhere"}], 2, "other_state"),
    ([{"from_state": None}], 2, "other_state"),
    ([{"opened": [seat(0)]}, {"opened": [seat(0)]}], 3, "seat_twice"),
    ([OPENED, {"signed": [(1, 0)]}, {"signed": [(1, 0)]}], 4, "signed_twice"),
    ([{"signed": [(7, 0)]}], 2, "unreadable"),
    ([{"closed": [(7, 0)]}], 2, "unreadable"),
    ([{"form": (1, "a" * 64)}, {"form": (1, "b" * 64)}], 3, "other_content"),
    ([{"rows": {"nothing_of_ours": [{"id": 1}]}}], 2, "unreadable"),
    ([{"rows": {"paper": [{"name": "no id"}]}}], 2, "unreadable"),
    ([{"ledger": [{"line": 1}]}], 2, "unreadable"),
    ([{"findings": (1, "e" * 64, [["R-05", "", "warn"]])}], 2, "unreadable"),
])  # fmt: skip
def test_a_record_that_does_not_follow(steps: list[dict[str, Any]], n: int, why: str) -> None:
    with pytest.raises(Contradiction) as found:
        derived(*steps)
    assert (found.value.n, found.value.why) == (n, why)


def test_a_case_begins_with_its_creation() -> None:
    text, _ = make_record(**told(from_state="draft", to_state="b"))
    with pytest.raises(Contradiction, match="no_beginning"):
        replay([text])
