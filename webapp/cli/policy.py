"""``shenbao policy``: check policy files."""

from argparse import Namespace

from webapp.cli.command import FINDING, SUCCESS, Answer, Commands, add_command, add_group, language, tell
from webapp.cli.definition_files import read_files
from workflow.bootstrap import written_rules
from workflow.queries.definitions import CheckedPolicy, check_policies


def add(commands: Commands) -> None:
    """Adds the group to ``shenbao``."""
    group = add_group(commands, "policy", example="policy check my-policy.yaml")
    check = add_command(group, "policy check", _check, example="policy check my-policy.yaml")
    check.add_argument("files", nargs="+", metavar=tell("cli.file"), help=tell("cli.policy.check.files"))


def _check(chosen: Namespace) -> Answer:
    checked = check_policies(written_rules(), read_files(chosen.files))
    lines = [line for one in checked for line in _lines(one)]
    count = sum(len(one.faults) for one in checked)
    if count:
        lines.append(tell("cli.faults", count=count))
    return Answer({"files": [_data(one) for one in checked]}, lines, FINDING if count else SUCCESS)


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
