"""By what classes were read and weighed at one time, as bytes that are kept: names, wordings, weights of tokens."""

import json
import zlib
from collections.abc import Iterable, Mapping
from typing import Any

from workflow.engine.likeness.titles import Reader
from workflow.rulebook.lexicon import Lexicon, Topic
from workflow.wording.values import Label


def pack_past(reader: Reader, weights: Mapping[int, int]) -> bytes:
    """A reader and the weights of tokens as deflated JSON; equal ones give equal bytes."""
    lexicon = reader.lexicon
    told = {"names": sorted(set(reader.names)), "topics": _told(lexicon.topics.values()),
            "focuses": _told(lexicon.focuses.values()), "cut": sorted(lexicon.cut),
            "weights": sorted(weights.items())}
    return zlib.compress(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), 6)


def unpack_past(body: bytes) -> tuple[Reader, dict[int, int]]:
    """The reader and the weights that :func:`pack_past` wrote."""
    told = json.loads(zlib.decompress(body))
    lexicon = Lexicon(_topics(told["topics"]), _topics(told["focuses"]), tuple(told["cut"]))
    return Reader(lexicon, tuple(told["names"])), dict(told["weights"])


def _told(topics: Iterable[Topic]) -> list[list[Any]]:
    return [[one.code, one.label.zh, one.label.en, one.wordings_zh, one.wordings_en, one.mandatory_stage]
            for one in topics]


def _topics(told: Iterable[list[Any]]) -> dict[str, Topic]:
    return {code: Topic(code, Label(zh, en), tuple(words_zh), tuple(words_en), stage)
            for code, zh, en, words_zh, words_en, stage in told}
