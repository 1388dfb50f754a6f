"""Two classes side by side: which level each field of the scorecard reaches, and which gates stand between them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from workflow.engine.likeness.signature import FIRST_DAY, Signature
from workflow.rulebook.policy import Policy
from workflow.rulebook.scorecard import Scorecard

# Per-mille from which on a likeness reaches a level; below the last it is "none".
TITLE_LEVELS = (("much", 600), ("partly", 300), ("little", 80))
CONTENT_LEVELS = (("much", 500), ("partly", 200), ("little", 50))
SAME_TITLE = 900  # of a series
HALF = 500
QUARTER, HALF_YEAR = 92, 183
UNSEEN = 160  # weight of a token that no term list knows: the rarest


@dataclass(frozen=True, slots=True)
class Limits:
    """What the policy says about pairs: the window and the gap of a split in days, roster overlap in per-mille."""

    window: int = 365
    split_gap: int = 30
    roster: int = 300

    @classmethod
    def of(cls, policy: Policy) -> "Limits":
        return cls(policy["duplicate.window_months"] * 365 // 12, policy.get("duplicate.split_gap_days", 30),
                   policy.get("duplicate.roster_permille", 300))


@dataclass(frozen=True, slots=True)
class People:
    """How many stand on both rosters, and on the smaller of them; both 0 while one has none."""

    common: int = 0
    smaller: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One addend of a score: a field, the level it reaches, its weight in tenths of a bit."""

    field: str
    level: str
    tenths: int


@dataclass(frozen=True, slots=True)
class Likeness:
    """A pair compared. The score *is* the prior and the parts added up; ``gates`` are what keeps the two apart:
    ``region``, ``tier``, ``window``, ``new_year``."""

    prior: int
    parts: tuple[Part, ...]
    gates: tuple[str, ...]
    tenths: int

    @property
    def levels(self) -> dict[str, str]:
        return {part.field: part.level for part in self.parts}


class _Weights(dict[int, int]):
    """A token that no list knows weighs the most; read by the million, so by nothing slower than a lookup."""

    def __missing__(self, token: int) -> int:
        return UNSEEN


