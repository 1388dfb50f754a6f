"""The wizard: begin from the plan, fill the steps, be told everything that is wrong, check and send."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from workflow.acts.declare import begin
from workflow.domain.declaration import ClassDeclaration
from workflow.domain.people import Actor, Post
from workflow.office import Office

Clients = Callable[..., FlaskClient]


@pytest.fixture
def clerk(client_as: Clients) -> FlaskClient:
    return client_as("wangli")


@pytest.fixture
def draft_id(small_house: Office) -> int:
    """A fresh draft of the civil affairs bureau."""
    return begin(small_house, Actor(1, "王丽", (Post("declarant", "CIVIL"),)), "CIVIL").case_id


def test_an_off_plan_class_begins_at_its_first_step(clerk: FlaskClient) -> None:
    answer = clerk.post("/my/new", data={"with": "extra:CIVIL"})
    assert answer.status_code == 302
    assert answer.location.endswith("/steps/1")
    page = clerk.get(answer.location)
    assert page.status_code == 200
    assert "第 1 步，共 6 步：班次" in page.text
    for number in range(2, 6):
        assert clerk.get(answer.location[:-1] + str(number)).status_code == 200
    assert clerk.get(answer.location.replace("/steps/1", "")).status_code == 200
    assert clerk.get(answer.location.replace("/steps/1", "/check")).status_code == 200
    assert clerk.get("/my").status_code == 200
    assert clerk.get("/my/new").status_code == 200
