"""Made-up classes with known repetitions, in the house's own topics, words and audiences (ruling 54).

What is the truth follows from hidden attributes, never from the text: one topic and focus, the same
people, places that nest, starts within a year, and not two batches of one series.  A general class
against a special one, or people shared only in part, is *related*.  Any seed, any size.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from workflow.engine.likeness.signature import Told
from workflow.rulebook.rulebook import Rulebook

SEED = 20261123  # of the benches
FIRST, YEARS = date(2017, 1, 1), 10
CITIES, COUNTIES = 15, 10  # cities of the province, counties of each
HOSTS = 40  # departments of each place
SERIES, PLANTED = 0.08, 0.16  # of all classes: begin a series of batches; are worded anew by somebody
WINDOW = 365
TAILS = ("培训班", "专题培训班", "业务培训班", "研修班", "研讨班", "轮训班", "能力提升班", "示范班")
TAILS_EN = ("Training Course", "Workshop", "Seminar", "Training Class")
LESSONS = ("{}的形势与任务", "{}政策要点", "{}工作方法", "{}典型做法交流", "{}常见问题与对策", "怎样做好{}",
           "{}现场观摩", "{}考核要求")
COMMON = ("开班动员", "分组讨论", "结业测试", "现场教学", "警示教育")
SYLLABLES = "安宁平永新清长东南北龙金石白云海江河山林"


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a made-up class is about, whatever its title says; ``series`` 0 = none."""

    topic: str
    focus: str
    leaves: frozenset[str]
    tier: str
    region: tuple[str, ...]
    host: int
    start: date
    batch: int = 0
    series: int = 0


