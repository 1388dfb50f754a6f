"""Every kind of broken process is refused with file, line, what is wrong and how to mend it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rulebook.small import PROCESS, changed, line_of, read
from workflow.rulebook.process import Call, Due, Signer
from workflow.wording import LANGUAGES

# what is wrong -> (words replaced, by what, the words on whose line the fault stands, words of the English mend)
BROKEN = {
    "unknown_key.near": ("opinion: required", "opinoin: required", "opinoin", "“opinion”"),
    "unknown_key.mend": ("opinion: required", "colour: red", "colour", "signers"),
    "unknown_key.quote": ("en: Work}", "en: Work, and more}", "en: Work, and", "in quotes"),
    "missing_key": ("initial: draft\n", "", "process: small", "Add it"),
    "wrong_type": ("version: 1", "version: one", "version: one", "a whole number"),
    "greater_than_equal": ("version: 1", "version: 0", "version: 0", "larger"),
    "not_one_of": ("kind: end", "kind: closed", "kind: closed", "open, end"),
    "bad_writing.name": (
        "    guards: [form_complete]\n",
        "    guards: [Form-Complete]\n",
        "Form-Comp",
        "small letters",
    ),
    "bad_writing.words": ("zh: 小流程", "zh: '小流程 '", "zh: '小", "one line"),
    "empty_value": ("roles: [clerk, head, office]", "roles: []", "roles: []", "Fill it"),
    "one_verb": ("{in_order: [{role: head}, ", "{all: [{role: head}], in_order: [", "{all", "Choose one"),
    "from_or_roads": ("    from: draft\n", "", "  send:", "roads"),
    "wrong_form.target": ("to: {recall: back}", "to: {back: back}", "to: {back", "{recall: KEY}"),
    "wrong_form.signers": ("signers: gate", "signers: [gate]", "signers: [gate", "{role: ROLE}"),
    "wrong_form.due": ("{policy: timing.gates.funding}", "soon", "due: soon", "{days: N}"),
    "wrong_form.call": ("{times: 3}", "{times: 3.5}", "3.5", "whole number"),
    "unknown_subject": ("subject: class_declaration", "subject: lunch", "subject", "class_declaration"),
    "unknown_state": ("initial: draft", "initial: daft", "initial", "“draft”"),
    "unknown_state.to": ("    to: done\n", "    to: dome\n", "to: dome", "“done”"),
    "unknown_stage": ("draft: {stage: work", "draft: {stage: wrk", "stage: wrk", "“work”"),
    "unknown_role": ("{role: office, when: large}", "{role: finance}", "role: finance", "clerk, head, office"),
    "unknown_house_role": ("roles: [clerk, head, office]", "roles: [clerk, head, office, ofice]", "ofice", "“office”"),
    "unknown_guard": ("[form_complete]", "[form_complet]", "form_complet", "“form_complete”"),
    "unknown_predicate": ("when: large", "when: larg", "larg}", "“large”"),
    "unknown_effect": ("{notify: {kind: passed}}", "{notfy: {kind: passed}}", "notfy", "“notify”"),
    "unknown_input": ("[new_date]", "[new_dat]", "new_dat", "“new_date”"),
    "unknown_fact": ("findings.R-25", "findings.R-99", "R-99", "“findings.R-25”"),
    "unknown_policy_path": ("timing.gates.funding", "timing.gate.funding", "timing.gate.", "“timing.gates.funding”"),
    "unknown_gate": ("{gate: funding}", "{gate: fundin}", "fundin}", "“funding”"),
    "unknown_parameter": ("{times: 3}", "{times: 3, time: 2}", "time: 2", "“times”"),
    "missing_parameter": ("{at_most: {times: 3}}", "at_most", "at_most", "{at_most: {times: VALUE}}"),
    "wrong_type.parameter": ("{times: 3}", "{times: three}", "three", "a whole number"),
    "twice_in_list": ("roles: [clerk, head", "roles: [clerk, clerk, head", "roles:", "Remove"),
    "wrong_scope": ("{role: office, when: large}", "{role: office, of: host}", "of: host", "district"),
    "wrong_scope.unit": (
        "signers: {one: [{role: office}]}",
        "signers: {one: [{role: head, of: district}]}",
        "of: district",
        "other_host",
    ),
    # the structure
    "initial_is_end": ("initial: draft", "initial: done", "  done:", "open state"),
    "unreachable": ("    to: returned\n", "    to: draft\n", "  returned:", "delete it"),
    "dead_end": ("    from: review\n    to: done\n", "    from: review\n", "  draft:", "towards an end"),
    "undecided": ("    to: review\n    decides: true\n", "    to: review\n", "  draft:", "decides: true"),
    "gate_undecided": ("    to: done\n    decides: true\n", "    to: done\n", "  review:", "decides: true"),
    "two_deciding": ("    opinion: required\n", "    decides: true\n", "  return:", "one of them"),
    "decides_without_signers": (
        "signers: {one: [{role: clerk}]}\n    guards",
        "signers: system\n    guards",
        "  send:",
        "Name one",
    ),
    "gate_without_seats": (
        "    from: review\n    to: returned\n",
        "    from: [review, done]\n    to: returned\n",
        "  return:",
        "Name the roles",
    ),
    "end_left": ("    reopens: true\n", "", "  reopen:", "reopens: true"),
    "reopens_open": ("    from: done\n", "    from: [done, draft]\n", "  reopen:", "Remove reopens"),
    "end_with_due": ("kind: end,", "kind: end, due: {days: 3},", "  done:", "Remove due"),
    "edge_twice": (
        "    from: draft\n    to: review\n",
        "    roads: [{from: draft, to: review}, {from: draft, to: done}]\n",
        "  send:",
        "one road",
    ),
    "never_remembered": ("to: {recall: back}", "to: {recall: bak}", "  resubmit:", "remember: bak"),
    "never_recalled": ("to: {recall: back}", "to: review", "  returned:", "Remove remember"),
    "act_misplaced": (
        "{one: [{role: clerk}]}\n    inputs",
        "{one: [{role: clerk, act: send}]}\n    inputs",
        "  resubmit:",
        "in_order",
    ),
    "act_elsewhere": ("{role: head}, ", "{role: clerk, act: send}, ", "  send:", "“review”"),
    "no_end": ("kind: end", "kind: open", "process: small", "kind: end"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_one_break_is_one_named_fault(what: str) -> None:
    old, new, words, mend = BROKEN[what]
    text = changed((old, new))
    _, faults = read(text)
    name, _, variant = what.partition(".")
    found = [fault for fault in faults if fault.message_key == f"rulebook.{name}"]
    assert found, [fault.say("en") for fault in faults]
    fault = found[0]
    assert fault.file == "small.yaml"
    assert fault.line == line_of(text, words), fault.say("en")
    assert mend in fault.way_out("en")
    if variant in ("near", "quote", "name", "words", "target", "signers", "due", "call"):
        assert fault.mend.endswith(f".{variant}")
    for language in LANGUAGES:
        assert fault.sentence(language).strip() and fault.way_out(language).strip()


def test_the_small_process_is_sound_and_read_whole() -> None:
    process, faults = read(PROCESS)
    assert not faults and process is not None
    assert process.label.zh == "小流程" and list(process.states) == ["draft", "review", "returned", "done"]
    assert process.states["review"].due == Due(policy="timing.gates.funding")
    passing = process.actions["pass"]
    assert passing.signers.verb == "in_order"
    assert passing.signers.members == (Signer("head", "host"), Signer("office", "district", Call("large")))
    assert passing.guards[1] == Call("at_most", (("times", 3),))
    assert passing.line == line_of(PROCESS, "  pass:")
    assert process.deciding("review") is passing
    assert process.actions["reopen"].roads[0].target.otherwise is not None


def test_all_faults_come_at_once() -> None:
    text = changed(
        ("version: 1", "version: one"),
        ("initial: draft", "initial: daft"),
        ("[form_complete]", "[form_complet]"),
        ("    to: done\n", "    to: {back: x}\n"),
        ("opinion: required", "opinion: required\n    opinion: optional"),
        ("[new_date]", "&x [new_date]"),
    )
    _, faults = read(text)
    assert {fault.message_key for fault in faults} >= {
        "rulebook.wrong_type",
        "rulebook.unknown_guard",
        "rulebook.wrong_form",
        "rulebook.duplicate_key",
        "rulebook.anchor",
    }
    assert list(faults) == sorted(faults, key=lambda fault: (fault.line, fault.message_key))


def test_names_are_checked_beside_a_broken_shape() -> None:
    """A wrong target must not hide the unknown guard in the same action, nor one in another."""
    text = changed(
        ("    to: review\n", "    to: [review]\n"),
        ("[form_complete]", "[form_complet]"),
        ("kind: passed", "kin: passed"),
    )
    _, faults = read(text)
    keys = [fault.message_key.removeprefix("rulebook.") for fault in faults]
    assert sorted(keys) == ["missing_parameter", "unknown_guard", "unknown_parameter", "wrong_form"]


def test_parameters_name_things_of_the_process() -> None:
    wrong = (
        "{errand_open: {action: sned}}, {within: {workdays: timing.nix, strict: 1}}, "
        "{asked: {gates: [fundin], rule: R-9}}, {papers_present: {kinds: one}}"
    )
    _, faults = read(changed(("[form_complete]", f"[{wrong}]")))
    assert sorted(fault.message_key.removeprefix("rulebook.") for fault in faults) == [
        "unknown_action",
        "unknown_gate",
        "unknown_policy_path",
        "unknown_rule",
        "wrong_type",
        "wrong_type",
    ]
    right = (
        "{errand_open: {action: send}}, {within: {workdays: timing.gates.funding, strict: true}}, "
        "{asked: {gates: [funding], rule: R-02}}, {papers_present: {kinds: [one]}}"
    )
    assert read(changed(("[form_complete]", f"[{right}]")))[1] == ()


def test_identity_is_the_content_not_the_layout() -> None:
    first, _ = read(PROCESS)
    commented, _ = read("# a comment\n" + PROCESS.replace("{role: head}", "{ role:  head }"))
    other, _ = read(changed(("version: 1", "version: 2")))
    assert first and commented and other
    assert first.hash == commented.hash != other.hash
    assert len(first.hash) == 64


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_damage_makes_the_reader_stumble(data: st.DataObject) -> None:
    """Whatever is cut out, doubled or written over: faults with a line inside the file, or a process; no other end."""
    start = data.draw(st.integers(0, len(PROCESS)))
    end = data.draw(st.integers(start, min(len(PROCESS), start + 40)))
    patch = data.draw(
        st.one_of(
            st.text(max_size=8),
            st.sampled_from(
                ["{", "}", "[", ": ", "\n", "- ", "&a ", "*a", "!!x ", "draft", "1e999", "? ", "'", '"', "|", "<<: "]
            ),
        )
    )
    text = PROCESS[:start] + patch + PROCESS[end:]
    process, faults = read(text)
    assert (process is None) <= bool(faults)
    lines = text.count("\n") + text.count("\r") + text.count("\x85") + 2
    for fault in faults:
        assert 1 <= fault.line <= lines
        assert fault.say("zh") and fault.say("en")
