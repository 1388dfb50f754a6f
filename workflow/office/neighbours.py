"""The classes that may be like the one that is judged: found in the index, weighed, and read whole where it matters."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from workflow.domain.declaration import ClassDeclaration, from_text
from workflow.domain.pairs import PairFacts, differences, facts_hash, facts_of_pair
from workflow.engine.likeness.comparing import Comparer, People
from workflow.engine.likeness.packing import unpack
from workflow.engine.likeness.signature import Signature, signature, told_of
from workflow.engine.likeness.titles import token_of
from workflow.engine.likeness.verdicts import compare_and_suggest
from workflow.engine.rules.duplicates import same_roster
from workflow.engine.rules.facts import Alike, SimilarClass
from workflow.engine.rules.histories import Roster
from workflow.engine.rules.place import out_of_province
from workflow.office.likeness import Likenesses, found_rows, is_alike
from workflow.office.likeness_contents import begun_cases
from workflow.office.likeness_known import likenesses
from workflow.office.office import Office
from workflow.rulebook.policy import Policy
from workflow.store.alike_reading import ALIKE, places
from workflow.store.prepared import Row
from workflow.wording.values import Label

MOST, RELATED, CALLED = 80, 12, 20  # classes read whole; of them only related; of them found by the roster alone


@dataclass(frozen=True)
class Neighbours:
    """``pairs``: the rows of pairs that ours makes already, by the other case; ``mark``: what the index is to hold of
    ours, reckoned by ``known``; both are empty of a class without dates."""

    similar: tuple[SimilarClass, ...] = ()
    pairs: Mapping[int, Row] = field(default_factory=dict)
    known: Likenesses | None = None
    mark: Signature | None = None
    beside: "_Ours | None" = None

    def facts_of(self, other: SimilarClass) -> PairFacts:
        """What a verdict on ours and the other would rest on."""
        if self.beside is None:
            raise LookupError(other.case_id)
        return self.beside.facts_of(other.form, other.alike.people if other.alike else People())


def neighbours(connection: Connection, office: Office, form: ClassDeclaration, policy: Policy,
               rows: Mapping[str, list[Row]], roster: Roster, case_id: int) -> Neighbours:
    """``rows``: the world as ``store.judging_reading.WORLD`` read it; two statements more at most."""
    if form.start_date is None:
        return Neighbours()
    terms = next((row["n"] for row in rows["terms"]), 0)
    known = likenesses(connection, office, terms, policy)
    mark = _signature(office, known, form, rows["above"], case_id)
    below = frozenset(token_of(row["code"], "scope") for row in rows["below"])
    found = found_rows(connection, known, mark, below) if terms else []  # nothing was listed yet
    asking = replace(mark, reach=mark.reach | below)
    called = _called(roster, form, policy)
    ids = _chosen(known.comparer, asking, found, policy, [*called, *(row["id"] for row in rows["near"])])
    if not ids:
        return Neighbours(known=known, mark=mark)
    read = ALIKE.run(connection, case_id=case_id, **places(ids))
    sizes = {row["case_id"]: row["people"] for row in read["rosters"]}
    ours = _Ours(form, policy, asking, known, {
        other: People(called[other], min(len(roster.people), size)) for other, size in sizes.items() if roster.people})
    begun = begun_cases(office.rulebook, read["waiting"])
    similar = tuple(ours.beside(row if row["id"] in begun else _proposed(row))
                    for row in sorted(read["classes"], key=lambda row: int(row["id"])))
    return Neighbours(similar, {row["id"]: row for row in read["classes"] if row["facts_hash"]}, known, mark, ours)


def _proposed(row: Row) -> Row:
    """The class as it will be: what its unit proposed counts before it is adopted (ruling 36)."""
    if row["proposed_body"] is None:
        return row
    return {**row, "body": row["proposed_body"], "hash": row["proposed_hash"]}


def _signature(office: Office, known: Likenesses, form: ClassDeclaration, above: Sequence[Row],
               case_id: int) -> Signature:
    """The class as the index holds it; a draft that names no last day yet lasts one."""
    region = [row["code"] for row in sorted(above, key=lambda row: -int(row["depth"]))]
    whole = replace(form, end_date=form.end_date or form.start_date)
    away = out_of_province(form, office.rulebook.policy_on(office.today()))
    return signature(told_of(case_id, whole, office.rulebook.audiences, region, away), known.reader)


def _called(roster: Roster, form: ClassDeclaration, policy: Policy) -> Counter[int]:
    """How many of our people other classes within the window call too."""
    assert form.start_date is not None
    window = timedelta(days=31 * int(policy["duplicate.window_months"]))
    return Counter(one.case_id for trainee in roster.people for one in trainee.history
                   if one.case_id and abs(one.start - form.start_date) <= window)


def _chosen(comparer: Comparer, asking: Signature, found: Sequence[tuple[int, bytes]], policy: Policy,
            more: Sequence[int]) -> list[int]:
    """The cases to read whole: those that the policy or the score may raise, the likest of the others, ``more``."""
    raised, related = [], []
    permille = policy["duplicate.audience_permille"]
    for case_id, body in found:
        if case_id == asking.id:
            continue
        other = unpack(case_id, body)
        tenths = comparer.tenths(asking, other)
        if tenths >= comparer.card.raised or _within_policy(asking, other, permille):
            raised.append((-tenths, case_id))
        elif tenths >= comparer.card.related or is_alike(asking, other):
            related.append((-tenths, case_id))
    ordered = [case_id for _, case_id in (*sorted(raised), *sorted(related)[:RELATED])]
    return list(dict.fromkeys((*ordered, *more)))[:MOST]


def _within_policy(one: Signature, other: Signature, permille: int) -> bool:
    """On one topic or both out of the province, and so much of the smaller audience is shared (R-25)."""
    like = not one.topics.isdisjoint(other.topics) or one.out and other.out
    common, smaller = len(one.leaves & other.leaves), min(len(one.leaves), len(other.leaves))
    return like and bool(common) and common * 1000 >= smaller * permille


@dataclass(frozen=True)
class _Ours:
    """Our class, and what others are laid beside."""

    form: ClassDeclaration
    policy: Policy
    mark: Signature
    known: Likenesses
    people: Mapping[int, People]

    def beside(self, row: Row) -> SimilarClass:
        """Another class and how like it is; a verdict counts only for the facts on which it was given."""
        form, people = from_text(row["body"]), self.people.get(row["id"], People())
        verdict, former, changed = self._settled(row, form, people)
        return SimilarClass(row["id"], row["number"] or "", form, Label(row["name_zh"], row["name_en"]), row["state"],
                            verdict, self._alike(row, people), former, changed)

    def _alike(self, row: Row, people: People) -> Alike | None:
        if row["mark"] is None:
            return None
        other = unpack(row["id"], row["mark"])
        likeness, suggestion = compare_and_suggest(self.known.comparer, self.mark, other, people)
        reckoned = {"scorecard": self.known.comparer.card.hash, "lexicon": self.known.reader.lexicon.version,
                    "terms": self.known.terms, "theirs": row["hash"]}
        return Alike(likeness, suggestion, people, reckoned)

    def facts_of(self, theirs: ClassDeclaration, people: People) -> PairFacts:
        return facts_of_pair(self.form, theirs, same_people=same_roster(people, self.policy))

    def _settled(self, row: Row, theirs: ClassDeclaration, people: People) -> tuple[str, str, tuple[str, ...]]:
        """The verdict that counts; else one that does no longer, and which facts have changed since."""
        if not row["facts_hash"] or not (row["verdict"] or row["former"]):
            return "", "", ()
        facts = self.facts_of(theirs, people)
        if row["verdict"] and row["facts_hash"] == facts_hash(facts):
            return row["verdict"], "", ()
        former: Mapping[str, Any] = former_of(row) or {}
        changed = differences(former["facts"], facts) if former.get("facts") else ()
        return "", former.get("verdict", ""), tuple(dict.fromkeys(one.field for one in changed))


def former_of(row: Row) -> Mapping[str, Any] | None:
    """The last verdict on a pair that has come back, with the facts it was given on."""
    if row["verdict"]:
        return {"verdict": row["verdict"], "reason": row["reason"], "facts": row["facts"]}
    found: Mapping[str, Any] | None = row["former"]
    return found
