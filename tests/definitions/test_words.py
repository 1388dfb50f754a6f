"""Every word that an act puts into a sentence by its code stands in both languages."""

import pytest

from workflow.domain.declaration import PAPERS
from workflow.domain.inputs import GROUNDS, INPUTS
from workflow.domain.pairs import VERDICTS
from workflow.wording import LANGUAGES, keys

ROUTES = tuple(f"A{number}" for number in range(8))
NOTES = (
    "create edit join_writing look_again attach remove_paper explain_finding override_finding judge_pair open_line"
    " add_to_line enrol replace_person leave_before remove_person give_places answer_places import_history"
    " state_position confirm_topic"
).split()
WORDS = {"input": INPUTS, "ground": GROUNDS, "verdict": VERDICTS, "route": ROUTES, "paper": PAPERS, "trail.act": NOTES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_there(language: str) -> None:
    wanted = {f"{kind}.{name}" for kind, names in WORDS.items() for name in names}
    assert not wanted - keys(language)