class Likeworld:
    """Makes classes one by one; the same seed and rulebook make the same ones."""

    def __init__(self, rulebook: Rulebook, *, seed: int):
        self._chance = random.Random(seed)
        self._book = rulebook
        self._topics = [topic for topic in rulebook.lexicon.topics.values() if not topic.mandatory_stage]
        self._audiences = list(rulebook.audiences.values())
        self._names = _place_names(random.Random(seed + 1))
        self._series = 0

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._names.values())

    def classes(self, count: int, first: int = 1) -> Iterator[tuple[Told, Hidden]]:
        """So many classes, numbered from ``first`` on."""
        made = first
        while made < first + count:
            for hidden in self._family():
                yield self.told(made, hidden), hidden
                made += 1
                if made == first + count:
                    return

    def asking(self, level: str, count: int) -> Iterator[tuple[Told, Hidden]]:
        """Classes that are only asked about, of a ``county``, a ``city`` or the ``province``; their ids are 0."""
        depth = {"province": 1, "city": 2, "county": 3}[level]
        while count:
            hidden = self._hidden()
            if len(hidden.region) == depth:
                count -= 1
                yield self.told(0, hidden), hidden

    def below(self, region: tuple[str, ...]) -> tuple[str, ...]:
        """The codes of all places that lie in one."""
        return tuple(code for code in self._names if code.startswith(region[-1]) and code != region[-1])

    def told(self, id_: int, hidden: Hidden) -> Told:
        """A class in words chosen anew; batches of one series share theirs."""
        chance = random.Random(hidden.series) if hidden.series else self._chance
        topic = self._book.lexicon.topics[hidden.topic]
        latin = chance.random() < 0.05
        wordings = topic.wordings_en if latin else topic.wordings_zh
        focus = self._book.lexicon.focuses[hidden.focus] if hidden.focus else None
        special = "" if focus is None else chance.choice(focus.wordings_en if latin else focus.wordings_zh)
        title = (self._title_en if latin else self._title)(chance, hidden, chance.choice(wordings), special)
        if hidden.batch:
            title += f" (Batch {hidden.batch})" if latin else f"（第{hidden.batch}期）"
        lessons = [chance.choice(LESSONS).format(chance.choice(topic.wordings_zh)) for _ in range(chance.randint(2, 4))]
        lessons += chance.sample(COMMON, chance.randint(0, 2))
        days = chance.choice((1, 2, 3, 3, 5, 5))
        return Told(
            id_, title, hidden.start, hidden.start + timedelta(days=days - 1), hidden.region, hidden.leaves,
            frozenset((hidden.tier,)), "；".join(lessons), "", f"{hidden.region[-1]}/{hidden.host}",
            f"{hidden.region[-1]}/{chance.choice('校厅所院')}", chance.choice(("in", "in", "in", "down")),
        )

    def _family(self) -> Iterator[Hidden]:
        """One class, or the batches of one; and perhaps what somebody else makes of it."""
        chance, first = self._chance, self._hidden()
        if chance.random() < SERIES:
            self._series += 1
            first = replace(first, series=self._series)
            for batch in range(1, chance.randint(2, 4) + 1):
                yield replace(first, batch=batch, start=first.start + timedelta(days=14 * (batch - 1)))
        else:
            yield first
        if chance.random() < PLANTED:
            moved = first.start + timedelta(days=chance.choice((-1, 1)) * chance.randint(3, 300))
            copied = replace(first, series=0, batch=0, start=max(moved, FIRST))
            yield replace(copied, **self._changed(first))

    def _changed(self, first: Hidden) -> dict[str, Any]:
        """What of a copy is another's: nothing, the host, the people, the place or the focus."""
        other, kind = self._hidden(), self._chance.choice(("same", "host", "host", "host", "people", "place", "focus"))
        changes: dict[str, dict[str, Any]] = {
            "same": {}, "host": {"host": other.host}, "people": {"leaves": other.leaves, "tier": other.tier},
            "place": {"region": other.region, "host": other.host}, "focus": {"focus": other.focus},
        }
        return changes[kind]

    def _hidden(self) -> Hidden:
        chance = self._chance
        one = chance.choice(self._audiences)
        city, county = chance.randrange(CITIES), chance.randrange(COUNTIES)
        region = ("P", f"P{city:02d}", f"P{city:02d}{county}")[:chance.choices((1, 2, 3), (4, 24, 72))[0]]
        focus = chance.choice(list(self._book.lexicon.focuses)) if chance.random() < 0.6 else ""
        start = FIRST + timedelta(days=chance.randrange(YEARS * 365))
        return Hidden(chance.choice(self._topics).code, focus, self._book.audiences.leaves((one.code,)), one.tier,
                      region, chance.randrange(HOSTS), start)

    def _title(self, chance: random.Random, hidden: Hidden, topic: str, focus: str) -> str:
        place = chance.choice((self._names[hidden.region[-1]], "全" + "省市县"[len(hidden.region) - 1], ""))
        year = chance.choice((f"{hidden.start.year}年", f"{hidden.start.year}年度", ""))
        theme = chance.choice((f"{topic}{focus}", f"{topic}{focus}", f"{topic}与{focus}" if focus else f"{topic}工作"))
        order = (f"{year}{place}{theme}", f"{place}{year}{theme}", f"关于举办{place}{theme}")
        return chance.choice(order) + chance.choice(TAILS)

    def _title_en(self, chance: random.Random, hidden: Hidden, topic: str, focus: str) -> str:
        year = chance.choice((f"{hidden.start.year} ", ""))
        return f"{year}{topic} {focus}".strip().title() + " " + chance.choice(TAILS_EN)


def truth(one: Hidden, other: Hidden) -> str:
    """``duplicate``, ``related`` or ``distinct``."""
    nested = one.region[:len(other.region)] == other.region or other.region[:len(one.region)] == one.region
    series = one.series and one.series == other.series
    if one.topic != other.topic or not nested or series or abs((one.start - other.start).days) > WINDOW:
        return "distinct"
    common = len(one.leaves & other.leaves)
    if one.tier != other.tier or not common:
        return "distinct"
    if one.focus != other.focus:
        return "related" if "" in (one.focus, other.focus) else "distinct"
    return "duplicate" if common * 2 >= min(len(one.leaves), len(other.leaves)) else "related"


def _place_names(chance: random.Random) -> dict[str, str]:
    """Code -> name of every place; a place's code begins with that of the place it lies in."""
    found = {"P": "全省"}
    for city in range(CITIES):
        found[f"P{city:02d}"] = "".join(chance.sample(SYLLABLES, 2)) + "市"
        for county in range(COUNTIES):
            found[f"P{city:02d}{county}"] = "".join(chance.sample(SYLLABLES, 2)) + chance.choice("县区县市")
    return found
