"""The scorecard of likeness and the wordings of the lexicon: read as written, refused when they cannot be right."""

import re
import shutil
from pathlib import Path

import pytest

from workflow.engine.vocabulary import vocabulary
from workflow.rulebook.faults import DefinitionFaults
from workflow.rulebook.file_reading import read_lexicon, read_scorecard
from workflow.rulebook.reading import read_rulebook
from workflow.rulebook.rulebook import Rulebook
from workflow.rulebook.scorecard import LEVELS, WHOLE

CARD = Path("definitions/scorecards/likeness.v1.yaml")


def test_weights_are_the_logarithm_of_the_chances_and_stand_in_order(rulebook: Rulebook) -> None:
    card = rulebook.scorecard
    assert set(card.bits) == set(LEVELS)
    assert card.bits["topic"]["same"] == 65  # 90 to 1: 6.5 bits
    for name, levels in LEVELS.items():
        weights = [card.bits[name][level] for level in levels]
        assert weights == sorted(weights, reverse=True), name
        assert sum(one.m for one in card.chances[name].values()) == WHOLE


def test_a_scorecard_has_the_version_of_its_content() -> None:
    text = CARD.read_text(encoding="utf-8")
    assert read_scorecard(text + "# a remark\n", "s.yaml").hash == read_scorecard(text, "s.yaml").hash
    other = text.replace("raised_tenths: 30", "raised_tenths: 40")
    assert read_scorecard(other, "s.yaml").hash != read_scorecard(text, "s.yaml").hash


@pytest.mark.parametrize(("old", "new", "what"), [
    ("same: {m: 90000, u: 1000}", "same: {m: 90000, u: 1001}", "score_sum"),
    ("same: {m: 90000, u: 1000}", "same: {m: 2000, u: 83970}", "score_order"),
    ("same: {m: 90000, u: 1000}", "alike: {m: 90000, u: 1000}", "score_levels"),
    ("  topic:\n", "  theme:\n", "unknown_field_of_score"),
    ("  topic:\n", "  theme:\n", "score_lacks"),
    ("related_tenths: -10", "related_tenths: 30", "bands_crossed"),
    ("same: {m: 90000, u: 1000}", "same: {m: 0, u: 1000}", "greater_than_equal"),
])
def test_a_wrong_scorecard_is_refused(old: str, new: str, what: str) -> None:
    text = CARD.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(DefinitionFaults) as raised:
        read_scorecard(text.replace(old, new, 1), "s.yaml")
    keys = {fault.message_key for fault in raised.value.faults}
    assert f"rulebook.{what}" in keys
    for fault in raised.value.faults:
        assert re.match(r"s\.yaml:\d+: .", fault.say("zh")) and fault.say("en")


TWICE = """\
topics:
  A: {zh: 甲, en: A, wordings: {zh: [消防安全], en: [fire safety]}}
  B:
    zh: 乙
    en: B
    wordings:
      zh: [火灾防控, ＦＩＲＥ]
      en: [Fire  Safety]
"""


def test_a_wording_of_two_topics_is_refused_with_both_lines() -> None:
    with pytest.raises(DefinitionFaults) as raised:
        read_lexicon(TWICE, "l.yaml")
    [fault] = raised.value.faults
    assert (fault.message_key, fault.line) == ("rulebook.wording_twice", 8)
    assert "l.yaml:2" in fault.say("zh") and "l.yaml:2" in fault.say("en")


def test_a_wording_of_two_files_is_refused_too(tmp_path: Path) -> None:
    folder = tmp_path / "definitions"
    shutil.copytree("definitions", folder, ignore=shutil.ignore_patterns("demo", "__pycache__"))
    (folder / "lexicon" / "zz.yaml").write_text(
        "topics:\n  ZZ: {zh: 新, en: New, wordings: {zh: [信访工作], en: [new work]}}\n", encoding="utf-8")
    with pytest.raises(DefinitionFaults) as raised:
        read_rulebook(folder, vocabulary)
    [fault] = raised.value.faults
    assert (fault.file, fault.line) == ("definitions/lexicon/zz.yaml", 2)
    assert "definitions/lexicon/governance.yaml:" in fault.say("en")


def test_topic_and_focus_are_told_apart(rulebook: Rulebook) -> None:
    found = rulebook.lexicon.concepts("消防安全风险防控班")
    assert (found.topics, found.focuses, found.rest) == (("FIRE_SAFETY",), ("RISK",), "班")
    assert rulebook.lexicon.concepts("fire safety risk control and more").focuses == ("RISK",)
    assert rulebook.lexicon.concepts("refire safetyx").topics == ()
    assert len(rulebook.lexicon.version) == 64