@dataclass(frozen=True)
class Comparer:
    """Compares by one scorecard, the weights of tokens and the policy's limits."""

    card: Scorecard
    weights: Mapping[int, int] = field(default_factory=dict)
    limits: Limits = Limits()
    elsewhere: bool = field(init=False)  # whether classes on different topics by different hosts can be *related*
    strangers: bool = field(init=False)  # the same of classes on one topic for other people, with no focus in common
    _most: tuple[int, int] = field(init=False, repr=False)  # what the cheap and the dear fields can still add
    _weigh: Callable[[int], int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        bits = self.card.bits
        most = {name: max(levels.values()) for name, levels in bits.items()}
        texts = most["title"] + most["content"] + most["series"]
        cheap = sum(most[name] for name in ("host", "place", "channel", "dates", "stage")) + bits["roster"]["unknown"]
        object.__setattr__(self, "_most", (texts + cheap, texts))
        if not isinstance(self.weights, _Weights):  # copied once: another card or other limits take them as they are
            object.__setattr__(self, "weights", _Weights(self.weights))
        object.__setattr__(self, "_weigh", self.weights.__getitem__)
        by_another = self.card.prior + texts + cheap - most["host"] + bits["host"]["other"]
        other_focus = max(tenths for level, tenths in bits["focus"].items() if level != "same")
        different = bits["topic"]["different"] + bits["focus"]["unknown"] + most["audience"]
        apart = max(bits["topic"]["same"], bits["topic"]["journey"]) + other_focus + bits["audience"]["none"]
        object.__setattr__(self, "elsewhere", by_another + different >= self.card.related)
        object.__setattr__(self, "strangers", by_another + apart >= self.card.related)

    def compare(self, one: Signature, other: Signature, people: People = People()) -> Likeness:
        """Symmetric: the same from either side."""
        levels = self.levels(one, other, people)
        bits = self.card.bits
        parts = tuple(Part(name, level, bits[name][level]) for name, level in levels.items())
        total = self.card.prior + sum(part.tenths for part in parts)
        return Likeness(self.card.prior, parts, self.gates(one, other), total)

    def tenths(self, one: Signature, other: Signature) -> int:
        """The score alone, without rosters; what cannot reach *related* any more is not looked at further."""
        total = self._without_texts(one, other)
        if total + self._most[1] < self.card.related:
            return total
        bits, text = self.card.bits, self._text_levels(one, other)
        return (total + bits["title"][text["title"]] + bits["content"][text["content"]]
                + bits["series"][self._series(one, other, text["title"])])

    def levels(self, one: Signature, other: Signature, people: People) -> dict[str, str]:
        """Field -> level, in the order of the scorecard."""
        found = {**quick_levels(one, other), **self._text_levels(one, other)}
        found["roster"] = roster_level(people, self.limits.roster)
        series = self._series(one, other, found["title"])
        found["series"] = "no" if found["roster"] == "much" else series
        return {name: found[name] for name in self.card.bits}

    def gates(self, one: Signature, other: Signature) -> tuple[str, ...]:
        """What stands between the two, whatever their score; empty = they may repeat one another."""
        closed = []
        if one.scope not in other.reach and other.scope not in one.reach:
            closed.append("region")
        if one.tiers and other.tiers and not one.tiers & other.tiers:
            closed.append("tier")
        if abs(one.start - other.start) > self.limits.window:
            closed.append("window")
        if one.yearly and other.yearly and year_of(one) != year_of(other):
            closed.append("new_year")
        return tuple(closed)

    def _without_texts(self, one: Signature, other: Signature) -> int:
        """The prior and the parts that need no look at the texts; it stops where even all others cannot help."""
        bits = self.card.bits
        same = not one.topics.isdisjoint(other.topics)
        total = (
            self.card.prior
            + bits["topic"]["same" if same else topic_level(one, other)]
            + bits["focus"][focus_level(one, other) if same else "unknown"]
            + bits["audience"][audience_level(one.leaves, other.leaves)]
        )
        if total + self._most[0] < self.card.related:
            return total
        return total + (
            bits["host"]["same" if one.host == other.host else "other"]
            + bits["place"][place_level(one, other)]
            + bits["channel"]["same" if one.channel == other.channel else "other"]
            + bits["dates"][dates_level(one, other)]
            + bits["stage"]["other" if (one.stage or other.stage) and not same else "no"]
            + bits["roster"]["unknown"]
        )

    def _text_levels(self, one: Signature, other: Signature) -> dict[str, str]:
        if one.tongue and other.tongue and not one.tongue & other.tongue:
            return {"title": "unknown", "content": "unknown"}
        title = level_of(self._shared(one.title, other.title), TITLE_LEVELS)
        if not one.content or not other.content:
            return {"title": title, "content": "unknown"}
        return {"title": title, "content": level_of(self._shared(one.content, other.content), CONTENT_LEVELS)}

    def _shared(self, one: frozenset[int], other: frozenset[int]) -> int:
        """Per-mille of the weight of all tokens that stands on both sides."""
        both = one & other
        if not both:
            return 0
        weigh = self._weigh
        common = sum(map(weigh, both))
        whole = sum(map(weigh, one)) + sum(map(weigh, other)) - common
        return common * 1000 // max(whole, 1)

    def _series(self, one: Signature, other: Signature, title: str) -> str:
        """The next batch or part of the same class: one host, one title, another number."""
        numbered = (one.batch and other.batch and one.batch != other.batch) or one.part != other.part
        if not numbered or one.host != other.host or title != "much":
            return "no"
        alike = one.core == other.core or self._shared(one.title, other.title) >= SAME_TITLE
        return "next" if alike else "no"


def quick_levels(one: Signature, other: Signature) -> dict[str, str]:
    """The levels that need no look at the texts."""
    same = not one.topics.isdisjoint(other.topics)
    return {
        "topic": topic_level(one, other),
        "focus": focus_level(one, other) if same else "unknown",
        "audience": audience_level(one.leaves, other.leaves),
        "host": "same" if one.host == other.host else "other",
        "place": place_level(one, other),
        "channel": "same" if one.channel == other.channel else "other",
        "dates": dates_level(one, other),
        "stage": "other" if (one.stage or other.stage) and not same else "no",
    }


def topic_level(one: Signature, other: Signature) -> str:
    """``journey``: other topics, but both out of the province, which is looked at like one topic (R-25)."""
    if not one.topics.isdisjoint(other.topics):
        return "same"
    if one.out and other.out:
        return "journey"
    return "different" if one.topics and other.topics else "unknown"


def focus_level(one: Signature, other: Signature) -> str:
    """Asked only of classes on one topic; a title with a word that nobody knows may have any focus."""
    if one.focuses and other.focuses:
        return "different" if one.focuses.isdisjoint(other.focuses) else "same"
    if not one.known or not other.known:
        return "unknown"
    return "one_general" if one.focuses or other.focuses else "general"


def audience_level(one: frozenset[int], other: frozenset[int]) -> str:
    """By the share of the smaller side: a small class wholly inside a big one is a repeat (domain 4.3)."""
    if not one or not other:
        return "unknown"
    common, smaller = len(one & other), min(len(one), len(other))
    if common == smaller:
        return "contained"
    return "half" if common * 1000 >= smaller * HALF else "some" if common else "none"


def place_level(one: Signature, other: Signature) -> str:
    if not one.place or not other.place:
        return "unknown"
    return "same" if one.place == other.place else "other"


def dates_level(one: Signature, other: Signature) -> str:
    if one.start <= other.end and other.start <= one.end:
        return "meet"
    apart = abs(one.start - other.start)
    return "quarter" if apart <= QUARTER else "half_year" if apart <= HALF_YEAR else "window"


def roster_level(people: People, enough: int) -> str:
    if not people.smaller:
        return "unknown"
    if not people.common:
        return "none"
    return "much" if people.common * 1000 >= people.smaller * enough else "some"


def level_of(permille: int, levels: tuple[tuple[str, int], ...]) -> str:
    return next((level for level, least in levels if permille >= least), "none")


def year_of(one: Signature) -> int:
    """The calendar year in which it opens."""
    return (FIRST_DAY + timedelta(days=one.start)).year
