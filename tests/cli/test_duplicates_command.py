"""``shenbao duplicates``: the shipped samples, a labelled file, the index of a house."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from workflow.queries import likeness_evaluation

CLASSES = [
    {"class": "a", "title": "消防安全培训班", "start": "2026-05-11", "region": ["P"], "audiences": ["X"], "host": "A"},
    {"class": "b", "title": "火灾防控研修班", "start": "2026-06-11", "region": ["P"], "audiences": ["X"], "host": "B"},
    {"class": "c", "title": "档案管理班", "start": "2026-06-11", "region": ["P"], "audiences": ["X"], "host": "B"},
    {"class": "d", "title": "消防安全培训班", "start": "1996-06-11", "region": ["P"], "audiences": ["X"], "host": "A"},
]
PAIRS = [{"pair": ["a", "b"], "label": "duplicate"}, {"pair": ["b", "c"], "label": "distinct"},
         {"pair": ["a", "d"], "label": "duplicate"}]


def written(path: Path, *rows: object) -> str:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return str(path)


def test_all_sample_pairs_come_out_right(shell: Shell) -> None:
    typed = shell("duplicates evaluate --samples")
    assert typed.code == 0
    assert "22 of 22 sample pairs come out right." in typed.out
    told = json.loads(shell("duplicates evaluate --samples --json").out)
    assert (told["right"], told["wrong"], len(told["pairs"])) == (22, 0, 22)


def test_a_sample_pair_that_comes_out_wrong_is_a_finding(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likeness_evaluation, "BANDS", ("raised", "related", "apart"))
    typed = shell("duplicates evaluate --samples")
    assert typed.code == 1 and "WRONG" in typed.out


def test_a_labelled_file_is_measured(shell: Shell, tmp_path: Path) -> None:
    name = written(tmp_path / "judged.jsonl", *CLASSES, *PAIRS)
    told = json.loads(shell("duplicates", "evaluate", name, "--json").out)
    assert (told["classes"], told["pairs"], told["duplicates"]) == (4, 3, 2)
    assert (told["at_raised"]["precision"], told["at_raised"]["recall"]) == (1.0, 0.5)
    assert told["missed"][0] == {"pair": ["a", "d"], "titles": ["消防安全培训班"] * 2, "bits": None}
    assert "precision 1.000, recall 0.500" in shell("duplicates", "evaluate", name).out


def test_pairs_that_are_not_listed_may_count_as_distinct(shell: Shell, tmp_path: Path) -> None:
    name = written(tmp_path / "judged.jsonl", {"rest": "distinct"}, *CLASSES, PAIRS[0])
    told = json.loads(shell("duplicates", "evaluate", name, "--json").out)
    assert (told["pairs"], told["duplicates"]) == (3, 1)  # a-b, a-c, b-c; d lies decades before


@pytest.mark.parametrize(("rows", "says"), [
    ((), "There is no class in the file"),
    ((CLASSES[0], {"pair": ["a", "zz"], "label": "duplicate"}), "Line 2 cannot be read"),
    ((CLASSES[0], CLASSES[0]), "Line 2 cannot be read"),
    (({**CLASSES[0], "start": "2026-02-30"},), "Line 1 cannot be read"),
    (({**CLASSES[0], "region": "P"}, [1], 7), "Line 3 cannot be read"),
    (({"lexicon": {"topics": {"A": {}}}}, CLASSES[0]), "lexicon"),
])
def test_a_file_that_cannot_be_read_is_one_sentence_a_fault(shell: Shell, tmp_path: Path, rows: tuple[object, ...],
                                                           says: str) -> None:
    typed = shell("duplicates", "evaluate", written(tmp_path / "judged.jsonl", *rows))
    assert typed.code in (1, 2)
    assert says in typed.out + typed.err and "Traceback" not in typed.err


def test_wrong_use_says_what_is_wanted(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "gbk.jsonl").write_bytes("培训班".encode("gbk"))
    for words in (("evaluate",), ("evaluate", "x", "--samples"), ("evaluate", str(tmp_path / "none")),
                  ("evaluate", str(tmp_path)), ("evaluate", str(tmp_path / "gbk.jsonl"))):
        typed = shell("duplicates", *words)
        assert typed.code == 2 and typed.err.strip(), words


def test_an_empty_house_has_a_whole_index(shell: Shell) -> None:
    shell("init")
    assert shell("duplicates check").code == 0
    assert shell("duplicates rebuild").out.startswith("Rebuilt; the index holds 0 classes.")
    assert json.loads(shell("duplicates check --json").out)["ok"] is True


def test_a_score_that_no_finding_tells_cannot_be_reckoned_again(shell: Shell) -> None:
    shell("init")
    typed = shell("duplicates recompute 1 2")
    assert typed.code == 2 and typed.err.strip() and "Traceback" not in typed.err
