"""What a house learns from its decisions: wordings judged one by one, versions laid before a second person.

Who may is a value of the policy in force (``publishing.propose``). Nothing here changes how classes are compared;
that is :mod:`workflow.acts.publish_learnt`, by another person.
"""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from workflow.acts.books import Book
from workflow.acts.deciding import entitled_post
from workflow.acts.notes import words
from workflow.acts.transaction import Work, in_one_go
from workflow.calibration.fit import LEAST, propose
from workflow.domain.people import Actor, Post
from workflow.office import Office
from workflow.office.decisions import (
    accepted_words,
    likenesses_of,
    random_levels,
    settled_pairs,
    spoken_wordings,
)
from workflow.office.entitled import MAY_PROPOSE
from workflow.office.learnt import hash_of
from workflow.refusals import Refusal, Refused
from workflow.rulebook.added import FOCUSES, TOPICS, concepts, owner, with_added, written_added
from workflow.rulebook.lexicon import plain
from workflow.rulebook.scorecard_reading import written_scorecard
from workflow.store.identity import next_id
from workflow.store.learning import learnt_version, learnt_wording
from workflow.store.learning_writing import (
    ACCEPTED,
    DECLINED,
    JUDGE_WORDING,
    LEXICON,
    NEW_VERSION,
    PROPOSED,
    SCORECARD,
)

JUDGE, PROPOSE = "judge_wording", "propose_learnt"
SHORTEST, LONGEST = 2, 60  # characters of a wording, as in the files of the lexicon


def judge_wording(office: Office, actor: Actor, kind: str, code: str, wording: str, *, accept: bool) -> int:
    """Accept or decline a wording as a name of a topic or focus; the judgement's id.

    Pairs that speak for it are kept with it; without one it is the person's own word. Refused with every reason:
    ``policy_role_missing``, ``wording_length``, ``concept_unknown``, ``wording_claimed`` (both places named).
    """
    said = plain(wording)

    def do(work: Work) -> int:
        post, refusals = entitled_post(work, MAY_PROPOSE)
        known = likenesses_of(work.connection, office)
        refusals += _wrong(office, kind, code, said)
        if accept and not refusals:
            refusals += _claimed(work, kind, code, said)
        if refusals:
            raise Refused(refusals)
        settled = settled_pairs(work.connection, office, known)
        spoken = (one for one in spoken_wordings(known, settled)
                  if (one.kind, one.code, one.wording) == (kind, code, said))
        evidence = [[settled[place].case_id, settled[place].other_id] for one in spoken for place in one.evidence]
        book, number = learning_book(work), next_id(work.connection, learnt_wording)
        row = {"id": number, "kind": kind, "code": code, "wording": said, "evidence": evidence,
               "source": "decision" if evidence else "person", "verdict": ACCEPTED if accept else DECLINED,
               "judged_by": actor.id, "judged_at": work.now}
        work.write(JUDGE_WORDING, case_id=book.id, **row)
        book.enter(JUDGE, post=post, rows={"learnt_wording": [row]}, given={"wording": said, "accepted": accept})
        return number

    return in_one_go(office, actor, None, JUDGE, do)


def propose_scorecard(office: Office, actor: Actor, reason: str) -> int:
    """Lay a scorecard fitted to the house's decisions before the second person; the proposal's id.

    Refused: ``policy_role_missing``, ``reason_missing``, ``learnt_waiting``, ``decisions_few`` below 200,
    ``scorecard_no_better`` on the decisions that were held back.
    """
    def do(work: Work) -> int:
        known = likenesses_of(work.connection, office)
        settled = settled_pairs(work.connection, office, known)
        post, said, refusals = _asked(work, SCORECARD, reason)
        if len(settled) < LEAST:
            refusals.append(Refusal("decisions_few", {"count": len(settled), "least": LEAST}))
        if refusals:
            raise Refused(refusals)
        found = propose(office.rulebook.scorecard, [one.decision for one in settled],
                        random_levels(work.connection, office, known))
        if found is None or not found.is_better:
            raise Refused(Refusal("scorecard_no_better"))
        text = json.dumps(written_scorecard(found.card), ensure_ascii=False, indent=1)
        return _lay(work, post, said, SCORECARD, text, found.figures())

    return in_one_go(office, actor, None, PROPOSE, do)


