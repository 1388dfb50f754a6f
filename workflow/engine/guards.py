"""Named conditions of the process files: each answers ``None`` or a ``Refusal``, never a bool.

A guard sees one frozen situation and touches nothing.  All guards of an action run, so
that everybody hears every reason at once.  The rules of the office are not here: they
give findings, and ``no_open_block`` turns an unsettled block into a refusal.
"""

from collections.abc import Callable

from workflow.domain.declaration_form import complete
from workflow.domain.findings import WARN, blocking
from workflow.domain.papers import needed_papers
from workflow.engine import guards_of_holding as holding
from workflow.engine import guards_of_money as money
from workflow.engine import guards_of_people as people
from workflow.engine import guards_of_time as time
from workflow.engine import guards_of_topics as topics
from workflow.engine.facts_kept import still_holds
from workflow.engine.rules.authority import filing_hindrances
from workflow.engine.situation import Situation
from workflow.refusals import Refusal
from workflow.rulebook.process import Call
from workflow.rulebook.vocabulary import ActionName, GateName, MemoryKey
from workflow.wording.values import Fen, Term

Answer = Refusal | None


def form_complete(s: Situation) -> list[Refusal]:
    """Everything the form must hold before it is sent; one refusal per missing answer."""
    if s.content is None:
        return [Refusal("nothing_to_send")]
    return [] if isinstance(s.content, dict) else list(complete(s.content))


def papers_complete(s: Situation) -> Answer:
    """The papers that this class needs are attached (``domain.papers``)."""
    return papers_present(s, needed_papers(s.content))


def papers_present(s: Situation, kinds: tuple[str, ...]) -> Answer:
    """These papers are attached."""
    gone = tuple(Term(f"paper.{kind}") for kind in kinds if kind not in s.papers)
    return Refusal("papers_missing", {"papers": gone}) if gone else None


def content_changed(s: Situation) -> Answer:
    """An amendment changes something."""
    return None if s.changed else Refusal("nothing_changed")


def authority_route(s: Situation, codes: tuple[str, ...], or_agreed: MemoryKey | None = None) -> Answer:
    """The route of the authority check (docs/rulings.md) is one of these; or others agreed to the very facts on which
    the check relies (``remember_facts``): what was changed since, they did not agree to."""
    route = s.case.remembered.get("route", "")
    if route in codes or or_agreed and still_holds(s.content, s.case.remembered.get(or_agreed)):
        return None
    return Refusal("other_route", {"route": route, "meaning": Term(f"route.{route}"), "codes": codes})


def no_open_block(s: Situation, gate: GateName | None = None) -> Answer:
    """No rule of this gate (of any gate) forbids it, or each that does was overridden by one who may."""
    blocks = blocking(s.findings, gate) if gate else tuple(f for f in s.findings if f.blocks)
    if not blocks:
        return None
    over = tuple(dict.fromkeys(role for f in blocks for role in f.over))
    rules = tuple(dict.fromkeys(f.rule for f in blocks))
    return Refusal("open_block", {"rules": rules, "count": len(blocks)}, who=over)


def warnings_explained(s: Situation, gate: GateName) -> Answer:
    """The unit has explained what needs explaining at this gate (ruling 35)."""
    open_ = [f for f in s.findings if f.severity == WARN and f.gate == gate and not f.explained and not f.overridden]
    rules = tuple(dict.fromkeys(f.rule for f in open_))
    return Refusal("warning_unexplained", {"rules": rules, "count": len(rules)}) if open_ else None


def pairs_judged(s: Situation) -> Answer:
    """Every pair of block level has its verdict and reason."""
    judged = {str(pair.other) for pair in s.pairs if pair.verdict}
    open_ = [f for f in s.findings if f.rule == "R-25" and f.blocks and f.part not in judged]
    return Refusal("pairs_open", {"count": len(open_)}) if open_ else None


def filing_route_allowed(s: Situation) -> Answer:
    """Ruling 28: own staff or own system, in plan, in the district, small."""
    found = filing_hindrances(s.form, s.case.remembered.get("route", ""), s.policy)
    if not found:
        return None
    return Refusal("not_a_filing", {
        "reasons": tuple(Term(f"filing_hindrance.{name}") for name in found), "codes": s.policy["filing.codes"],
        "total": Fen(s.policy["filing.max_total_fen"]), "people": s.policy["filing.max_people"]})


def errand_open(s: Situation, action: ActionName) -> Answer:
    """An errand of that name waits for an answer."""
    waiting = any(seat.action == action and seat.pending for seat in s.seats)
    return None if waiting else Refusal("nobody_is_asked", {"action": s.process.actions[action].label})


def survivor_is_pair(s: Situation) -> Answer:
    """The other class of a merge is one of the pairs found, and the two units have not yet been consulted."""
    other = s.given.get("survivor")
    if all(pair.consulted for pair in s.pairs):
        return Refusal("consulted_before") if s.pairs else Refusal("no_pair")
    if other is None:
        return None  # the missing input is refused by its own words
    pair = next((pair for pair in s.pairs if pair.other == other), None)
    if pair is None:
        return Refusal("survivor_unknown", field="survivor")
    return Refusal("consulted_before", field="survivor") if pair.consulted else None


Guard = Callable[..., "Answer | list[Refusal]"]
GUARDS: dict[str, Guard] = {
    f.__name__: f
    for f in (
        form_complete, papers_complete, papers_present, content_changed, authority_route, no_open_block,
        warnings_explained, pairs_judged, filing_route_allowed, errand_open, survivor_is_pair,
        money.fund_lines_exist, money.own_line_only, money.fund_covers_total, money.cut_is_lower,
        money.actual_within_approved, money.accounts_filed, money.line_takes_settlement, money.overrun_within_line,
        time.notice_still_possible, time.notice_in_time, time.amendment_in_time, time.new_date_allowed,
        time.opens_as_approved, time.class_is_over, time.late_closing_explained, time.at_most, time.within,
        time.due_passed, time.lapse_is_due, people.roster_complete, topics.topic_agreed,
        holding.attendance_complete, holding.head_count_fits, holding.approved_before_held,
    )
}


def refusals_of(s: Situation, call: Call) -> list[Refusal]:
    """What one guard of a process file says, as a list."""
    answer = GUARDS[call.name](s, **call.kwargs)
    if isinstance(answer, list):
        return answer
    return [] if answer is None else [answer]
