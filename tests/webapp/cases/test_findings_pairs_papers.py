"""What is said to findings and pairs, and what is attached: in place, with every no on the same page."""

import io

import pytest
from sqlalchemy import select

from tests.district import a_class
from tests.webapp.cases.conftest import Clients, House
from workflow.store.cases import paper

PDF = b"%PDF-1.7 programme"


def test_a_pair_is_compared_and_settled(client_as: Clients, cases: dict[str, int]) -> None:
    client, address = client_as("hejie"), f"/declarations/{cases['duplicate']}/pairs/{cases['authority']}"
    page = client.get(address).text
    assert page.index("不同之处") < page.index("相同之处")
    assert client.post(address, data={"verdict": "", "opinion": ""}).status_code == 422
    refused = client.post(address, data={"verdict": "DISTINCT", "opinion": " "})
    assert refused.status_code == 422
    assert 'value="DISTINCT" checked' in refused.text
    assert client.post(address, data={"verdict": "DISTINCT", "opinion": "对象不同。"}).status_code == 302
    assert "不构成重复" in client.get(address).text
    assert client.post(address, data={"verdict": "REPEAT", "opinion": "再看。"}).status_code == 422


def test_a_merge_is_proposed_from_either_side_and_says_who_leads(client_as: Clients, cases: dict[str, int]) -> None:
    ours, theirs = cases["duplicate"], cases["authority"]
    client = client_as("hejie")
    proposing = f'href="/declarations/{ours}/do/propose_merge?survivor={theirs}">建议合并，以{{}}为主'
    for one, other, leader in ((ours, theirs, "对方"), (theirs, ours, "本申报")):
        page = client.get(f"/declarations/{one}/pairs/{other}").text
        assert proposing.format(leader) in page and page.count("建议合并，") == 1
        assert "建议合并，" not in client_as("liqiang").get(f"/declarations/{one}/pairs/{other}").text


def test_the_other_unit_sees_the_pair_masked(client_as: Clients, cases: dict[str, int]) -> None:
    """Ruling 37: title, host, dates, audience and counts; no place, courses or money."""
    page = client_as("liqiang").get(f"/declarations/{cases['duplicate']}/pairs/{cases['authority']}").text
    assert "社区工作者能力提升培训班" in page
    assert "每人每天" not in page
    assert "党校" not in page
    assert 'type="radio"' not in page
    whole = client_as("hejie").get(f"/declarations/{cases['duplicate']}/pairs/{cases['authority']}").text
    assert "每人每天" in whole


@pytest.mark.parametrize("other", [0, 99, 10**30])
def test_what_was_not_compared_is_not_found(client_as: Clients, cases: dict[str, int], other: int) -> None:
    assert client_as("hejie").get(f"/declarations/{cases['duplicate']}/pairs/{other}").status_code == 404


def test_the_unit_explains_and_the_office_overrides(client_as: Clients, house: House) -> None:
    """R-02 (lead time) may be set aside by the organisation head alone, with a reason."""
    late = a_class(start_date=a_class().start_date.replace(month=10, day=19), class_name="加急培训班",
                   end_date=a_class().start_date.replace(month=10, day=21), audience_codes=("VILL_ACCT",))  # fmt: skip
    case_id = house.at("authority_review", late)
    clerk = client_as("wangli")
    address = f"/declarations/{case_id}/explain"
    assert clerk.get(f"{address}?rule=R-02").status_code == 200
    assert clerk.post(address, data={"rule": "R-02", "part": "", "opinion": ""}).status_code == 422
    assert clerk.post(address, data={"rule": "R-02", "part": "", "opinion": "上级临时部署。"}).status_code == 302
    assert "上级临时部署。" in client_as("wangjun").get(f"/declarations/{case_id}").text
    override = f"/declarations/{case_id}/override"
    refused = client_as("hejie").post(override, data={"rule": "R-02", "part": "", "opinion": "可以。"})
    assert refused.status_code == 422
    assert "可以。" in refused.text
    done = client_as("wangjun").post(override, data={"rule": "R-02", "part": "", "opinion": "同意。"})
    assert done.status_code == 302


def test_a_finding_that_is_not_there_is_not_found(client_as: Clients, cases: dict[str, int]) -> None:
    assert client_as("wangli").get(f"/declarations/{cases['authority']}/explain?rule=R-99").status_code == 404


