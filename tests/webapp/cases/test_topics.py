"""The topic of a class is confirmed, or another held right, from the declaration itself."""

from tests.webapp.cases.conftest import Clients


def test_the_reviewer_opens_the_topic_from_the_declaration_and_holds_another_right(
        client_as: Clients, cases: dict[str, int]) -> None:
    client, case = client_as("hejie"), f"/declarations/{cases['duplicate']}"
    address = f"{case}/topic"
    assert f'href="{address}"' in client.get(case).text
    page = client.get(address).text
    assert "社区工作" in page and 'name="topic"' in page
    refused = client.post(address, data={"topic": "EMERGENCY", "opinion": " "})
    assert refused.status_code == 422 and 'value="EMERGENCY" selected' in refused.text
    assert client.post(address, data={"topic": "EMERGENCY", "opinion": "课程都是应急处置。"}).status_code == 302
    assert "课程都是应急处置。" in client.get(case).text
    assert 'name="topic"' not in client_as("liqiang").get(address).text, "only who reviews may say so"
