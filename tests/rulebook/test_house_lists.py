"""Roles, audiences and topics: complete, in both languages, and comparable."""

import json
import re
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.domain.declaration import TIERS
from workflow.rulebook.faults import DefinitionFaults
from workflow.rulebook.file_reading import read_audiences, read_lexicon, read_roles, read_sources
from workflow.rulebook.lexicon import Lexicon, Topic
from workflow.rulebook.rulebook import Rulebook
from workflow.wording import Label

SAMPLES = [
    json.loads(line)
    for line in (files("definitions") / "demo" / "samples.jsonl").read_text(encoding="utf-8").splitlines()
]
CODES = sorted({code for sample in SAMPLES for code in sample["audience_codes"]})
ROLES = {  # code -> scope
    "declarant": "unit",
    "unit_finance": "unit",
    "unit_head": "unit",
    "institution": "unit",
    "od_section": "district",
    "od_deputy": "district",
    "od_head": "district",
    "hrss": "district",
    "finance": "district",
    "leader": "district",
    "higher_od": "district",
    "auditor": "district",
    "admin": "district",
}


def is_bilingual(label: Label) -> bool:
    return bool(
        re.search("[一-鿿]", label.zh) and re.search("[A-Za-z]", label.en) and not re.search("[一-鿿]", label.en)
    )


def test_the_roles_of_the_domain(rulebook: Rulebook) -> None:
    assert {code: role.scope for code, role in rulebook.roles.items()} == ROLES
    assert not rulebook.roles["higher_od"].user and rulebook.roles["finance"].user
    assert all(is_bilingual(role.label) for role in rulebook.roles.values())


def test_nobody_keeps_the_house_and_signs(rulebook: Rulebook) -> None:
    for role in ROLES:
        if role not in ("admin", "auditor", "higher_od"):
            assert rulebook.roles.clash("admin", role) and rulebook.roles.clash(role, "auditor")
    assert rulebook.roles.clash("auditor", "admin")
    assert not rulebook.roles.clash("declarant", "unit_head")
    assert all(len(pair) == 2 for pair in rulebook.roles.exclusive)


@pytest.mark.parametrize("code", CODES)
def test_every_audience_of_the_samples_is_known(rulebook: Rulebook, code: str) -> None:
    assert code in rulebook.audiences


def test_audiences_are_bilingual_and_well_placed(rulebook: Rulebook) -> None:
    for audience in rulebook.audiences.values():
        assert is_bilingual(audience.label), audience.code
        assert audience.tier in TIERS
    names = [audience.label for audience in rulebook.audiences.values()]
    assert len(set(names)) == len(names)
    assert {audience.tier for audience in rulebook.audiences.values()} == set(TIERS)


def test_samples_name_audiences_of_their_tier(rulebook: Rulebook) -> None:
    for sample in SAMPLES:
        for code in sample["audience_codes"]:
            assert rulebook.audiences[code].tier == sample["tier"], (sample["id"], code)


def test_deputy_district_heads_are_the_citys(rulebook: Rulebook) -> None:
    deputies = rulebook.audiences["DIST_DEPUTY"]
    assert deputies.label == Label("副区长", "Deputy district heads")
    assert deputies.city_managed and deputies.county_division and deputies.section_level
    for audience in rulebook.audiences.values():
        assert audience.city_managed == audience.county_division


def test_levels_answer_what_the_authority_check_asks(rulebook: Rulebook) -> None:
    sets = rulebook.audiences
    assert sets["SEC_LEAD"].section_level and not sets["SEC_LEAD"].city_managed and sets["SEC_LEAD"].lower_leaders
    assert sets["SEC_RES"].section_level and not sets["SEC_RES"].lower_leaders
    assert not sets["UNIT_ACCT"].section_level and sets["UNIT_ACCT"].managed == "unit"
    assert sets["PRO_HEALTH"].level == "professional" != sets["CANTEEN_MGR"].level
    assert sets["VILL_SEC"].managed == "town"


