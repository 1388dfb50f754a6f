"""The rules of the office and the numbers of a policy, as people read them: each with what it rests on."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from workflow.engine.rules.register import RULES
from workflow.office import Office
from workflow.refusals import NotFound
from workflow.rulebook.policy import Policy
from workflow.rulebook.roles import Roles
from workflow.rulebook.rulebook import Rulebook
from workflow.wording import Label, Term
from workflow.wording.values import Fen

ROLE_NUMBERS = ("fund.floor_persons", "publishing.propose", "publishing.confirm", "paper_seats.enter",
                "paper_seats.check")
WORDS: Mapping[str, str] = {  # numbers that are words, and the family of their texts
    "leader.reasons": "leader_reason", "host.comprehensive_kinds": "kind", "closing.papers": "paper",
    "lecturer.per": "fee_per", "quota.base": "rule.base", "channel.out_allowed": "rule.out",
}


@dataclass(frozen=True, slots=True)
class NumberLine:
    """One number of a policy. ``value`` can be said in any language; ``confirmed_by`` empty = by nobody yet."""

    path: str
    name: Term
    value: Any
    source: tuple[str, ...]
    confirmed_by: str
    note: str


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule under one policy. ``gate``: where it stops if it blocks; ``over``: who may set it aside."""

    code: str
    name: Term
    says: Term
    citation: Label
    source: tuple[str, ...]
    numbers: tuple[NumberLine, ...]
    asked: tuple[Term, ...]
    gate: Term
    severity: Term
    on: bool
    over: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class RulesPage:
    """All rules under a policy, its other numbers, and the titles of the sources."""

    code: str
    label: Label
    hash: str
    effective_from: Any
    effective_to: Any
    in_force: bool
    rules: tuple[RuleLine, ...]
    others: tuple[NumberLine, ...]
    sources: Mapping[str, Label]
    confirmed: int
    numbers: int


def rules_page(office: Office, digest: str = "") -> RulesPage:
    """The rules under the policy of this hash, or of the one in force today; ``NotFound`` for an unknown one."""
    book, today = office.rulebook, office.today()
    standing = book.policy_on(today)
    policy = book.policies.get(digest, standing) if digest else standing
    if digest and policy.hash != digest:
        raise NotFound("policy", digest[:12])
    rules = rule_lines(book, policy)
    told = {number.path for line in rules for number in line.numbers}
    others = number_lines(policy, book.roles, (path for path in policy.entries if path not in told))
    return RulesPage(
        code=policy.code, label=policy.label, hash=policy.hash, effective_from=policy.effective_from,
        effective_to=policy.effective_to, in_force=policy.hash == standing.hash, rules=rules, others=others,
        sources=book.sources, confirmed=sum(bool(entry.confirmed_by) for entry in policy.entries.values()),
        numbers=len(policy.entries))


def rule_lines(rulebook: Rulebook, policy: Policy) -> tuple[RuleLine, ...]:
    """Every rule that the program knows, by its id, under this policy."""
    return tuple(_line(rulebook, policy, code) for code in sorted(RULES))


def number_lines(policy: Policy, roles: Roles, paths: Iterable[str]) -> tuple[NumberLine, ...]:
    """These numbers of a policy with where they come from."""
    return tuple(
        NumberLine(path, number_name(path), shown(path, entry.value, roles), marks(entry.source), entry.confirmed_by,
                   entry.note)
        for path in paths if (entry := policy.entries[path]))


def number_name(path: str) -> Term:
    """What a number is called."""
    return Term(f"rule.number.{path.removesuffix('_fen')}")


def shown(path: str, value: Any, roles: Roles) -> Any:
    """A number's value as it can be said: money, labels of roles, words of the catalogue."""
    if value is None:
        return Term("rule.none")
    if path.endswith("_fen"):
        return Fen(value)
    if path in ROLE_NUMBERS:
        return tuple(roles[role].label if role in roles else role for role in value)
    if path in WORDS:
        return _each(value, lambda word: Term(f"{WORDS[path]}.{str(word).lower()}"))
    return value


def marks(source: str) -> tuple[str, ...]:
    """The marks of a source: ``S21, P`` -> S21 and P."""
    return tuple(source.split(", ")) if source else ()


def _each(value: Any, say: Callable[[Any], Term]) -> Any:
    return tuple(map(say, value)) if isinstance(value, tuple) else say(value)


def _line(rulebook: Rulebook, policy: Policy, code: str) -> RuleLine:
    rule, terms = RULES[code], policy.rules[code]
    return RuleLine(
        code=code, name=Term(f"finding.{code}.name"), says=Term(f"rule.{code}.says"), citation=terms.citation,
        source=marks(terms.source), numbers=number_lines(policy, rulebook.roles, rule.numbers),
        asked=tuple(Term(f"rule.asked.{moment}") for moment in rule.asked_at), gate=Term(f"rule.gate.{terms.gate}"),
        severity=Term(f"rule.severity.{terms.severity}"), on=terms.on,
        over=tuple(rulebook.roles[role].label for role in terms.over))
