"""Imports only go down the floors: the contracts of setup.cfg are kept, and they catch what they should."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.reading import CODE, ROOT

LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", LINT], cwd=folder, capture_output=True, text=True, timeout=120,
                          env={"PATH": "", "PYTHONPATH": str(folder)})  # fmt: skip


def test_the_contracts_are_kept() -> None:
    found = lint(ROOT)
    assert found.returncode == 0, found.stdout


BREACHES = [
    ("workflow/domain/days.py", "import sqlalchemy", "deciding"),
    ("workflow/engine/decide.py", "from workflow.store import cases", "down the floors"),
    ("workflow/queries/inbox.py", "from workflow.acts import declare", "down the floors"),
    ("workflow/engine/decide.py", "import transitions", "machine"),
    ("workflow/acts/declare.py", "import workflow.bootstrap", "wire"),
    ("webapp/at_hand.py", "import sqlalchemy", "speaks"),
    ("webapp/approvers/__init__.py", "import webapp.auditors", "rooms"),
    ("workflow/cupboard.py", '"""A new thing on no floor."""', "down the floors"),
]


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        pytest.param(*breach, marks=() if number == 0 else pytest.mark.thorough)
        for number, breach in enumerate(BREACHES)
    ],
)
def test_a_breach_is_caught(tmp_path: Path, file: str, line: str, contract: str) -> None:
    for folder in CODE:
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("*.html", "__pycache__", "static")
        )
    shutil.copy(ROOT / "setup.cfg", tmp_path)
    with open(tmp_path / file, "a", encoding="utf-8") as stream:
        stream.write(f"\n{line}\n")
    found = lint(tmp_path)
    broken = [said for said in found.stdout.splitlines() if " BROKEN" in said]
    assert found.returncode == 1
    assert any(contract in said for said in broken), found.stdout