def test_a_paper_goes_in_and_comes_out_as_a_download(client_as: Clients, cases: dict[str, int], house: House) -> None:
    client, address = client_as("wangli"), f"/declarations/{cases['authority']}/papers"
    form = {"kind": "programme", "paper": (io.BytesIO(PDF), "方案 <1>.pdf")}
    assert client.post(address, data=form).status_code == 302
    assert "方案 &lt;1&gt;.pdf" in client.get(address).text
    with house.office.database.read() as connection:
        number = connection.execute(select(paper.c.id).where(paper.c.case_id == cases["authority"])).scalars().all()[-1]
    answer = client.get(f"{address}/{number}")
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E6%96%B9")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.content_type == "application/octet-stream"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    answer.close()
    assert client_as("liqiang").get(f"{address}/{number}").status_code in (403, 404)
    assert client.post(f"{address}/{number}/remove").status_code == 302
    assert client.get(f"{address}/{number}").status_code == 404


@pytest.mark.parametrize(
    ("name", "data"),
    [("", b""), ("空.pdf", b""), ("程序.exe", b"MZ"), ("假.pdf", b"GIF89a")],
)
def test_a_bad_paper_is_refused_in_words(client_as: Clients, cases: dict[str, int], name: str, data: bytes) -> None:
    answer = client_as("wangli").post(
        f"/declarations/{cases['authority']}/papers", data={"kind": "programme", "paper": (io.BytesIO(data), name)}
    )
    assert answer.status_code == 422
    assert 'href="#f-paper"' in answer.text


def test_nothing_chosen_is_one_sentence(client_as: Clients, cases: dict[str, int]) -> None:
    answer = client_as("wangli").post(f"/declarations/{cases['authority']}/papers", data={"kind": "programme"})
    assert answer.status_code == 422
    assert answer.text.count('<li><a href="#f-') == 1
    assert "还没有选择文件" in answer.text


def test_what_a_decision_waits_for_is_asked_for_all_at_once(client_as: Clients, house: House) -> None:
    case_id = house.at("noticed", a_class(audience_codes=("VILL_ACCT",), audience_tier="rural"))
    house.office.clock.set("2026-11-23 08:30")
    house.take(case_id, "open", "CIVIL.declarant")
    house.office.clock.set("2026-11-25 17:30")
    house.take(case_id, "end_class", "CIVIL.declarant")
    client, address = client_as("wangli"), f"/declarations/{case_id}"
    assert f'href="{address}/papers"' in client.get(address).text.split('class="card can"')[1].split("</section>")[0]
    page = client.get(f"{address}/papers").text
    kinds = ("programme", "agenda", "sign_in", "final_timetable", "summary", "evaluation")
    assert all(f'id="f-paper-{kind}"' in page for kind in kinds)
    files = {f"paper-{kind}": (io.BytesIO(PDF), f"{kind}.pdf") for kind in kinds[:-1]}
    answer = client.post(f"{address}/papers", data={**files, "paper-evaluation": (io.BytesIO(b"MZ"), "评估.exe")})
    assert answer.status_code == 422
    assert answer.text.count('<li><a href="#f-') == 1 and 'id="f-paper-evaluation-error"' in answer.text
    last = client.post(f"{address}/papers", data={"paper-evaluation": (io.BytesIO(PDF), "评估.pdf")})
    assert last.location == address, "no paper is missing any more: back to where it goes on"
    house.attend(case_id)
    assert "报结班" in client.get(address).text.split('class="card can"')[1].split("</section>")[0]


def test_who_is_asked_attaches_the_reply_it_waits_for(client_as: Clients, house: House) -> None:
    """A class of city-managed cadres: the section cannot go on before the higher reply is attached."""
    form = a_class(audience_tier="leading", audience_codes=("DEPUTY_HEAD",), managing_level="city")
    case_id = house.at("authority_review", form)
    house.take(case_id, "refer_up", "od_head", "含市管干部，报市委组织部。")
    assert 'id="f-paper-higher_reply"' in client_as("hejie").get(f"/declarations/{case_id}/papers").text


def test_who_may_not_attach_is_told(client_as: Clients, cases: dict[str, int]) -> None:
    client = client_as("sunli")
    address = f"/declarations/{cases['authority']}/papers"
    assert 'type="file"' not in client.get(address).text
    answer = client.post(address, data={"kind": "programme", "paper": (io.BytesIO(PDF), "方案.pdf")})
    assert answer.status_code in (403, 422)
