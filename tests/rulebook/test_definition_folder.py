"""The whole folder of definitions: read as one rulebook, or refused with the faults of all files."""

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.rulebook.small import read_yaml
from workflow.engine.vocabulary import vocabulary
from workflow.rulebook.faults import DefinitionFaults, Fault
from workflow.rulebook.process import Call
from workflow.rulebook.reading import read_rulebook
from workflow.rulebook.rulebook import Rulebook
from workflow.rulebook.schemas import schemas

FOLDER = Path("definitions")
PROCESS = "processes/class_declaration.v1.yaml"
OVERLAY = "policies/2025-overlay.yaml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "definitions", ignore=shutil.ignore_patterns("demo", "__pycache__")))


@pytest.fixture
def edit(folder: Path) -> Callable[[str, str, str], None]:
    def change(name: str, old: str, new: str) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text, old
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def refused(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(DefinitionFaults) as raised:
        read_rulebook(folder, vocabulary)
    for fault in raised.value.faults:
        assert fault.line >= 1 and fault.say("zh") and fault.say("en")
    return raised.value.faults


def test_the_shipped_folder_is_whole(folder: Path, rulebook: Rulebook) -> None:
    again = read_rulebook(folder, vocabulary)
    assert set(again.processes) == set(rulebook.processes) and set(again.policies) == set(rulebook.policies)
    assert again.process("class_declaration").version == 1
    with pytest.raises(KeyError):
        again.process("nothing")


def test_identity_is_the_sha256_of_the_canonical_json(rulebook: Rulebook) -> None:
    process = rulebook.process("plan_filing")
    data, _ = read_yaml(process.text, "x")
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert process.hash == hashlib.sha256(text.encode()).hexdigest()
    assert rulebook.processes[process.hash] is process


def test_every_label_of_the_processes_is_in_both_languages(rulebook: Rulebook) -> None:
    for process in rulebook.processes.values():
        labels = [process.label, *(stage.label for stage in process.stages)]
        labels += [state.label for state in process.states.values()]
        labels += [action.label for action in process.actions.values()]
        for label in labels:
            assert re.search("[一-鿿]", label.zh) and re.search("[A-Za-z]", label.en), label
            assert not re.search("[一-鿿]", label.en), label


def test_the_faults_of_all_files_come_at_once(folder: Path, edit: Callable[[str, str, str], None]) -> None:
    edit(PROCESS, "guards: [form_complete]", "guards: [form_complet]")
    edit("policies/2017-plus.yaml", "source: S21", "source: S99")
    edit("roles.yaml", "scope: district, user: false", "scope: city, user: false")
    edit("lexicon/party.yaml", "  PARTY_SPIRIT:", "  RURAL_REVIVAL:")
    edit("calendars/CN-2026.yaml", "year: 2026", "year: 2025")
    (folder / "sources.yaml").write_bytes("来源: 1".encode("gbk"))
    files = {fault.file for fault in refused(folder)}
    assert files >= {
        f"definitions/{name}"
        for name in (
            PROCESS,
            "policies/2017-plus.yaml",
            "roles.yaml",
            "lexicon/party.yaml",
            "calendars/CN-2026.yaml",
            "sources.yaml",
        )
    }


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("roles.yaml", "file_missing"),
        ("audiences.yaml", "file_missing"),
        ("processes", "folder_empty"),
        ("policies", "folder_empty"),
    ],
)
def test_a_missing_part_is_named(folder: Path, name: str, what: str) -> None:
    path = folder / name
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    found = [(fault.file, fault.message_key) for fault in refused(folder)]
    assert (f"definitions/{name}", f"rulebook.{what}") in found


def test_the_name_of_a_file_is_its_content(folder: Path) -> None:
    (folder / PROCESS).rename(folder / "processes/class_declaration.v2.yaml")
    (folder / "policies/2014-2016.yaml").rename(folder / "policies/old.yaml")
    assert [fault.values["name"] for fault in refused(folder)] == ["2014-2016.yaml", "class_declaration.v1.yaml"]


def test_two_policies_never_claim_one_day(folder: Path, edit: Callable[[str, str, str], None]) -> None:
    edit("policies/2014-2016.yaml", "effective_to: 2016-12-31", "effective_to: 2017-01-01")
    (fault,) = refused(folder)
    assert fault.message_key == "rulebook.overlapping" and fault.file.endswith("2017-plus.yaml")


@pytest.mark.parametrize(("districts", "applies"), [("[CX, CB]", True), ("[CB]", False)])
def test_an_overlay_that_is_on_holds_where_it_is_named(
    folder: Path, edit: Callable[[str, str, str], None], districts: str, applies: bool
) -> None:
    edit(OVERLAY, "on: false", "on: true")
    edit(OVERLAY, "districts: []", f"districts: {districts}")
    house = read_rulebook(folder, vocabulary)
    now = house.policy_on(date(2026, 1, 1))
    assert now["channel.out_allowed"] == ("exception" if applies else True)
    assert now.code == ("2017-plus+2025-overlay" if applies else "2017-plus")
    assert house.policy_on(date(2025, 6, 4)).code == "2017-plus"
    assert len({policy.hash for policy in house.policies.values()}) == (4 if applies else 3)


def test_an_overlay_that_loosens_stops_the_house(folder: Path, edit: Callable[[str, str, str], None]) -> None:
    edit(OVERLAY, "numbers:\n", "numbers:\n  staff:\n    absolute_max: {value: 11, source: S19, confirmed_by: null}\n")
    (fault,) = refused(folder)
    assert (fault.message_key, fault.mend) == ("rulebook.loosens", "rulebook.loosens.max")
    text = (folder / OVERLAY).read_text(encoding="utf-8")
    assert "absolute_max" in text.splitlines()[fault.line - 1]


def test_the_schemas_are_current() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in (FOLDER / "schemas").glob("*.json")}
    assert written == schemas(), "run: shenbao process schemas definitions/schemas"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")) + sorted(FOLDER.glob("[!d]*/*.yaml")), ids=str)
def test_each_definition_names_its_schema(path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert (path.parent / first.partition("=")[2]).is_file()


def test_rules_named_by_the_processes_are_known_to_every_policy(rulebook: Rulebook) -> None:
    """A process may rely on a rule only if each policy says how it stands."""
    for process in rulebook.processes.values():
        named = {
            fact.removeprefix("findings.")
            for action in process.actions.values()
            for fact in action.relies_on
            if fact.startswith("findings.")
        }
        for policy in rulebook.policies.values():
            assert named <= set(policy.rules)


def test_gates_of_the_rules_are_those_of_the_process(rulebook: Rulebook) -> None:
    gates = {state.gate for state in rulebook.process("class_declaration").states.values() if state.gate}
    assert gates == {"authority", "duplicate", "funding", "leader"}
    asked = {
        dict(guard.params)["gate"]
        for action in rulebook.process("class_declaration").actions.values()
        for guard in action.guards
        if guard.name == "no_open_block" and guard.params
    }
    assert asked == gates | {"notice"}  # the notice is no gate, but what stands against a roster stops it
    assert Call("no_open_block").kwargs == {}
