"""Every word that an act puts into a sentence by its code stands in both languages."""

from collections.abc import Iterator

import pytest

from workflow.domain.declaration import PAPERS
from workflow.domain.inputs import GROUNDS, INPUTS
from workflow.domain.pairs import VERDICTS
from workflow.wording import LANGUAGES, keys

ROUTES = tuple(f"A{number}" for number in range(8))
NOTES = (
    "create edit join_writing look_again attach remove_paper explain_finding override_finding judge_pair open_line "
    "add_to_line"
).split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_there(language: str) -> None:
    assert not set(wanted()) - keys(language)
