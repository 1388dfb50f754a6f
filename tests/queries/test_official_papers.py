"""A paper says what the page says: every figure, every signer, and no name that its reader may not see."""

import io
import re
from datetime import date

import pypdf
import pytest
from sqlalchemy import insert

from tests.district import District, a_class, signed_in
from workflow.acts.declare import save_copy
from workflow.documents.signs import BREAK
from workflow.domain.declaration import ClassDeclaration
from workflow.domain.people import Actor, Post
from workflow.office import Office
from workflow.queries.check_page import as_number, check
from workflow.queries.declaration_page import declaration_page
from workflow.queries.draft_page import draft
from workflow.queries.official_form import LONGEST_OPINION, approval_form
from workflow.queries.official_letters import letter
from workflow.queries.official_plan import plan_form
from workflow.queries.official_slip import approval_slip
from workflow.queries.official_words import Printed, spoken
from workflow.refusals import NotFound
from workflow.store.people import cadre
from workflow.store.rosters import enrolment
from workflow.wording import speak

AT = "https://shenbao.example/check"
LANGUAGES = ("zh", "en")


@pytest.fixture
def d(office: Office) -> District:
    with office.database.in_haste():
        return District(office)


def pages(paper: Printed) -> list[str]:
    """The text of each page, without blanks: a cell may end a line anywhere."""
    found = pypdf.PdfReader(io.BytesIO(paper.pdf)).pages
    return ["".join(page.extract_text().replace(BREAK, "").split()) for page in found]


def squeezed(words: str) -> str:
    return "".join(words.split())


