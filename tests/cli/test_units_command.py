"""Units and posts by command: named, moved, ended, listed; days and codes that are wrong."""

import json
from typing import Any

import pytest

from tests.cli.conftest import Shell


@pytest.fixture
def house(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A house with three units and one person."""
    monkeypatch.setenv("SHENBAO_PASSWORD", "quite-a-long-one")
    for words in ("init", "unit add OLD 区老局 Old-Bureau", "unit add NEW 区新局 New-Bureau --from 2026-01-05",
                  "unit add LOW 区下级 Below --parent OLD", "user add wangli 王丽 Wang-Li --post declarant OLD"):
        assert shell(*words.split()).code == 0, words
    return shell


def told(shell: Shell, *words: str) -> Any:
    typed = shell(*words, "--json")
    assert typed.code == 0, typed.err
    return json.loads(typed.out)


def test_a_unit_is_renamed_moved_and_followed(house: Shell) -> None:
    assert told(house, "unit", "rename", "NEW", "区新新局", "Newer", "--grounds", "文件1号")["code"] == "NEW"
    assert told(house, "unit", "move", "NEW", "--parent", "OLD", "--grounds", "文件2号")["parent"] == "OLD"
    assert house("unit", "end", "OLD", "--successor", "NEW", "--grounds", "x").code == 2, "NEW stands below it"
    told(house, "unit", "move", "NEW", "--grounds", "文件3号")
    assert told(house, "unit", "end", "OLD", "--successor", "NEW", "--grounds", "文件4号")["cases"] == 0
    units = {one["code"]: one for one in told(house, "unit", "list")}
    assert (units["OLD"]["active"], units["OLD"]["successors"], units["LOW"]["parent"]) == (False, ["NEW"], "NEW")
    assert "Old-Bureau (ended" in house("unit", "list").out
    assert told(house, "trail", "verify")["ok"]


def test_posts_and_accounts(house: Shell) -> None:
    told(house, "user", "role", "wangli", "declarant", "NEW")
    (one,) = told(house, "user", "list")
    assert one["standing"] == "open" and len(one["posts"]) == 2
    told(house, "user", "end", str(one["posts"][-1]["post"]))
    for words in ("password", "disable", "enable"):
        told(house, "user", words, "wangli")
    assert house("user", "enable", "wangli").code == 2
    assert house("user", "end", "999").code == 2
    assert told(house, "trail", "verify")["ok"]


@pytest.mark.parametrize("words", [
    "unit rename NEW 名 Name --grounds x --from 2026-13-01", "unit end NEW --grounds x --last tomorrow",
    "unit end NEW", "user end x"])
def test_a_wrong_word_is_one_sentence(house: Shell, words: str) -> None:
    assert house(*words.split()).code == 2
