"""The one file that is handed out: runs alone, says one sentence, and needs nothing of the project."""

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.trail.building import World, a_case
from workflow.store.cases import content
from workflow.store.trail import trail
from workflow.trail import verify

SOURCE = Path(verify.__file__)


def a_bundle() -> dict[str, Any]:
    """One whole case."""
    world = World()
    chain = a_case(world, 2)
    return {
        "records": [row["record"] for row in world.rows[trail]],
        "head": chain.head,
        "contents": {str(row["n"]): row["body"] for row in world.rows[content]},
    }


def alone(folder: Path, *arguments: str, **environ: str) -> tuple[int, str, str]:
    """Run a copy of the file in a folder of its own, cut off from the project."""
    copy = folder / "verify.py"
    shutil.copy(SOURCE, copy)
    done = subprocess.run(
        [sys.executable, "-I", str(copy), *arguments],
        capture_output=True, text=True, encoding="utf-8", cwd=folder, check=False, timeout=60,
        env={"PATH": os.environ["PATH"], "PYTHONUTF8": "1", **environ},
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


def bundle_file(folder: Path, bundle: Any) -> str:
    path = folder / "bundle.json"
    path.write_text(json.dumps(bundle, ensure_ascii=False), encoding="utf-8")
    return str(path)


def test_it_imports_nothing_of_the_project() -> None:
    modules = set()
    for node in ast.walk(ast.parse(SOURCE.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            modules |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            modules.add((node.module or "").partition(".")[0])
    assert modules - set(sys.stdlib_module_names) == {"cryptography"}


def test_a_whole_bundle(tmp_path: Path) -> None:
    path = bundle_file(tmp_path, a_bundle())
    code, out, err = alone(tmp_path, path)
    assert (code, err) == (0, "") and out.startswith("核验通过：6 条记录") and out.count("\n") == 1
    for english in (alone(tmp_path, path, "--lang", "en"), alone(tmp_path, "--lang", "en", path)):
        assert english[0] == 0 and english[1].startswith("Verified: these 6 records")
    assert alone(tmp_path, path, LANG="en_GB.UTF-8")[1] == english[1]


@pytest.mark.parametrize(("change", "n"), [
    (lambda b: b["records"].pop(2), 3),
    (lambda b: b["records"].pop(), 5),
    (lambda b: b["records"].reverse(), 1),
    (lambda b: b["records"].__setitem__(2, b["records"][2].replace("同意", "反对")), 4),
    (lambda b: b["records"].__setitem__(2, b["records"][2][:-1]), 3),
    (lambda b: b["contents"].update({"1": b["contents"]["1"].replace("50", "60")}), 6),
    (lambda b: b["contents"].update({"2": "{}"}), 6),
    (lambda b: b.update(head="0" * 64), 6),
])  # fmt: skip
def test_a_changed_bundle(tmp_path: Path, change: Any, n: int) -> None:
    bundle = a_bundle()
    change(bundle)
    code, out, err = alone(tmp_path, bundle_file(tmp_path, bundle), "--lang", "en")
    assert (code, err) == (1, "")
    assert out.startswith(f"Not verified: record {n} ") and out.count("\n") == 1


@pytest.mark.parametrize("text", [
    "", "[", "null", "[]", "{}", '{"records":[]}', '{"records":[1]}', '{"records":{}}', '{"records":"x"}',
    '{"records":["{}"],"head":1}', '{"records":["{}"],"contents":[]}', '{"records":["{}"],"contents":{"1":1}}',
    "[" * 200_000, '{"records": [' + "9" * 10_000 + "]}",
])  # fmt: skip
def test_what_is_no_bundle(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bundle.json"
    path.write_text(text, encoding="utf-8")
    code, out, err = alone(tmp_path, str(path))
    assert (code, out) == (2, "") and err.count("\n") == 1 and str(path) in err


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "bundle.json").write_bytes(b'{"records":["\xff"]}')
    for name in ("bundle.json", "missing.json", "."):
        code, out, err = alone(tmp_path, name, "--lang", "en")
        assert (code, out) == (2, "") and "Traceback" not in err and name in err


@pytest.mark.parametrize("arguments", [(), ("a", "b"), ("--lang",), ("--lang", "fr", "x"), ("--nonsense",)])
def test_wrong_use(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    code, out, err = alone(tmp_path, *arguments)
    assert (code, out) == (2, "") and "verify.py" in err and err.count("\n") == 1


def test_both_languages_say_everything() -> None:
    for texts in (verify.WHY, verify.WORDS):
        assert all(len(pair) == 2 and all(pair) for pair in texts.values())
