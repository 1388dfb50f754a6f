"""What of a class is compared: everything a pair is judged by, as numbers.

A :class:`Told` is a class as words, from a declaration, a labelled file or a made-up world;
its :class:`Signature` is what the store keeps and the comparison reads.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from workflow.domain.declaration import TIERS, ClassDeclaration
from workflow.engine.likeness.titles import Reader, token_of, tongues
from workflow.rulebook.audiences import Audiences

FIRST_DAY = date(1970, 1, 1)
YEARLY = ("continuing",)  # kinds of classes of which everyone owes hours anew each year (domain 4.3)
MOST_TOPICS = 3


@dataclass(frozen=True, slots=True)
class Told:
    """A class as words.

    ``region``: codes from the widest to its own; ``leaves``: all sets of people it calls; ``tiers``: headings
    of its people; ``topic``: the one chosen, else the text's are taken; ``content``: its lessons.
    """

    id: int
    title: str
    start: date
    end: date
    region: tuple[str, ...]
    leaves: frozenset[str] = frozenset()
    tiers: frozenset[str] = frozenset()
    content: str = ""
    topic: str = ""
    host: str = ""
    place: str = ""
    channel: str = ""
    kind: str = ""
    batch: int = 0
    out: bool = False  # held out of the province


@dataclass(frozen=True, slots=True)
class Signature:
    """A class as numbers. Days since 1970; ``tiers`` is a set of bits; ``reach``: its own place and all it lies in;
    ``known``: nothing of the title's theme is unknown; ``stage``: its topic is a required stage."""

    id: int
    scope: int
    reach: frozenset[int]
    start: int
    end: int
    tiers: int
    host: int
    place: int
    channel: int
    core: int
    batch: int
    part: int
    tongue: int
    known: bool
    out: bool
    yearly: bool
    stage: bool
    topics: frozenset[int]
    focuses: frozenset[int]
    leaves: frozenset[int]
    title: frozenset[int]
    content: frozenset[int]


def signature(told: Told, reader: Reader, tiers: tuple[str, ...] = TIERS) -> Signature:
    """The numbers of a class; the same words always give the same numbers. An unknown tier counts for none."""
    title = reader.title(told.title)
    # A title without a known topic says it in words nobody knows: they are the topic's, and the lessons tell which.
    in_content = () if title.topics or told.topic else reader.topics(told.content)
    topics = (told.topic,) if told.topic else (title.topics or in_content)[:MOST_TOPICS]
    by_code = reader.lexicon.topics
    return Signature(
        told.id,
        token_of(told.region[-1], "scope") if told.region else 0,
        frozenset(token_of(one, "scope") for one in told.region),
        day_number(told.start),
        max(day_number(told.end), day_number(told.start)),
        sum(1 << place for place, tier in enumerate(tiers) if tier in told.tiers),
        token_of(told.host, "host") if told.host else 0,
        token_of(told.place, "place") if told.place else 0,
        token_of(told.channel, "channel") if told.channel else 0,
        token_of(title.core, "core"),
        min(told.batch or title.batch, 255),
        title.part,
        tongues(told.title),
        title.known or bool(in_content),
        told.out,
        told.kind in YEARLY,
        any(code in by_code and by_code[code].mandatory_stage for code in topics),
        frozenset(token_of(code, "topic") for code in topics),
        frozenset(token_of(code, "focus") for code in title.focuses),
        frozenset(token_of(code, "leaf") for code in told.leaves),
        reader.tokens(told.title),
        reader.tokens(told.content),
    )


def told_of(case_id: int, form: ClassDeclaration, audiences: Audiences, region: Iterable[str], out: bool) -> Told:
    """A declaration as words to compare; ``ValueError`` while it has no dates."""
    if form.start_date is None or form.end_date is None:
        raise ValueError("a class without dates is compared with nothing")
    codes = audiences.known(form.audience_codes)
    leaves = audiences.leaves(codes)
    return Told(
        case_id, form.class_name, form.start_date, form.end_date, tuple(region), leaves,
        frozenset({audiences[code].tier for code in leaves} or {form.audience_tier}),
        "；".join(session.title for session in form.syllabus), form.topic_code, form.host_unit, form.venue or form.city,
        form.channel, form.class_kind, form.batch_no or 0, out,
    )


def day_number(day: date) -> int:
    """Days since 1970; what lies before or too far ahead is taken to the edge of what the key can hold."""
    return min(max((day - FIRST_DAY).days, 0), 0xFFFF)
