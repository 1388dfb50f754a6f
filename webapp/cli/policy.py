"""``shenbao policy``: check policy files, list all rules, compare versions, and put another policy in force."""

from argparse import Namespace
from pathlib import Path

from webapp.cli.command import FINDING, SUCCESS, Answer, Commands, add_command, add_group, language, open_house, tell
from webapp.cli.definition_files import read_files
from webapp.cli.policy_publishing import add_publish
from webapp.cli.policy_texts import difference_data, difference_lines
from webapp.cli.rule_tests import named_tests
from workflow.bootstrap import written_rules
from workflow.queries.definitions import CheckedPolicy, check_policies
from workflow.queries.policies_page import differences, file_or_version
from workflow.queries.rules_sheet import rules_sheet, sheet_policy


def add(commands: Commands) -> None:
    """Adds the group to ``shenbao``."""
    group = add_group(commands, "policy", example="policy check my-policy.yaml")
    check = add_command(group, "policy check", _check, example="policy check my-policy.yaml")
    check.add_argument("files", nargs="+", metavar=tell("cli.file"), help=tell("cli.policy.check.files"))
    table = add_command(group, "policy table", _table, example="policy table --tests tests/engine/rules")
    table.add_argument("--tests", help=tell("cli.policy.table.tests"))
    diff = add_command(group, "policy diff", _diff, example="policy diff 2017-plus my-policy.yaml")
    diff.add_argument("old", help=tell("cli.policy.diff.old"))
    diff.add_argument("new", help=tell("cli.policy.diff.old"))
    diff.add_argument("--house", action="store_true", help=tell("cli.policy.diff.house"))
    add_publish(group)


def _check(chosen: Namespace) -> Answer:
    checked = check_policies(written_rules(), read_files(chosen.files))
    lines = [line for one in checked for line in _lines(one)]
    count = sum(len(one.faults) for one in checked)
    if count:
        lines.append(tell("cli.faults", count=count))
    return Answer({"files": [_data(one) for one in checked]}, lines, FINDING if count else SUCCESS)


def _table(chosen: Namespace) -> Answer:
    book = written_rules()
    tests = named_tests(Path(chosen.tests)) if chosen.tests else {}
    text = rules_sheet(book, sheet_policy(book), tests)
    return Answer({"markdown": text}, text.rstrip("\n").split("\n"))


def _diff(chosen: Namespace) -> Answer:
    """Compare two files or versions; exit 1 when they differ. ``--house``: with what the house has published."""
    if chosen.house:
        with open_house() as office:
            book = office.rulebook
    else:
        book = written_rules()
    (old, faults), (new, more) = (file_or_version(book, name, _data_of(name)) for name in (chosen.old, chosen.new))
    if old is None or new is None:
        faults = (*faults, *more)
        return Answer({"faults": [one.to_json(language()) for one in faults]},
                      [one.say(language()) for one in faults], FINDING)
    found = differences(book, old, new)
    lines = [*difference_lines(found), tell("cli.policy.diff.count", count=len(found))] if found else [
        tell("cli.policy.diff.same")]
    return Answer({"old": old.hash, "new": new.hash, "differences": difference_data(found)}, lines,
                  FINDING if found else SUCCESS)


def _data_of(name: str) -> bytes | None:
    """What stands in the file of this name; ``None`` where it is none but a version."""
    return read_files([name])[0][1] if Path(name).is_file() else None


def _lines(one: CheckedPolicy) -> list[str]:
    """The faults; of a file without any, how far it can be relied on."""
    if one.faults:
        return [fault.say(language()) for fault in one.faults]
    told = [tell("cli.policy.sound", code=one.code, numbers=one.numbers, confirmed=one.confirmed)]
    if one.waiting:
        told.append(tell("cli.policy.waiting", count=len(one.waiting), rules=one.waiting))
    if one.remark:
        told.append(one.remark[language()])
    return [f"{one.file}: {line}" for line in told]


def _data(one: CheckedPolicy) -> dict[str, object]:
    return {
        "file": one.file,
        "ok": not one.faults,
        "policy": one.code or None,
        "kind": one.kind or None,
        "hash": one.hash or None,
        "numbers": one.numbers,
        "confirmed": one.confirmed,
        "rules_not_computed_yet": list(one.waiting),
        "faults": [fault.to_json(language()) for fault in one.faults],
    }
