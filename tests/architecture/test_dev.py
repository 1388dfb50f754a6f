"""The one script and the locks: standard library only, no host named, everything pinned and hashed."""

import ast
import re
import subprocess
import sys
import time
from configparser import ConfigParser
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.architecture.reading import ROOT

LOCKS = ("uv", "build", "run", "test")
PIN = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[a-z0-9,-]+\])?==([^ ;\\]+)", re.MULTILINE)


@pytest.fixture
def dev(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader = SourceFileLoader("dev", str(ROOT / "dev"))
    spec = spec_from_loader("dev", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def pins(name: str) -> dict[str, str]:
    found = PIN.findall((ROOT / "requirements" / f"{name}.txt").read_text())
    return {normal(package): version for package, version in found}


def normal(package: str) -> str:
    """A package's name as indexes compare it."""
    return re.sub(r"[-_.]+", "-", package.lower())


def test_the_script_needs_the_standard_library_only() -> None:
    for node in ast.walk(ast.parse((ROOT / "dev").read_text())):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert all(name.partition(".")[0] in sys.stdlib_module_names for name in names)


def test_script_and_ci_can_be_run() -> None:
    for path in (ROOT / "dev", ROOT / ".ci" / "run"):
        assert path.stat().st_mode & 0o111, path


@pytest.mark.parametrize("name", LOCKS)
def test_locks_name_no_host_and_hash_everything(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    assert "://" not in text
    assert not re.search(r"--(index|extra-index|find-links|trusted-host)", text)
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in block for block in blocks if not block.startswith("#"))


def test_the_test_lock_holds_the_run_lock() -> None:
    assert pins("run").items() <= pins("test").items()


def test_everything_that_is_required_is_locked() -> None:
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    for lock, text in (
        ("run", setup["options"]["install_requires"]),
        ("test", setup["options.extras_require"]["test"]),
    ):
        named = {normal(re.split(r"[\[<>=~!]", line)[0]) for line in text.split()}
        assert named <= set(pins(lock))


def test_pips_index_serves_uv_too(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def listed(*_: Any, **__: Any) -> subprocess.CompletedProcess[str]:
        told = ("global.index-url='simple'", "user.extra-index-url='one two'", r":env:.find-links='wheels\nmore'")
        return subprocess.CompletedProcess([], 0, "\n".join(told))

    monkeypatch.setattr(dev.subprocess, "run", listed)
    for name in dev.SETTINGS.values():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("UV_INDEX", "mine")
    env = dev.environment()
    assert (env["UV_DEFAULT_INDEX"], env["UV_INDEX"], env["UV_FIND_LINKS"]) == ("simple", "mine", "wheels,more")


def test_a_missing_venv_module_is_one_sentence(dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
                                               capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    monkeypatch.setattr(dev, "BIN", tmp_path / "none")
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(SystemExit) as stop:
        dev.make_venv()
    assert stop.value.code == 2
    assert "apt install python3-venv" in capsys.readouterr().err


def test_packages_out_of_reach_are_one_sentence(dev: ModuleType, monkeypatch: pytest.MonkeyPatch,
                                                capsys: pytest.CaptureFixture[str]) -> None:  # fmt: skip
    monkeypatch.setattr(dev, "environment", dict)
    monkeypatch.setattr(dev.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 1))
    with pytest.raises(SystemExit):
        dev.install("run")
    assert "check the network" in capsys.readouterr().err


def test_wrong_use_is_2() -> None:
    done = subprocess.run([ROOT / "dev", "dance"], capture_output=True, text=True)
    assert done.returncode == 2
    assert "./dev run" in done.stdout


def test_a_second_set_up_is_quick(dev: ModuleType) -> None:
    """Nothing is installed again while the locks stand as they were."""
    stamp = ROOT / ".venv" / ".stamp-test"
    if not stamp.is_file() or stamp.read_text() != dev.stamp("test"):
        pytest.skip("the environment was not set up by ./dev")
    begun = time.monotonic()
    dev.set_up("test")
    dev.set_up("run")
    assert time.monotonic() - begun < 3


@pytest.mark.parametrize(("root", "calls"), [(True, 2), (False, 0)])
def test_a_missing_browser_is_installed_where_that_needs_no_question(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, root: bool, calls: int
) -> None:
    asked: list[list[str]] = []

    def install(call: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        asked.append(call)
        return subprocess.CompletedProcess(call, 0)

    monkeypatch.setattr(dev.shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(dev, "MAC_BROWSER", ROOT / "no-such-file")
    monkeypatch.setattr(dev.os, "geteuid", lambda: 0 if root else 1000)
    monkeypatch.setattr(dev.subprocess, "run", install)
    dev.find_browser()
    assert len(asked) == calls
    assert not calls or {"chromium", "fonts-noto-cjk"} <= set(asked[-1])