def who(d: District, name: str) -> Actor:
    return signed_in(d.office, d.actor(name).id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_says_what_the_page_says(d: District, language: str) -> None:
    case_id = d.at("approved")
    actor = who(d, "od_section")
    page = declaration_page(d.office, actor, case_id)
    text = pages(approval_form(d.office, actor, case_id, language, AT))[0]
    told = [page.head.title, page.head.number, page.head.reply_no, speak(page.head.total, language)]
    told += [spoken(value, language) for fact in (*page.facts, *page.answers) for value in (fact.name, fact.value)]
    told += [spoken(part, language) for cost in page.money for part in (*cost.parts, cost.fen)]
    told += [spoken(value, language) for line in page.held for value in (line.owner, line.source, line.asked)]
    told += [spoken(row.who, language) for row in page.trail if row.opinion]
    missing = [words for words in told if squeezed(str(words)) not in text]
    assert not missing
    for row in page.trail:
        if row.opinion:
            record = f"第{row.n}号记录" if language == "zh" else f"record{row.n}"
            assert record in text, row.act
    assert ("第1版" if language == "zh" else "version1") in text


def test_the_form_is_one_page_whatever_was_written(d: District) -> None:
    long = "缺什么补什么，" * 140
    form = a_class(purpose=long[:1000], similar_statement=long[:1000], basis=long[:500], venue="某路某号" * 30)
    case_id = d.at("leader_approval", form)
    for signer in ("od_deputy2", "od_head"):
        d.take(case_id, "approve", signer, opinion="同意举办，" * 300)
    found = pages(approval_form(d.office, who(d, "od_section"), case_id, "zh", AT))
    assert f"第1页，共{len(found)}页" in found[0] and "领导意见" in found[0], "the last box stands on the first page"
    rest = "".join(re.sub(r"CX-2026-\d{4}·第1版·.*?第\d页，共\d页", "", page) for page in found[1:])
    assert "领导意见" not in rest
    assert squeezed(long[:1000]) in rest, "in full overleaf"
    assert rest.count("同意举办，") == 600 and LONGEST_OPINION < 300


def test_a_return_is_an_opinion_until_it_is_answered(d: District) -> None:
    case_id = d.at("authority_review")
    d.take(case_id, "return", "od_section", opinion="课程表不全。")
    assert "课程表不全。" in pages(approval_form(d.office, who(d, "od_section"), case_id, "zh", AT))[0]
    d.take(case_id, "resubmit", "CIVIL.declarant", opinion="已补齐。")
    d.take(case_id, "resubmit", "CIVIL.unit_head", opinion="同意重报。")
    text = pages(approval_form(d.office, who(d, "od_section"), case_id, "zh", AT))[0]
    assert "课程表不全。" not in text and "同意重报。" in text


def test_a_draft_says_so(d: District) -> None:
    case_id = d.begin()
    text = pages(approval_form(d.office, who(d, "CIVIL.declarant"), case_id, "zh", AT))[0]
    assert "草稿未生效" in text and "未编号" in text
    assert "草稿未生效" not in pages(approval_form(d.office, who(d, "CIVIL.declarant"), d.submitted(), "zh", AT))[0]


@pytest.mark.parametrize("reader,seen,hidden", [
    ("od_section", ("张三", "李四"), ()),
    ("auditor", ("张三", "李四"), ()),
    ("CIVIL.declarant", ("张三",), ("李四",)),
    ("CIVIL.unit_head", ("张三",), ("李四",)),
    ("finance", (), ("张三", "李四")),
    ("leader", (), ("张三", "李四")),
])  # fmt: skip
def test_the_roster_names_only_whom_its_reader_may_know(
    d: District, reader: str, seen: tuple[str, ...], hidden: tuple[str, ...]
) -> None:
    case_id = d.submitted()
    enrol(d, case_id, {1: ("张三", "CIVIL", "enrolled"), 2: ("李四", "PLC", "attended"),
                       3: ("赵六", "CIVIL", "on_leave"), 4: ("钱七", "PLC", "replaced")})
    hidden = (*hidden, "赵六", "钱七")
    found = pages(approval_form(d.office, who(d, reader), case_id, "zh", AT))
    assert all(name in found[-1] for name in seen)
    assert not [name for name in hidden if name in "".join(found)]
    assert "学员名单（2人）" in found[-1] and ("1人（不显示姓名）" in found[-1]) == (len(hidden) > 2)


def enrol(d: District, case_id: int, people: dict[int, tuple[str, str, str]]) -> None:
    """People on the roster, as rows: only the reading is tested here."""
    with d.office.database.write() as connection:
        for number, (name, unit, status) in people.items():
            connection.execute(insert(cadre).values(id=90_000 + number, staff_no=f"T{number}", name=name, unit=unit,
                                                    rank="staff", managing_level="unit", audience="COMM_WORKER_B1"))
            connection.execute(insert(enrolment).values(
                case_id=case_id, cadre_id=90_000 + number, unit=unit, status=status,
                start_date=date(2026, 11, 23), end_date=date(2026, 11, 25)))
        connection.commit()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reply_says_what_was_decided(d: District, language: str) -> None:
    case_id = d.at("leader_approval")
    for signer in ("od_deputy2", "od_head"):
        d.take(case_id, "approve", signer, opinion="同意举办，注意节约。")
    actor = who(d, "CIVIL.declarant")
    head = declaration_page(d.office, actor, case_id).head
    text = "".join(pages(letter(d.office, actor, case_id, "reply", language, AT)))
    for words in (head.reply_no, head.number, head.title, spoken(head.host, language), speak(head.total, language),
                  "同意举办，注意节约。", speak(date(2026, 10, 14), language)):  # fmt: skip
        assert squeezed(str(words)) in text, words


def test_a_reply_stays_as_it_was_given_and_says_that_more_came(d: District) -> None:
    case_id = d.at("approved")
    actor = who(d, "CIVIL.declarant")
    before = pages(letter(d.office, actor, case_id, "reply", "zh", AT))
    amended(d, case_id, a_class(venue="区社区学院", plan_item="2026-001"))
    after = pages(letter(d.office, actor, case_id, "reply", "zh", AT))
    assert "内容经过变更" in after[0] and "内容经过变更" not in before[0]
    assert "区委党校" in after[0] and "区社区学院" not in after[0]
    assert "区社区学院" in pages(approval_form(d.office, actor, case_id, "zh", AT))[0]
    found = check(d.office, "CX-2026-0001").found
    assert found is not None and found.changed and found.holds


def amended(d: District, case_id: int, form: ClassDeclaration) -> None:
    """The class with another content, asked for and allowed."""
    clerk = d.actor("CIVIL.declarant")
    copy = draft(d.office, who(d, "CIVIL.declarant"), case_id)
    save_copy(d.office, clerk, case_id, form, version=copy.version)
    for signer in ("declarant", "unit_head"):
        d.take(case_id, "amend", f"CIVIL.{signer}", opinion="场地有变。")
    while d.state(case_id) == "amendment_review":
        d.take(case_id, "amend_ok", "od_section2", opinion="同意。")


def test_a_filing_gets_a_receipt(d: District) -> None:
    case_id = d.submitted()
    d.take(case_id, "accept_filing", "od_section")
    actor = who(d, "CIVIL.declarant")
    receipt_no = declaration_page(d.office, actor, case_id).head.receipt_no
    text = pages(letter(d.office, actor, case_id, "receipt", "zh", AT))[0]
    assert receipt_no and receipt_no in text and "备案回执" in text
    with pytest.raises(NotFound):
        letter(d.office, actor, case_id, "reply", "zh", AT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_slip_says_no_more_than_the_check_page(d: District, language: str) -> None:
    d.at("approved")
    found = check(d.office, "CX-2026-0001").found
    assert found is not None and found.people == 40 and found.decided_on == date(2026, 10, 14)
    text = pages(approval_slip(d.office, "cx 2026 1", language, AT))[0]
    assert squeezed(found.title) in text and found.number in text and found.paper_no in text
    assert "26,100" not in text and "unit_head" not in text and "od_head" not in text
    with pytest.raises(NotFound):
        approval_slip(d.office, "CX-2026-0002", language, AT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plan_s_form_lists_its_classes(d: District, language: str) -> None:
    actor = who(d, "od_section")
    plan_id = next(number for number in range(1, 30) if _is_plan(d, actor, number))
    page = declaration_page(d.office, actor, plan_id)
    text = "".join(pages(plan_form(d.office, actor, plan_id, language, AT)))
    for item in page.plan:
        for value in (item.name, item.people, item.total, item.channel):
            assert squeezed(spoken(value, language)) in text, value
    with pytest.raises(NotFound):
        plan_form(d.office, actor, d.submitted(), language, AT)


def _is_plan(d: District, actor: Actor, number: int) -> bool:
    try:
        return declaration_page(d.office, actor, number).head.kind == "annual_plan"
    except NotFound:
        return False


def test_who_may_not_see_the_case_gets_no_paper(d: District) -> None:
    case_id = d.at("approved")
    stranger = Actor(d.actor("PLC.declarant").id, "", (Post("declarant", "PLC"),))
    admin = Actor(d.actor("admin").id, "", (Post("admin", "OD"),))
    for actor in (stranger, admin):
        with pytest.raises(NotFound):
            approval_form(d.office, actor, case_id, "zh", AT)
        with pytest.raises(NotFound):
            letter(d.office, actor, case_id, "reply", "zh", AT)


@pytest.mark.parametrize("state,standing,holds", [
    ("approved", "stands", True), ("noticed", "stands", True), ("cancelled", "cancelled", False),
])  # fmt: skip
def test_where_an_approval_stands(d: District, state: str, standing: str, holds: bool) -> None:
    case_id = d.at("approved" if state == "cancelled" else state)
    if state == "cancelled":
        d.take(case_id, "cancel", "CIVIL.unit_head", "不办了。", costs_fen=0)
    found = check(d.office, "CX-2026-0001").found
    assert found is not None and (found.standing, found.holds, found.changed) == (standing, holds, False)


def test_a_postponed_class_shows_its_new_days(d: District) -> None:
    case_id = d.at("approved")
    new = {"new_start_date": date(2026, 12, 7), "new_end_date": date(2026, 12, 9)}
    for signer in ("CIVIL.unit_head", "od_section"):
        d.take(case_id, "postpone", signer, "讲师有事。", **new)
    found = check(d.office, "CX-2026-0001").found
    assert found is not None and found.standing == "postponed" and found.changed
    assert "7–9日" in spoken(found.when, "zh")


def test_what_was_never_approved_is_not_found(d: District) -> None:
    case_id = d.submitted()
    assert check(d.office, "CX-2026-0001").found is None
    d.take(case_id, "withdraw", "CIVIL.unit_head", "不办了。")
    for typed in ("CX-2026-0001", "", "  ", "城组干教〔2026〕1号", "x" * 10_000, "\0", "%", "_"):
        assert check(d.office, typed).found is None


@pytest.mark.parametrize("typed,read", [
    ("cx-2026-31", "CX-2026-0031"), ("ＣＸ－２０２６－００３１", "CX-2026-0031"), ("CX 2026 0031", "CX-2026-0031"),
    ("CX—2026—0031", "CX-2026-0031"), ("cx20260031", "CX-2026-0031"), ("CX-2026-00031。".rstrip("。"), "CX-2026-0031"),
    ("CX-2026-12345", "CX-2026-12345"), ("https://a.example/check?no=CX-2026-0031", "CX-2026-0031"),
    ("城组干教〔2026〕12号", "城组干教〔2026〕12号"), ("城组干教[2026]12号", "城组干教〔2026〕12号"),
    ("城组干教（2026）012", "城组干教〔2026〕12号"), (" 城组干教【2026】 12 号 ", "城组干教〔2026〕12号"),
    ("城组干教备〔2026〕3号", "城组干教备〔2026〕3号"), ("什么", "什么"), ("", ""), ("   ", ""),
])  # fmt: skip
def test_numbers_are_read_as_people_type_them(typed: str, read: str) -> None:
    assert as_number(typed) == read
