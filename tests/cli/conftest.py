"""A house in a folder of its own, and the command line as a person types it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from webapp.cli.__main__ import main


@dataclass(frozen=True)
class Typed:
    """What came of a command: its exit code and what it printed."""

    code: int
    out: str
    err: str


Shell = Callable[..., Typed]


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """``shell("user add wangli …")`` in an English terminal, with SHENBAO_HOME in a new folder."""
    monkeypatch.setenv("SHENBAO_HOME", str(tmp_path / "house"))
    monkeypatch.setenv("SHENBAO_LANG", "en")
    for name in ("SHENBAO_DATABASE_URL", "SHENBAO_PASSWORD", "SHENBAO_DEBUG"):
        monkeypatch.delenv(name, raising=False)

    def typed(*words: str) -> Typed:
        try:
            code = main(words[0].split() if len(words) == 1 else words)
        except SystemExit as stop:  # argparse stops so
            code = int(stop.code or 0)
        out, err = capsys.readouterr()
        return Typed(code, out, err)

    return typed
