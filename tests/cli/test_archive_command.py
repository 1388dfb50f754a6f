"""``shenbao archive``: one clear sentence for each wrong use, and never half a file under its name."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from webapp.cli.archive import _write
from workflow.refusals import Refused


@pytest.mark.parametrize(("words", "says"), [
    ("26 --to {folder}", "is no year"), ("2001 --to {folder}/no", "no such folder"),
    ("2001 --to {folder}", "username or password"),
])
def test_wrong_use_is_said_in_one_sentence(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, says: str
) -> None:
    shell("init")
    monkeypatch.setenv("SHENBAO_PASSWORD", "x" * 20)
    typed = shell(f"archive {words.format(folder=tmp_path)} --by nobody")
    assert typed.code == 2 and says in typed.err and typed.err.count("\n") == 1


def test_an_interrupted_one_leaves_nothing_and_the_former_one_stays(tmp_path: Path) -> None:
    target = tmp_path / "archive-2026.zip"
    target.write_bytes(b"former")

    def breaking(fault: Exception) -> Iterator[bytes]:
        yield b"half"
        raise fault

    with pytest.raises(Refused) as refused:
        _write(target, breaking(OSError(28, "No space left on device")))
    assert refused.value.codes == ("archive_not_written",)
    with pytest.raises(KeyError):
        _write(target, breaking(KeyError()))
    assert [path.name for path in tmp_path.iterdir()] == [target.name] and target.read_bytes() == b"former"
    _write(target, iter((b"wh", b"ole")))
    assert target.read_bytes() == b"whole"
