"""What an amendment changes is told in words, whatever kind of answer it is."""

from datetime import date
from typing import Any

import pytest

from tests.district import a_class
from workflow.domain.declaration import ClassDeclaration, Lecturer, Session, Share, changed_fields
from workflow.queries.case_changes import case_changes
from workflow.queries.labels import Names, Said
from workflow.rulebook.rulebook import Rulebook
from workflow.wording import LANGUAGES, Label, say, speak

OTHERS: dict[str, Any] = {
    "class_name": "另一个班", "batch_no": 2, "topic_code": "SOCIAL_GOV", "class_kind": "topic", "plan_type": "extra",
    "plan_item": "2026-009", "extra_reason": "临时任务。", "co_hosts": ("PLC",), "organiser": "OD", "basis": "文件",
    "purpose": "补短板。", "audience_tier": "rural", "audience_codes": ("VILL_SEC", "NO_SUCH"), "audience_text": "村",
    "managing_level": "town", "other_system": True, "lower_leaders": True, "trainee_count": 58, "staff_count": 5,
    "start_date": date(2026, 12, 1), "end_date": date(2026, 12, 2), "half_days": 5, "channel": "out", "venue": "长沙",
    "venue_kind": "hotel", "city": "长沙市", "province": "HN", "mode": "online", "lodging": True, "meals": False,
    "syllabus": (Session("村务公开", 4),), "lecturers": (Lecturer("李老师", "senior", 4, 100_000),), "discussion": True,
    "report_required": True, "rates": {"lodging": 10_000}, "charge_fen": 5, "similar_statement": "没有。",
    "fund_shares": (Share("PLC", "special", 12_300),), "host_unit": "PLC",
}  # fmt: skip


def spoken(value: Any, language: str) -> str:
    if isinstance(value, Said):
        return say(value.key, language, **{name: spoken(part, language) for name, part in value.values.items()})
    if isinstance(value, tuple):
        return "、".join(spoken(item, language) for item in value)
    return speak(value, language)


@pytest.fixture
def known(rulebook: Rulebook) -> Names:
    return Names({"PLC": Label("区委政法委", "PLC"), "OD": Label("区委组织部", "OD")}, {}, rulebook.roles)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_can_be_told(known: Names, rulebook: Rulebook, language: str) -> None:
    old, new = a_class(), a_class().with_(**OTHERS)
    for before, after in ((old, new), (new, old), (ClassDeclaration(), new)):
        changed = changed_fields(before, after)
        told = case_changes(before, after, changed, known, rulebook)
        assert len(told) == len(changed)
        for change in told:
            for value in (change.name, change.before, change.after):
                assert spoken(value, language)


def test_amounts_and_codes_are_words(known: Names, rulebook: Rulebook) -> None:
    old = a_class()
    new = old.with_(fund_shares=(Share("PLC", "special", 12_300),), channel="out", half_days=5)
    told = {change.name.key: change for change in case_changes(old, new, changed_fields(old, new), known, rulebook)}
    assert spoken(told["form.fund_shares"].after, "zh") == "区委政法委 · 专项经费 123 元"
    assert spoken(told["form.channel"].before, "zh") == "请进来"
    assert spoken(told["form.half_days"].after, "en") == "2.5 days"
