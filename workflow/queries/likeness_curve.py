"""How much better the search for repeated classes gets with decisions: played through on labelled files."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflow.calibration.curve import Step, curve
from workflow.calibration.labelled import read_labelled
from workflow.calibration.measuring import Measured
from workflow.engine.likeness.comparing import Limits
from workflow.refusals import Refusal, Refused
from workflow.rulebook.rulebook import Rulebook

__all__ = ["Curve", "Measured", "Step", "counts_of", "learning_curve"]
MOST_DECISIONS = 100_000


@dataclass(frozen=True, slots=True)
class Curve:
    """The steps of the curve, the first before any decision."""

    steps: tuple[Step, ...]

    def to_json(self) -> dict[str, Any]:
        return {"steps": [{"decisions": one.decisions, "proposed": one.proposed, "accepted": one.accepted,
                           "words": _figures(one.words), "both": _figures(one.both)} for one in self.steps]}


def learning_curve(rulebook: Rulebook, day: date, train: Iterable[str], test: Iterable[str], decisions: Sequence[int],
                   seed: int) -> Curve:
    """Decisions taken in one labelled file, measured in another; raises as ``read_labelled``, and refuses a file
    (``curve_right_missing``) that does not say which wordings are right."""
    limits = Limits.of(rulebook.policy_on(day))
    worlds = [read_labelled(lines, rulebook.lexicon) for lines in (train, test)]
    if worlds[0].right is None:
        raise Refused(Refusal("curve_right_missing"))
    return Curve(tuple(curve(worlds[0], worlds[1], rulebook.scorecard, decisions, seed, limits)))


def counts_of(text: str) -> tuple[int, ...]:
    """``200,1000`` as numbers; refused (``curve_counts``) when one of them is none, or too large."""
    try:
        counts = tuple(int(one) for one in text.split(","))
    except ValueError:
        counts = ()
    if not counts or not all(0 < one <= MOST_DECISIONS for one in counts):
        raise Refused(Refusal("curve_counts", {"text": text[:40], "most": MOST_DECISIONS}))
    return counts


def _figures(one: Measured) -> dict[str, float]:
    return {"average_precision": round(one.average, 4), "best_f1": round(one.best.f1, 4),
            "precision": round(one.at_raised.precision, 4), "recall": round(one.at_raised.recall, 4),
            "precision_at_recall_95": round(one.at_recall.precision, 4)}
