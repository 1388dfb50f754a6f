"""What the demo's office teaches the search for repeated classes: one proposed word declined, one added.

The added one waits for the second person, so that whoever looks at the demo can put it in force.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from workflow.acts.learn import judge_wording, propose_lexicon
from workflow.domain.people import Actor
from workflow.office import Office
from workflow.wording.catalogue import CHINA

ACCEPTED = datetime(2026, 10, 13, 15, 40, tzinfo=CHINA)
WORD, TOPIC = "网格治理", "GRID_WORK"
AUDIENCE, FOCUS = "行政事业单位", "PRACTICE"  # what a merged pair proposes; it says for whom a class is, not of what


def teach_a_word(office: Office, proposer: Actor) -> None:
    """Decline what is none, accept the word, and lay it before the second person."""
    early = ACCEPTED - timedelta(minutes=5)
    judge_wording(replace(office, clock=lambda: early), proposer, "focuses", FOCUS, AUDIENCE, accept=False)
    judge_wording(replace(office, clock=lambda: ACCEPTED), proposer, "topics", TOPIC, WORD, accept=True)
    then = ACCEPTED + timedelta(minutes=5)
    propose_lexicon(replace(office, clock=lambda: then), proposer, "几个街道的报表都写“网格治理”，查重应当认得。")
