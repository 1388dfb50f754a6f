"""Labelled classes: a file of classes and of pairs that somebody judged, one JSON object a line.

``{"class": ID, "title", "start", ...}`` is a class (columns of :class:`Told`; days as ISO text,
``region`` from the widest to its own), ``{"pair": [ID, ID], "label": "duplicate" | "related" |
"distinct"}`` a judgement.  A first line may bring the file's own ``lexicon`` (as a file of
definitions/lexicon), ``names`` of regions, ``tiers``, ``"rest": "distinct"`` when every pair that
is not listed was judged distinct, and ``right``: a lexicon of the wordings that an expert would accept.
"""

import json
import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflow.domain.declaration import TIERS
from workflow.engine.likeness.signature import Signature, Told, signature
from workflow.engine.likeness.titles import Reader
from workflow.refusals import Refusal, Refused
from workflow.rulebook.file_reading import read_lexicon
from workflow.rulebook.lexicon import Lexicon

LABELS = ("duplicate", "related", "distinct")
MOST_FAULTS = 20
_TEXTS = ("title", "content", "topic", "host", "place", "channel", "kind")
_LISTS = {"region": "region", "audiences": "leaves", "tiers": "tiers"}


@dataclass(frozen=True)
class Labelled:
    """Classes in the order of the file, and judged pairs of their places.

    ``whole``: an unlisted pair is distinct; ``right``: a lexicon of all wordings that an expert would accept.
    """

    ids: tuple[str, ...]
    told: tuple[Told, ...]
    labels: Mapping[tuple[int, int], str]
    lexicon: Lexicon
    names: tuple[str, ...] = ()
    tiers: tuple[str, ...] = TIERS
    whole: bool = False
    right: Lexicon | None = None

    def signatures(self) -> list[Signature]:
        reader = Reader(self.lexicon, self.names)
        return [signature(one, reader, self.tiers) for one in self.told]


@dataclass
class _Reading:
    """One reading of a file: what was read, and every fault."""

    head: dict[str, Any] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    labels: dict[tuple[int, int], str] = field(default_factory=dict)
    faults: list[Refusal] = field(default_factory=list)

    def line(self, number: int, text: str) -> None:
        try:
            row = json.loads(text)
            if not isinstance(row, dict):
                raise ValueError
            if "class" in row:
                self._class(row)
            elif "pair" in row:
                self._pair(row)
            elif number == 1:
                self.head = row
            else:
                raise ValueError
        except (ValueError, KeyError, TypeError):
            if len(self.faults) < MOST_FAULTS:
                self.faults.append(Refusal("labelled_line", {"line": number}))

    def _class(self, row: Mapping[str, Any]) -> None:
        id_ = str(row["class"])
        if id_ in self.ids:
            raise ValueError(id_)
        texts = {name: str(row.get(name) or "") for name in _TEXTS}
        lists = {into: _codes(row.get(name, ())) for name, into in _LISTS.items()}
        start = date.fromisoformat(row["start"])
        end = date.fromisoformat(row.get("end") or row["start"])
        told = Told(len(self.told), start=start, end=end, region=lists["region"], tiers=frozenset(lists["tiers"]),
                    leaves=frozenset(lists["leaves"]), batch=int(row.get("batch") or 0), out=bool(row.get("out")),
                    **texts)
        self.ids[id_] = len(self.told)
        self.told.append(told)

    def _pair(self, row: Mapping[str, Any]) -> None:
        one, other = sorted(self.ids[str(id_)] for id_ in row["pair"])
        if row["label"] not in LABELS or one == other:
            raise ValueError(row["label"])
        self.labels[one, other] = row["label"]


def read_labelled(lines: Iterable[str], lexicon: Lexicon) -> Labelled:
    """The file as values; raises :class:`Refused` with every line that cannot be read (at most twenty), and
    ``DefinitionFaults`` for a lexicon of its own that is wrong. ``lexicon``: where the file brings none."""
    reading = _Reading()
    for number, text in enumerate(lines, start=1):
        if text.strip():
            reading.line(number, text)
    if not reading.told and not reading.faults:
        reading.faults.append(Refusal("labelled_empty"))
    if reading.faults:
        raise Refused(*reading.faults)
    head = reading.head
    own, right = (read_lexicon(json.dumps(head[name], ensure_ascii=False), name) if head.get(name) else None
                  for name in ("lexicon", "right"))
    return Labelled(
        tuple(reading.ids), tuple(reading.told), reading.labels, own or lexicon,
        _codes(head.get("names", ())), _codes(head.get("tiers", TIERS)), head.get("rest") == "distinct", right,
    )


def token_weights(signatures: Iterable[Signature]) -> dict[int, int]:
    """Weight of each token in tenths of a bit: what is rare among these classes says more."""
    counts: Counter[int] = Counter()
    classes = 0
    for one in signatures:
        counts.update(one.title | one.content)
        classes += 1
    return weights_of_counts(counts, classes)


def weights_of_counts(counts: Mapping[int, int], classes: int) -> dict[int, int]:
    """The same from how many of so many classes show each token."""
    return {token: max(1, round(10 * math.log2((classes + 1) / count))) for token, count in counts.items()}


def meeting(signatures: list[Signature], window: int) -> Iterator[tuple[int, int]]:
    """Places of all pairs whose regions nest, whose tiers overlap and whose starts lie within the window (days)."""
    by_scope: dict[int, list[tuple[int, int]]] = {}
    for place, one in enumerate(signatures):
        by_scope.setdefault(one.scope, []).append((one.start, place))
    for listed in by_scope.values():
        listed.sort()
    for place, one in enumerate(signatures):
        for scope in one.reach | {one.scope}:
            near = by_scope.get(scope, ())
            first = bisect_left(near, (one.start - window, -1))
            for start, other in near[first:]:
                if start > one.start + window:
                    break
                if scope == one.scope and other <= place:
                    continue
                tiers = signatures[other].tiers
                if not one.tiers or not tiers or one.tiers & tiers:
                    yield (place, other) if place < other else (other, place)


def _codes(listed: Any) -> tuple[str, ...]:
    if not isinstance(listed, (list, tuple)) or not all(isinstance(one, str) for one in listed):
        raise ValueError("a list of texts is wanted")
    return tuple(listed)
