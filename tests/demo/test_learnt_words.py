"""The demo's office has declined one proposed word and laid one of its own before the second person."""

from tests.demo.conftest import Demo
from workflow.domain.people import Actor
from workflow.queries.learning_page import learning_page
from workflow.queries.learning_version import learnt_page

NOBODY = Actor(0)


def test_a_word_waits_for_the_second_person(demo: Demo) -> None:
    page = learning_page(demo.office, NOBODY)
    assert [(one.wording, one.accepted, one.in_force) for one in page.judged] == [
        ("网格治理", True, False), ("行政事业单位", False, False)]
    assert page.judged[1].pairs == 1  # the word that was declined came from a merged pair
    assert [(one.kind, one.status) for one in page.versions] == [("lexicon", "proposed")]
    waiting = learnt_page(demo.office, NOBODY, page.versions[0].id)
    assert [one.new for one in waiting.words] == [True] and not waiting.may_publish


def test_a_handful_of_decisions_is_counted(demo: Demo) -> None:
    page = learning_page(demo.office, NOBODY)
    assert 0 < page.decisions < page.least == 200
    assert page.latest.both <= min(page.latest.raised, page.latest.repetitions)
    assert [one.in_force for one in page.cards] == [True]
