"""``shenbao duplicates``: how good the suggestions of repeated training are, and whether their index is whole."""

from argparse import Namespace

from ruamel.yaml import YAML

from webapp.cli import duplicates_learning, duplicates_scan
from webapp.cli.command import FINDING, SUCCESS, Answer, Commands, add_command, add_group, open_house, tell
from webapp.cli.labelled_files import POLICY_DAY, lines_of
from workflow.acts.rebuild_likeness import rebuild_likeness
from workflow.bootstrap import definitions_folder, written_rules
from workflow.queries.likeness_check import SHOWN, IndexChecked, check_index
from workflow.queries.likeness_evaluation import Evaluation, SamplePair, evaluate, evaluate_samples
from workflow.queries.likeness_recompute import recompute
from workflow.refusals import Refusal, Refused
from workflow.wording import Term

SAMPLE_FILES = ("samples.jsonl", "expected_verdicts.json", "completions.yaml")


def add(commands: Commands) -> None:
    group = add_group(commands, "duplicates", example="duplicates evaluate --samples")
    judging = add_command(group, "duplicates evaluate", _evaluate, example="duplicates evaluate judged.jsonl --json")
    judging.add_argument("file", nargs="?", metavar=tell("cli.file"), help=tell("cli.duplicates.evaluate.file"))
    judging.add_argument("--samples", action="store_true", help=tell("cli.duplicates.evaluate.samples"))
    add_command(group, "duplicates check", _check, example="duplicates check")
    add_command(group, "duplicates rebuild", _rebuild, example="duplicates rebuild")
    again = add_command(group, "duplicates recompute", _recompute, example="duplicates recompute 40 35")
    for name in ("case", "other"):
        again.add_argument(name, type=int, metavar=tell(f"cli.duplicates.{name}"), help=tell(f"cli.duplicates.{name}"))
    duplicates_scan.add(group)
    duplicates_learning.add(group)


def _evaluate(chosen: Namespace) -> Answer:
    """Exit 1 when a pair of the samples comes out otherwise than a careful reviewer judged it."""
    if chosen.samples == (chosen.file is not None):
        raise Refused(Refusal("evaluate_what"))
    if chosen.samples:
        folder = definitions_folder() / "demo"
        samples, expected, more = ((folder / name).read_text(encoding="utf-8") for name in SAMPLE_FILES)
        forms = YAML(typ="safe").load(more)["forms"]
        lessons = {id_: "；".join(lesson["title"] for lesson in form["syllabus"]) for id_, form in forms.items()}
        return _samples(evaluate_samples(written_rules(), samples, expected, lessons))
    return _figures(evaluate(written_rules(), POLICY_DAY, lines_of(chosen.file)))


def _samples(pairs: tuple[SamplePair, ...]) -> Answer:
    lines = [tell("cli.duplicates.pair", mark=Term(f"cli.duplicates.{'right' if one.right else 'wrong'}"),
                  one=one.ids[0], other=one.ids[1], verdict=Term(f"verdict.{one.verdicts[0]}"), bits=_bits(one.tenths),
                  reasons=tuple(Term(f"likeness.reason.{reason}") for reason in one.reasons))
             for one in pairs]
    wrong = sum(not one.right for one in pairs)
    lines.append(tell("cli.duplicates.samples", right=len(pairs) - wrong, all=len(pairs)))
    data = [{"pair": list(one.ids), "right": one.right, "verdicts": list(one.verdicts), "expected": list(one.expected),
             "band": one.band, "reasons": list(one.reasons), "bits": one.tenths / 10} for one in pairs]
    return Answer({"pairs": data, "right": len(pairs) - wrong, "wrong": wrong}, lines, FINDING if wrong else SUCCESS)


def _figures(found: Evaluation) -> Answer:
    measured = found.measured
    lines = [tell("cli.duplicates.pairs", classes=found.classes, pairs=measured.pairs, duplicates=measured.duplicates)]
    for name, line in (("raised", measured.at_raised), ("best", measured.best), ("recall", measured.at_recall)):
        lines.append(tell("cli.duplicates.line", what=Term(f"cli.duplicates.at_{name}"), bits=_bits(line.tenths),
                          precision=f"{line.precision:.3f}", recall=f"{line.recall:.3f}", f1=f"{line.f1:.3f}"))
    for kind, listed in (("missed", found.missed), ("found", found.wrong)):
        lines += [tell("cli.duplicates.worst", what=Term(f"cli.duplicates.{kind}"), one=one.titles[0],
                       other=one.titles[1], bits=_bits(one.tenths)) for one in listed]
    return Answer(found.to_json(), lines)


def _check(_chosen: Namespace) -> Answer:
    """Exit 1 when the index is not what the contents make of it."""
    with open_house() as office:
        found = check_index(office)
    data = {"ok": found.ok, "classes": found.classes, "missing": list(found.missing[:SHOWN]),
            "foreign": list(found.foreign[:SHOWN]), "changed": list(found.changed[:SHOWN]), "stray": found.stray,
            "lost": found.lost, "same_lexicon": found.same_lexicon}
    return Answer(data, [_checked(found)], SUCCESS if found.ok else FINDING)


def _checked(found: IndexChecked) -> str:
    if found.ok:
        return tell("cli.duplicates.whole", count=found.classes)
    if not found.same_lexicon:
        return tell("cli.duplicates.other_words")
    return tell("cli.duplicates.broken", missing=len(found.missing), foreign=len(found.foreign),
                changed=len(found.changed), postings=found.stray + found.lost)


def _rebuild(_chosen: Namespace) -> Answer:
    with open_house() as office:
        count = rebuild_likeness(office)
    return Answer({"classes": count}, [tell("cli.duplicates.rebuilt", count=count)])


def _recompute(chosen: Namespace) -> Answer:
    """Exit 1 when the score does not come out as the finding told it."""
    with open_house() as office:
        found = recompute(office, chosen.case, chosen.other)
    lines = [tell("cli.duplicates.part", field=tell(f"likeness.field.{name}") if name != "prior" else tell(
        "cli.duplicates.prior"), told=_bits(tenths), again=_bits(found.again.get(name)))
        for name, tenths in found.told.items()]
    said = "cli.duplicates.came_out" if found.same else "cli.duplicates.came_out_otherwise"
    sums = (sum(found.told.values()), sum(found.again.values()))
    data = {"same": found.same, "told": found.told, "again": found.again, "bits": [one / 10 for one in sums]}
    return Answer(data, [*lines, tell(said, told=_bits(sums[0]), again=_bits(sums[1]))],
                  SUCCESS if found.same else FINDING)


def _bits(tenths: int | None) -> str:
    return "–" if tenths is None else f"{tenths / 10:+.1f}"
