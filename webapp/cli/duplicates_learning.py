"""``shenbao duplicates learn|proposals|publish|curve``: what the decisions of people teach the search.

Who proposes or publishes does so as a signed-in person; without ``--by`` nothing is changed.
"""

from argparse import Namespace

from webapp.cli.command import Answer, Commands, add_command, open_house, tell
from webapp.cli.labelled_files import POLICY_DAY, lines_of
from webapp.cli.policy_publishing import signed_in
from workflow.acts.learn import propose_lexicon, propose_scorecard
from workflow.acts.publish_learnt import publish_learnt, withdraw_learnt
from workflow.bootstrap import written_rules
from workflow.domain.people import Actor
from workflow.queries.learning_page import learning_page
from workflow.queries.learning_version import learnt_page
from workflow.queries.likeness_curve import Measured, Step, counts_of, learning_curve
from workflow.queries.proposed import Proposed
from workflow.wording import Term

PROPOSING = {"scorecard": propose_scorecard, "lexicon": propose_lexicon}


def add(group: Commands) -> None:
    """Adds the commands to their group."""
    learning = add_command(group, "duplicates learn", _learn, example="duplicates learn lexicon --by wangli")
    learning.add_argument("what", nargs="?", choices=tuple(PROPOSING), help=tell("cli.duplicates.learn.what"))
    add_command(group, "duplicates proposals", _proposals, example="duplicates proposals")
    publishing = add_command(group, "duplicates publish", _publish, example="duplicates publish 3 --by zhaobu")
    publishing.add_argument("number", type=int, metavar="N", help=tell("cli.duplicates.publish.number"))
    publishing.add_argument("--withdraw", action="store_true", help=tell("cli.duplicates.publish.withdraw"))
    for command in (learning, publishing):
        command.add_argument("--by", metavar=tell("cli.policy.publish.name"), help=tell("cli.policy.publish.by"))
        command.add_argument("--reason", default="", help=tell("cli.policy.publish.reason"))
    playing = add_command(group, "duplicates curve", _curve,
                          example="duplicates curve one.jsonl other.jsonl --decisions 200,1000")
    playing.add_argument("train", metavar=tell("cli.file"), help=tell("cli.duplicates.curve.train"))
    playing.add_argument("test", metavar=tell("cli.file"), help=tell("cli.duplicates.curve.test"))
    playing.add_argument("--decisions", default="200,1000", metavar="N,N", help=tell("cli.duplicates.curve.decisions"))
    playing.add_argument("--seed", type=int, default=1, metavar="N", help=tell("cli.duplicates.curve.seed"))


def _learn(chosen: Namespace) -> Answer:
    """What there is to learn from; with a person, propose it."""
    with open_house() as office:
        page = learning_page(office, Actor(0))
        latest = page.latest
        data = {"decisions": page.decisions, "least": page.least, "pairs": latest.pairs, "raised": latest.raised,
                "repetitions": latest.repetitions, "both": latest.both}
        lines = [tell("cli.duplicates.learn.decisions", count=page.decisions, least=page.least),
                 tell("cli.duplicates.learn.figures", count=latest.pairs, both=latest.both, raised=latest.raised,
                      repetitions=latest.repetitions)]
        if not chosen.by or not chosen.what:
            return Answer(data, [*lines, tell("cli.policy.publish.only_shown")])
        number = PROPOSING[chosen.what](office, signed_in(office, chosen.by), chosen.reason)
    return Answer({**data, "proposal": number}, [*lines, tell("cli.duplicates.learn.proposed", n=str(number))])


def _proposals(_chosen: Namespace) -> Answer:
    with open_house() as office:
        page = learning_page(office, Actor(0))
    lines = [tell("cli.duplicates.proposals.wording", wording=one.wording, name=one.concept, count=len(one.evidence))
             for one in page.wordings]
    lines += [tell("cli.duplicates.proposals.version", n=str(one.id), what=_named(one),
                   status=Term(f"rule.status_{one.status}")) for one in page.versions]
    data = {"wordings": [{"wording": one.wording, "kind": one.kind, "code": one.code,
                          "evidence": [[pair.case_id, pair.other_id] for pair in one.evidence]}
                         for one in page.wordings],
            "versions": [{"proposal": one.id, "kind": one.kind, "version": one.name, "status": one.status}
                         for one in page.versions]}
    return Answer(data, lines or [tell("cli.duplicates.proposals.none")])


def _publish(chosen: Namespace) -> Answer:
    """Publish or withdraw; without a person the proposal is only shown."""
    with open_house() as office:
        line = learnt_page(office, Actor(0), chosen.number).line
        said = tell("cli.duplicates.proposals.version", n=str(line.id), what=_named(line),
                    status=Term(f"rule.status_{line.status}"))
        if not chosen.by:
            return Answer({"proposal": line.id, "status": line.status},
                          [said, tell("cli.policy.publish.only_shown")])
        actor = signed_in(office, chosen.by)
        if chosen.withdraw:
            withdraw_learnt(office, actor, chosen.number, chosen.reason)
            return Answer({"proposal": line.id, "status": "withdrawn"}, [tell("learning.withdrawn_now")])
        rebuilt = publish_learnt(office, actor, chosen.number, chosen.reason)
    return Answer({"proposal": line.id, "status": "published", "rebuilt": rebuilt},
                  [tell("learning.published_now" if rebuilt else "learning.rebuild_next")])


def _named(line: Proposed) -> str:
    return tell(f"learning.{'card' if line.kind == 'scorecard' else 'lexicon'}", n=line.name)


def _curve(chosen: Namespace) -> Answer:
    found = learning_curve(written_rules(), POLICY_DAY, lines_of(chosen.train), lines_of(chosen.test),
                           counts_of(chosen.decisions), chosen.seed)
    return Answer(found.to_json(), [_said(step) for step in found.steps])


def _said(step: Step) -> str:
    words, both = (_figures(one) for one in (step.words, step.both))
    told = {"count": step.decisions, "accepted": step.accepted, "proposed": step.proposed}
    if not step.decisions:
        return tell("cli.duplicates.curve.none", **both)
    return "\n".join((tell("cli.duplicates.curve.words", **told, **words), tell("cli.duplicates.curve.both", **both)))


def _figures(one: Measured) -> dict[str, str]:
    told = {"average": one.average, "f1": one.best.f1, "enough": one.at_recall.precision,
            "precision": one.at_raised.precision, "recall": one.at_raised.recall}
    return {name: f"{value:.3f}" for name, value in told.items()}
