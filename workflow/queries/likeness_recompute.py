"""A score of the past, reckoned again by the scorecard, wordings and weights by which it was reckoned then."""

from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from workflow.domain.declaration import ClassDeclaration, from_text
from workflow.domain.pairs import PAIR_RULE
from workflow.engine.likeness.comparing import People
from workflow.engine.likeness.verdicts import compare_and_suggest
from workflow.office import Office
from workflow.office.likeness_contents import units_of
from workflow.office.likeness_known import past_likenesses
from workflow.refusals import NotFound, Refusal, Refused
from workflow.store.cases import content, finding
from workflow.wording.values import unpack


@dataclass(frozen=True, slots=True)
class Recomputed:
    """Tenths of a bit by field as they stood in the finding and as they come out again; ``prior`` among them."""

    told: dict[str, int]
    again: dict[str, int]

    @property
    def same(self) -> bool:
        return self.told == self.again


def recompute(office: Office, case_id: int, other_id: int) -> Recomputed:
    """The last score of a pair that a finding of the first case tells. Raises ``NotFound`` where none does, and
    ``Refused`` (``score_not_kept``) where a version or a content by which it was reckoned is gone."""
    with office.database.read() as connection:
        row = connection.execute(
            select(finding.c.body, finding.c.form_hash, finding.c.policy_hash)
            .where(finding.c.case_id == case_id, finding.c.part == str(other_id), finding.c.rule == PAIR_RULE)
            .order_by(finding.c.n.desc()).limit(1)).first()
        values = {name: unpack(value) for name, value in row.body["values"].items()} if row else {}
        if row is None or "alike" not in values:
            raise NotFound("pair", other_id)
        by = values["reckoned"]
        forms = [_content(connection, number, digest) for number, digest in (
            (case_id, row.form_hash), (other_id, by["theirs"]))]
        known = past_likenesses(connection, office, by["terms"], by["scorecard"])
        if known is None or known.reader.lexicon.version != by["lexicon"] or None in forms:
            raise Refused(Refusal("score_not_kept"))
        policy = office.rulebook.policies.get(row.policy_hash) or office.rulebook.policy_on(office.today())
        units = units_of(connection)
        one, other = (known.read(number, _whole(form), office.rulebook, policy, units)
                      for number, form in zip((case_id, other_id), forms, strict=True) if form is not None)
    people = People(values.get("on_both", 0), values.get("on_smaller", 0))
    likeness, _ = compare_and_suggest(known.comparer, one, other, people)
    return Recomputed(
        {"prior": values["alike"]["prior"], **{part["field"]: part["tenths"] for part in values["alike"]["parts"]}},
        {"prior": likeness.prior, **{part.field: part.tenths for part in likeness.parts}})


def _whole(form: ClassDeclaration) -> ClassDeclaration:
    """A draft that named no last day lasted one."""
    return replace(form, end_date=form.end_date or form.start_date)


def _content(connection: Connection, case_id: int, digest: str) -> ClassDeclaration | None:
    body = connection.execute(select(content.c.body).where(
        content.c.case_id == case_id, content.c.hash == digest).limit(1)).scalar()
    return None if body is None else from_text(body)
