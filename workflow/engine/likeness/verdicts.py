"""What a pair looks like to a careful reviewer: verdicts of domain 4.2 to choose from, each with its reason.

The machine suggests, a named person decides.  What makes a look-alike legitimate (other tier, other
batch, required stage, other village, a new year's hours) is recognised and said, not passed over.
"""

from dataclasses import dataclass

from workflow.engine.likeness.comparing import QUARTER, Comparer, Likeness, People
from workflow.engine.likeness.signature import Signature

MULTI_HEAD, REPEAT, MERGEABLE, BATCH, DISTINCT, SPLIT, PERSON_OVERLOAD, HIGHER_CALLED, TIME_CLASH = (
    "MULTI_HEAD", "REPEAT", "MERGEABLE", "BATCH", "DISTINCT", "SPLIT", "PERSON_OVERLOAD", "HIGHER_CALLED", "TIME_CLASH")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """``verdicts``: the most fitting first; ``reasons``: keys of what is said for it; ``band``: ``raised`` (needs a
    decision), ``related`` (folded below) or ``apart``."""

    verdicts: tuple[str, ...]
    reasons: tuple[str, ...]
    band: str

    @property
    def verdict(self) -> str:
        return self.verdicts[0]


def suggest(one: Signature, other: Signature, likeness: Likeness, comparer: Comparer) -> Suggestion:
    """The suggestion for a pair that was compared."""
    levels, gap = likeness.levels, abs(one.start - other.start)
    band = comparer.card.band(likeness.tenths)
    if likeness.gates:
        return Suggestion((DISTINCT,), likeness.gates, "apart")
    if _split(one, other, levels, gap, comparer.limits.split_gap):
        return Suggestion((SPLIT,), ("part", "same_people"), "raised")
    if levels["series"] == "next":
        return Suggestion((BATCH,), ("series", "rosters_apart" if levels["roster"] == "none" else "rosters_unseen"),
                          _at_most_related(band))
    legitimate = _legitimate(levels)
    if legitimate:
        return Suggestion((DISTINCT,), legitimate, _at_most_related(band))
    found, reasons = _overlapping(one, other, levels, gap)
    if not found or band == "apart":
        return Suggestion((DISTINCT,), ("weak",) if found else _unlike(levels), _at_most_related(band))
    return Suggestion(found, reasons, band)


def compare_and_suggest(comparer: Comparer, one: Signature, other: Signature,
                        people: People = People()) -> tuple[Likeness, Suggestion]:  # noqa: B008 (frozen)
    likeness = comparer.compare(one, other, people)
    return likeness, suggest(one, other, likeness, comparer)


def _split(one: Signature, other: Signature, levels: dict[str, str], gap: int, most: int) -> bool:
    """One class cut in parts (化整为零): one host, the same people, parts by their titles, close together."""
    same = levels["host"] == "same" and levels["audience"] == "contained" and levels["title"] in ("much", "partly")
    return same and one.part != other.part and gap < most and levels["roster"] != "none"


def _legitimate(levels: dict[str, str]) -> tuple[str, ...]:
    """Why a look-alike is none."""
    if levels["roster"] in ("much", "some"):
        return ()
    reasons = []
    if levels["stage"] == "other":
        reasons.append("stage")
    if levels["audience"] == "none":
        reasons.append("other_people")
    if levels["roster"] == "none" and levels["audience"] != "contained":
        reasons.append("rosters_apart")
    return tuple(reasons)


def _overlapping(one: Signature, other: Signature, levels: dict[str, str],
                 gap: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The verdicts that the levels bear out, the most fitting first, and why."""
    people = levels["audience"] == "contained" or levels["roster"] == "much"
    theme = levels["topic"] == "same" and levels["focus"] != "different"
    if levels["topic"] == "journey" and (people or levels["audience"] == "half"):
        return (PERSON_OVERLOAD, MULTI_HEAD)[:1 + (levels["host"] == "other")], ("journey", "same_people")
    found: list[str] = []
    reasons = ["same_topic"] if theme else []
    if theme and people:
        reasons.append("same_people")
        otherwise = levels["channel"] == "other"
        if levels["host"] == "other" and otherwise and gap > QUARTER:
            found.append(MERGEABLE)  # far apart and held otherwise: to be talked over, not struck out
        both = [REPEAT] * _one_theme(levels) + [MULTI_HEAD] * (levels["host"] == "other")
        found += reversed(both) if otherwise else both
    elif theme and levels["audience"] in ("half", "some"):
        found.append(MERGEABLE)
        reasons.append("some_people")
    if (found or people) and levels["dates"] == "meet" and levels["host"] == "other":
        found += [TIME_CLASH] if people else []
        reasons.append("dates_meet")
    if found and people and one.scope != other.scope:
        found.append(HIGHER_CALLED)
        reasons.append("other_level")
    return tuple(dict.fromkeys(found)), tuple(reasons)


def _one_theme(levels: dict[str, str]) -> bool:
    """Whether the two are one class over again, not only near one another: by focus, else by what is taught."""
    if levels["focus"] in ("same", "general") or levels["host"] == "same":
        return True
    return levels["focus"] == "unknown" and "much" in (levels["content"], levels["title"])


def _unlike(levels: dict[str, str]) -> tuple[str, ...]:
    if levels["topic"] != "same":
        return ("other_topic",)
    return ("other_focus",) if levels["focus"] == "different" else ("few_people",)


def _at_most_related(band: str) -> str:
    return "related" if band == "raised" else band
