"""``shenbao duplicates curve``: how much better the search gets with the decisions of people, played through."""

from argparse import Namespace

from webapp.cli.command import Answer, Commands, add_command, tell
from webapp.cli.labelled_files import POLICY_DAY, lines_of
from workflow.bootstrap import written_rules
from workflow.queries.likeness_curve import Measured, Step, counts_of, learning_curve


def add(group: Commands) -> None:
    """Adds the commands to their group."""
    playing = add_command(group, "duplicates curve", _curve,
                          example="duplicates curve one.jsonl other.jsonl --decisions 200,1000")
    playing.add_argument("train", metavar=tell("cli.file"), help=tell("cli.duplicates.curve.train"))
    playing.add_argument("test", metavar=tell("cli.file"), help=tell("cli.duplicates.curve.test"))
    playing.add_argument("--decisions", default="200,1000", metavar="N,N", help=tell("cli.duplicates.curve.decisions"))
    playing.add_argument("--seed", type=int, default=1, metavar="N", help=tell("cli.duplicates.curve.seed"))


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