def test_a_parent_is_a_leaf_of_itself(rulebook: Rulebook) -> None:
    sets = rulebook.audiences
    assert sets.leaves(["SEC_LEAD"]) >= {"SEC_LEAD", "SEC_LEAD_GOV", "SEC_NEW"}
    assert sets.leaves(["COMM_WORKER"]) == {"COMM_WORKER", "COMM_WORKER_B1", "COMM_WORKER_B2"}
    assert sets.leaves(["VILL_SEC"]) == {"VILL_SEC"} and sets.leaves([]) == frozenset()
    assert "TOWN_HEAD" in sets.leaves(["SEC_LEAD"])  # through TOWN_LEAD
    with pytest.raises(KeyError):
        sets.leaves(["NOBODY"])


@pytest.mark.parametrize(
    ("one", "other", "common", "smaller"),
    [
        (["SEC_NEW"], ["SEC_LEAD"], 1, 1),
        (["COMM_WORKER_B1"], ["COMM_WORKER_B2"], 0, 1),
        (["COMM_WORKER_B1"], ["COMM_WORKER"], 1, 1),
        (["COMM_SEC"], ["COMM_SEC", "COMM_DIR"], 1, 1),
        (["UNIT_ACCT"], ["UNIT_ACCT", "UNIT_CFO"], 1, 1),
        (["SPOKES", "PUB_OFFICER"], ["SPOKES", "NET_COMMENT"], 1, 2),
        (["PRO_EDU", "PRO_HEALTH", "PRO_OTHER"], ["PRO_HEALTH"], 1, 1),
        (["UNIT_FIN"], ["UNIT_CFO"], 1, 1),
        (["VILL_A"], ["VILL_B"], 0, 1),
        (["VILL_SEC"], [], 0, 0),
    ],
)
def test_overlap_is_counted_over_leaves(
    rulebook: Rulebook, one: list[str], other: list[str], common: int, smaller: int
) -> None:
    assert rulebook.audiences.overlap(one, other) == (common, smaller)
    assert rulebook.audiences.overlap(other, one) == (common, smaller)


@settings(deadline=None)
@given(st.data())
def test_the_overlap_of_any_sets(data: st.DataObject) -> None:
    from workflow.bootstrap import written_rules

    sets = written_rules().audiences
    codes = st.lists(st.sampled_from(sorted(sets)), max_size=5)
    one, other = data.draw(codes), data.draw(codes)
    common, smaller = sets.overlap(one, other)
    assert 0 <= common <= smaller == min(len(sets.leaves(one)), len(sets.leaves(other)))
    assert sets.overlap(one, [*other, *one])[0] == len(sets.leaves(one))
    assert sets.leaves(one) == sets.leaves(sets.leaves(one))


def test_topics_are_many_and_bilingual(rulebook: Rulebook) -> None:
    assert len(rulebook.lexicon) >= 60
    for topic in rulebook.lexicon.topics.values():
        assert is_bilingual(topic.label), topic.code
        assert topic.wordings_zh and topic.wordings_en
        assert all(word.isascii() for word in topic.wordings_en), topic.code
    several = [t for t in rulebook.lexicon.topics.values() if len(t.wordings_zh) >= 2 and len(t.wordings_en) >= 2]
    assert len(several) >= 60


def test_no_wording_belongs_to_two_topics(rulebook: Rulebook) -> None:
    owners: dict[str, str] = {}
    for topic in rulebook.lexicon.topics.values():
        for word in {word.lower() for word in (*topic.wordings_zh, *topic.wordings_en)}:
            assert owners.setdefault(word, topic.code) == topic.code, word


def test_the_required_stages_are_known(rulebook: Rulebook) -> None:
    stages = {code for code, topic in rulebook.lexicon.topics.items() if topic.mandatory_stage}
    assert stages == {"PARTY_ACTIVIST", "PARTY_TARGET", "POST_TAKING", "INDUCTION_CS", "INDUCTION_PI"}


