"""The thirty samples as signatures, and a plain class to change one thing of."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

from tests.samples import policy, rulebook, samples, units
from workflow.domain.declaration import ClassDeclaration
from workflow.engine.likeness.comparing import Comparer, Limits, People
from workflow.engine.likeness.signature import Signature, Told, signature, told_of
from workflow.engine.likeness.titles import Reader
from workflow.engine.likeness.verdicts import compare_and_suggest
from workflow.engine.rules.facts import Alike, SimilarClass
from workflow.engine.rules.place import out_of_province

START = date(2026, 5, 11)
REGION = ("QH", "XN", "CX")


@cache
def reader() -> Reader:
    return Reader(rulebook().lexicon, tuple(unit.label.zh for unit in units().values()))


def comparer() -> Comparer:
    return Comparer(rulebook().scorecard, {}, Limits.of(policy()))


@cache
def sample_signatures() -> dict[str, Signature]:
    book = rulebook()
    return {
        id_: signature(told_of(n, one.form, book.audiences, REGION, out_of_province(one.form, policy())), reader())
        for n, (id_, one) in enumerate(samples().items(), start=1)
    }


def weighed(form: ClassDeclaration, other: SimilarClass, people: People = People()) -> SimilarClass:  # noqa: B008
    """Another class as the office lays it beside a form: with how like it is."""
    book = rulebook()
    one, theirs = (signature(told_of(number, of, book.audiences, REGION, out_of_province(of, policy())), reader())
                   for number, of in ((0, form), (other.case_id, other.form)))
    reckoned = {"scorecard": book.scorecard.hash, "lexicon": book.lexicon.version, "terms": 0, "theirs": "0" * 64}
    return replace(other, alike=Alike(*compare_and_suggest(comparer(), one, theirs, people), people, reckoned))


def told(title: str = "消防安全培训班", id_: int = 1, **changed: Any) -> Told:
    """A class of three days for community secretaries, by one host."""
    start = changed.pop("start", START)
    facts: dict[str, Any] = {
        "end": start + timedelta(days=2), "region": REGION, "leaves": frozenset({"COMM_SEC"}),
        "tiers": frozenset({"community"}), "host": "FIRE", "channel": "in", "place": "党校", **changed,
    }
    return Told(id_, title, start, **facts)


def class_(title: str = "消防安全培训班", id_: int = 1, **changed: Any) -> Signature:
    return signature(told(title, id_, **changed), reader())
