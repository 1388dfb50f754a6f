"""The public vectors of RFC 6962, RFC 8785, Ed25519 and signed notes, checked by the one offline file."""

import base64
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from workflow.trail import verify

VECTORS = Path(__file__).parents[1] / "data" / "vectors"


def _lines(name: str) -> list[dict[str, Any]]:
    with gzip.open(VECTORS / name, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def _bytes(encoded: str | None) -> bytes:
    return base64.b64decode(encoded or "")


MERKLE = _lines("rfc6962_transparency-dev_merkle_testdata.jsonl.gz")
NOTES = json.loads((VECTORS / "signed_note_vectors.json").read_text(encoding="utf-8"))
CYBERPHONE = json.loads((VECTORS / "rfc8785_cyberphone_testdata.json").read_text(encoding="utf-8"))


def _of(kind: str) -> list[Any]:
    return [pytest.param(row["case"], id=row["file"]) for row in MERKLE if row["file"].startswith(f"testdata/{kind}/")]


def test_the_vectors_are_all_there() -> None:
    assert len(_of("inclusion")) == len(_of("consistency")) == 98


@pytest.mark.parametrize("case", _of("inclusion"))
def test_inclusion(case: dict[str, Any]) -> None:
    proof = [_bytes(step) for step in case["proof"] or ()]
    found = verify.included(_bytes(case["leafHash"]), case["leafIdx"], case["treeSize"], proof, _bytes(case["root"]))
    assert found is not case["wantErr"]


@pytest.mark.parametrize("case", _of("consistency"))
def test_consistency(case: dict[str, Any]) -> None:
    proof = [_bytes(step) for step in case["proof"] or ()]
    found = verify.consistent(case["size1"], case["size2"], proof, _bytes(case["root1"]), _bytes(case["root2"]))
    assert found is not case["wantErr"]


@pytest.mark.parametrize(
    ("leaves", "root"),
    [  # the reference tree of Certificate Transparency
        ([], "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ([""], "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
        (["", "00"], "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
        (["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"],
         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
    ],
)  # fmt: skip
def test_tree_root(leaves: list[str], root: str) -> None:
    assert verify.tree_root([verify.leaf_hash(bytes.fromhex(leaf)) for leaf in leaves]).hex() == root


WHOLE_NUMBERS = ("arrays", "french", "unicode", "weird")


@pytest.mark.parametrize("name", WHOLE_NUMBERS)
def test_canonical_json(name: str) -> None:
    value = json.loads(CYBERPHONE[f"testdata/input/{name}.json"])
    expected = bytes.fromhex(CYBERPHONE[f"testdata/outhex/{name}.txt"])
    assert verify.canonical(value).encode() == expected


@pytest.mark.parametrize("name", ["structures", "values"])
def test_floats_are_refused_not_rounded(name: str) -> None:
    with pytest.raises(ValueError, match="whole"):
        verify.canonical(json.loads(CYBERPHONE[f"testdata/input/{name}.json"]))


def _wycheproof() -> list[Any]:
    with gzip.open(VECTORS / "wycheproof_ed25519_test.json.gz", "rt", encoding="utf-8") as stream:
        groups = json.load(stream)["testGroups"]
    cases = [(group["publicKey"]["pk"], case) for group in groups for case in group["tests"]]
    return [pytest.param(public, case, id=str(case["tcId"])) for public, case in cases]


@pytest.mark.parametrize(("public", "case"), _wycheproof())
def test_ed25519(public: str, case: dict[str, Any]) -> None:
    found = verify.signed(bytes.fromhex(public), bytes.fromhex(case["sig"]), bytes.fromhex(case["msg"]))
    assert found is (case["result"] == "valid")


@pytest.mark.parametrize("vector", NOTES["good"])
def test_a_signed_note(vector: dict[str, Any]) -> None:
    keys = [verify.read_key(text) for text in vector["vkeys"]]
    body, names = verify.open_note(vector["note"], keys)
    assert names == tuple(key.name for key in keys)
    assert vector["note"].startswith(body + "\n")


@pytest.mark.parametrize("vector", NOTES["good"])
def test_a_changed_note(vector: dict[str, Any]) -> None:
    keys = [verify.read_key(text) for text in vector["vkeys"]]
    note: str = vector["note"]
    spoilt = {
        "a word": "X" + note[1:],
        "a signature": note.replace("= \n", "\n")[:-6] + "AAAA=\n",
        "no signatures": note.partition("\n\n")[0] + "\n",
        "no last newline": note[:-1],
        "a control character": "\x07" + note,
        "too long": "x" * verify.NOTE_LIMIT + note,
    }
    for what, text in spoilt.items():
        with pytest.raises(verify.BadNote):
            verify.open_note(text, keys)
            pytest.fail(what)


def test_a_stranger_s_signature_is_passed_over_but_does_not_count() -> None:
    both = NOTES["good"][1]
    keys = [verify.read_key(text) for text in both["vkeys"]]
    assert verify.open_note(both["note"], keys[:1])[1] == (keys[0].name,)
    with pytest.raises(verify.BadNote):
        verify.open_note(NOTES["good"][2]["note"], keys)


@pytest.mark.parametrize("text", [*NOTES["bad_vkeys"], "", "a+b", "a b+c74f20a3+AR==", "PeterNeumann+c74f20a3+"])
def test_a_bad_key(text: str) -> None:
    with pytest.raises(verify.BadNote):
        verify.read_key(text)