@pytest.mark.parametrize("title", ["title_zh", "title_en"])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["id"])
def test_the_title_of_a_sample_suggests_its_topic_first(rulebook: Rulebook, sample: dict[str, str], title: str) -> None:
    assert rulebook.lexicon.suggest(sample[title])[0].code == sample["topic_code"]


def topic(code: str, zh: str, en: str) -> Topic:
    return Topic(code, Label(zh, en), (zh,), (en,))


def test_the_longest_wording_wins_then_the_leftmost() -> None:
    lexicon = Lexicon(
        {
            t.code: t
            for t in (
                topic("FIN", "财务管理", "finance"),
                topic("VILLAGE", "村级财务管理", "village finance"),
                topic("FOOD", "食品安全", "food"),
                topic("SAFE", "安全监管", "safe"),
            )
        }
    )

    def found(text: str) -> list[str]:
        return [one.code for one in lexicon.suggest(text)]

    assert found("村级财务管理培训班") == ["VILLAGE"]
    assert found("财务管理与村级财务管理") == ["VILLAGE", "FIN"]
    assert found("食品安全监管") == ["FOOD"]
    assert found("Village  FINANCE for all") == ["VILLAGE"]
    assert found("ｆｉｎａｎｃｅ") == ["FIN"]
    assert found("unsafe refinance") == []
    assert found("AI与finance培训") == ["FIN"]
    assert found("") == []


BROKEN = [
    (read_roles, "roles: {a: {zh: 甲, en: A, scope: town}}", "not_one_of"),
    (read_roles, "roles: {a: {zh: 甲, en: A, scope: unit}}\nexclusive: {a: [b]}", "unknown_house_role"),
    (read_roles, "roles: {a: {zh: 甲, en: A, scope: unit}}\nexclusive: {a: [a]}", "excludes_itself"),
    (read_roles, "roles: {}", "empty_value"),
    (read_audiences, "audiences: {A: {zh: 甲, en: A, tier: x, level: staff, managed: unit}}", "not_one_of"),
    (read_audiences, "audiences: {a: {zh: 甲, en: A, tier: rural, level: staff, managed: unit}}", "bad_writing"),
    (
        read_audiences,
        "audiences: {A: {zh: 甲, en: A, tier: rural, level: staff, managed: unit, contains: [B]}}",
        "unknown_audience",
    ),
    (
        read_audiences,
        "audiences: {A: {zh: 甲, en: A, tier: rural, level: staff, managed: unit, contains: [B]},\n"
        "  B: {zh: 乙, en: B, tier: rural, level: staff, managed: unit, contains: [A]}}",
        "contains_itself",
    ),
    (
        read_audiences,
        "audiences: {A: {zh: 甲, en: A, tier: rural, level: staff, managed: unit, contains: [B]},\n"
        "  B: {zh: 乙, en: B, tier: rural, level: section, managed: unit}}",
        "part_outranks",
    ),
    (read_lexicon, "topics: {A: {zh: 甲, en: A, wordings: {zh: [], en: [ab]}}}", "empty_value"),
    (read_lexicon, "topics: {A: {zh: 甲, en: A, wordings: {zh: [甲乙]}}}", "missing_key"),
    (read_lexicon, "topics: [A]", "wrong_type"),
    (read_sources, "sources: {X1: {zh: 甲, en: A, strength: strong}}", "bad_writing"),
    (read_sources, "sources: {S1: {zh: 甲, en: A, strength: sure}}", "not_one_of"),
]


@pytest.mark.parametrize(("read", "text", "what"), BROKEN)
def test_a_broken_list_is_refused(read: object, text: str, what: str) -> None:
    assert callable(read)
    with pytest.raises(DefinitionFaults) as raised:
        read(text, "list.yaml")
    assert f"rulebook.{what}" in [fault.message_key for fault in raised.value.faults]
    for fault in raised.value.faults:
        assert fault.file == "list.yaml" and fault.line >= 1 and fault.say("zh") and fault.say("en")