def propose_lexicon(office: Office, actor: Actor, reason: str) -> int:
    """Lay all accepted wordings before the second person as the next version of the house's lexicon; its id.

    Refused: ``policy_role_missing``, ``reason_missing``, ``learnt_waiting``, ``wordings_none_new``.
    """
    def do(work: Work) -> int:
        post, said, refusals = _asked(work, LEXICON, reason)
        added = accepted_words(work.connection)
        shipped = office.rulebook.shipped_lexicon or office.rulebook.lexicon
        if with_added(shipped, added).version == office.rulebook.lexicon.version:
            refusals.append(Refusal("wordings_none_new"))
        if refusals:
            raise Refused(refusals)
        return _lay(work, post, said, LEXICON, written_added(added), {"wordings": len(added)})

    return in_one_go(office, actor, None, PROPOSE, do)


def learning_book(work: Work) -> Book:
    """The year's book of what was learnt."""
    return Book(work, f"learning-{work.office.today().year}")


def _wrong(office: Office, kind: str, code: str, wording: str) -> Iterable[Refusal]:
    if not SHORTEST <= len(wording) <= LONGEST:
        yield Refusal("wording_length", {"least": SHORTEST, "most": LONGEST, "length": len(wording)}, "wording")
    if kind not in (TOPICS, FOCUSES) or code not in concepts(office.rulebook.lexicon, kind):
        yield Refusal("concept_unknown", {"code": code[:64]}, "concept")


def _claimed(work: Work, kind: str, code: str, wording: str) -> Iterable[Refusal]:
    """Another topic has the wording already, in the lexicon in force or among those accepted since."""
    lexicon = work.office.rulebook.lexicon
    grown = with_added(lexicon, accepted_words(work.connection), "accepted")
    there = owner(grown, kind, wording)
    if there is None:
        return
    named = concepts(lexicon, kind)
    place = grown.places.get((kind, wording), "")
    if there == code:
        yield Refusal("wording_known", {"wording": wording, "name": named[code].label, "place": place}, "wording")
    else:
        yield Refusal("wording_claimed", {"wording": wording, "name": named[there].label, "place": place,
                                          "wanted": named[code].label, "own": f"{code}:{wording}"}, "wording")


def _asked(work: Work, kind: str, reason: str) -> tuple[Post | None, str, list[Refusal]]:
    post, refusals = entitled_post(work, MAY_PROPOSE)
    of, said = learnt_version.c, ""
    waits = work.connection.execute(select(of.id).where(of.kind == kind, of.status == PROPOSED)).scalar()
    if waits is not None:
        refusals.append(Refusal("learnt_waiting", {"n": str(waits)}))
    try:
        said = words(reason, "reason_missing")
    except Refused as refused:
        refusals += refused.refusals
    return post, said, refusals


def _lay(work: Work, post: Post | None, said: str, kind: str, text: str, figures: dict[str, Any]) -> int:
    of = learnt_version.c
    versions = work.connection.execute(select(of.version).where(of.kind == kind)).scalars().all()
    first = work.office.rulebook.scorecard.version if kind == SCORECARD else 0
    book, number = learning_book(work), next_id(work.connection, learnt_version)
    row = {"id": number, "kind": kind, "version": max((first, *versions)) + 1, "hash": hash_of(text), "text": text,
           "figures": figures, "reason": said, "status": PROPOSED, "proposed_by": work.actor.id,
           "proposed_at": work.now, "decided_by": None, "decided_at": None, "opinion": None, "effective_from": None}
    work.write(NEW_VERSION, case_id=book.id, **row)
    book.enter(PROPOSE, post=post, opinion=said, rows={"learnt_version": [row]}, given={"proposal": number})
    return number
