"""The empty sheet of an annual plan, with the words that may be chosen beside it."""

from flask import Response

from webapp.at_hand import office
from webapp.exporting import XLSX, exported
from webapp.wording import plain
from workflow.domain.declaration import CHANNELS, KINDS, TIERS
from workflow.domain.plan_form import COLUMNS


def template(year: int) -> Response:
    """The sheet to fill in: its headings, and beside it the words that may be chosen."""
    topics = [topic.label for topic in office().rulebook.lexicon.topics.values()]
    words = [[plain(f"kind.{code}") for code in KINDS], [plain(f"tier.{code}") for code in TIERS],
             [plain(f"channel.{code}") for code in CHANNELS], [label["zh"] for label in topics]]
    most = max(map(len, words))
    chosen = [[column[line] if line < len(column) else "" for column in words] for line in range(most)]
    names = ("class_kind", "tier", "channel", "topic_code")
    return exported(XLSX, plain("plan.template", year=str(year)), [
        (plain("plan.template_sheet"), [plain(f"plan.sheet_{name}") for name in COLUMNS], []),
        (plain("plan.template_words"), [plain(f"plan.sheet_{name}") for name in names], chosen),
    ])
