"""Reads a scorecard: shape, what is wrong with it, the weights that follow from it."""

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Any

from pydantic import Field

from workflow.rulebook.faults import Fault, fault, unknown
from workflow.rulebook.scorecard import LEVELS, WHOLE, Chances, Scorecard
from workflow.rulebook.shape import Name, Shape, Words
from workflow.rulebook.yaml_text import Lines
from workflow.wording.values import Label

Count = Annotated[int, Field(ge=1, le=WHOLE)]
Tenths = Annotated[int, Field(ge=-300, le=300)]


class ChancesShape(Shape):
    """How many of 100,000 repetitions (``m``) and of 100,000 pairs that merely meet (``u``) show this level."""

    m: Count
    u: Count


class ScorecardShape(Shape):
    """A version of the weights; ``one_in``: of so many pairs that meet, one is a repetition."""

    scorecard: Name
    version: Annotated[int, Field(ge=1, le=9999)]
    zh: Words
    en: Words
    one_in: Annotated[int, Field(ge=2, le=1_000_000)]
    raised_tenths: Tenths
    related_tenths: Tenths
    decisions: Annotated[int, Field(ge=0)] = 0
    fields: dict[Name, dict[Name, ChancesShape]]


def scorecard_faults(shape: ScorecardShape, lines: Lines) -> Iterator[Fault]:
    """Every field and level stands, counts add up to the whole, and a better level never weighs less."""
    if shape.related_tenths >= shape.raised_tenths:
        yield fault(lines.file, lines.of(("related_tenths",)), "bands_crossed")
    for name in shape.fields:
        if name not in LEVELS:
            yield unknown(lines.file, lines.of(("fields", name)), "unknown_field_of_score", name, LEVELS)
    for name, levels in LEVELS.items():
        if name not in shape.fields:
            yield fault(lines.file, lines.of(("fields",)), "score_lacks", name=name)
        else:
            yield from _field_faults(name, levels, shape.fields[name], lines)


def _field_faults(name: str, levels: tuple[str, ...], told: dict[str, ChancesShape], lines: Lines) -> Iterator[Fault]:
    line = lines.of(("fields", name))
    if set(told) != set(levels):
        yield fault(lines.file, line, "score_levels", name=name, levels=levels)
        return
    for side in ("m", "u"):
        whole = sum(getattr(one, side) for one in told.values())
        if whole != WHOLE:
            yield fault(lines.file, line, "score_sum", name=name, side=side, sum=whole, whole=WHOLE)
    for better, worse in pairwise(levels):
        if tenths_of(told[better].m, told[better].u) < tenths_of(told[worse].m, told[worse].u):
            place = lines.of(("fields", name, worse))
            yield fault(lines.file, place, "score_order", name=name, better=better, worse=worse)


def tenths_of(m: int, u: int) -> int:
    """The weight of a level in tenths of a bit."""
    return round(10 * math.log2(m / u))


def build_scorecard(shape: ScorecardShape, digest: str) -> Scorecard:
    chances = {name: {level: Chances(shape.fields[name][level].m, shape.fields[name][level].u) for level in levels}
               for name, levels in LEVELS.items()}
    return Scorecard(
        shape.scorecard, shape.version, Label(shape.zh, shape.en), digest, shape.one_in, -tenths_of(shape.one_in, 1),
        shape.raised_tenths, shape.related_tenths, chances,
        {name: {level: tenths_of(one.m, one.u) for level, one in levels.items()} for name, levels in chances.items()},
        shape.decisions,
    )


def written_scorecard(card: Scorecard) -> dict[str, Any]:
    """The scorecard as the plain data of a file; reading it again gives the same weights."""
    return {
        "scorecard": card.code, "version": card.version, "zh": card.label.zh, "en": card.label.en,
        "one_in": card.one_in, "raised_tenths": card.raised, "related_tenths": card.related,
        "decisions": card.decisions,
        "fields": {name: {level: {"m": one.m, "u": one.u} for level, one in levels.items()}
                   for name, levels in card.chances.items()},
    }
