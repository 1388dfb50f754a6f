"""Makes up the cadres of the demo district: always the same people from the same seed."""

from collections.abc import Iterator, Mapping
from itertools import cycle
from random import Random
from typing import Any

from workflow.domain.cadres import Cadre

ONE_CHARACTER_NAMES = 0.3  # the share of given names of one character


def made_up_cadres(spec: Mapping[str, Any]) -> tuple[Cadre, ...]:
    """The cadres that ``people.yaml`` describes: seed, surnames, given names, places and groups.

    Names may meet, as in life; staff numbers are dense from CX00001.  The generator is
    seeded and used in one order only, so that every house holds the same people.
    """
    dice = Random(spec["seed"])
    found: list[Cadre] = []
    for group in spec["groups"]:
        places = cycle(spec["where"][group["where"]])
        for _ in range(group["count"]):
            found.append(
                Cadre(f"CX{len(found) + 1:05d}", _name(dice, spec), next(places), group["rank"], group["level"],
                      group["audience"])
            )
    return tuple(found)


def _name(dice: Random, spec: Mapping[str, Any]) -> str:
    surnames: str = spec["surnames"]  # the most frequent first, and drawn most often
    return surnames[int(len(surnames) * dice.random() ** 2)] + "".join(_given(dice, spec["given"]))


def _given(dice: Random, characters: str) -> Iterator[str]:
    first = dice.choice(characters)
    yield first
    if dice.random() > ONE_CHARACTER_NAMES:
        yield dice.choice([other for other in characters if other != first])
