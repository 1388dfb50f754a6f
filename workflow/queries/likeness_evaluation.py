"""How good the suggestions of likeness are: over a labelled file, and over the pairs of the shipped samples."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from workflow.calibration.labelled import Labelled, read_labelled
from workflow.calibration.measuring import Line, Measured, Scored, measure, score_labelled
from workflow.engine.likeness.comparing import Comparer, Limits
from workflow.engine.likeness.signature import Signature, Told, signature
from workflow.engine.likeness.titles import Reader
from workflow.engine.likeness.verdicts import compare_and_suggest
from workflow.rulebook.rulebook import Rulebook

BANDS = ("apart", "related", "raised")


@dataclass(frozen=True, slots=True)
class Judged:
    """A pair that came out otherwise than it was judged; ``tenths`` of a bit, ``None`` = a gate keeps the two apart."""

    ids: tuple[str, str]
    titles: tuple[str, str]
    tenths: int | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures of a labelled file; see :class:`Measured`."""

    classes: int
    measured: Measured
    missed: tuple[Judged, ...]
    wrong: tuple[Judged, ...]
    scorecard: str
    lexicon: str

    def to_json(self) -> dict[str, Any]:
        measured = self.measured
        lines = {"at_raised": measured.at_raised, "best": measured.best, "at_recall_95": measured.at_recall}
        return {
            "classes": self.classes, "pairs": measured.pairs, "duplicates": measured.duplicates,
            "average_precision": round(measured.average, 4), **{name: _line(line) for name, line in lines.items()},
            "missed": [_judged(one) for one in self.missed], "wrong": [_judged(one) for one in self.wrong],
            "scorecard": self.scorecard, "lexicon": self.lexicon,
        }


@dataclass(frozen=True, slots=True)
class SamplePair:
    """A pair of the shipped samples, what was expected of it and what came out."""

    ids: tuple[str, str]
    expected: tuple[str, ...]
    verdicts: tuple[str, ...]
    band: str
    reasons: tuple[str, ...]
    tenths: int
    right: bool


def evaluate(rulebook: Rulebook, day: date, lines: Iterable[str]) -> Evaluation:
    """Figures of a labelled file by the scorecard in force and the policy of a day; raises as ``read_labelled``."""
    world = read_labelled(lines, rulebook.lexicon)
    card = rulebook.scorecard
    measured = measure(score_labelled(world, card, Limits.of(rulebook.policy_on(day))), card)
    return Evaluation(len(world.ids), measured, tuple(_named(world, one) for one in measured.missed),
                      tuple(_named(world, one) for one in measured.wrong), card.hash, world.lexicon.version)


def evaluate_samples(rulebook: Rulebook, samples: str, expected: str,
                     lessons: Mapping[str, str]) -> tuple[SamplePair, ...]:
    """Every judged pair of the samples; ``samples`` are lines of JSON, ``expected`` the verdicts of their pairs,
    ``lessons`` what each sample teaches."""
    reader = Reader(rulebook.lexicon)
    kept = {one["id"]: _sample(rulebook, reader, n, {**one, "lessons": lessons.get(one["id"], "")})
            for n, one in enumerate(map(json.loads, samples.splitlines()), start=1)}
    comparer = Comparer(rulebook.scorecard)
    return tuple(_pair(comparer, kept, row) for row in json.loads(expected)["pairs"])


def _sample(rulebook: Rulebook, reader: Reader, n: int, one: dict[str, Any]) -> Signature:
    start = date.fromisoformat(one["start"])
    return signature(Told(
        n, one["title_zh"], start, start + timedelta(days=one["days"] - 1), ("district",),
        rulebook.audiences.leaves(one["audience_codes"]), frozenset((one["tier"],)), one["lessons"],
        one["topic_code"], one["host_zh"], one["place"], one["channel"], one["kind"],
        out=one["channel"] == "out"), reader)


def _pair(comparer: Comparer, kept: dict[str, Signature], row: dict[str, Any]) -> SamplePair:
    one, other = row["pair"]
    likeness, suggestion = compare_and_suggest(comparer, kept[one], kept[other])
    wanted = row.get("band")
    fitting = BANDS.index(suggestion.band) >= BANDS.index(wanted) if wanted else suggestion.band != "raised"
    right = fitting and suggestion.verdict in row["verdicts"] and (
        "reason" not in row or row["reason"] in suggestion.reasons)
    return SamplePair((one, other), tuple(row["verdicts"]), suggestion.verdicts, suggestion.band, suggestion.reasons,
                      likeness.tenths, right)


def _named(world: Labelled, scored: Scored) -> Judged:
    places = (scored.one, scored.other)
    return Judged((world.ids[places[0]], world.ids[places[1]]),
                  (world.told[places[0]].title[:80], world.told[places[1]].title[:80]), scored.tenths)


def _judged(one: Judged) -> dict[str, Any]:
    return {"pair": list(one.ids), "titles": list(one.titles), "bits": None if one.tenths is None else one.tenths / 10}


def _line(line: Line) -> dict[str, float]:
    return {"bits": line.tenths / 10, "precision": round(line.precision, 4), "recall": round(line.recall, 4),
            "f1": round(line.f1, 4)}
