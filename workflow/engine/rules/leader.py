"""When the district leader in charge signs (R-L1), and which amendments are large (R-A1)."""

from workflow.domain.declaration import ClassDeclaration
from workflow.domain.people import Unit
from workflow.engine.rules.authority import is_competent
from workflow.engine.rules.facts import Facts
from workflow.engine.rules.place import out_of_province
from workflow.engine.rules.voice import AMENDING, Findings, Voice, rule
from workflow.engine.rules.window import percent_of
from workflow.rulebook.policy import Policy
from workflow.wording.values import Fen, Term


def leader_must_sign(form: ClassDeclaration, host: Unit | None, policy: Policy) -> tuple[str, ...]:
    """Why the leader signs: extra, out_of_province, total, people, competent_host; empty = need not.

    The policy names which of the reasons count (``leader.reasons``).
    """
    if policy.terms("R-L1") is None:
        return ()
    found = {
        "extra": form.plan_type == "extra",
        "out_of_province": out_of_province(form, policy),
        "total": form.total_fen >= policy["leader.total_fen"],
        "people": (form.trainee_count or 0) >= policy["leader.people"],
        "competent_host": is_competent(host, policy),
    }
    return tuple(reason for reason in policy["leader.reasons"] if found.get(reason))


def large_amendment(old: ClassDeclaration, new: ClassDeclaration, policy: Policy) -> tuple[str, ...]:
    """What makes an amendment large: audience, topic, province, days, people, money, quarter; empty = small.

    Days, people and money count when they grow: by a whole day, by so many per-mille.
    """
    found = {
        "audience": (old.audience_tier, frozenset(old.audience_codes)) != (new.audience_tier,
                                                                           frozenset(new.audience_codes)),
        "topic": old.topic_code != new.topic_code,
        "province": old.province != new.province or out_of_province(old, policy) != out_of_province(new, policy),
        "days": (new.half_days or 0) - (old.half_days or 0) >= 2 * policy["amendment.days"],
        "people": _grows(old.trainee_count or 0, new.trainee_count or 0, policy["amendment.people_permille"]),
        "money": _grows(old.total_fen, new.total_fen, policy["amendment.money_permille"]),
        "quarter": _quarter(old) != _quarter(new),
    }
    return tuple(reason for reason, holds in found.items() if holds)


@rule("R-L1", "leader.reasons", "leader.total_fen", "leader.people", "district.competent_units")
def leader_signs(facts: Facts, voice: Voice) -> Findings:
    """Says that the leader in charge will sign, and why. The process opens the seat; nothing is stopped here."""
    form, policy = facts.form, facts.policy
    reasons = leader_must_sign(form, facts.units.get(form.host_unit), policy)
    if not reasons:
        return None
    return voice.tells(reasons=tuple(Term(f"leader_reason.{reason}") for reason in reasons),
                       total=Fen(form.total_fen), people=form.trainee_count or 0,
                       line=Fen(policy["leader.total_fen"]), heads=policy["leader.people"])


@rule("R-A1", "amendment.days", "amendment.people_permille", "amendment.money_permille", asked_at=AMENDING)
def amendment_size(facts: Facts, voice: Voice) -> Findings:
    """Says whether a proposed amendment is large, and what makes it so; a small one is clear.

    Which decisions open again follows from the fields that changed (ruling 26), not from this.
    """
    old, new, policy = facts.former, facts.form, facts.policy
    if old is None:
        return None
    values = {"days": policy["amendment.days"], "people": percent_of(policy["amendment.people_permille"]),
              "money": percent_of(policy["amendment.money_permille"]), "total": Fen(new.total_fen),
              "before": Fen(old.total_fen), "heads": new.trainee_count or 0, "heads_before": old.trainee_count or 0}
    reasons = large_amendment(old, new, policy)
    if not reasons:
        return voice.clear(**values)
    return voice.fails(**values, reasons=tuple(Term(f"large_reason.{reason}") for reason in reasons))


def _grows(old: int, new: int, permille: int) -> bool:
    return new > old and (new - old) * 1000 >= old * permille


def _quarter(form: ClassDeclaration) -> tuple[int, int] | None:
    return (form.start_date.year, (form.start_date.month - 1) // 3) if form.start_date else None
